package graph

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// TestCost prices operations. What an answer cannot hold is not paid, whatever the way in which it is written.
func TestCost(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]int{
		`{ viewer { name } }`:                                                                                               2,
		`{ viewer { name roles { role department } } }`:                                                                     1 + 1 + 1 + 20*2,
		`{ departments { totalCount } }`:                                                                                    2,
		`{ departments { nodes { id } } }`:                                                                                  1 + 1 + 20,
		`{ departments(first: 7) { nodes { id } } }`:                                                                        1 + 1 + 7,
		`{ departments(last: 7) { edges { cursor node { id } } } }`:                                                         1 + 1 + 7*3,
		`{ departments(first: 0) { nodes { id } } }`:                                                                        1 + 1 + 1,
		`{ departments(first: 2000000000) { nodes { id } } }`:                                                               1 + 1 + 100,
		`query ($n: Int) { departments(first: $n) { nodes { id } } }`:                                                       1 + 1 + 9,
		`query ($s: Int) { departments(first: $s) { nodes { id } } }`:                                                       1 + 1 + 11,
		`query ($no: Int) { departments(last: $no) { nodes { id } } }`:                                                      1 + 1 + 20,
		`query ($d: Int = 3) { departments(last: $d) { nodes { id } } }`:                                                    1 + 1 + 3,
		`{ nodes(ids: ["a", "b"]) { id } }`:                                                                                 1 + 2,
		`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`:                                                                  1 + 3,
		`{ departments(first: 7) { ...page } } fragment page on DepartmentConnection { nodes { id code } }`:                 1 + 1 + 7*2,
		`{ departments(first: 7) { ... { nodes { ...on Department { id } } } } }`:                                           1 + 1 + 7,
		`{ a: departments(first: 7) { ...p } b: departments { ...p } } fragment p on DepartmentConnection { nodes { id } }`: 2 + 1 + 7 + 1 + 20,
		`{ consultations(first: 10) { nodes { comments(first: 5) { nodes { id } } } } }`:                                    1 + 1 + 10*(1+1+5),
		`{ __schema { types { name } } }`:                                                                                   1 + 1 + 10,
	} {
		doc, err := gqlparser.LoadQueryWithRules(contract(), query, nil)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		variables := map[string]any{"n": int64(9), "s": "11", "ids": []any{"a", "b", "c"}}
		if got := cost(doc, doc.Operations[0], variables); got != want {
			t.Errorf("%s costs %d, want %d", query, got, want)
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
