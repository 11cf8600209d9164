package graph_test

import (
	"testing"

	"minyi/graph/graphtest"
)

// TestAnAnswerIsLost breaks the connection after a write was committed and before that is told. The write is sent again, and is not made
// twice; whoever named it by a key learns that it was made, and others that something went wrong.
func TestAnAnswerIsLost(t *testing.T) {
	t.Parallel()
	city, statements := graphtest.NewCounted(t)
	asked, asking := city.PutToPublic(), city.PutSurvey("LIVE")
	for name, c := range map[string]struct {
		mutation, field string
		input           map[string]any
		rows            string
	}{
		"a comment": {`mutation ($input: SubmitCommentInput!) { made: submitComment(input: $input) { it: comment { id } receipt { code } userErrors { code } } }`, "body",
			map[string]any{"consultationId": asked.Consultation, "stance": "SUPPORT", "body": "赞成"}, `SELECT count(*) FROM comments`},
		"a response": {`mutation ($input: SubmitSurveyResponseInput!) { made: submitSurveyResponse(input: $input) { it: surveyResponse { id } receipt { code } userErrors { code } } }`, "answers",
			map[string]any{"surveyId": asking.Survey, "answers": graphtest.Answers()}, `SELECT count(*) FROM survey_responses`},
	} {
		count := func(want int) {
			t.Helper()
			var rows int
			if err := city.SQL.Get(&rows, c.rows); err != nil || rows != want {
				t.Errorf("%s: %d rows, want %d, %v", name, rows, want, err)
			}
		}
		city.Resident("first").Must(c.mutation, "input", c.input) // prepares the statement, and reads the form
		count(1)
		second, third := city.Resident("second"), city.Resident("third")
		statements.LoseNextAnswer()
		if got := second.Ask(c.mutation, "input", c.input); got.Get("errors.0.extensions.code").String() != "INTERNAL" {
			t.Errorf("%s without a key: %s", name, got.Raw)
		}
		count(2)
		c.input["idempotencyKey"] = "once"
		statements.LoseNextAnswer()
		got := third.Must(c.mutation, "input", c.input)
		if got.Get("made.it.id").String() == "" || got.Get("made.receipt.code").String() == "" {
			t.Errorf("%s with a key: %s", name, got.Raw)
		}
		if again := third.Must(c.mutation, "input", c.input); again.Get("made.it.id").String() != got.Get("made.it.id").String() {
			t.Errorf("%s again: %s", name, again.Raw)
		}
		count(3)
	}
	commentTally(t, city, asked.Consultation)
}
