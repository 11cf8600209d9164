package graph_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi"
	"minyi/db/pg"
	"minyi/graph/graphtest"
	"minyi/graph/httpapi"
)

// asking writes operations at random, out of everything that the schema has.
type asking struct {
	*rand.Rand
	schema    *ast.Schema
	given     map[string]string // the arguments that must be given, by "field.argument" or by the argument alone
	fragments []string
}

// byGqlgen is the API as EXECUTOR=gqlgen serves it.
func byGqlgen(db *pg.DB, limits httpapi.Limits, streams httpapi.Streams) http.Handler {
	limits.Gqlgen = true
	return httpapi.Handler(db, limits, streams)
}

// TestAnswersAreThoseOfGqlgen asks whatever can be asked, and holds each answer against that of the library's own way of running
// operations: the same data, the same errors at the same places.
func TestAnswersAreThoseOfGqlgen(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	ids := tellAll(city)
	schema := gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphql", Input: minyi.Schema})
	gqlgens := city.AnsweredBy(byGqlgen)
	readers := []*graphtest.Client{city.Anyone(), city.Resident("li"), city.Editor(), city.Moderator(), city.Staff("auditor", "", "AUDITOR")}
	seen := map[string]int{}
	for seed := range 700 {
		a := &asking{Rand: rand.New(rand.NewPCG(uint64(seed), 2026)), schema: schema}
		a.given = map[string]string{"ids": "[" + strings.Join(ids, " ") + "]", "id": ids[a.IntN(len(ids))], "code": `"no such code"`,
			"from": "0", "to": "1", "row": `"manager"`, "answers": "[]", "column": `"grade"`, "policyRecord.id": ids[0], "consultation.id": ids[1], "survey.id": ids[2]}
		query := a.operation()
		reader := readers[seed%len(readers)]
		ours, theirs := reader.Ask(query, "yes", true, "no", false), reader.At(gqlgens).Ask(query, "yes", true, "no", false)
		if ours.Get("data").Raw != theirs.Get("data").Raw || !slices.Equal(complaints(ours), complaints(theirs)) {
			t.Fatalf("seed %d:\n%s\nours:\n%s\ngqlgen's:\n%s", seed, query, ours.Raw, theirs.Raw)
		}
		seen[map[bool]string{true: "with errors", false: "without"}[ours.Get("errors").Exists()]]++
	}
	if seen["without"] < 100 || seen["with errors"] < 20 {
		t.Errorf("the operations say too little: %v", seen)
	}
}

// tellAll lets one thing of every kind happen and gives the ids: a record, a consultation and a survey first.
func tellAll(city *graphtest.City) []string {
	asked, asking := city.PutToPublic(), city.PutSurvey("LIVE")
	li, wang := city.Resident("li"), city.Resident("wang")
	said := commentOn(li, map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[0], "body": "赞成，但“门禁”应\n当开放。"})
	hidden := commentOn(wang, map[string]any{"consultationId": asked.Consultation, "body": "赞成"})
	wang.Must(endorseComment, "input", commentNamed(said))
	city.Moderator().Must(moderateComment, "input", decideOn(hidden, "HIDE", "reason", "DUPLICATE"))
	response := li.Must(`mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { surveyResponse { id } userErrors { code } } }`,
		"input", map[string]any{"surveyId": asking.Survey, "answers": graphtest.Answers()}).Get("submitSurveyResponse.surveyResponse.id").String()
	var ids []string
	for _, id := range []string{asked.Record, asked.Consultation, asking.Survey, asked.Draft, asked.Clauses[0], asked.Clauses[2], said, hidden, response, asking.Consultation, "nothing"} {
		ids = append(ids, fmt.Sprintf("%q", id))
	}
	return ids
}

// complaints are an answer's errors with their places, in one order.
func complaints(answer gjson.Result) []string {
	var all []string
	for _, e := range answer.Get("errors").Array() {
		all = append(all, e.Get("path").Raw+" "+e.Get("extensions").Raw+" "+e.Get("message").String())
	}
	slices.Sort(all)
	return all
}

// operation writes an operation with its fragments.
func (a *asking) operation() string {
	query := "query ($yes: Boolean!, $no: Boolean!) " + a.selection(a.schema.Query, 0)
	return query + " " + strings.Join(a.fragments, " ")
}

// deepest is how far an operation goes down.
const deepest = 5

// selection asks some fields of a type, some of them twice, under other names, under conditions and in fragments.
func (a *asking) selection(of *ast.Definition, depth int) string {
	fields := slices.Clone(of.Fields)
	a.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	var parts []string
	if a.IntN(3) == 0 || of.Kind == ast.Interface {
		parts = append(parts, "__typename")
	}
	for _, field := range fields[:min(len(fields), 1+a.IntN(5))] {
		if written := a.field(field, depth); written != "" {
			parts = append(parts, a.dressed(of.Name, written))
		}
	}
	for _, one := range a.schema.GetPossibleTypes(of) {
		if of.Kind == ast.Interface && a.IntN(2) == 0 {
			parts = append(parts, "... on "+one.Name+" "+a.selection(one, depth))
		}
	}
	return "{ " + cmp.Or(strings.Join(parts, " "), "__typename") + " }"
}

// dressed puts a field into a fragment, or under a condition, or leaves it as it is.
func (a *asking) dressed(on, field string) string {
	switch a.IntN(9) {
	case 0:
		return "... on " + on + " { " + field + " }"
	case 1:
		name := fmt.Sprintf("f%d", len(a.fragments))
		a.fragments = append(a.fragments, "fragment "+name+" on "+on+" { "+field+" }")
		return "..." + name
	case 2:
		return "... @include(if: $" + []string{"yes", "no"}[a.IntN(2)] + ") { " + field + " }"
	case 3:
		return "... @skip(if: $" + []string{"yes", "no"}[a.IntN(2)] + ") { " + field + " __typename }"
	case 4:
		return field + " " + field
	}
	return field
}

// field writes a field under a name that no other has; nothing where it would go too deep, or tells what differs between answers.
func (a *asking) field(f *ast.FieldDefinition, depth int) string {
	under := a.schema.Types[f.Type.Name()]
	if strings.HasPrefix(f.Name, "__") || f.Name == "rateLimit" || f.Name == "export" || (!under.IsLeafType() && depth == deepest) {
		return ""
	}
	written := fmt.Sprintf("a%d: %s", a.IntN(1_000_000), f.Name)
	var arguments []string
	for _, argument := range f.Arguments {
		value, known := a.given[f.Name+"."+argument.Name]
		if !known {
			value, known = a.given[argument.Name]
		}
		switch {
		case argument.Type.NonNull && argument.DefaultValue == nil && known:
			arguments = append(arguments, argument.Name+": "+value)
		case argument.Name == "first":
			arguments = append(arguments, fmt.Sprintf("first: %d", 1+a.IntN(3)))
		}
	}
	if len(arguments) > 0 {
		written += "(" + strings.Join(arguments, ", ") + ")"
	}
	if under.IsLeafType() {
		return written
	}
	return written + " " + a.selection(under, depth+1)
}
