package graph_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/db/pg"
	"minyi/domain/civic"
	civicgraph "minyi/graph/civic"
	"minyi/graph/graphtest"
	"minyi/graph/httpapi"
	"minyi/graph/model"
)

// meter is a city whose API counts the requests of one page of a frontend and adds up what they cost.
type meter struct {
	*graphtest.City
	requests, cost int
}

func metered(city *graphtest.City) *meter {
	m := &meter{}
	m.City = city.AnsweredBy(func(db *pg.DB, limits httpapi.Limits, streams httpapi.Streams) http.Handler {
		api := httpapi.Handler(db, limits, streams)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			m.requests++
			api.ServeHTTP(w, r.WithContext(civicgraph.WithBudget(r.Context(), func(cost int) (model.RateLimit, bool) {
				m.cost += cost
				return model.RateLimit{Cost: cost}, true
			})))
		})
	})
	return m
}

// within holds the page to its number of requests and to its cost, which must leave a page far under the usual limit.
func (m *meter) within(t *testing.T, requests, cost int) {
	t.Helper()
	t.Logf("%d requests cost %d", m.requests, m.cost)
	if m.requests > requests || m.cost > cost || m.cost > httpapi.UsualCost/10 {
		t.Errorf("the page takes %d requests that cost %d; at most %d that cost %d are right", m.requests, m.cost, requests, cost)
	}
}

// pages are consultations to show: one that is open, one that waits for its answers and is overdue, and one with a report and a text in force.
type pages struct {
	*graphtest.City
	open, overdue, reported shown
}

// shown is a consultation on a text of two chapters, with surveys that have a question of each kind.
type shown struct {
	*story
	draft, consultation, chapter string
	clauses, surveys, comments   []string
}

func newPages(t *testing.T) pages {
	city := graphtest.New(t)
	p := pages{City: city, open: show(t, city, 3), overdue: show(t, city, 1), reported: show(t, city, 3)}
	late, _ := civic.ParseID(p.overdue.consultation)
	city.MoveTime(p.overdue.consultation, afterClosing)
	city.SQL.MustExec(`UPDATE consultations SET feedback_due_on = current_date - 2 WHERE id = $1`, late.Key)
	p.reported.report()
	return p
}

// show puts a text and surveys to the public, and lets people comment on its clauses and fill in the surveys.
func show(t *testing.T, city *graphtest.City, surveys int) shown {
	s := shown{story: newStoryIn(t, city)}
	draft := s.imported(chapters(2, 8))
	s.draft = draft.Get("id").String()
	s.reviewed(draft)
	for range surveys {
		s.surveys = append(s.surveys, city.WriteSurvey("LIVE", graphtest.Questions()))
	}
	s.consultation = s.publisher.Must(launch, "input", map[string]any{"policyRecordId": s.record, "draftId": s.draft, "surveyIds": s.surveys, "closesOn": inDays(60)}).Get("launchConsultation.consultation.id").String()
	for _, c := range city.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on Draft { clauses(first: 100) { nodes { id } } } } }`, "id", s.draft).Get("node.clauses.nodes").Array() {
		s.clauses = append(s.clauses, c.Get("id").String())
	}
	s.chapter = s.clauses[1] // the title is before it
	s.comments = comments(city, graphtest.Asked{Consultation: s.consultation, Clauses: s.clauses}, 24)
	for _, survey := range s.surveys {
		city.Resident("li").Must(submitResponse, "input", surveyForm(survey, graphtest.Answers(), ""))
	}
	return s
}

// report ends the period, answers what was said, publishes the report and adopts a second version of the text.
func (s *shown) report() {
	s.city.MoveTime(s.consultation, afterClosing)
	second := s.editor.Must(`mutation ($input: ReviseDraftInput!) { reviseDraft(input: $input) { draft { id contentHash clauses(first: 100) { nodes { id } } } userErrors { code field message } } }`,
		"input", map[string]any{"draftId": s.draft, "text": strings.Replace(chapters(2, 8), "应当公开", "应当及时公开", 1)}).Get("reviseDraft.draft")
	s.editor.Must(respond, "input", map[string]any{"commentIds": s.comments, "outcome": "ADOPTED", "clauses": []any{
		map[string]any{"clauseId": s.clauses[2], "effect": "AMENDED", "nextClauseId": second.Get("clauses.nodes.2.id").String()}}})
	s.publisher.Must(publish, "input", map[string]any{"consultationId": s.consultation, "summary": zh("谢谢各位。")})
	s.reviewed(second)
	s.publisher.Must(`mutation ($input: AdoptDraftInput!) { adoptDraft(input: $input) { draft { state } userErrors { code field message } } }`,
		"input", map[string]any{"draftId": second.Get("id").String(), "effectiveOn": inDays(0)})
}

// chapters is a text of chapters and articles in it, each article with two items.
func chapters(many, articles int) string {
	var text strings.Builder
	text.WriteString("物业管理办法\n")
	for i, chapter := 0, 0; i < articles; i++ {
		for ; chapter*articles <= i*many && chapter < many; chapter++ {
			fmt.Fprintf(&text, "第%s章　公开事项\n", han(chapter+1))
		}
		fmt.Fprintf(&text, "第%s条　物业服务企业应当公开下列事项：\n（一）收费标准%s；\n（二）服务内容%s。\n", han(i+1), han(i+1), han(i+1))
	}
	return text.String()
}

// han writes a number under 1,000 in Chinese.
func han(n int) string {
	digits := []rune("零一二三四五六七八九")
	switch {
	case n < 10:
		return string(digits[n])
	case n < 20:
		return strings.TrimSuffix("十"+string(digits[n-10]), "零")
	case n < 100:
		return strings.TrimSuffix(string(digits[n/10])+"十"+string(digits[n%10]), "零")
	case n%100 == 0:
		return string(digits[n/100]) + "百"
	case n%100 < 10:
		return string(digits[n/100]) + "百零" + string(digits[n%100])
	}
	return strings.TrimSuffix(string(digits[n/100])+"百"+string(digits[n%100/10])+"十"+string(digits[n%10]), "零")
}

// TestPages asks for the pages of a frontend, each in few requests that cost little.
func TestPages(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	for name, page := range map[string]struct {
		requests, cost int
		read           func(t *testing.T, m *meter)
	}{
		"home":                      {1, 1500, p.home},
		"consultation":              {1, 3000, p.consultation},
		"one chapter":               {1, 3000, p.oneChapter},
		"survey form":               {1, 5000, p.surveyForm},
		"survey results":            {1, 10_000, p.surveyResults},
		"consultation with results": {1, 10_000, p.consultationWithResults},
		"report":                    {1, 10_000, p.report},
		"policy record":             {2, 5000, p.policyRecord},
		"answering":                 {1, 5000, p.answering},
		"overdue":                   {1, 1000, p.overdueFeedback},
		"report rows":               {1, 10_000, p.reportRows},
		"desk":                      {1, 5000, p.desk},
		"moderation":                {1, 5000, p.moderation},
		"search":                    {1, 10_000, p.search},
		"resident":                  {1, 5000, p.resident},
	} {
		t.Run(name, func(t *testing.T) {
			m := metered(p.City)
			page.read(t, m)
			m.within(t, page.requests, page.cost)
		})
	}
}

// shows fails unless a part of a page is there.
func shows(t *testing.T, page gjson.Result, parts map[string]string) {
	t.Helper()
	for path, want := range parts {
		if got := page.Get(path).String(); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}
