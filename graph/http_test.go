package graph_test

import (
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
	"minyi/graph/httpapi"
)

// httpAsk makes one request of an API of its own; headers are pairs of name and value.
func httpAsk(api http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	api.ServeHTTP(w, r)
	return w
}

const (
	jsonForm = "application/json"
	ownForm  = "application/graphql-response+json"
)

// zipped is a text as gzip packs it; nothing here unpacks what a request holds.
func zipped(text string) string {
	var packed strings.Builder
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return packed.String()
}

// TestRequestsOverHTTP holds what the specification "GraphQL over HTTP" says and its audits do not ask.
func TestRequestsOverHTTP(t *testing.T) {
	t.Parallel()
	api := httpapi.Handler(graphtest.New(t).DB, httpapi.Limits{Cost: httpapi.UsualCost, Introspection: true}, httpapi.Streams{})
	const good, mutation = `{"query":"{viewer{name}}"}`, `mutation{submitComment(input:{consultationId:"x",body:"x"}){userErrors{code}}}`
	for name, c := range map[string]struct {
		method, target, form, body string
		status                     int
		code, field, allow         string
	}{
		"a good request":           {"POST", "/", jsonForm, good, 200, "", "", ""},
		"with its charset":         {"POST", "/", jsonForm + "; charset=UTF-8", good, 200, "", "", ""},
		"another charset":          {"POST", "/", jsonForm + "; charset=gbk", good, 415, "UNSUPPORTED_MEDIA_TYPE", "", ""},
		"text":                     {"POST", "/", "text/plain", good, 415, "UNSUPPORTED_MEDIA_TYPE", "", ""},
		"a form":                   {"POST", "/", "application/x-www-form-urlencoded", "query=%7Bviewer%7Bname%7D%7D", 415, "UNSUPPORTED_MEDIA_TYPE", "", ""},
		"a form with files":        {"POST", "/", "multipart/form-data; boundary=x", "--x--", 415, "UNSUPPORTED_MEDIA_TYPE", "", ""},
		"a bare query":             {"POST", "/", "application/graphql", "{viewer{name}}", 415, "UNSUPPORTED_MEDIA_TYPE", "", ""},
		"no form":                  {"POST", "/", "", good, 415, "UNSUPPORTED_MEDIA_TYPE", "", ""},
		"a list":                   {"POST", "/", jsonForm, "[" + good + "]", 400, "BAD_REQUEST", "", ""},
		"two requests":             {"POST", "/", jsonForm, good + good, 400, "BAD_REQUEST", "", ""},
		"a text":                   {"POST", "/", jsonForm, `"{viewer{name}}"`, 400, "BAD_REQUEST", "", ""},
		"a zip bomb":               {"POST", "/", jsonForm, zipped(strings.Repeat(" ", 64<<20) + good), 400, "BAD_REQUEST", "", ""},
		"null":                     {"POST", "/", jsonForm, `null`, 400, "BAD_REQUEST", `["query"]`, ""},
		"variables of no object":   {"POST", "/", jsonForm, `{"query":"{viewer{name}}","variables":"x"}`, 400, "BAD_REQUEST", `["variables"]`, ""},
		"the query in the address": {"POST", "/?query=%7Bviewer%7Bname%7D%7D", jsonForm, "{}", 400, "BAD_REQUEST", `["query"]`, ""},
		"a GET":                    {"GET", "/?query=%7Bviewer%7Bname%7D%7D", "", "", 200, "", "", ""},
		"a GET of nothing":         {"GET", "/", "", "", 400, "BAD_REQUEST", `["query"]`, ""},
		"a GET with bad variables": {"GET", "/?query=%7Bviewer%7Bname%7D%7D&variables=%7B", "", "", 400, "BAD_REQUEST", `["variables"]`, ""},
		"a mutation by GET":        {"GET", "/?query=" + url.QueryEscape(mutation), "", "", 405, "METHOD_NOT_ALLOWED", "", "GET, POST, OPTIONS"},
		"PUT":                      {"PUT", "/", jsonForm, good, 405, "METHOD_NOT_ALLOWED", "", "GET, POST, OPTIONS"},
		"DELETE":                   {"DELETE", "/", "", "", 405, "METHOD_NOT_ALLOWED", "", "GET, POST, OPTIONS"},
		"OPTIONS":                  {"OPTIONS", "/", "", "", 204, "", "", "GET, POST, OPTIONS"},
	} {
		w := httpAsk(api, c.method, c.target, c.body, "Content-Type", c.form)
		refused := gjson.Get(w.Body.String(), "errors.0.extensions")
		if w.Code != c.status || refused.Get("code").String() != c.code || refused.Get("field").Raw != c.field || w.Header().Get("Allow") != c.allow {
			t.Errorf("%s: %d, Allow %q, %s", name, w.Code, w.Header().Get("Allow"), w.Body)
		}
	}
}

