package graph_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/domain/legaltext"
	"minyi/graph/graphtest"
)

// story is one policy on its way from a pasted text to the text in force.
type story struct {
	*testing.T
	city                        *graphtest.City
	editor, reviewer, publisher *graphtest.Client
	record                      string
}

func newStory(t *testing.T) *story { return newStoryIn(t, graphtest.New(t)) }

func newStoryIn(t *testing.T, city *graphtest.City) *story {
	return &story{T: t, city: city, record: city.Record(), editor: city.Editor(), reviewer: city.Reviewer(), publisher: city.Publisher()}
}

// imported pastes a text as the record's next draft.
func (s *story) imported(text string) gjson.Result {
	s.Helper()
	return s.editor.Must(`mutation ($input: ImportDraftInput!) { importDraft(input: $input) { draft { id version title contentHash text
		articles: clauses(kinds: [ARTICLE]) { totalCount } importWarnings { kind message }
		comparison { unchanged changed moved new gone goneClauses { label } } } userErrors { code field message } } }`,
		"input", map[string]any{"policyRecordId": s.record, "text": text, "explanatoryNote": []any{map[string]any{"locale": "zh", "text": "为了健全决策机制。"}},
			"legalBases": []any{map[string]any{"title": "宪法"}}}).Get("importDraft.draft")
}

// reviewed takes a draft through the three levels and the five gates.
func (s *story) reviewed(draft gjson.Result) {
	s.Helper()
	id := draft.Get("id").String()
	s.editor.Must(`mutation ($id: ID!) { submitDraftForReview(input: {draftId: $id}) { draft { state } userErrors { code } } }`, "id", id)
	verdicts := []any{}
	for _, gate := range []string{"POLITICAL", "LEGAL", "POLICY", "SECRECY", "TEXT"} {
		verdicts = append(verdicts, map[string]any{"gate": gate, "passed": true})
	}
	state := ""
	for _, step := range []struct {
		stage string
		who   *graphtest.Client
	}{{"EDIT", s.editor}, {"REVIEW", s.reviewer}, {"PUBLISH", s.publisher}} {
		state = step.who.Must(`mutation ($input: RecordReviewInput!) { recordReview(input: $input) { draft { state } userErrors { code field message } } }`,
			"input", map[string]any{"draftId": id, "stage": step.stage, "decision": "APPROVE", "verdicts": verdicts, "contentHash": draft.Get("contentHash").String()}).
			Get("recordReview.draft.state").String()
	}
	if state != "APPROVED" {
		s.Fatalf("after three reviews the draft is %s", state)
	}
}

// surveyed writes a survey of two questions.
func (s *story) surveyed() string {
	s.Helper()
	department := s.city.Anyone().Must(`{ departments { nodes { id } } }`).Get("departments.nodes.0.id").String()
	zh := func(text string) []any { return []any{map[string]any{"locale": "zh", "text": text}} }
	return s.editor.Must(`mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { survey { id } userErrors { code field message } } }`,
		"input", map[string]any{"departmentId": department, "title": zh("决策程序问卷"), "questions": []any{
			map[string]any{"key": "known", "kind": "SINGLE_CHOICE", "title": zh("您了解重大决策的程序吗？"), "required": true, "options": []any{
				map[string]any{"key": "yes", "title": zh("了解")}, map[string]any{"key": "no", "title": zh("不了解")}}},
			map[string]any{"key": "trust", "kind": "RATING", "title": zh("您对程序的信任程度"), "min": 1, "max": 5},
		}}).Get("createSurvey.survey.id").String()
}

// launched puts a draft and a survey to the public.
func (s *story) launched(draft, survey string) string {
	s.Helper()
	return s.publisher.Must(launch, "input", map[string]any{"policyRecordId": s.record, "draftId": draft, "surveyIds": []string{survey}, "closesOn": inDays(60)}).
		Get("launchConsultation.consultation.id").String()
}

