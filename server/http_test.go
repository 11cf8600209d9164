package main

import (
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi"
)

const viewerQuery = `{"query":"{ viewer { name } }"}`

// TestHTTP runs all checks that can share one server.
func TestHTTP(t *testing.T) {
	t.Parallel()
	p := startExample(t, "MAX_BODY=2048", "CORS_ORIGINS=https://city.example,https://other.example", "LOG_FORMAT=json", "LOG_LEVEL=debug")
	for name, test := range map[string]func(*testing.T, *program){
		"health": health, "schema": schemaAnswers, "home": homeAnswers, "bodies": bodies, "methods": methods,
		"tokens": tokenAnswers, "languages": languageAnswers, "origins": origins, "headers": headers, "log": logLines,
		"compression": compression, "sign-in": signInOffer, "words": wordAnswers,
	} {
		t.Run(name, func(t *testing.T) { test(t, p) })
	}
}

func health(t *testing.T, p *program) {
	for path, want := range map[string]string{"/healthz": "alive\n", "/readyz": "ready\n"} {
		if got := p.get(path); got.StatusCode != 200 || got.body != want {
			t.Errorf("%s: %d %q", path, got.StatusCode, got.body)
		}
	}
	if got := p.get("/nowhere"); got.StatusCode != 404 {
		t.Errorf("/nowhere: %d", got.StatusCode)
	}
}

func schemaAnswers(t *testing.T, p *program) {
	got := p.get("/schema.graphql")
	if got.StatusCode != 200 || got.body != minyi.Schema {
		t.Fatalf("%d, %d bytes of %d", got.StatusCode, len(got.body), len(minyi.Schema))
	}
	etag := got.Header.Get("ETag")
	if again := p.get("/schema.graphql", "If-None-Match", etag); again.StatusCode != 304 || again.body != "" {
		t.Errorf("with the ETag %s: %d", etag, again.StatusCode)
	}
	if again := p.get("/schema.graphql", "If-None-Match", `"other"`); again.StatusCode != 200 {
		t.Errorf("with another ETag: %d", again.StatusCode)
	}
}

var shown = regexp.MustCompile(`(?s)<pre>(.*?)</pre>`)

// homeAnswers sends the requests that the page for developers shows. Each must succeed.
func homeAnswers(t *testing.T, p *program) {
	contract := gqlparser.MustLoadSchema(&ast.Source{Input: minyi.Schema})
	got := p.get("/developers", "Accept-Language", "en-GB,en;q=0.9")
	if !strings.Contains(got.body, `<html lang="en">`) || !strings.Contains(p.get("/developers", "Accept-Language", "zh-TW").body, `<html lang="zh-CN">`) {
		t.Error("the page is not in the reader's language")
	}
	texts := shown.FindAllStringSubmatch(got.body, -1)
	if len(texts) != 2*len(exampleRequests) {
		t.Fatalf("the page shows %d texts", len(texts))
	}
	for i := 0; i < len(texts); i += 2 {
		query, curl := html.UnescapeString(texts[i][1]), html.UnescapeString(texts[i+1][1])
		if _, err := gqlparser.LoadQueryWithRules(contract, query, nil); err != nil {
			t.Errorf("%s: %v", query, err)
		}
		_, body, _ := strings.Cut(strings.TrimSuffix(curl, "'"), "-d '")
		if sent := gjson.Get(body, "query").String(); strings.Join(strings.Fields(query), " ") != sent || !strings.Contains(curl, p.address+"/graphql ") {
			t.Errorf("the command does not send the query: %s", curl)
		}
	}
	if got := p.ask("", html.UnescapeString(texts[0][1])); got.Get("data.departments.totalCount").Int() != 2 {
		t.Errorf("the first request gives %s", got.Raw)
	}
	if got := p.ask(p.token("-subject", "li", "-role", "HOUSING:EDITOR"), html.UnescapeString(texts[4][1])); got.Get("data.viewer.roles.0.department").String() != "HOUSING" {
		t.Errorf("the third request gives %s", got.Raw)
	}
}

