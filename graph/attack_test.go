package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
	"minyi/graph/httpapi"
)

// attack is one request that means harm, and what it is answered.
type attack struct {
	name, body, code string
	status           int
}

// body is the JSON of a request; variables may be nil.
func attackBody(query string, variables any) string {
	raw, _ := json.Marshal(map[string]any{"query": query, "variables": variables}) // always marshals
	return string(raw)
}

// numbered repeats a text with its number in place of each #.
func numbered(times int, text string) string {
	var all strings.Builder
	for i := range times {
		all.WriteString(strings.ReplaceAll(text, "#", fmt.Sprint(i)))
	}
	return all.String()
}

// nested opens and closes a text so many times around another.
func nested(times int, open, within, end string) string {
	return strings.Repeat(open, times) + within + strings.Repeat(end, times)
}

// fragments writes fragments on a type, each of which spreads the next so many times; the last spreads the first.
func fragments(count, times int, on string) string {
	var all strings.Builder
	for i := range count {
		fmt.Fprintf(&all, "fragment f%d on %s{%s}", i, on, strings.Repeat(fmt.Sprintf("...f%d ", (i+1)%count), times))
	}
	return all.String()
}

// bomb writes fragments of which each doubles the next, without a circle.
func bomb(count int, on, field string) string {
	return strings.Replace(fragments(count, 2, on), "{...f0 ...f0 }", "{"+field+"}", 1)
}

// attacks are the shapes by which GraphQL servers are brought down.
func attacks() []attack {
	const types = "__schema{types{fields{type{fields{type{fields{type{fields{type{name}}}}}}}}}}"
	createDepartment := `mutation($in:CreateDepartmentInput!){createDepartment(input:$in){userErrors{code}}}`
	return []attack{
		{"deep selections", attackBody(nested(4000, "{node(id:1)", "{id}", "}"), nil), "GRAPHQL_PARSE_FAILED", 400},
		{"less deep selections", attackBody(nested(900, "{a", "{id}", "}"), nil), "TOO_DEEP", 400},
		{"wide selections", attackBody("{"+numbered(2000, "f# ")+"}", nil), "TOO_MANY_ROOT_FIELDS", 400},
		{"wide below the top", attackBody("{viewer{"+numbered(2000, "f# ")+"}}", nil), "TOO_MANY_FIELDS", 400},
		{"aliases", attackBody("{"+numbered(1000, "a#:viewer{name} ")+"}", nil), "TOO_MANY_ROOT_FIELDS", 400},
		{"aliases below the top", attackBody("{departments{"+numbered(400, "a#:nodes{id} ")+"}}", nil), "TOO_MANY_ALIASES", 400},
		{"directives", attackBody("{viewer"+strings.Repeat("@include(if:true)", 1000)+"{name}}", nil), "TOO_MANY_DIRECTIVES", 400},
		{"unknown directives", attackBody("{viewer"+numbered(4000, "@d#")+"{name}}", nil), "TOO_MANY_DIRECTIVES", 400},
		{"a circle of fragments", attackBody("{...a}fragment a on Query{...b}fragment b on Query{...a}", nil), "GRAPHQL_VALIDATION_FAILED", 400},
		{"a long circle of fragments", attackBody("{...f0}"+fragments(200, 1, "Query"), nil), "GRAPHQL_VALIDATION_FAILED", 400},
		{"many fragments", attackBody("{...f0}"+fragments(900, 1, "Query"), nil), "TOO_MANY_FRAGMENTS", 400},
		{"a fragment bomb", attackBody("{...f0}"+bomb(40, "Query", "viewer{name}"), nil), "TOO_MANY_FIELDS", 400},
		{"a fragment bomb below the top", attackBody("{viewer{...f0}}"+bomb(60, "Viewer", "name"), nil), "TOO_MANY_FIELDS", 400},
		{"fragments that nothing spreads", attackBody("{viewer{name}}"+bomb(60, "Viewer", "name"), nil), "TOO_MANY_FIELDS", 400},
		{"the same field 20,000 times", attackBody("{"+strings.Repeat("viewer{name}", 20_000)+"}", nil), "TOO_MANY_TOKENS", 400},
		{"the same field 900 times", attackBody("{viewer{"+strings.Repeat("name ", 900)+"}}", nil), "", 200},
		{"the same fields to be merged", attackBody("{"+strings.Repeat("departments{nodes{name} nodes{name}}", 45)+"}", nil), "", 200},
		{"a list of requests", "[" + strings.Repeat(`{"query":"{viewer{name}}"},`, 10_000) + `{"query":"{viewer{name}}"}]`, "BAD_REQUEST", 400},
		{"huge variables", attackBody("query($id:ID!){node(id:$id){id}}", map[string]any{"id": strings.Repeat("x", 4<<20-100)}), "BAD_ID", 200},
		{"many variables", attackBody("{viewer{name}}", numberedMap(100_000)), "", 200},
		{"a huge string", attackBody(`{node(id:"`+strings.Repeat("长", 4<<20/3-100)+`"){id}}`, nil), "BAD_ID", 200},
		{"many operations", attackBody(numbered(2000, "query q#{viewer{name}}"), nil), "TOO_MANY_TOKENS", 400},
		{"less many operations", attackBody(numbered(1000, "query q#{viewer{name}}"), nil), "TOO_MANY_OPERATIONS", 400},
		{"introspection in a circle", attackBody("{"+types+"}", nil), "GRAPHQL_VALIDATION_FAILED", 400},
		{"introspection many times", attackBody("{"+numbered(50, "a#:__schema{types{fields{type{ofType{ofType{name}}}args{type{ofType{name}}}}inputFields{name type{name}}}}")+"}", nil), "TOO_COMPLEX", 400},
		{"many ids", attackBody("query($ids:[ID!]!){nodes(ids:$ids){id}}", map[string]any{"ids": strings.Split(strings.Repeat("x ", 200_000), " ")}), "TOO_MANY", 400},
		{"pages of pages", attackBody("{consultations(first:100){nodes{comments(first:100){nodes{id body stance viewerIsAuthor officialResponse{comments(first:100){nodes{id body}}}}}}}}", nil), "TOO_COMPLEX", 400},
		{"a deep list in the query", attackBody("{node(id:"+nested(900, "[", "", "]")+"){id}}", nil), "GRAPHQL_VALIDATION_FAILED", 400},
		{"a deep list in the variables", `{"query":"{viewer{name}}","variables":{"x":` + nested(9000, "[", "1", "]") + `}}`, "", 200},
		{"a deeper list in the variables", `{"query":"{viewer{name}}","variables":{"x":` + nested(1_000_000, "[", "1", "]") + `}}`, "BAD_REQUEST", 400},
		{"deep objects in a variable", `{"query":` + fmt.Sprintf("%q", createDepartment) + `,"variables":{"in":` + nested(9000, `{"name":`, "1", "}") + `}}`, "GRAPHQL_VALIDATION_FAILED", 400},
		{"many undefined variables", attackBody("{node(id:1){"+numbered(900, "id@skip(if:$v#)")+"}}", nil), "TOO_MANY_DIRECTIVES", 400},
		{"an answer in parts", attackBody("{...@defer{viewer{name}}}", nil), "GRAPHQL_VALIDATION_FAILED", 400},
	}
}