// articles lists the ids of a draft's articles, page by page.
func (s *story) articles(draft string) []string {
	s.Helper()
	var ids []string
	for after := any(nil); ; {
		page := s.city.Anyone().Must(`query ($id: ID!, $after: String) { node(id: $id) { ... on Draft { clauses(kinds: [ARTICLE], first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } } }`,
			"id", draft, "after", after).Get("node.clauses")
		for _, node := range page.Get("nodes").Array() {
			ids = append(ids, node.Get("id").String())
		}
		if !page.Get("pageInfo.hasNextPage").Bool() {
			return ids
		}
		after = page.Get("pageInfo.endCursor").String()
	}
}

// said lets residents comment on the clauses, one each in turn, and fill in the survey.
func (s *story) said(residents int, consultation, survey string, clauses []string) (comments []string) {
	s.Helper()
	stances := []string{"SUPPORT", "SUPPORT_WITH_CHANGES", "OPPOSE", "NEUTRAL"}
	comments = make([]string, residents)
	var all sync.WaitGroup
	next := make(chan int, residents)
	for range 16 {
		all.Go(func() {
			for i := range next {
				resident := s.city.Resident(fmt.Sprintf("居民%d", i))
				comments[i] = resident.Must(`mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id } userErrors { code field message } } }`,
					"input", map[string]any{"consultationId": consultation, "clauseId": clauses[i%len(clauses)], "stance": stances[i%4],
						"body": fmt.Sprintf("第%d位居民的意见：希望公开听证的时间和地点。", i), "idempotencyKey": "comment"}).Get("submitComment.comment.id").String()
				resident.Must(`mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { surveyResponse { id } userErrors { code field message } } }`,
					"input", map[string]any{"surveyId": survey, "answers": []any{
						map[string]any{"question": "known", "choices": []string{[]string{"yes", "no"}[i%2]}}, map[string]any{"question": "trust", "number": i%5 + 1}}})
			}
		})
	}
	for i := range residents {
		next <- i
	}
	close(next)
	all.Wait()
	return comments
}

// TestTheWholeLoop leads from a pasted text to a text in force that can be walked back to what people said.
func TestTheWholeLoop(t *testing.T) {
	t.Parallel()
	newStory(t).wholeLoop(200)
}

// TestTheWholeLoopOnCitus tells the same where what the public writes lies on many machines.
func TestTheWholeLoopOnCitus(t *testing.T) {
	t.Parallel()
	city := graphtest.NewOnCitus(t)
	newStoryIn(t, city).wholeLoop(60)
	for _, differences := range [][]string{city.RecountComments(), city.RecountSurveys()} {
		if len(differences) > 0 {
			t.Errorf("the counts differ from the rows: %v", differences)
		}
	}
}

