package main

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// Each reply with a body states its type, and text its charset.
func TestRepliesStateTheirType(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	for _, path := range []string{"/", "/graphql?query=%7B__typename%7D", "/graphql?query=%7B", "/schema.graphql", "/sign-in.json", "/altcha/challenge", "/healthz", "/readyz", "/log/key", "/nowhere", "/graphql/",
		"/export/comments.csv?id=" + e.closed, "/export/comments.ndjson?id=" + e.closed, "/export/comments.xlsx?id=" + e.closed, "/export/comments.csv", "/export/me.json"} {
		for _, token := range []string{"", e.analyst, "Bearer x"} {
			headers := []string{"Accept-Language", "en"}
			if token != "" {
				headers = append(headers, "Authorization", token)
			}
			got := e.get(path, headers...)
			kind, parameters, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
			if got.body != "" && (err != nil || strings.HasPrefix(kind, "text/") && !strings.EqualFold(parameters["charset"], "utf-8")) {
				t.Errorf("%s: %d has the type %q", path, got.StatusCode, got.Header.Get("Content-Type"))
			}
			if got.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: browsers may guess the type", path)
			}
		}
	}
}

// Each reply tells browsers to run, embed, guess and pass on nothing, but for what its page needs: also pages, files and refusals.
func TestEveryReplyBindsBrowsers(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	for _, path := range []string{"/", "/zh/", "/en/consultations", "/zh/nowhere", "/zh/sign-in", "/graphiql/", "/developers", "/graphql?query=%7B__typename%7D", "/graphql?query=%7B", "/schema.graphql", "/sign-in.json", "/words/en.json",
		"/healthz", "/log/key", "/nowhere", "/feed.atom", "/robots.txt", "/export/comments.csv?id=" + e.closed, "/export/comments.ndjson?id=" + e.closed, "/export/comments.csv", "/export/me.json", "/charts/x.svg", "/reports/x.html", "/annual-reports/x.html"} {
		for _, token := range []string{"", e.analyst} {
			var headers []string
			if token != "" {
				headers = []string{"Authorization", token}
			}
			h := e.get(path, headers...).Header
			policy := strings.Split(h.Get("Content-Security-Policy"), "; ")
			for _, directive := range []string{"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} {
				if !slices.Contains(policy, directive) {
					t.Errorf("%s has the policy %q, without %s", path, policy, directive)
				}
			}
			if script := slices.IndexFunc(policy, func(d string) bool { return strings.HasPrefix(d, "script-src") }); script >= 0 && policy[script] != "script-src 'self'" {
				t.Errorf("%s allows scripts: %s", path, policy[script])
			}
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s: %v", path, h)
			}
		}
	}
}

// What a client sends cannot end a line of the log and begin another, in either form of the log.
func TestNobodyForgesALineOfTheLog(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"text", "json"} {
		p := startExample(t, "LOG_FORMAT="+form, "LOG_LEVEL=debug")
		const forged = "\ntime=2000-01-01T00:00:00Z level=ERROR msg=forged\r\n{\"level\":\"ERROR\",\"msg\":\"forged\"}\u2028\x1b[2J"
		p.get("/" + url.PathEscape(forged))
		p.get("/graphql?query=" + url.QueryEscape("query A { __typename }") + "&operationName=" + url.QueryEscape(forged))
		p.do(http.MethodPost, "/graphql", `{"query":"{ departments { nodes { id } } }","operationName":"A\nlevel=ERROR msg=forged"}`, "Content-Type", "application/json")
		p.get("/graphql?query="+url.QueryEscape("{ departments { nodes { id } } }"), "X-Request-Id", "last-of-all")
		until(t, "the last request is logged", func() bool { return strings.Contains(p.stderr.String(), "last-of-all") })
		for _, line := range strings.Split(p.stderr.String(), "\n") {
			if strings.HasPrefix(line, "time=2000") || strings.HasPrefix(line, `{"level":"ERROR"`) || strings.HasPrefix(line, "level=ERROR") || strings.ContainsAny(line, "\r\x1b") {
				t.Errorf("a line of the %s log is %q", form, line)
			}
		}
	}
}

// A refused token and a refused action stand in the log with the code of the refusal, when it was, and by which request.
func TestRefusalsAreLogged(t *testing.T) {
	t.Parallel()
	p := startExample(t, "LOG_LEVEL=debug")
	const create = `{"query":"mutation { createDepartment(input: {code: \"X\", name: [{locale: \"en\", text: \"x\"}]}) { userErrors { code } } }"}`
	for request, c := range map[string]struct{ token, code string }{
		"bad-token": {"x", "UNAUTHENTICATED"}, "no-token": {"", "UNAUTHENTICATED"}, "no-role": {p.token("-subject", "li"), "FORBIDDEN"},
	} {
		headers := []string{"Content-Type", "application/json", "X-Request-Id", request}
		if c.token != "" {
			headers = append(headers, "Authorization", "Bearer "+c.token)
		}
		p.do(http.MethodPost, "/graphql", create, headers...)
		until(t, request+" is logged with its code", func() bool {
			for _, line := range strings.Split(p.stderr.String(), "\n") {
				if strings.Contains(line, "request="+request) && strings.Contains(line, "code="+c.code) && strings.HasPrefix(line, "time=") {
					return true
				}
			}
			return false
		})
	}
}
