package graph_test

import (
	"strings"
	"testing"

	"minyi/graph/graphtest"
)

func (p pages) home(t *testing.T, m *meter) {
	shows(t, p.Anyone().At(m.City).Must(graphtest.Page("home")), map[string]string{
		"consultations.nodes.0.id": p.open.consultation, "consultations.nodes.0.commentTally.total": "24", `records.nodes.#(feedbackReports.#>0).feedbackReports.0.summary`: "谢谢各位。"})
}

func (p pages) consultation(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(graphtest.Page("consultation"), "id", p.open.consultation)
	shows(t, page, map[string]string{"consultation.draft.clauses.nodes.#": "27", "consultation.comments.nodes.#": "20", "consultation.surveys.#": "3", "consultation.commentTally.total": "24"})
}

// oneChapter reads the clauses of a chapter and how many comments each has with those under it. Every second clause has a comment of its own, from
// the chapter on.
func (p pages) oneChapter(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(graphtest.Page("chapter"), "id", p.open.consultation, "chapter", p.open.chapter)
	clauses, counts := page.Get("consultation.draft.clauses.nodes"), page.Get("consultation.commentTally.byClause")
	if n := len(clauses.Array()); n != 12 || clauses.Get("0.label").String() != "第一条" || clauses.Get("11.parent.label").String() != "第四条" {
		t.Errorf("the chapter has %d clauses: %s", n, clauses.Raw)
	}
	var said []string
	for _, c := range counts.Array() {
		said = append(said, c.Get("clause.label").String()+" "+c.Get("count").String())
	}
	if got := strings.Join(said, ", "); got != "第一章 7, 第一条 1, （一） 1, 第二条 2, （二） 1, 第三条 1, （一） 1, 第四条 2, （二） 1" {
		t.Errorf("the chapter has the comments %s", got)
	}
}

func (p pages) surveyForm(t *testing.T, m *meter) {
	page := p.Resident("li").At(m.City).Must(graphtest.Page("survey-form"), "id", p.open.surveys[0])
	shows(t, page, map[string]string{"survey.questions.#": "8", "survey.viewerResponse.answers.#": "8",
		"survey.questions.#.__typename": `["SingleChoiceQuestion","MultipleChoiceQuestion","NumberQuestion","RatingQuestion","TextQuestion","DateQuestion","MatrixQuestion","RankingQuestion"]`,
		"survey.questions.1.max":        "3", "survey.questions.2.most": "100", "survey.questions.3.max": "5", "survey.questions.7.min": "3"})
}

func (p pages) surveyResults(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(graphtest.Page("survey-results"), "a", p.open.surveys[0], "b", p.open.surveys[1], "c", p.open.surveys[2])
	shows(t, page, map[string]string{"a.results.questions.#": "8", "b.results.version": "1", "c.results.questions.#": "8"})
}

func (p pages) consultationWithResults(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(graphtest.Page("consultation-with-results"), "id", p.open.consultation)
	shows(t, page, map[string]string{"consultation.surveys.#.results.version": "[1,1,1]", "consultation.comments.nodes.#": "20"})
}

// report reads what was asked, said and done, and the first page of the answers.
func (p pages) report(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(graphtest.Page("report"), "id", p.reported.consultation)
	shows(t, page, map[string]string{"consultation.feedbackReport.said.comments": "24", "consultation.feedbackReport.said.surveys.#": "3", "consultation.officialResponses.nodes.0.comments.totalCount": "24"})
}

// policyRecord reads a record with its versions, and how the newest follows from the one before.
func (p pages) policyRecord(t *testing.T, m *meter) {
	record := p.Anyone().At(m.City).Must(graphtest.Page("policy-record"), "id", p.reported.record).Get("policyRecord")
	shows(t, record, map[string]string{"stage": "IN_FORCE", "drafts.nodes.#": "2", "feedbackReports.#": "1", "timeline.nodes.0.kind": "DRAFT_ADOPTED"})
	compared := p.Anyone().At(m.City).Must(graphtest.Page("comparison"), "id", record.Get("currentText.id").String())
	shows(t, compared, map[string]string{"node.comparison.changed": "1", "node.clauses.nodes.2.change": "CHANGED", "node.clauses.nodes.#": "27"})
}

func (p pages) overdueFeedback(t *testing.T, m *meter) {
	shows(t, p.Anyone().At(m.City).Must(graphtest.Page("overdue")), map[string]string{"overdueFeedback.totalCount": "1", "overdueFeedback.nodes.0.id": p.overdue.consultation})
}

// TestLongDraftInTwoRequests reads a text of 600 articles, 1,813 clauses in all.
func TestLongDraftInTwoRequests(t *testing.T) {
	t.Parallel()
	city, database := graphtest.NewCounted(t)
	draft := newStoryIn(t, city).imported(chapters(12, 600)).Get("id").String()
	m := metered(city)
	read := func(first int, after any) (labels []string, end any) {
		page := city.Editor().At(m.City).Must(`query ($id: ID!, $first: Int!, $after: String) { node(id: $id) { ... on Draft { version title clauses(first: $first, after: $after) {
			totalCount nodes { id kind label heading text depth position parent { id label parent { id label } } } pageInfo { hasNextPage endCursor } } } } }`,
			"id", draft, "first", first, "after", after).Get("node.clauses")
		for _, c := range page.Get("nodes").Array() {
			labels = append(labels, c.Get("parent.parent.label").String()+c.Get("parent.label").String()+c.Get("label").String())
		}
		if page.Get("pageInfo.hasNextPage").Bool() {
			end = page.Get("pageInfo.endCursor").String()
		}
		return labels, end
	}
	read(1, nil) // which prepares the statements
	m.requests, m.cost = 0, 0
	var labels, more []string
	var end any
	if n := database.During(func() { labels, end = read(1000, nil) }); n > 6 {
		t.Errorf("a thousand clauses cost %d statements", n)
	}
	more, end = read(813, end)
	if labels = append(labels, more...); len(labels) != 1813 || end != nil || labels[1812] != "第十二章第六百条（二）" {
		t.Errorf("read %d clauses, the last is %s", len(labels), labels[len(labels)-1])
	}
	m.within(t, 2, 10_000)
}

func (p pages) reportRows(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(graphtest.Page("report-rows"), "id", p.reported.consultation)
	shows(t, page.Get("consultation.feedbackReport.rows"), map[string]string{"nodes.#": "24", "nodes.23.number": "24", "nodes.1.clause.id": p.reported.clauses[1], "nodes.0.comment.body": "意见", "nodes.0.outcome": "ADOPTED"})
}

func (p pages) search(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(graphtest.Page("search"), "text", "意")
	shows(t, page.Get("search"), map[string]string{"nodes.#": "50", "nodes.0.kind": "COMMENT", "nodes.0.snippet": "意见", "nodes.0.node.consultation.title": "Property management rules"})
}

func (p pages) resident(t *testing.T, m *meter) {
	resident := p.Resident("resident1")
	resident.Must(endorseComment, "input", commentNamed(p.open.comments[0]))
	page := resident.At(m.City).Must(graphtest.Page("resident"))
	shows(t, page.Get("viewer"), map[string]string{"comments.totalCount": "3", "comments.nodes.0.officialResponse.outcome": "ADOPTED", "endorsements.totalCount": "1", "endorsements.nodes.0.comment.id": p.open.comments[0]})
}