func TestFormsOfAnswers(t *testing.T) {
	t.Parallel()
	api := httpapi.Handler(graphtest.New(t).DB, httpapi.Limits{Cost: httpapi.UsualCost, Introspection: true}, httpapi.Streams{})
	for accept, want := range map[string]string{
		"":                                      jsonForm,
		"*/*":                                   jsonForm,
		"application/*;q=0.1":                   jsonForm,
		ownForm:                                 ownForm,
		ownForm + ", " + jsonForm:               ownForm,
		jsonForm + ", " + ownForm:               ownForm,
		jsonForm + ", " + ownForm + ";q=0.9":    jsonForm,
		ownForm + ";q=0, " + jsonForm:           jsonForm,
		ownForm + "; charset=utf-8, */*; q=0.5": ownForm,
		"text/html,application/xml;q=0.9,*/*;q=0.8": jsonForm,
		"text/html":       "",
		jsonForm + ";q=0": "",
	} {
		w := httpAsk(api, http.MethodGet, "/?query=%7Bviewer%7Bname%7D%7D", "", "Accept", accept)
		form, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
		if want == "" && w.Code == http.StatusNotAcceptable && form == jsonForm {
			continue
		}
		if w.Code != http.StatusOK || form != want {
			t.Errorf("%q: %d %s", accept, w.Code, form)
		}
	}
}

// TestErrorsRepeatNothing sends marked texts at every place of a request and looks for them, and for SQL, in the answer.
func TestErrorsRepeatNothing(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	api := httpapi.Handler(city.DB, httpapi.Limits{Cost: httpapi.UsualCost, Introspection: true}, httpapi.Streams{})
	const mark = `'; DROP TABLE comment; -- %s%d%!v(MISSING) {{.}} marked`
	long := strings.Repeat("marked ", 1000)
	for name, body := range map[string]string{
		"no JSON":          `{"query":` + mark,
		"another type":     `{"query":["` + mark + `"]}`,
		"an id":            attackBody("query($id:ID!){node(id:$id){id}}", map[string]any{"id": mark}),
		"a cursor":         attackBody("query($c:String){departments(after:$c){totalCount}}", map[string]any{"c": mark}),
		"a search":         attackBody("query($c:String){consultations(filter:{title:$c}){totalCount}}", map[string]any{"c": mark}),
		"a search in vain": attackBody("query($c:String){consultations(filter:{title:$c}){totalCount}}", map[string]any{"c": "\x00" + long}),
		"a page":           attackBody("query($n:Int){departments(first:$n){totalCount}}", map[string]any{"n": 1 << 40}),
	} {
		w := httpAsk(api, http.MethodPost, "/", body, "Content-Type", jsonForm)
		for _, told := range []string{"marked", "DROP", "pq:", "SELECT", "select", "syntax error", "%!", "goroutine"} {
			if strings.Contains(w.Body.String(), told) {
				t.Errorf("%s tells %q: %s", name, told, w.Body)
			}
		}
	}
	w := httpAsk(api, http.MethodPost, "/", attackBody("{"+strings.Repeat("marked", 1000)+"}", nil), "Content-Type", jsonForm)
	if w.Body.Len() > 1000 {
		t.Errorf("a long name is answered with %d bytes", w.Body.Len())
	}
}

func TestSecretSchema(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	for introspection, c := range map[bool]struct{ data, hints bool }{true: {true, true}, false: {false, false}} {
		api := httpapi.Handler(city.DB, httpapi.Limits{Cost: httpapi.UsualCost, Introspection: introspection}, httpapi.Streams{})
		w := httpAsk(api, http.MethodPost, "/", attackBody("{__schema{queryType{name}}}", nil), "Content-Type", jsonForm)
		if has := gjson.Get(w.Body.String(), "data.__schema.queryType.name").String() == "Query"; has != c.data {
			t.Errorf("introspection %v: %s", introspection, w.Body)
		}
		for _, query := range []string{"{departmens{totalCount}}", "{departments(frist:1){totalCount}}", "query($n:Strin){departments(after:$n){totalCount}}",
			"{consultations(orderBy:NEWES){totalCount}}", "{viewer}", "{consultations(filter:{titel:\"x\"}){totalCount}}"} {
			w := httpAsk(api, http.MethodPost, "/", attackBody(query, nil), "Content-Type", jsonForm)
			hint := strings.Contains(w.Body.String(), "Did you mean")
			if gjson.Get(w.Body.String(), "errors.#").Int() == 0 || (hint && !c.hints) {
				t.Errorf("introspection %v, %s: %s", introspection, query, w.Body)
			}
		}
	}
}
