package graph_test

import (
	"strings"
	"testing"

	"minyi/graph/graphtest"
)

// The parts of pages that the public reads.
const (
	homePage = `{ consultations(first: 20, filter: {status: [OPEN]}, orderBy: CLOSING_SOONEST) { totalCount nodes { id title department { id name }
		commentPeriod { opensAt closesAt closesOn } commentTally { total endorsements answered } surveys { id title } } pageInfo { hasNextPage endCursor } }
		records: policyRecords(first: 10) { nodes { id title stage feedbackReports { id publishedAt summary } } } }`

	consultationPart = `fragment about on Consultation { id title notice status identityLevel moderation createdAt feedbackDueOn viewerCanComment department { id name }
		policyRecord { id title stage } profile { code title sourceArticle } commentPeriod { opensAt closesAt closesOn shorteningReason extensions { from to reason createdAt } }
		draft { id title version explanatoryNote legalBases { title article url note }
			clauses(first: 100) { totalCount nodes { id kind label number heading text depth parent { id } } pageInfo { hasNextPage endCursor } } }
		commentTally { total hidden endorsements answered byStance { stance count } byDay { day count } byClause { clause { id } count byStance { stance count } } }
		comments(first: 20) { totalCount nodes { id body stance createdAt editedAt endorsementCount viewerIsAuthor viewerHasEndorsed clause { id label parent { label } }
			moderation { state reason note } officialResponse { id outcome reason clauses { effect clause { id label } nextClause { id label } } } } pageInfo { hasNextPage endCursor } } }`

	optionsPart = `options { option { key title } count share }`
	valuesPart  = `values { value count share }`
	resultsPart = `fragment sums on SurveyResults { version responses byDay { day count } questions { __typename question { __typename key title } protection asked answered
		... on ChoiceResults { percentBase ` + optionsPart + ` other { option { key title } count share } merged { keys count share } } ... on NumberResults { percentBase mean median deviation min max ` + valuesPart + ` bins { from to count share } }
		... on DateResults { percentBase ` + valuesPart + ` bins { from to count share } } ... on MatrixResults { percentBase rows { row { key title } answered ` + optionsPart + ` } }
		... on RankingResults { ranks { option { key title } ranked meanRank positions } } } }`

	overduePage = `{ overdueFeedback(first: 20) { totalCount nodes { id title feedbackDueOn department { id name } commentPeriod { closesAt } commentTally { total answered } } pageInfo { hasNextPage endCursor } } }`
)

func (p pages) home(t *testing.T, m *meter) {
	shows(t, p.Anyone().At(m.City).Must(homePage), map[string]string{
		"consultations.nodes.0.id": p.open.consultation, "consultations.nodes.0.commentTally.total": "24", `records.nodes.#(feedbackReports.#>0).feedbackReports.0.summary`: "谢谢各位。"})
}

func (p pages) consultation(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(consultationPart+` query ($id: ID!) { consultation(id: $id) { ...about surveys { id title introduction } } }`, "id", p.open.consultation)
	shows(t, page, map[string]string{"consultation.draft.clauses.nodes.#": "27", "consultation.comments.nodes.#": "20", "consultation.surveys.#": "3", "consultation.commentTally.total": "24"})
}

