package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// acting is a request that changes something, or gives a right, when the reader's own page sends it.
type acting struct {
	pattern      string // as it is registered
	method, path string
	body         string
	headers      []string   // beside the kind of the body
	kind         string     // of the body
	kept         func() int // how many rows it has made; nil where it gives and keeps nothing
}

// simpleKinds are the kinds of bodies that a browser sends to another site without asking it first, and the kind of the API.
var simpleKinds = []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/json"}

// foreignPages are the headers that browsers send for a page of another site: of today, of yesterday, in a frame without an origin, and of a
// neighbour under the same domain.
var foreignPages = map[string][]string{
	"a page of today":     {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Origin", "https://evil.example"},
	"a page of yesterday": {"Origin", "https://evil.example"},
	"a frame":             {"Sec-Fetch-Site", "cross-site", "Origin", "null"},
	"a neighbour":         {"Sec-Fetch-Site", "same-site", "Origin", "https://other.city.example"},
	"a form":              {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Origin", "https://evil.example"},
}

// TestForeignPagesActNowhere sends what acts at every address of the server as a browser does for a page of another site: with each kind of body
// that needs no question first, with the token in a cookie, and even with the token itself. Each is refused and changes nothing, and the
// same request does act for the reader's own page.
func TestForeignPagesActNowhere(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	all := p.acts()
	var known []string
	for _, a := range all {
		known = append(known, a.pattern)
		for name, page := range foreignPages {
			for _, kind := range simpleKinds {
				a.refused(p, name, page, kind)
			}
		}
		before := a.rows()
		own := []string{"Sec-Fetch-Site", "same-origin", "Origin", p.address}
		if got := a.send(p, append(own, a.headers...), a.kind); got.StatusCode != http.StatusOK || a.kept != nil && a.rows() == before {
			t.Errorf("%s does not act for the reader's own page: %d %.200s", a.pattern, got.StatusCode, got.body)
		}
	}
	for _, pattern := range actingPatterns(t) {
		if !slices.Contains(known, pattern) {
			t.Errorf("%s takes more than GET, and is not tried here", pattern)
		}
	}
}

// send sends the request with other headers and another kind of body.
func (a acting) send(p *program, headers []string, kind string) response {
	if kind != "" {
		headers = append(headers, "Content-Type", kind)
	}
	return p.do(a.method, a.path, a.body, headers...)
}

// rows counts what the request has made.
func (a acting) rows() int {
	if a.kept == nil {
		return 0
	}
	return a.kept()
}

// refused sends the request for a page of another site.
func (a acting) refused(p *program, name string, page []string, kind string) {
	p.t.Helper()
	before := a.rows()
	token := ""
	if at := slices.Index(a.headers, "Authorization"); at >= 0 {
		token = strings.TrimPrefix(a.headers[at+1], "Bearer ")
	}
	for how, with := range map[string][]string{"alone": nil, "with a cookie": {"Cookie", "Authorization=Bearer%20" + token + "; token=" + token}, "with the token": a.headers} {
		got := a.send(p, append(slices.Clone(page), with...), kind)
		if got.StatusCode != http.StatusForbidden || !strings.Contains(got.body, "CROSS_ORIGIN") || got.Header.Get("Set-Cookie") != "" || got.Header.Get("Access-Control-Allow-Origin") != "" {
			p.t.Errorf("%s, %s by %s as %q: %d %.200s", a.pattern, how, name, kind, got.StatusCode, got.body)
		}
	}
	if a.rows() != before {
		p.t.Errorf("%s acts for %s as %q", a.pattern, name, kind)
	}
}

// acts lists what acts at each address, once.
func (p *program) acts() []acting {
	db := p.behind()
	count := func(table string) func() int {
		return func() (rows int) {
			if err := db.QueryRow("SELECT count(*) FROM " + table).Scan(&rows); err != nil {
				p.t.Fatal(err)
			}
			return rows
		}
	}
	admin, editor := "Bearer "+p.token("-subject", "chen", "-role", "ADMIN"), p.token("-subject", "e", "-role", "PARKS:EDITOR")
	record := p.ask(editor, `{ departments(first: 20) { nodes { id code } } }`).Get(`data.departments.nodes.#(code=="PARKS").id`).String()
	record = p.ask(editor, fmt.Sprintf(`mutation { createPolicyRecord(input: {departmentId: %q, kind: OTHER, title: [{locale: "zh", text: "渡口"}, {locale: "en", text: "Ferries"}]}) { policyRecord { id } } }`, record)).Get("data.createPolicyRecord.policyRecord.id").String()
	upload := p.ask(editor, fmt.Sprintf(`mutation { requestDraftUpload(input: {policyRecordId: %q}) { draftUpload { path } } }`, record)).Get("data.requestDraftUpload.draftUpload.path").String()
	body, _ := json.Marshal(map[string]string{"query": createByForeigner})
	return []acting{
		{"/graphql", "POST", "/graphql", string(body), []string{"Authorization", admin}, "application/json", count("departments")},
		{"POST /upload/{token}", "POST", upload, "渡口条例\n第一条 渡口免费。", nil, "application/octet-stream", count("uploads")},
		{"POST /catalogue-table", "POST", "/catalogue-table", string(workbook(p.t)), []string{"Authorization", "Bearer " + editor}, "application/octet-stream", nil},
		{"POST /sign-in/development", "POST", "/sign-in/development", `{"subject":"mallory","roles":["ADMIN"]}`, nil, "application/json", nil},
	}
}

const createByForeigner = `mutation { createDepartment(input: {code: "FOREIGN", name: [{locale: "zh", text: "外"}, {locale: "en", text: "Foreign"}]}) { department { code } userErrors { message } } }`

// registered is a pattern with a method that acts, or one that is registered for every method.
var registered = regexp.MustCompile(`"((?:POST|PUT|PATCH|DELETE) /[^"]*)"|(?:Handle|HandleFunc|handle)\("(/[^"]+)"`)

// actingPatterns reads from the source which addresses are registered for more than GET.
func actingPatterns(t *testing.T) (found []string) {
	for _, folder := range []string{".", "feeds", "signin", "../web"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(folder, err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range registered.FindAllStringSubmatch(string(source), -1) {
				if !strings.HasSuffix(file, "_test.go") {
					found = append(found, match[1]+match[2])
				}
			}
		}
	}
	return found
}

// TestReadingDoesNotAct asks for changes by the ways that a link, a picture or a stream of another site takes, with the right in its header.
// None acts, and a cookie is nobody.
func TestReadingDoesNotAct(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	admin := p.token("-subject", "chen", "-role", "ADMIN")
	address := "/graphql?query=" + url.QueryEscape(createByForeigner)
	for _, accept := range []string{"*/*", "text/html", "application/graphql-response+json", "text/event-stream", "multipart/mixed"} {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions} {
			p.do(method, address, "", "Authorization", "Bearer "+admin, "Accept", accept, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
		}
	}
	if strings.Contains(codes(p), "FOREIGN") {
		t.Error("what reads made a department")
	}
	if got := p.do("POST", "/graphql", viewerQuery, "Content-Type", "application/json", "Cookie", "Authorization=Bearer "+admin+"; token="+admin); got.body != `{"data":{"viewer":null}}` {
		t.Errorf("a cookie is somebody: %s", got.body)
	}
	for _, kind := range simpleKinds[:4] {
		got := acting{method: "POST", path: "/graphql", body: viewerQuery}.send(p, []string{"Sec-Fetch-Site", "same-origin"}, kind)
		if got.StatusCode != http.StatusUnsupportedMediaType {
			t.Errorf("a form of our own page as %q: %d %s", kind, got.StatusCode, got.body)
		}
	}
	if _, status := openWebSocket(t, p, "https://evil.example"); status != http.StatusForbidden {
		t.Errorf("a WebSocket of another page: %d", status)
	}
}
