package httpapi

import (
	"math"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// TestCost prices operations. What an answer cannot hold is not paid, whatever the way in which it is written.
func TestCost(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]float64{ // in units: an object costs 1, a scalar 0.1, a page of a connection 25, its total 15
		`{ viewer { name } }`: 1 + 0.1,
		`{ viewer { name __typename roles { role department } } }`:                                                          1 + 0.2 + 2*(1+0.2),
		`{ departments { totalCount } }`:                                                                                    25 + 15.1,
		`{ departments { nodes { id } } }`:                                                                                  25 + 20*1.1,
		`{ departments(first: 7) { nodes { id } } }`:                                                                        25 + 7*1.1,
		`{ departments(last: 7) { edges { cursor node { id } } } }`:                                                         25 + 7*(1+0.1+1.1),
		`{ departments(first: 7) { nodes { id } pageInfo { endCursor } } }`:                                                 25 + 7*1.1 + 1.1,
		`{ departments(first: 0) { nodes { id } } }`:                                                                        25 + 1.1,
		`{ departments(first: null) { nodes { id } } }`:                                                                     25 + 20*1.1,
		`{ departments(first: 3, last: 7) { nodes { id } } }`:                                                               25 + 7*1.1,
		`{ departments(first: 2000000000) { nodes { id } } }`:                                                               25 + longestPage*1.1,
		`query ($n: Int) { departments(first: $n) { nodes { id } } }`:                                                       25 + 9*1.1,
		`query ($s: Int) { departments(first: $s) { nodes { id } } }`:                                                       25 + 11*1.1,
		`query ($no: Int) { departments(last: $no) { nodes { id } } }`:                                                      25 + 20*1.1,
		`query ($d: Int = 3) { departments(last: $d) { nodes { id } } }`:                                                    25 + 3*1.1,
		`{ nodes(ids: ["a", "b"]) { id } }`:                                                                                 2 * 1.1,
		`{ nodes(ids: "a") { id } }`:                                                                                        1.1,
		`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`:                                                                  3 * 1.1,
		`{ departments(first: 7) { ...page } } fragment page on DepartmentConnection { nodes { id code } }`:                 25 + 7*1.2,
		`{ departments(first: 7) { ... { nodes { ...on Department { id } } } } }`:                                           25 + 7*1.1,
		`{ a: departments(first: 7) { ...p } b: departments { ...p } } fragment p on DepartmentConnection { nodes { id } }`: 2*25 + (7+20)*1.1,
		`{ consultations(first: 10) { nodes { comments(first: 5) { nodes { id } } } } }`:                                    25 + 10*(1+25+5*1.1),
		`{ survey(id: "s") { questions { ... on MatrixQuestion { options { key } } } results { responses } } }`:             1 + 15*(1+5*1.1) + 10 + 1.1,
		`mutation { withdrawEndorsement(input: {commentId: "c"}) { comment { id } userErrors { code } } }`:                  10 + 1 + 1.1 + 2*1.1,
		`{ consultation(id: "c") { comments(filter: {contains: "x"}) { totalCount } } }`:                                    1 + 25 + 8000 + 15.1,
		`query ($f: CommentFilter) { consultation(id: "c") { comments(filter: $f) { totalCount } } }`:                       1 + 25 + 8000 + 15.1,
		`{ consultation(id: "c") { comments(filter: {contains: null}) { totalCount } } }`:                                   1 + 25 + 15.1,
		`{ __schema { types { name } } }`:                                                                                   20_000 + 11,
	} {
		doc, err := gqlparser.LoadQueryWithRules(contract(), query, nil)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		variables := map[string]any{"n": int64(9), "s": "11", "ids": []any{"a", "b", "c"}, "f": map[string]any{"contains": "x"}}
		if got := newPricing(doc, variables).set(doc.Operations[0].SelectionSet, paged{}); got != amount(math.Round(want*float64(unit))) {
			t.Errorf("%s costs %d hundredths, want %.2f units", query, got, want)
		}
		if got := cost(doc, doc.Operations[0], variables); got != int(math.Ceil(math.Round(want*float64(unit))/float64(unit))) {
			t.Errorf("%s costs %d, want %.2f rounded up", query, got, want)
		}
	}
}

// TestMostExpensivePlace finds the place where a client has to ask for less.
func TestMostExpensivePlace(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		`{ consultations(first: 100) { nodes { id comments(first: 100) { nodes { id body } } } } }`:                                            "consultations.nodes.comments",
		`{ consultations(first: 100) { nodes { id title notice department { name } } } }`:                                                      "consultations",
		`{ viewer { name } open: consultations { nodes { ...c } } } fragment c on Consultation { talk: comments(first: 90) { nodes { id } } }`: "open.nodes.talk",
		`{ survey(id: "s") { title questions { ... on RankingQuestion { options { key title } } } } }`:                                         "survey.questions.options",
		`{ node(id: "d") { ... on Draft { version text } } }`:                                                                                  "node",
		`{ a: departments { nodes { id } } b: departments { nodes { id } } c: departments { nodes { id code } } }`:                             "c",
		`{ viewer { name district } }`: "viewer",
	} {
		doc, err := gqlparser.LoadQueryWithRules(contract(), query, nil)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		if got := strings.Join(newPricing(doc, nil).mostExpensive(doc.Operations[0].SelectionSet), "."); got != want {
			t.Errorf("%s costs most at %s, want %s", query, got, want)
		}
	}
}