// wholeLoop follows a regulation of our own, which has 22 articles.
func (s *story) wholeLoop(residents int64) {
	const articles = 22
	text := graphtest.Regulation(s)
	draft := s.imported(text)
	if got := draft.Get("articles.totalCount").Int(); got != articles {
		s.Errorf("%d articles, want %d", got, articles)
	}
	if !legaltext.SameText(draft.Get("text").String(), text) {
		s.Error("the clauses do not give the text back")
	}
	if warnings := draft.Get("importWarnings").Array(); len(warnings) != 0 {
		s.Errorf("the import warns: %v", warnings)
	}
	s.reviewed(draft)
	survey := s.surveyed()
	consultation := s.launched(draft.Get("id").String(), survey)
	clauses := s.articles(draft.Get("id").String())
	comments := s.said(int(residents), consultation, survey, clauses)

	tally := s.city.Anyone().Must(`query ($id: ID!) { consultation(id: $id) { commentTally { total byStance { stance count } byClause { clause { label } count } byDay { count } } } }`, "id", consultation).Get("consultation.commentTally")
	if tally.Get("total").Int() != residents || tally.Get("byStance.0.count").Int() != residents/4 || len(tally.Get("byClause").Array()) != articles || tally.Get("byClause.0.clause.label").String() != "第一条" {
		s.Errorf("the tally says %s", tally.Raw)
	}

	s.city.MoveTime(consultation, 61*24*time.Hour)
	revised := s.editor.Must(`mutation ($input: ReviseDraftInput!) { reviseDraft(input: $input) { draft { id contentHash clauses(kinds: [ARTICLE], number: 14) { nodes { id text } } } userErrors { code field message } } }`,
		"input", map[string]any{"draftId": draft.Get("id").String()}).Get("reviseDraft.draft")
	fourteenth := revised.Get("clauses.nodes.0.id").String()
	s.editor.Must(`mutation ($input: EditClauseInput!) { editClause(input: $input) { clause { change } userErrors { code field message } } }`,
		"input", map[string]any{"clauseId": fourteenth, "text": revised.Get("clauses.nodes.0.text").String() + "听证会应当提前公告时间和地点。"})
	s.answered(comments, clauses[13], fourteenth)

	report := s.publisher.Must(`mutation ($input: PublishFeedbackReportInput!) { publishFeedbackReport(input: $input) { feedbackReport { contentHash content
		asked { draftTitle draftVersion draftContentHash surveys } said { comments byStance { stance count } surveys { results { responses questions { question { key } answered ... on NumberResults { mean } ... on ChoiceResults { options { option { key } count share } } } } } }
		done { outcomes { outcome count } unanswered } } userErrors { code field message } } }`,
		"input", map[string]any{"consultationId": consultation, "summary": []any{map[string]any{"locale": "zh", "text": "共收到意见二百条。"}}}).Get("publishFeedbackReport.feedbackReport")
	s.checkReport(report, residents)

	walked := s.editor.Must(`query ($id: ID!) { node(id: $id) { ... on Clause { label change provenance { effect clause { label text } officialResponse { outcome comments(first: 100) { totalCount nodes { body } } } } } } }`, "id", fourteenth).Get("node")
	if walked.Get("change").String() != "CHANGED" || walked.Get("provenance.0.effect").String() != "AMENDED" || walked.Get("provenance.0.officialResponse.comments.totalCount").Int() != residents/2 {
		s.Errorf("the clause leads back to %s", walked.Raw)
	}
	s.adopted(revised.Get("id").String())
}

// answered answers half of the comments by changing a clause, and the others with a reason.
func (s *story) answered(comments []string, clause, next string) {
	s.Helper()
	const respond = `mutation ($input: RespondToCommentsInput!) { respondToComments(input: $input) { officialResponse { id } userErrors { code field message } } }`
	half := len(comments) / 2
	s.editor.Must(respond, "input", map[string]any{"commentIds": comments[:half], "outcome": "ADOPTED", "clauses": []any{map[string]any{"clauseId": clause, "effect": "AMENDED", "nextClauseId": next}}})
	s.editor.Must(respond, "input", map[string]any{"commentIds": comments[half:], "outcome": "NOT_ADOPTED", "reason": []any{map[string]any{"locale": "zh", "text": "已在其他条款中规定。"}}})
}

// checkReport holds a report against what the story did.
func (s *story) checkReport(report gjson.Result, residents int64) {
	s.Helper()
	sum := sha256.Sum256([]byte(report.Get("content").String()))
	if report.Get("contentHash").String() != hex.EncodeToString(sum[:]) {
		s.Error("the report's hash is not that of its content")
	}
	for path, want := range map[string]int64{
		"said.comments": residents, "done.unanswered": 0, `done.outcomes.#(outcome=="ADOPTED").count`: residents / 2, `done.outcomes.#(outcome=="NOT_ADOPTED").count`: residents / 2,
		"said.surveys.0.results.responses": residents, `said.surveys.0.results.questions.0.options.#(option.key=="yes").count`: residents / 2, "said.surveys.0.results.questions.1.mean": 3,
	} {
		if got := report.Get(path); !got.Exists() || got.Int() != want {
			s.Errorf("%s is %s, want %d", path, got.Raw, want)
		}
	}
}

