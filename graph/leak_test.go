package graph_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tidwall/gjson"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/domain/survey"
	"minyi/graph/graphtest"
)

// logged is all that the package's tests log.
var logged = &logBook{}

// logBook keeps what is logged and hands it on.
type logBook struct {
	sync.Mutex
	said bytes.Buffer
}

func (b *logBook) Write(line []byte) (int, error) {
	b.Lock()
	defer b.Unlock()
	b.said.Write(line)
	return os.Stderr.Write(line)
}

func init() { slog.SetDefault(slog.New(slog.NewTextHandler(logged, nil))) }

// personalWords are names of fields that would lead to a person.
var personalWords = regexp.MustCompile(`(?i)^(author|account|person|subjectHash|email|phone|identity|user|owner|writer|resident)(Id|Key|Name)?$`)

func TestNoTypeLeadsToAPerson(t *testing.T) {
	t.Parallel()
	described(t, func(d *ast.Definition) {
		for _, field := range d.Fields {
			if d.Kind != ast.InputObject && personalWords.MatchString(field.Name) {
				t.Errorf("%s.%s", d.Name, field.Name)
			}
		}
	})
}

// everything selects all that a type has, down to a depth; fields that need arguments or a right that not everyone has are left out.
func everything(schema *ast.Schema, of *ast.Definition, depth int) string {
	var said strings.Builder
	said.WriteString("{ __typename ")
	for _, field := range of.Fields {
		needs := slices.ContainsFunc(field.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil })
		if strings.HasPrefix(field.Name, "__") || needs || field.Directives.ForName("can") != nil {
			continue
		}
		switch next := schema.Types[field.Type.Name()]; {
		case next.Kind == ast.Object && depth > 0:
			fmt.Fprintf(&said, "%s %s ", field.Name, everything(schema, next, depth-1))
		case next.Kind == ast.Interface && depth > 0 && next.Fields.ForName("id") != nil:
			fmt.Fprintf(&said, "%s { __typename id } ", field.Name)
		case next.Kind == ast.Scalar || next.Kind == ast.Enum:
			said.WriteString(field.Name + " ")
		}
	}
	return said.String() + "}"
}

// traces are the texts by which a resident could be known.
func traces(t *testing.T, city *graphtest.City, who *graphtest.Client) []string {
	t.Helper()
	var hash []byte
	if err := city.SQL.Get(&hash, `SELECT subject_hash FROM accounts WHERE id = $1`, who.Actor.Account); err != nil {
		t.Fatal(err)
	}
	var persons [][]byte
	if err := city.SQL.Select(&persons, `SELECT person FROM survey_responses`); err != nil {
		t.Fatal(err)
	}
	key := who.Actor.Account
	found := []string{key.String(), hex.EncodeToString(key[:]), hex.EncodeToString(hash), who.Actor.Name}
	for _, p := range persons {
		found = append(found, hex.EncodeToString(p))
	}
	return found
}

// TestNothingLeadsToAResident reads all that everyone can reach in a city full of what a resident did, makes fields fail with the
// resident's row in the database's complaint, and looks for the resident in every answer, every id and every line of the log.
func TestNothingLeadsToAResident(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	li := city.Resident("李居民-6f1c0a")
	asked, asking := city.PutToPublic(), city.PutSurvey("LIVE")
	comment := commentOn(li, map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[0], "stance": "OPPOSE", "body": "不同意。"})
	city.Resident("wang").Must(endorseComment, "input", commentNamed(comment))
	response := li.Must(`mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { surveyResponse { id } userErrors { code } } }`,
		"input", map[string]any{"surveyId": asking.Survey, "answers": graphtest.Answers()}).Get("submitSurveyResponse.surveyResponse.id").String()
	city.MoveTime(asked.Consultation, afterClosing)
	answer := city.Editor().Must(respond, "input", map[string]any{"commentIds": []string{comment}, "outcome": "ADOPTED"}).Get("respondToComments.officialResponse.id").String()
	published := city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation}).Get("publishFeedbackReport.feedbackReport.id").String()

	schema, marks := described(t, func(*ast.Definition) {}), traces(t, city, li)
	readers := []*graphtest.Client{city.Anyone(), city.Resident("wang"), city.Editor(), city.Staff("a", graphtest.Housing, civic.Analyst), city.Staff("m", graphtest.Housing, civic.Moderator),
		city.Staff("auditor", "", civic.Auditor), city.Staff("admin", "", civic.Admin)}
	answers := 0
	for _, reader := range readers {
		read := func(query string, variables ...any) {
			answers++
			seeks(t, li, marks, reader.Ask(query, variables...))
		}
		read(`query ` + everything(schema, schema.Query, 3))
		read(`{ auditLog { nodes ` + everything(schema, schema.Types["AuditEntry"], 2) + ` } }`)
		for _, id := range []string{asked.Record, asked.Draft, asked.Clauses[0], asked.Consultation, comment, asking.Survey, asking.Consultation, response, answer, published} {
			parsed, _ := civic.ParseID(id)
			kind := map[civic.Kind]string{policy.PolicyRecordKind: "PolicyRecord", policy.DraftKind: "Draft", legaltext.ClauseIDKind: "Clause", civic.ConsultationKind: "Consultation", consult.CommentKind: "Comment",
				survey.SurveyKind: "Survey", survey.SurveyResponseKind: "SurveyResponse", consult.OfficialResponseKind: "OfficialResponse", civic.FeedbackReportKind: "FeedbackReport"}[parsed.Kind]
			read(`query ($id: ID!) { node(id: $id) { ... on `+kind+` `+everything(schema, schema.Types[kind], 3)+` } }`, "id", id)
		}
	}
	t.Logf("%d answers read", answers)

	city.SQL.MustExec(`ALTER TABLE comments ADD CONSTRAINT broken CHECK (author IS NULL) NOT VALID`)
	broken := li.Ask(submitComment, "input", map[string]any{"consultationId": asking.Consultation, "stance": "OPPOSE", "body": "不同意。"})
	if got := graphtest.Problems(broken); !slices.Equal(got, []string{"INTERNAL"}) {
		t.Errorf("the broken table answers %v", got)
	}
	seeks(t, nil, marks, broken)
	logged.Lock()
	defer logged.Unlock()
	if !strings.Contains(logged.said.String(), "broken") {
		t.Error("the failure was not logged")
	}
	for _, mark := range marks {
		if strings.Contains(logged.said.String(), mark) {
			t.Errorf("the log holds %s", mark)
		}
	}
}

// seeks looks for the marks in an answer, and for the resident's key in the ids of it.
func seeks(t *testing.T, who *graphtest.Client, marks []string, answer gjson.Result) {
	t.Helper()
	for _, mark := range marks {
		if strings.Contains(answer.Raw, mark) {
			t.Errorf("an answer holds %s", mark)
		}
	}
	var walk func(gjson.Result)
	walk = func(v gjson.Result) {
		if v.IsObject() || v.IsArray() {
			v.ForEach(func(_, item gjson.Result) bool { walk(item); return true })
			return
		}
		if id, err := civic.ParseID(v.String()); err == nil && who != nil && (id.Key == who.Actor.Account || id.Consultation == who.Actor.Account) {
			t.Errorf("the id %s leads to the resident", v.String())
		}
	}
	walk(answer)
}