// TestEveryListSaysHowLongItIs holds that each list of the schema has a size for the cost: its own, or one from every field that gives
// the object it lies in.
func TestEveryListSaysHowLongItIs(t *testing.T) {
	t.Parallel()
	sized := map[string]int{} // how many fields give an object, and size a list in it
	given := map[string]int{} // how many fields give an object
	eachField(func(of *ast.Definition, field *ast.FieldDefinition) {
		given[field.Type.Name()]++
		if list := listSizeOf(field); list != nil {
			for _, name := range list.sized {
				sized[field.Type.Name()+"."+name]++
			}
		}
	})
	lists := 0
	eachField(func(of *ast.Definition, field *ast.FieldDefinition) {
		if field.Type.Elem == nil {
			return
		}
		lists++
		own := listSizeOf(field)
		if times := sized[of.Name+"."+field.Name]; times > 0 && times == given[of.Name] && own == nil {
			return
		}
		if own == nil || own.assumed < 1 && len(own.slicing) == 0 {
			t.Errorf("%s.%s has no size: say how long it is with @listSize", of.Name, field.Name)
		}
	})
	if lists < 50 {
		t.Errorf("only %d lists were looked at", lists)
	}
}

// TestPagesCostAStatement holds that the type of every connection says what a page costs, for each page is a statement of its own.
func TestPagesCostAStatement(t *testing.T) {
	t.Parallel()
	for name, definition := range contract().Types {
		if strings.HasSuffix(name, "Connection") && weight(definition.Directives, 0) < 5*unit {
			t.Errorf("%s has no @cost of a statement", name)
		}
	}
}

// eachField visits the fields of our own object types and interfaces.
func eachField(visit func(of *ast.Definition, field *ast.FieldDefinition)) {
	for name, definition := range contract().Types {
		if strings.HasPrefix(name, "__") || definition.Kind == ast.InputObject {
			continue
		}
		for _, field := range definition.Fields {
			if !strings.HasPrefix(field.Name, "__") {
				visit(definition, field)
			}
		}
	}
}

// introspection is the query by which tools read a schema.
const introspection = `query IntrospectionQuery {
  __schema { description queryType { name } mutationType { name } subscriptionType { name } types { ...FullType }
    directives { name description isRepeatable locations args { ...InputValue } } } }
fragment FullType on __Type { kind name description specifiedByURL
  fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`

// TestWhatToolsAndFrontendsAsk holds that the limits leave room for what is asked in good faith.
func TestWhatToolsAndFrontendsAsk(t *testing.T) {
	t.Parallel()
	for name, query := range map[string]string{
		"a tool's introspection":               introspection,
		"the way from a record to the answers": `{ policyRecords { nodes { id title stage drafts { nodes { id version consultations: clauses(first: 50) { nodes { id label text } } } } } } }`,
		"a full page of comments":              `{ consultations(filter: {status: [OPEN]}, first: 1) { nodes { id title comments(first: 100) { edges { cursor node { id body stance clause { id label text } officialResponse { id outcome reason } } } pageInfo { hasNextPage endCursor } } } } }`,
	} {
		doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, mostTokens)
		if err != nil {
			t.Fatal(err)
		}
		if broken := tooBig(doc); broken.Code != "" {
			t.Errorf("%s: %s", name, broken.Code)
		}
		valid, errs := gqlparser.LoadQueryWithRules(contract(), query, nil)
		if errs != nil {
			t.Fatalf("%s: %v", name, errs)
		}
		price := cost(valid, valid.Operations[0], nil)
		t.Logf("%s costs %d", name, price)
		if price > UsualCost {
			t.Errorf("%s costs %d", name, price)
		}
	}
}

// FuzzShape looks for documents whose shape or cost cannot be measured, or is less than nothing.
func FuzzShape(f *testing.F) {
	for _, seed := range []string{introspection, `{...a}fragment a on Query{...a}`, `{...none}`, `query($n:Int=3){departments(first:$n){...p}}fragment p on DepartmentConnection{nodes{id}}`,
		`{a:nodes(ids:[]){id}b:nodes(ids:"x"){... on Comment{id}}}`, "{" + strings.Repeat("departments{nodes{", 3) + "id" + strings.Repeat("}}", 3) + "}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, mostTokens)
		if err != nil || tooBig(doc).Code != "" {
			return
		}
		valid, errs := gqlparser.LoadQueryWithRules(contract(), query, nil)
		if errs != nil {
			return
		}
		for _, operation := range valid.Operations {
			if price := cost(valid, operation, nil); price < 1 {
				t.Errorf("%s costs %d", query, price)
			}
		}
	})
}