// adopted reviews the revised draft and makes it the text in force.
func (s *story) adopted(draft string) {
	s.Helper()
	s.reviewed(s.editor.Must(`query ($id: ID!) { node(id: $id) { id ... on Draft { contentHash } } }`, "id", draft).Get("node"))
	s.publisher.Must(`mutation ($input: AdoptDraftInput!) { adoptDraft(input: $input) { draft { state } userErrors { code field message } } }`, "input", map[string]any{"draftId": draft, "effectiveOn": inDays(0)})
	record := s.city.Anyone().Must(`query ($id: ID!) { policyRecord(id: $id) { stage currentText { id text } feedbackReports { id } timeline { nodes { kind } } } }`, "id", s.record).Get("policyRecord")
	if record.Get("stage").String() != "IN_FORCE" || record.Get("currentText.id").String() != draft || !strings.Contains(record.Get("currentText.text").String(), "听证会应当提前公告时间和地点。") || len(record.Get("feedbackReports").Array()) != 1 {
		s.Errorf("in the end the record is %.600s", record.Raw)
	}
	if newest := record.Get("timeline.nodes.0.kind").String(); newest != "DRAFT_ADOPTED" {
		s.Errorf("the newest event is %s", newest)
	}
}

// TestANewVersionKeepsItsLineage imports a law over the version before it.
func TestANewVersionKeepsItsLineage(t *testing.T) {
	t.Parallel()
	before, after := graphtest.Input(t, "administrative-reconsideration-2017.txt"), graphtest.Input(t, "administrative-reconsideration-2023.txt")
	s := newStory(t)
	if got := s.imported(before).Get("articles.totalCount").Int(); got != 43 {
		t.Errorf("%d articles in 2017, want 43", got)
	}
	draft := s.imported(after)
	if got := draft.Get("articles.totalCount").Int(); got != 90 {
		t.Errorf("%d articles in 2023, want 90", got)
	}
	c := draft.Get("comparison")
	if draft.Get("version").Int() != 2 || c.Get("changed").Int() < 30 || c.Get("new").Int() < 40 || c.Get("gone").Int() != int64(len(c.Get("goneClauses").Array())) {
		t.Errorf("the comparison says %.400s", c.Raw)
	}
	first := s.editor.Must(`query ($id: ID!) { node(id: $id) { ... on Draft { clauses(kinds: [ARTICLE], number: 1) { nodes { change previous { label draft { version } } } } } } }`, "id", draft.Get("id").String()).
		Get("node.clauses.nodes.0")
	if first.Get("change").String() != "CHANGED" || first.Get("previous.label").String() != "第一条" || first.Get("previous.draft.version").Int() != 1 {
		t.Errorf("the first article is %s", first.Raw)
	}
}

// TestTheCivilCodeIsImported imports the longest text there is.
func TestTheCivilCodeIsImported(t *testing.T) {
	t.Parallel()
	text := graphtest.Input(t, "civil-code.txt")
	s := newStory(t)
	begun := time.Now()
	draft := s.imported(text)
	t.Logf("the civil code was imported in %s", time.Since(begun).Round(time.Millisecond))
	if got := draft.Get("articles.totalCount").Int(); got != 1260 {
		t.Errorf("%d articles, want 1260", got)
	}
	if !legaltext.SameText(draft.Get("text").String(), text) {
		t.Error("the clauses do not give the text back")
	}
	last := s.editor.Must(`query ($id: ID!) { node(id: $id) { ... on Draft { clauses(number: 1260) { nodes { label } } } } }`, "id", draft.Get("id").String()).Get("node.clauses.nodes.0.label").String()
	if last != "第一千二百六十条" {
		t.Errorf("article 1260 is labelled %q", last)
	}
}
