package main

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"strings"

	"minyi/domain/civic"
)

var (
	//go:embed home.html
	homeText string
	//go:embed home.css
	homeStyle string

	homePage = template.Must(template.New("home").Parse(homeText))
)

// homeView is what the home page shows.
type homeView struct {
	Chinese   bool
	Address   string // such as http://localhost:8080
	Call      string // the command that runs this program
	DevTokens bool
	Style     template.CSS
	Requests  []exampleRequest
}

// exampleRequest is a request for a newcomer to try.
type exampleRequest struct {
	Chinese, English string
	Query            string
	WithToken        bool
}

// exampleRequests begin with the simplest.
var exampleRequests = []exampleRequest{
	{Chinese: "有哪些部门", English: "Which departments there are", Query: `{
  departments { nodes { code name } totalCount }
}`},
	{Chinese: "正在征集意见的事项", English: "What the public is being asked now", Query: `{
  consultations(filter: { status: [OPEN] }) {
    nodes { id title status }
  }
}`},
	{Chinese: "我是谁，能做什么", English: "Who I am and what I may do", WithToken: true, Query: `{
  viewer { name roles { role department } rights { action department } }
}`},
}

// Curl writes the request as a curl command.
func (q exampleRequest) Curl(address string) string {
	body, _ := json.Marshal(map[string]string{"query": strings.Join(strings.Fields(q.Query), " ")}) // texts always marshal
	token := ""
	if q.WithToken {
		token = "  -H \"Authorization: Bearer $TOKEN\" \\\n"
	}
	return fmt.Sprintf("curl %s/graphql \\\n%s  -H 'Content-Type: application/json' \\\n  -d '%s'", address, token, body)
}

// home serves a page that explains the first steps, in the reader's language.
func home(call string, devTokens bool) http.HandlerFunc {
	hash := sha256.Sum256([]byte(homeStyle))
	policy := fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		base64.StdEncoding.EncodeToString(hash[:]))
	return func(w http.ResponseWriter, r *http.Request) {
		view := homeView{Chinese: civic.LocaleOf(r.Context()).BuiltIn() == civic.Chinese, Address: addressOf(r), Call: call,
			DevTokens: devTokens, Style: template.CSS(homeStyle), Requests: exampleRequests}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Cache-Control", "no-store")
		if err := homePage.Execute(w, view); err != nil {
			slog.WarnContext(r.Context(), "the home page was cut off", "error", err)
		}
	}
}

// addressOf returns the address that the browser used. A proxy may have ended TLS.
func addressOf(r *http.Request) string {
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
