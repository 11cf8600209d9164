package graph_test

import (
	"slices"
	"testing"
	"time"

	"minyi/graph/graphtest"
)

const (
	closePeriod = `mutation ($input: CloseCommentPeriodInput!) { closeCommentPeriod(input: $input) { consultation { status commentPeriod { closesOn closesAt extensions { kind reason } } } userErrors { code field message } } }`
	reschedule  = `mutation ($input: RescheduleConsultationInput!) { rescheduleConsultation(input: $input) { consultation { status commentPeriod { opensAt closesOn extensions { kind oldOpensAt newOpensAt } } } warnings { kind } userErrors { code field message } } }`
	addSurvey   = `mutation ($input: AddSurveyInput!) { addSurvey(input: $input) { consultation { surveys { id } } userErrors { code field message } } }`
)

// timelineOf lists what the public sees of a record's history, newest first.
func timelineOf(city *graphtest.City, consultation string) (kinds, reasons []string) {
	for _, e := range city.Anyone().Must(standing, "id", consultation).Get("consultation.policyRecord.timeline.nodes").Array() {
		kinds, reasons = append(kinds, e.Get("kind").String()), append(reasons, e.Get("reason").String())
	}
	return kinds, reasons
}

// The site was down on the last day. The period is opened again with a public reason, and people comment.
func TestPeriodIsOpenedAgain(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.MoveTime(asked.Consultation, afterClosing)
	input := map[string]any{"consultationId": asked.Consultation, "closesOn": inDays(3), "reason": "最后一天网站无法访问。"}
	if got := graphtest.Problems(city.Publisher().Ask(extend, "input", with(input, "closesOn", inDays(-1), "closesAtTime", "17:00"))); len(got) != 1 {
		t.Errorf("opened again until yesterday: %v", got)
	}
	again := city.Publisher().Must(extend, "input", input).Get("extendCommentPeriod.consultation")
	if again.Get("status").String() != "OPEN" || again.Get("commentPeriod.extensions.0.to").String() != inDays(3) {
		t.Errorf("opened again, it stands as %s", again)
	}
	commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "stance": "SUPPORT", "body": "同意。"})
	if kinds, reasons := timelineOf(city, asked.Consultation); kinds[0] != "PERIOD_REOPENED" || reasons[0] != "最后一天网站无法访问。" {
		t.Errorf("the public reads %v %v", kinds, reasons)
	}
	city.MoveTime(asked.Consultation, afterClosing)
	said := city.Anyone().Must(`query ($id: ID!) { consultation(id: $id) { comments { nodes { id } } } }`, "id", asked.Consultation).Get("consultation.comments.nodes.#.id")
	city.Editor().Must(respond, "input", map[string]any{"commentIds": []string{said.Array()[0].String()}, "outcome": "ADOPTED"})
	if got := graphtest.Problems(city.Publisher().Ask(extend, "input", with(input, "closesOn", inDays(9)))); !slices.Equal(got, []string{"ANSWERS_GIVEN"}) {
		t.Errorf("with official responses: %v", got)
	}
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation})
	if got := graphtest.Problems(city.Publisher().Ask(extend, "input", with(input, "closesOn", inDays(9)))); !slices.Equal(got, []string{"REPORTED"}) {
		t.Errorf("with a report: %v", got)
	}
}

// A period ends before its time, with a public reason, and can be opened again.
func TestPeriodIsClosedEarly(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	input := map[string]any{"consultationId": asked.Consultation, "reason": "上级文件已作规定。"}
	if got := graphtest.Problems(city.Publisher().Ask(closePeriod, "input", with(input, "reason", " "))); !slices.Equal(got, []string{"REASON_REQUIRED reason"}) {
		t.Errorf("without a reason: %v", got)
	}
	closed := city.Publisher().Must(closePeriod, "input", input).Get("closeCommentPeriod.consultation")
	if closed.Get("status").String() != "CLOSED" || closed.Get("commentPeriod.closesOn").String() != inDays(0) || closed.Get("commentPeriod.extensions.0.kind").String() != "CLOSED_EARLY" {
		t.Errorf("closed, it stands as %s", closed)
	}
	late := map[string]any{"consultationId": asked.Consultation, "stance": "SUPPORT", "body": "同意。"}
	if got := graphtest.Problems(city.Resident("li").Ask(submitComment, "input", late)); !slices.Equal(got, []string{"CLOSED"}) {
		t.Errorf("a comment afterwards: %v", got)
	}
	if got := graphtest.Problems(city.Publisher().Ask(closePeriod, "input", input)); !slices.Equal(got, []string{"CLOSED"}) {
		t.Errorf("closed twice: %v", got)
	}
	city.Publisher().Must(extend, "input", map[string]any{"consultationId": asked.Consultation, "closesOn": inDays(5), "reason": "应居民要求。"})
	commentOn(city.Resident("li"), late)
	if kinds, _ := timelineOf(city, asked.Consultation); !slices.Equal(kinds[:2], []string{"PERIOD_REOPENED", "PERIOD_CLOSED_EARLY"}) {
		t.Errorf("the public reads %v", kinds)
	}
}

// A rule of the government may never have less than its minimum: closing early is no way around it.
func TestClosingEarlyKeepsTheMinimum(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.SQL.MustExec(`UPDATE consultations SET profile_code = 'CN_GOVERNMENT_RULE'`)
	input := map[string]any{"consultationId": asked.Consultation, "reason": "上级文件已作规定。"}
	if got := graphtest.Problems(city.Publisher().Ask(closePeriod, "input", input)); !slices.Equal(got, []string{"PERIOD_TOO_SHORT"}) {
		t.Errorf("on the first day: %v", got)
	}
	city.MoveTime(asked.Consultation, 40*24*time.Hour)
	city.Publisher().Must(closePeriod, "input", input)
}