func bodies(t *testing.T, p *program) {
	padded := func(size int) string {
		return viewerQuery[:len(viewerQuery)-1] + strings.Repeat(" ", size-len(viewerQuery)) + "}"
	}
	for name, c := range map[string]struct {
		body, code string
		status     int
	}{
		"the largest":     {padded(2048), "", 200},
		"one byte more":   {padded(2049), "TOO_LARGE", 413},
		"a thousand fold": {padded(2 << 20), "TOO_LARGE", 413},
	} {
		got := p.do(http.MethodPost, "/graphql", c.body, "Content-Type", "application/json")
		if code := gjson.Get(got.body, "errors.0.extensions.code").String(); got.StatusCode != c.status || code != c.code || !json.Valid([]byte(got.body)) {
			t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
		}
	}
}

func methods(t *testing.T, p *program) {
	const own = "application/graphql-response+json"
	if got := p.get("/graphql?query=%7Bdepartments%7BtotalCount%7D%7D", "Accept", own); got.StatusCode != 200 || !strings.HasPrefix(got.Header.Get("Content-Type"), own) ||
		gjson.Get(got.body, "data.departments.totalCount").Int() != 2 {
		t.Errorf("GET: %d %s %s", got.StatusCode, got.Header.Get("Content-Type"), got.body)
	}
	admin := p.token("-subject", "chen", "-role", "ADMIN")
	url := "/graphql?query=mutation%7BcreateDepartment(input%3A%7Bcode%3A%22BY_GET%22%2Cname%3A%5B%7Blocale%3A%22en%22%2Ctext%3A%22x%22%7D%5D%7D)%7Bdepartment%7Bcode%7D%7D%7D"
	if got := p.get(url, "Authorization", "Bearer "+admin); got.StatusCode < 400 || strings.Contains(codes(p), "BY_GET") {
		t.Errorf("a mutation by GET: %d %s", got.StatusCode, got.body)
	}
	if got := p.do(http.MethodPost, "/healthz", ""); got.StatusCode != 405 {
		t.Errorf("POST /healthz: %d", got.StatusCode)
	}
}