// oneChapter reads the clauses of a chapter and how many comments each has with those under it. Every second clause has a comment of its own, from
// the chapter on.
func (p pages) oneChapter(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(`query ($id: ID!, $chapter: ID!) { node(id: $chapter) { ... on Clause { label heading } }
		consultation(id: $id) { draft { clauses(under: $chapter, first: 500) { nodes { id kind label text parent { id label } } } }
			commentTally { byClause(under: $chapter, rollUp: true) { clause { id label } count byStance { stance count } } } } }`, "id", p.open.consultation, "chapter", p.open.chapter)
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
	page := p.Resident("li").At(m.City).Must(`query ($id: ID!) { survey(id: $id) { id title introduction version resultsVisibility department { name }
		consultation { id title status identityLevel commentPeriod { opensAt closesAt } }
		questions { __typename key title help required page showIf { question anyOf noneOf min max answered }
			... on SingleChoiceQuestion { options { key title } allowOther } ... on MultipleChoiceQuestion { options { key title } allowOther min max } ... on RatingQuestion { min max }
			... on NumberQuestion { least: min most: max unit decimals } ... on TextQuestion { max } ... on MatrixQuestion { options { key title } rows { key title } }
			... on RankingQuestion { options { key title } min max } }
		viewerResponse { id version createdAt revisedAt answers { question { key } ... on ChoiceAnswer { choices other } ... on NumberAnswer { number } ... on TextAnswer { text }
			... on DateAnswer { date } ... on MatrixAnswer { rows { row choice } } ... on RankingAnswer { ranking } } } } }`, "id", p.open.surveys[0])
	shows(t, page, map[string]string{"survey.questions.#": "8", "survey.viewerResponse.answers.#": "8",
		"survey.questions.#.__typename": `["SingleChoiceQuestion","MultipleChoiceQuestion","NumberQuestion","RatingQuestion","TextQuestion","DateQuestion","MatrixQuestion","RankingQuestion"]`,
		"survey.questions.1.max":        "3", "survey.questions.2.most": "100", "survey.questions.3.max": "5", "survey.questions.7.min": "3"})
}

func (p pages) surveyResults(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(resultsPart+` query ($a: ID!, $b: ID!, $c: ID!) { a: survey(id: $a) { ...survey } b: survey(id: $b) { ...survey } c: survey(id: $c) { ...survey } }
		fragment survey on Survey { id title introduction results { ...sums } }`, "a", p.open.surveys[0], "b", p.open.surveys[1], "c", p.open.surveys[2])
	shows(t, page, map[string]string{"a.results.questions.#": "8", "b.results.version": "1", "c.results.questions.#": "8"})
}

func (p pages) consultationWithResults(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(consultationPart+resultsPart+` query ($id: ID!) { consultation(id: $id) { ...about surveys { id title introduction results { ...sums } } } }`, "id", p.open.consultation)
	shows(t, page, map[string]string{"consultation.surveys.#.results.version": "[1,1,1]", "consultation.comments.nodes.#": "20"})
}

// report reads what was asked, said and done, and the first page of the answers.
func (p pages) report(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(resultsPart+` query ($id: ID!) { consultation(id: $id) { id title department { name } feedbackReport { id publishedAt summary contentHash log { treeSize rootHash } policyRecord { id title stage }
		asked { title draftTitle draftVersion draftContentHash opensAt closesAt surveys }
		said { comments hidden endorsements byStance { stance count } byDay { day count } byClause { label count clause { id text } } surveys { title results { ...sums } } }
		done { outcomes { outcome count } unanswered unansweredReason } }
		officialResponses(first: 20) { totalCount nodes { id outcome reason createdAt clauses { effect clause { id label text } nextClause { id label text } } comments(first: 5) { totalCount nodes { id stance body } } }
			pageInfo { hasNextPage endCursor } } } }`, "id", p.reported.consultation)
	shows(t, page, map[string]string{"consultation.feedbackReport.said.comments": "24", "consultation.feedbackReport.said.surveys.#": "3", "consultation.officialResponses.nodes.0.comments.totalCount": "24"})
}