// numberedMap has so many entries.
func numberedMap(entries int) map[string]int {
	all := map[string]int{}
	for i := range entries {
		all[fmt.Sprint("v", i)] = i
	}
	return all
}

// TestAttacks makes each attack and measures the processor time that refusing it takes. It runs alone: the time is that of
// the whole process.
func TestAttacks(t *testing.T) {
	api := httpapi.Handler(graphtest.New(t).DB, httpapi.Limits{Cost: httpapi.UsualCost, Introspection: true}, httpapi.Streams{})
	for _, a := range attacks() {
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(a.body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/graphql-response+json")
		w, began := httptest.NewRecorder(), spent(t)
		api.ServeHTTP(w, r)
		took := spent(t) - began
		t.Logf("%-32s %9d bytes in, %6d out, %8.2f ms, %d %s", a.name, len(a.body), w.Body.Len(), took.Seconds()*1000, w.Code, gjson.Get(w.Body.String(), "errors.0.extensions.code"))
		if code := gjson.Get(w.Body.String(), "errors.0.extensions.code").String(); w.Code != a.status || code != a.code {
			t.Errorf("%s: %d %s, want %d %s: %.300s", a.name, w.Code, code, a.status, a.code, w.Body)
		}
		if took > bearable || w.Body.Len() > 16<<10 {
			t.Errorf("%s took %v and was answered with %d bytes", a.name, took, w.Body.Len())
		}
	}
}

// bearable is far more than refusing takes even where the race detector looks on.
const bearable = 5 * time.Second

// spent is the processor time of this process.
func spent(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