func tokenAnswers(t *testing.T, p *program) {
	good := p.token("-subject", "wang", "-role", "HOUSING:EDITOR", "-role", "AUDITOR", "-verified")
	got := p.ask(good, `{ viewer { name roles { role department } } }`).Get("data.viewer").Raw
	if want := `{"name":"wang","roles":[{"role":"EDITOR","department":"HOUSING"},{"role":"AUDITOR","department":null}]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for name, header := range map[string]string{
		"a changed token":  "Bearer " + good + "x",
		"no token":         "Bearer",
		"a password":       "Basic bGk6bGk=",
		"an empty header":  "",
		"somebody's guess": "Bearer admin",
	} {
		got := p.do(http.MethodPost, "/graphql", viewerQuery, "Content-Type", "application/json", "Authorization", header)
		if code := gjson.Get(got.body, "errors.0.extensions.code").String(); got.StatusCode != 401 || code != "UNAUTHENTICATED" || got.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
		}
	}
	if got := p.ask("", `{ viewer { name } }`).Raw; got != `{"data":{"viewer":null}}` {
		t.Errorf("nobody: %s", got)
	}
}

func languageAnswers(t *testing.T, p *program) {
	for header, want := range map[string]string{
		"": "园林局", "zh-CN": "园林局", "zh-Hant-TW,zh;q=0.9": "园林局", "fr": "园林局", "?!": "园林局",
		"en": "Parks Bureau", "fr,en-US;q=0.5": "Parks Bureau", "en;q=0.2,zh;q=0.9": "园林局",
	} {
		got := p.do(http.MethodPost, "/graphql", `{"query":"{ departments(first: 1) { nodes { name } } }"}`, "Content-Type", "application/json", "Accept-Language", header)
		if name := gjson.Get(got.body, "data.departments.nodes.0.name").String(); name != want {
			t.Errorf("%q: %s", header, got.body)
		}
	}
	for header, want := range map[string]string{"en": "Sign in first.", "zh": "请先登录。"} {
		got := p.do(http.MethodPost, "/graphql", viewerQuery, "Content-Type", "application/json", "Accept-Language", header, "Authorization", "Bearer x")
		if message := gjson.Get(got.body, "errors.0.message").String(); message != want {
			t.Errorf("%q: %s", header, got.body)
		}
	}
}

func origins(t *testing.T, p *program) {
	for origin, want := range map[string]string{"https://city.example": "https://city.example", "https://evil.example": "", "https://city.example.evil.example": ""} {
		for _, sent := range []string{"authorization,content-type", clientHeaders} {
			got := p.do(http.MethodOptions, "/graphql", "", "Origin", origin, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", sent)
			if allowed := got.Header.Get("Access-Control-Allow-Origin"); allowed != want || want != "" && got.Header.Get("Access-Control-Allow-Headers") != sent {
				t.Errorf("%s with %s: %q, %v", origin, sent, allowed, got.Header)
			}
		}
	}
}

// clientHeaders are headers that clients and what watches them add, in the order in which browsers name them.
const clientHeaders = "apollographql-client-name,apollographql-client-version,authorization,baggage,content-type,graphql-preflight,idempotency-key,sentry-trace,traceparent,tracestate,x-apollo-operation-name,x-requested-with"

// signInOffer reads how a browser signs in where there is no provider.
func signInOffer(t *testing.T, p *program) {
	if got := p.get("/sign-in.json"); got.body != `{"browserKeys":true,"developmentTokens":true,"providers":[]}` || got.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%v %s", got.Header, got.body)
	}
}

// wordAnswers reads the words for the values of enums.
func wordAnswers(t *testing.T, p *program) {
	for path, want := range map[string]string{"/words/zh.json": "征集中", "/words/en.json": "Open"} {
		got := p.get(path)
		if word := gjson.Get(got.body, "ConsultationStatus.OPEN").String(); word != want || p.get(path, "If-None-Match", got.Header.Get("ETag")).StatusCode != http.StatusNotModified {
			t.Errorf("%s: %q %v", path, word, got.Header)
		}
	}
	if first := gjson.Get(p.get("/words/en.json").body, "AdoptionOutcome.@keys.0").String(); first != "ADOPTED" {
		t.Errorf("the words of outcomes begin with %s: they are not in the order of the contract", first)
	}
	for _, path := range []string{"/words/fr.json", "/words/zh", "/words/..%2Fzh.json"} {
		if got := p.get(path); got.StatusCode != http.StatusNotFound || gjson.Get(got.body, "errors.0.extensions.code").String() != "NOT_FOUND" {
			t.Errorf("%s: %d %s", path, got.StatusCode, got.body)
		}
	}
}

func headers(t *testing.T, p *program) {
	for _, path := range []string{"/", "/schema.graphql", "/healthz", "/graphql", "/nowhere"} {
		got := p.get(path, "X-Request-Id", "from-the-proxy.1")
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "X-Request-Id": "from-the-proxy.1"} {
			if got.Header.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, got.Header.Get(name))
			}
		}
		if !strings.HasPrefix(got.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %q", path, got.Header.Get("Content-Security-Policy"))
		}
	}
	if got := p.get("/", "X-Request-Id", "two\twords").Header.Get("X-Request-Id"); len(got) != 36 {
		t.Errorf("a bad request id became %q", got)
	}
}

// logLines checks that a request has a line in the log, and that the log has nothing that clients sent.
func logLines(t *testing.T, p *program) {
	token := p.token("-subject", "quiet-person")
	p.get("/spoken-in-the-path", "X-Request-Id", "to-nowhere")
	p.do("SPOKEN-IN", "/graphql", "")
	p.do(http.MethodPost, "/graphql?note=spoken-in-the-address", `{"query":"query Me { viewer { name } node(id: \"spoken-in-an-input\") { id } } # spoken-in-the-body"}`,
		"Content-Type", "application/json", "X-Request-Id", "to-be-logged", "Authorization", "Bearer "+token)
	var line gjson.Result
	until(t, "the request is logged", func() bool {
		for _, text := range strings.Split(p.stderr.String(), "\n") {
			if line = gjson.Parse(text); line.Get("request").String() == "to-be-logged" {
				return true
			}
		}
		return false
	})
	if line.Get("path").String() != "/graphql" || line.Get("status").Int() != 200 || line.Get("method").String() != "POST" ||
		line.Get("operation").String() != "Me" || line.Get("field").String() != "viewer" || line.Get("code").String() != "BAD_ID" {
		t.Errorf("the line is %s", line.Raw)
	}
	for _, secret := range []string{token, "spoken-in", "quiet-person", "127.0.0.1"} {
		if strings.Contains(strings.ToLower(p.stderr.String()), strings.ToLower(secret)) {
			t.Errorf("the log has %q", secret)
		}
	}
}
