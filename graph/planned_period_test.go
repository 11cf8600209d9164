package graph_test

import (
	"testing"

	"minyi/graph/graphtest"
)

const plannedPeriod = `query ($id: ID!, $on: Date, $why: String, $profile: String, $at: String) {
	plannedPeriod(policyRecordId: $id, closesOn: $on, shorteningReason: $why, profile: $profile, closesAtTime: $at) { profile { code } closesOn closesAt earliestClosesOn feedbackDueOn warnings { kind } refusal { code field day } }
}`

// A department reads the earliest lawful day before it launches. What it reads is what the launch then does.
func TestPlannedPeriod(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	record, publisher := city.Record(), city.Publisher()
	planned := publisher.Must(plannedPeriod, "id", record).Get("plannedPeriod")
	earliest := planned.Get("earliestClosesOn").String()
	if earliest == "" || planned.Get("closesOn").String() != earliest || planned.Get("refusal").IsObject() {
		t.Fatal(planned)
	}
	early := publisher.Must(plannedPeriod, "id", record, "on", inDays(10)).Get("plannedPeriod")
	if early.Get("refusal.code").String() != "SHORTENING_REASON_REQUIRED" || early.Get("refusal.day").String() != earliest || early.Get("earliestClosesOn").String() != earliest {
		t.Errorf("without a reason: %s", early)
	}
	if reasoned := publisher.Must(plannedPeriod, "id", record, "on", inDays(10), "why", "情况紧急").Get("plannedPeriod"); reasoned.Get("refusal").IsObject() {
		t.Errorf("with a reason: %s", reasoned)
	}
	launched := publisher.Must(launch, "input", map[string]any{"policyRecordId": record, "surveyIds": []string{city.WriteSurvey("LIVE", graphtest.Questions())}, "closesOn": earliest})
	if got := launched.Get("launchConsultation.consultation.commentPeriod.closesOn").String(); got != earliest {
		t.Errorf("the launch closes on %q: %s", got, launched)
	}
	for name, c := range map[string]struct {
		who  *graphtest.Client
		vars []any
		want string
	}{
		"a hidden record":     {city.Anyone(), []any{"id", city.Record()}, "NOT_FOUND"},
		"unknown rules":       {publisher, []any{"id", record, "profile", "MARS"}, "UNKNOWN_PROFILE"},
		"another kind's":      {publisher, []any{"id", record, "profile", "UK"}, "WRONG_PROFILE"},
		"no time of day":      {publisher, []any{"id", record, "at", "25:00"}, "INVALID"},
		"not an id of ours":   {publisher, []any{"id", "x"}, "NOT_FOUND"},
		"an id of other kind": {publisher, []any{"id", launched.Get("launchConsultation.consultation.id").String()}, "NOT_FOUND"},
	} {
		if got := c.who.Ask(plannedPeriod, c.vars...).Get("errors.0.extensions.code").String(); got != c.want {
			t.Errorf("%s: %s, not %s", name, got, c.want)
		}
	}
}
