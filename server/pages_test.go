package main

import (
	"encoding/json"
	"maps"
	"regexp"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
	"minyi/graph/httpapi"
)

// operationHead is the begin of an operation, up to its fields.
var operationHead = regexp.MustCompile(`^query[^{]*\{`)

// TestPagesOfTheExampleCity asks for each page of a frontend as it would, in the city that a newcomer finds.
func TestPagesOfTheExampleCity(t *testing.T) {
	t.Parallel()
	p := startExample(t, "RATE_LIMIT=100000000")
	editor := p.token("-subject", "editor", "-role", "PARKS:EDITOR", "-role", "HOUSING:EDITOR")
	moderator := p.token("-subject", "moderator", "-role", "PARKS:MODERATOR")
	known := exampleIDs(p)
	for name, page := range map[string]struct {
		token string
		cost  int
		shows string // a path that must lead to something
		vars  map[string]string
	}{
		"home":                      {"", 1500, "consultations.nodes.0.commentTally.total", nil},
		"consultation":              {"", 3000, "consultation.draft.clauses.nodes.0", map[string]string{"id": "open"}},
		"chapter":                   {"", 3000, "consultation.draft.clauses.nodes.0", map[string]string{"id": "reported", "chapter": "chapter"}},
		"survey-form":               {p.token("-subject", "li"), 5000, "survey.questions.0.title", map[string]string{"id": "survey"}},
		"survey-results":            {"", 10_000, "a.results.questions.0.asked", map[string]string{"a": "survey", "b": "survey", "c": "frozen"}},
		"consultation-with-results": {"", 10_000, "consultation.surveys.0.results.responses", map[string]string{"id": "open"}},
		"report":                    {"", 10_000, "consultation.feedbackReport.said.surveys.0.results.questions.1.rows.0", map[string]string{"id": "reported"}},
		"report-rows":               {"", 10_000, "consultation.feedbackReport.rows.nodes.4.outcome", map[string]string{"id": "reported"}},
		"policy-record":             {"", 5000, "policyRecord.currentText.text", map[string]string{"id": "record"}},
		"comparison":                {"", 5000, "node.comparison.changed", map[string]string{"id": "text"}},
		"answering":                 {editor, 5000, "consultation.comments.nodes.3.body", map[string]string{"id": "closed"}},
		"desk":                      {editor, 5000, "desk.nodes.0.kind", nil},
		"moderation":                {moderator, 5000, "moderationQueue.totalCount", nil},
		"search":                    {"", 10000, "search.nodes.0.snippet", map[string]string{"text": "word"}},
		"resident":                  {p.token("-subject", "resident-0"), 5000, "viewer.endorsements.totalCount", nil},
		"overdue":                   {"", 1000, "overdueFeedback.totalCount", nil},
	} {
		variables := map[string]string{}
		for name, of := range page.vars {
			variables[name] = known[of]
		}
		got := p.page(name, page.token, variables)
		if cost := got.Get("data.rateLimit.cost").Int(); cost == 0 || cost > int64(min(page.cost, httpapi.UsualCost/10)) {
			t.Errorf("%s costs %d; at most %d is right", name, cost, page.cost)
		}
		if got.Get("errors").Exists() || !got.Get("data."+page.shows).Exists() {
			t.Errorf("%s does not show %s: %.500s", name, page.shows, got.Raw)
		}
	}
}

// page asks for a page, and for what this costs.
func (p *program) page(name, token string, variables map[string]string) gjson.Result {
	p.t.Helper()
	document := graphtest.Page(name)
	document = operationHead.FindString(document) + " rateLimit { cost }" + operationHead.ReplaceAllString(document, "")
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		p.t.Fatal(err)
	}
	headers := []string{"Content-Type", "application/json"}
	if token != "" {
		headers = append(headers, "Authorization", "Bearer "+token)
	}
	return gjson.Parse(p.do("POST", "/graphql", string(body), headers...).body)
}

// exampleIDs finds what the pages show.
func exampleIDs(p *program) map[string]string {
	known := map[string]string{"word": "公园"}
	for _, c := range p.ask("", `{ consultations(first: 10) { nodes { id status surveys { id } policyRecord { id currentText { id } } draft { clauses(first: 10) { nodes { id kind } } } } } }`).Get("data.consultations.nodes").Array() {
		id, survey := c.Get("id").String(), c.Get("surveys.0.id").String()
		maps.Copy(known, map[string]map[string]string{
			"OPEN":   {"open": id, "survey": survey},
			"CLOSED": {"closed": id},
			"REPORTED": {"reported": id, "frozen": survey, "record": c.Get("policyRecord.id").String(), "text": c.Get("policyRecord.currentText.id").String(),
				"chapter": c.Get(`draft.clauses.nodes.#(kind=="CHAPTER").id`).String()},
		}[c.Get("status").String()])
	}
	return known
}