// policyRecord reads a record with its versions, and how the newest follows from the one before.
func (p pages) policyRecord(t *testing.T, m *meter) {
	record := p.Anyone().At(m.City).Must(`query ($id: ID!) { policyRecord(id: $id) { id title kind stage createdAt department { id name }
		timeline(first: 50) { nodes { createdAt kind reason subject { __typename id } } pageInfo { hasNextPage endCursor } }
		drafts(first: 20) { nodes { id version title state createdAt publishedAt adoptedAt effectiveOn } } consultations(first: 20) { nodes { id title status commentPeriod { opensAt closesAt } } }
		currentText { id version title effectiveOn text } comingText { id version effectiveOn } feedbackReports { id publishedAt summary } } }`, "id", p.reported.record).Get("policyRecord")
	shows(t, record, map[string]string{"stage": "IN_FORCE", "drafts.nodes.#": "2", "feedbackReports.#": "1", "timeline.nodes.0.kind": "DRAFT_ADOPTED"})
	compared := p.Anyone().At(m.City).Must(`query ($id: ID!) { node(id: $id) { ... on Draft { comparison { previous { id version } unchanged changed moved new gone goneClauses { id label text } }
		clauses(first: 1000) { nodes { id label text change previous { id label text } } } } } }`, "id", record.Get("currentText.id").String())
	shows(t, compared, map[string]string{"node.comparison.changed": "1", "node.clauses.nodes.2.change": "CHANGED", "node.clauses.nodes.#": "27"})
}

func (p pages) overdueFeedback(t *testing.T, m *meter) {
	shows(t, p.Anyone().At(m.City).Must(overduePage), map[string]string{"overdueFeedback.totalCount": "1", "overdueFeedback.nodes.0.id": p.overdue.consultation})
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
	page := p.Anyone().At(m.City).Must(`query ($id: ID!) { consultation(id: $id) { feedbackReport { rows(first: 100) { totalCount pageInfo { hasNextPage endCursor }
		nodes { number stance day hidden outcome reason clause { id label text } comment { id body endorsementCount } } } } } }`, "id", p.reported.consultation)
	shows(t, page.Get("consultation.feedbackReport.rows"), map[string]string{"nodes.#": "24", "nodes.23.number": "24", "nodes.1.clause.id": p.reported.clauses[1], "nodes.0.comment.body": "意见", "nodes.0.outcome": "ADOPTED"})
}

func (p pages) search(t *testing.T, m *meter) {
	page := p.Anyone().At(m.City).Must(`query ($text: String!) { search(text: $text, first: 50) { pageInfo { hasNextPage endCursor } nodes { kind snippet node { id
		... on PolicyRecord { title stage department { id name } } ... on Clause { label parent { label } } ... on Comment { stance createdAt clause { label } consultation { id title } }
		... on OfficialResponse { outcome consultation { id title } } ... on FeedbackReport { publishedAt policyRecord { id title } } } } } }`, "text", "意")
	shows(t, page.Get("search"), map[string]string{"nodes.#": "50", "nodes.0.kind": "COMMENT", "nodes.0.snippet": "意见", "nodes.0.node.consultation.title": "Property management rules"})
}

func (p pages) resident(t *testing.T, m *meter) {
	resident := p.Resident("resident1")
	resident.Must(endorseComment, "input", commentNamed(p.open.comments[0]))
	page := resident.At(m.City).Must(`{ viewer { name assurance
		comments(first: 20) { totalCount nodes { id body stance createdAt editedAt withdrawnAt erasedAt endorsementCount clause { id label } consultation { id title status }
			moderation { state reason note } officialResponse { id outcome reason } } pageInfo { hasNextPage endCursor } }
		surveyResponses(first: 20) { totalCount nodes { id version createdAt revisedAt survey { id title consultation { id title status } } } pageInfo { hasNextPage endCursor } }
		endorsements(first: 20) { totalCount nodes { createdAt comment { id body stance endorsementCount consultation { id title status } moderation { state } officialResponse { outcome } } } pageInfo { hasNextPage endCursor } } } }`)
	shows(t, page.Get("viewer"), map[string]string{"comments.totalCount": "3", "comments.nodes.0.officialResponse.outcome": "ADOPTED", "endorsements.totalCount": "1", "endorsements.nodes.0.comment.id": p.open.comments[0]})
}