// The closing may be at an hour, in the time zone of the profile.
func TestPeriodClosesAtAnHour(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic("closesAtTime", "17:00")
	const closes = `query ($id: ID!) { consultation(id: $id) { commentPeriod { closesAt closesOn } } }`
	at := func(day, hour string) string { return day + "T" + hour + ":00Z" }
	if got := city.Anyone().Must(closes, "id", asked.Consultation).Get("consultation.commentPeriod.closesAt").String(); got != at(inDays(60), "09:00") {
		t.Errorf("17:00 in Shanghai is %s", got)
	}
	later := map[string]any{"consultationId": asked.Consultation, "closesOn": inDays(60), "closesAtTime": "20:30", "reason": "网站中断。"}
	if got := city.Publisher().Must(extend, "input", later).Get("extendCommentPeriod.consultation.commentPeriod.closesAt").String(); got != at(inDays(60), "12:30") {
		t.Errorf("20:30 in Shanghai is %s", got)
	}
	for _, clock := range []string{"25:00", "17", "5pm", "24:01", ""} {
		if got := graphtest.Problems(city.Publisher().Ask(extend, "input", with(later, "closesAtTime", clock))); !slices.Equal(got, []string{"INVALID closesAtTime"}) {
			t.Errorf("closing at %q: %v", clock, got)
		}
	}
}

// A consultation is announced for a day in the future, and the day is moved.
func TestOpeningIsMoved(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic("opensAt", time.Now().Add(48*time.Hour))
	sooner := time.Now().Add(24 * time.Hour).UTC().Truncate(time.Second)
	input := map[string]any{"consultationId": asked.Consultation, "opensAt": sooner, "closesOn": inDays(40), "reason": "材料提前备齐。"}
	for _, c := range []struct {
		change []any
		want   []string
	}{
		{[]any{"reason", ""}, []string{"REASON_REQUIRED reason"}},
		{[]any{"opensAt", time.Now().Add(-time.Hour)}, []string{"PERIOD_IN_THE_PAST opensAt"}},
		{[]any{"closesOn", inDays(10)}, []string{"SHORTENING_REASON_REQUIRED shorteningReason"}},
	} {
		if got := graphtest.Problems(city.Publisher().Ask(reschedule, "input", with(input, c.change...))); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.change, got, c.want)
		}
	}
	moved := city.Publisher().Must(reschedule, "input", input).Get("rescheduleConsultation.consultation")
	if moved.Get("status").String() != "UPCOMING" || moved.Get("commentPeriod.opensAt").Time() != sooner || moved.Get("commentPeriod.extensions.0.kind").String() != "MOVED" ||
		moved.Get("commentPeriod.extensions.0.newOpensAt").Time() != sooner {
		t.Errorf("moved, it stands as %s", moved)
	}
	now := city.Publisher().Must(reschedule, "input", with(input, "opensAt", nil)).Get("rescheduleConsultation.consultation.status").String()
	if got := graphtest.Problems(city.Publisher().Ask(reschedule, "input", input)); now != "OPEN" || !slices.Equal(got, []string{"ALREADY_OPEN"}) {
		t.Errorf("opened at once it is %s, and moved once more: %v", now, got)
	}
	if kinds, _ := timelineOf(city, asked.Consultation); !slices.Equal(kinds[:2], []string{"PERIOD_MOVED", "PERIOD_MOVED"}) {
		t.Errorf("the public reads %v", kinds)
	}
}

// A survey joins a consultation that is under way, and is open to responses at once.
func TestSurveyIsAdded(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, survey := city.PutToPublic(), city.WriteSurvey("LIVE", graphtest.Questions())
	input := map[string]any{"consultationId": asked.Consultation, "surveyId": survey}
	if got := city.Publisher().Must(addSurvey, "input", input).Get("addSurvey.consultation.surveys.#.id").Raw; got != `["`+survey+`"]` {
		t.Errorf("the consultation carries %s", got)
	}
	city.Resident("li").Must(submitResponse, "input", surveyForm(survey, graphtest.Answers(), ""))
	if got := graphtest.Problems(city.Publisher().Ask(addSurvey, "input", input)); !slices.Equal(got, []string{"SURVEY_IN_USE surveyId"}) {
		t.Errorf("added twice: %v", got)
	}
	city.MoveTime(asked.Consultation, afterClosing)
	late := with(input, "surveyId", city.WriteSurvey("LIVE", graphtest.Questions()))
	if got := graphtest.Problems(city.Publisher().Ask(addSurvey, "input", late)); !slices.Equal(got, []string{"CLOSED"}) {
		t.Errorf("after the period: %v", got)
	}
}

// A withdrawn consultation is not among those listed, unless somebody asks for it. Its record and its address still lead to it.
func TestWithdrawnIsNotListed(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.Publisher().Must(withdraw, "input", map[string]any{"consultationId": asked.Consultation, "reason": "草案有误。"})
	const lists = `query ($record: ID!) { usual: consultations { totalCount } asked: consultations(filter: {status: [WITHDRAWN]}) { totalCount }
		policyRecord(id: $record) { consultations { totalCount } } }`
	got := city.Anyone().Must(lists, "record", asked.Record)
	if got.Get("usual.totalCount").Int() != 0 || got.Get("asked.totalCount").Int() != 1 || got.Get("policyRecord.consultations.totalCount").Int() != 1 {
		t.Errorf("the lists say %s", got)
	}
}
