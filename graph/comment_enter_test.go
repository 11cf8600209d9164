package graph_test

import (
	"slices"
	"testing"

	"minyi/graph/graphtest"
)

const enterComment = `mutation ($input: EnterCommentInput!) { enterComment(input: $input) { comment { id channel receivedOn body } receipt { code } userErrors { code field } } }`

// paper is a letter that came today.
func paper(consultation string, more ...any) map[string]any {
	return with(map[string]any{"consultationId": consultation, "channel": "LETTER", "receivedOn": graphtest.InDays(0), "stance": "OPPOSE", "body": petition}, more...)
}

var _ = inMatrix("enterComment", func(m *matrix, _ *graphtest.Client) map[string]any { return paper(m.asked.Consultation) })

// TestPaperIsEntered enters letters beside what people write online, and sees them counted apart.
func TestPaperIsEntered(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": petition})
	first := city.Editor().Must(enterComment, "input", paper(asked.Consultation, "idempotencyKey", "a")).Get("enterComment")
	if again := city.Editor().Must(enterComment, "input", paper(asked.Consultation, "idempotencyKey", "a")).Get("enterComment"); again.Raw != first.Raw || first.Get("receipt.code").String() == "" {
		t.Errorf("the same letter gave %s and then %s", first.Raw, again.Raw)
	}
	second := city.Moderator().Must(enterComment, "input", paper(asked.Consultation, "channel", "HEARING", "clauseId", asked.Clauses[0])).Get("enterComment.comment")
	if second.Get("channel").String() != "HEARING" || second.Get("receivedOn").String() != graphtest.InDays(0) {
		t.Errorf("entered is %s", second.Raw)
	}
	group(t, city)
	const counts = `query ($id: ID!) { consultation(id: $id) { commentTally { total entered distinct people } campaigns { nodes { size people } } } }`
	if got := city.Anyone().Must(counts, "id", asked.Consultation).Get("consultation").Raw; got != `{"commentTally":{"total":3,"entered":2,"distinct":1,"people":1},"campaigns":{"nodes":[{"size":3,"people":1}]}}` {
		t.Errorf("counted %s", got)
	}
	for name, c := range map[string]struct {
		input map[string]any
		want  string
	}{
		"online":   {paper(asked.Consultation, "channel", "ONLINE"), "INVALID channel"},
		"tomorrow": {paper(asked.Consultation, "receivedOn", graphtest.InDays(1)), "OUTSIDE_PERIOD receivedOn"},
		"too soon": {paper(asked.Consultation, "receivedOn", graphtest.InDays(-3)), "OUTSIDE_PERIOD receivedOn"},
	} {
		if got := graphtest.Problems(city.Editor().Ask(enterComment, "input", c.input)); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
	commentsRecounted(t, city)
	city.MoveTime(asked.Consultation, afterClosing)
	city.Editor().Must(enterComment, "input", paper(asked.Consultation, "receivedOn", graphtest.InDays(-12)))
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "见附件。"})
	if got := graphtest.Problems(city.Editor().Ask(enterComment, "input", paper(asked.Consultation, "receivedOn", graphtest.InDays(-12)))); !slices.Equal(got, []string{"REPORTED"}) {
		t.Errorf("after the report: %v", got)
	}
	sequenced(t, city)
	if audit := auditClean(t, city); audit.Held != 4 {
		t.Errorf("%d of 4 have their receipts", audit.Held)
	}
}
