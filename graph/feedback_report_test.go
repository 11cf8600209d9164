package graph_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	publish = `mutation ($input: PublishFeedbackReportInput!) { publishFeedbackReport(input: $input) { feedbackReport { id contentHash content publishedAt summary(locale: "zh")
		consultation { id status } policyRecord { id stage }
		asked { title(locale: "zh") draftTitle draftVersion draftContentHash opensAt closesAt surveys }
		said { comments endorsements byStance { stance count } byDay { day count } byClause { label count clause { id } } surveys { title } }
		done { outcomes { outcome count } unanswered unansweredReason } } userErrors { code field message } } }`
	reportsOf = `query ($id: ID!, $record: ID!) { consultation(id: $id) { status feedbackReport { id contentHash } }
		policyRecord(id: $record) { stage feedbackReports { id } timeline { nodes { kind subject { __typename id } } } } }`
)

func TestReportFreezesWhatWasAskedSaidAndDone(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 6)
	city.MoveTime(asked.Consultation, afterClosing)
	editor, publisher := city.Editor(), city.Publisher()
	editor.Must(respond, "input", map[string]any{"commentIds": said[:3], "outcome": "ADOPTED"})
	editor.Must(respond, "input", map[string]any{"commentIds": said[3:5], "outcome": "NOT_ADOPTED", "reason": zh("于法无据。")})

	input := map[string]any{"consultationId": asked.Consultation, "summary": zh("谢谢 <大家> & 各位。"), "unansweredReason": "内容与本办法无关。", "idempotencyKey": "r"}
	first := publisher.Must(publish, "input", input)
	report := first.Get("publishFeedbackReport.feedbackReport")
	sum := sha256.Sum256([]byte(report.Get("content").String()))
	if report.Get("contentHash").String() != hex.EncodeToString(sum[:]) || !json.Valid([]byte(report.Get("content").String())) || !strings.Contains(report.Get("content").String(), "谢谢 <大家> & 各位。") {
		t.Errorf("the hash is not that of the content: %s", report.Raw)
	}
	for path, want := range map[string]string{
		"summary": "谢谢 <大家> & 各位。", "consultation.status": "REPORTED", "policyRecord.id": asked.Record, "policyRecord.stage": "REPORTED",
		"asked.title": "物业管理办法", "asked.draftTitle": "物业管理办法（征求意见稿）", "asked.draftVersion": "1", "asked.draftContentHash": "hash", "asked.surveys.#": "0",
		"said.comments": "6", "said.endorsements": "0", "said.byStance.#.count": "[2,2,1,1]", "said.byDay.#.count": "[6]", "said.byClause.#.label": `["第一条","第二条","第三条"]`, "said.byClause.#.count": "[1,1,1]",
		"said.byClause.2.clause.id": asked.Clauses[2], "done.outcomes.#.count": "[3,0,2,0,0]", "done.unanswered": "1", "done.unansweredReason": "内容与本办法无关。",
	} {
		if got := report.Get(path).String(); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	if again := publisher.Must(publish, "input", input); again.Raw != first.Raw {
		t.Errorf("asked twice, it says %s", again.Raw)
	}
	listed := city.Anyone().Must(reportsOf, "id", asked.Consultation, "record", asked.Record)
	if id := report.Get("id").String(); listed.Get("consultation.feedbackReport.id").String() != id || listed.Get("policyRecord.feedbackReports.#.id").Raw != `["`+id+`"]` ||
		listed.Get("policyRecord.timeline.nodes.0").Raw != `{"kind":"REPORT_PUBLISHED","subject":{"__typename":"FeedbackReport","id":"`+id+`"}}` {
		t.Errorf("listed %s", listed.Raw)
	}
	node := city.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on FeedbackReport { content } } }`, "id", report.Get("id").String())
	if node.Get("node.content").String() != report.Get("content").String() {
		t.Error("its content is read in other words than it was frozen in")
	}
}

func TestReportOfZeroComments(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.MoveTime(asked.Consultation, afterClosing)
	report := city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "没有意见。"}).Get("publishFeedbackReport.feedbackReport")
	if report.Get("said.comments").Int() != 0 || report.Get("said.byStance.#.count").Raw != "[0,0,0,0]" || report.Get("said.byDay").Raw != "[]" || report.Get("said.byClause").Raw != "[]" ||
		report.Get("done.outcomes.#.count").Raw != "[0,0,0,0,0]" || report.Get("done.unansweredReason").Type.String() != "Null" || report.Get("summary").String() != "" {
		t.Errorf("the report says %s", report.Raw)
	}
}

func TestReportCountsOnlyWhatStands(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 4)
	for who, comment := range map[string]string{"wang": said[0], "zhao": said[0], "sun": said[3]} {
		city.Resident(who).Must(endorseComment, "input", commentNamed(comment))
	}
	city.Resident("resident3").Must(withdrawComment, "input", commentNamed(said[3]))
	scope, _ := civic.ParseID(asked.Consultation)
	city.SQL.MustExec(`INSERT INTO tallies (consultation_id, subject_id, counter, amount) VALUES ($1, $1, 'comments', 5)`, scope.Key) // a lie
	city.MoveTime(asked.Consultation, afterClosing)
	city.Editor().Must(respond, "input", map[string]any{"commentIds": said[:3], "outcome": "ADOPTED"})
	report := city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation}).Get("publishFeedbackReport.feedbackReport")
	if report.Get("said.comments").Int() != 3 || report.Get("said.endorsements").Int() != 2 || report.Get("said.byClause.#.count").Raw != "[1]" || report.Get("done.unanswered").Int() != 0 {
		t.Errorf("whatever the tallies say, the report counts again: %s", report.Raw)
	}
}

func TestReportFreezesSurveys(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("LIVE")
	for i := range 12 {
		city.Resident(fmt.Sprint("resident", i)).Must(submitResponse, "input", surveyForm(asking.Survey, graphtest.Answers(), ""))
	}
	city.MoveTime(asking.Consultation, afterClosing)
	results := `version responses byDay { day count } questions { question { key } asked answered ... on ChoiceResults { options { option { key } count share } }
		... on NumberResults { mean values { value count } } ... on DateResults { values { value count } } ... on MatrixResults { rows { answered } } ... on RankingResults { ranks { ranked positions } } }`
	read := city.Anyone().Must(`query ($id: ID!) { survey(id: $id) { results { `+results+` } } }`, "id", asking.Survey).Get("survey.results")
	report := city.Publisher().Must(`mutation ($input: PublishFeedbackReportInput!) { publishFeedbackReport(input: $input) { feedbackReport {
		asked { draftTitle draftVersion draftContentHash surveys(locale: "zh") } said { surveys { title(locale: "zh") results { `+results+` } } } } userErrors { code } } }`,
		"input", map[string]any{"consultationId": asking.Consultation}).Get("publishFeedbackReport.feedbackReport")
	if report.Get("asked").Raw != `{"draftTitle":null,"draftVersion":null,"draftContentHash":null,"surveys":["物业服务问卷"]}` {
		t.Errorf("it asked %s", report.Get("asked").Raw)
	}
	if got := report.Get("said.surveys.0.results"); got.Raw != read.Raw || got.Get("responses").Int() != 12 {
		t.Errorf("frozen were %s, and before that one read %s", got.Raw, read.Raw)
	}
}

func TestReportRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, open, withdrawn, reported := city.PutToPublic(), city.PutToPublic(), city.PutToPublic(), city.PutToPublic()
	comments(city, asked, 3)
	said := comments(city, reported, 2)
	for _, closed := range []graphtest.Asked{asked, reported} {
		city.MoveTime(closed.Consultation, afterClosing)
	}
	editor, publisher := city.Editor(), city.Publisher()
	publisher.Must(withdraw, "input", map[string]any{"consultationId": withdrawn.Consultation, "reason": "另行修改"})
	answer := editor.Must(respond, "input", map[string]any{"commentIds": said[:1], "outcome": "ADOPTED"}).Get("respondToComments.officialResponse.id").String()
	publisher.Must(publish, "input", map[string]any{"consultationId": reported.Consultation, "unansweredReason": "重复。", "idempotencyKey": "k"})
	good := map[string]any{"consultationId": asked.Consultation, "unansweredReason": "无关。"}
	read := func() string {
		var all strings.Builder
		for _, a := range []graphtest.Asked{asked, open, withdrawn, reported} {
			all.WriteString(city.Anyone().Must(reportsOf, "id", a.Consultation, "record", a.Record).Raw + city.Anyone().Must(allAnswers, "id", a.Consultation).Raw)
		}
		return all.String()
	}
	before := read()

	for name, c := range map[string]struct {
		who   *graphtest.Client
		what  string
		input map[string]any
		want  string
	}{
		"nobody":                        {city.Anyone(), publish, good, "UNAUTHENTICATED"},
		"an editor":                     {editor, publish, good, "FORBIDDEN"},
		"another department":            {city.Staff("p", "PARKS", civic.Publisher), publish, good, "FORBIDDEN"},
		"unanswered comments":           {publisher, publish, with(good, "unansweredReason", nil), "COMMENTS_UNANSWERED unansweredReason"},
		"an empty reason":               {publisher, publish, with(good, "unansweredReason", ""), "COMMENTS_UNANSWERED unansweredReason"},
		"texts that say nothing":        {publisher, publish, with(good, "unansweredReason", " ", "summary", zh("　")), "EMPTY summary.0.text,EMPTY unansweredReason"},
		"a summary too long":            {publisher, publish, with(good, "summary", zh(strings.Repeat("长", 20_001))), "TOO_LONG summary.0.text"},
		"an open consultation":          {publisher, publish, with(good, "consultationId", open.Consultation), "STILL_OPEN"},
		"a withdrawn one":               {publisher, publish, with(good, "consultationId", withdrawn.Consultation), "WITHDRAWN"},
		"a reported one":                {publisher, publish, with(good, "consultationId", reported.Consultation), "REPORTED"},
		"an unknown one":                {publisher, publish, with(good, "consultationId", civic.IDOf(civic.ConsultationKind, civic.NewKey()).String()), "NOT_FOUND consultationId"},
		"a draft":                       {publisher, publish, with(good, "consultationId", asked.Draft), "BAD_ID consultationId"},
		"a key with another body":       {publisher, publish, map[string]any{"consultationId": reported.Consultation, "idempotencyKey": "k"}, "IDEMPOTENCY_CONFLICT idempotencyKey"},
		"an answer after the report":    {editor, respond, map[string]any{"commentIds": said[1:], "outcome": "ADOPTED"}, "REPORTED"},
		"a revision after the report":   {editor, reviseAnswer, map[string]any{"officialResponseId": answer, "outcome": "NO_COMMENT_NEEDED"}, "REPORTED"},
		"a withdrawal after the report": {publisher, withdraw, map[string]any{"consultationId": reported.Consultation, "reason": "x"}, "REPORTED"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(graphtest.Problems(c.who.Ask(c.what, "input", c.input)), ","); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	if after := read(); after != before {
		t.Errorf("the refusals changed something:\n%s\n%s", before, after)
	}
}

// TestReportMissesNoAnswer lets many answer while the report is published: what was accepted is in the report.
func TestReportMissesNoAnswer(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 60)
	city.MoveTime(asked.Consultation, afterClosing)
	answered := make([]int, 20)
	var report int64
	var all sync.WaitGroup
	for i := range answered {
		all.Go(func() {
			problems := graphtest.Problems(city.Editor().Ask(respond, "input", map[string]any{"commentIds": said[3*i : 3*i+3], "outcome": "ADOPTED"}))
			if len(problems) == 0 {
				answered[i] = 3
			} else if problems[0] != "REPORTED" {
				t.Errorf("an answer was refused as %v", problems)
			}
		})
		if i == len(answered)/2 {
			all.Go(func() {
				report = city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "时间不够。"}).Get("publishFeedbackReport.feedbackReport.done.outcomes.0.count").Int()
			})
		}
	}
	all.Wait()
	sum := 0
	for _, n := range answered {
		sum += n
	}
	if want := fmt.Sprintf("answered %d, outcome/ADOPTED %d", sum, sum); int64(sum) != report || sum > 0 && counted(t, city, asked.Consultation) != want {
		t.Errorf("%d answers were accepted, the report has %d, %s", sum, report, counted(t, city, asked.Consultation))
	}
}

func TestOverdueFeedbackIsListedUntilReported(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.Publisher().Must(withdraw, "input", map[string]any{"consultationId": asked.Consultation, "reason": "换规则"})
	city.SQL.MustExec(`UPDATE jurisdiction_profiles SET feedback_due_days = 56 WHERE code = 'CN_MAJOR_DECISION'`)
	late := city.Publisher().Must(launch, "input", map[string]any{"policyRecordId": asked.Record, "draftId": asked.Draft, "closesOn": inDays(60)}).Get("launchConsultation.consultation.id").String()
	overdue := func() string {
		return city.Anyone().Must(`{ overdueFeedback { totalCount nodes { id } } }`).Get("overdueFeedback").Raw
	}
	if got := overdue(); got != `{"totalCount":0,"nodes":[]}` {
		t.Errorf("before it is due: %s", got)
	}
	city.MoveTime(late, 200*24*time.Hour)
	id, _ := civic.ParseID(late)
	city.SQL.MustExec(`UPDATE consultations SET feedback_due_on = feedback_due_on - 200 WHERE id = $1`, id.Key)
	if got := overdue(); got != `{"totalCount":1,"nodes":[{"id":"`+late+`"}]}` {
		t.Errorf("once it is overdue: %s", got)
	}
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": late})
	if got := overdue(); got != `{"totalCount":0,"nodes":[]}` {
		t.Errorf("once it is reported: %s", got)
	}
}
