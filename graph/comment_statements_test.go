package graph_test

import (
	"testing"

	"minyi/graph/graphtest"
)

// TestListsCostAsManyStatementsAsOneRow reads twenty rows with all that hangs under them, for as many statements as one row costs.
func TestListsCostAsManyStatementsAsOneRow(t *testing.T) {
	t.Parallel()
	city, statements := graphtest.NewCounted(t)
	wang, moderator := city.Resident("wang"), city.Moderator()
	var asked graphtest.Asked
	for range 20 {
		asked = city.PutToPublic()
		commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[0], "body": "赞成"})
	}
	for i := range 20 {
		id := commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[i%3], "body": "赞成"})
		wang.Must(endorseComment, "input", commentNamed(id))
		moderator.Must(moderateComment, "input", decideOn(id, "HIDE", "reason", "DUPLICATE"))
		city.Resident("li").Must(disputeAuthorship, "input", map[string]any{"commentId": id, "statement": "不是我。"})
	}
	for name, c := range map[string]struct {
		query string
		rows  string
	}{
		"consultations": {`query ($first: Int, $id: ID!) { node(id: $id) @skip(if: true) { id } list: consultations(first: $first) { nodes { department { code } profile { code }
			commentTally { total byStance { count } byDay { day } byClause { count clause { label } } } } } }`, "list.nodes"},
		"comments": {`query ($first: Int, $id: ID!) { consultation(id: $id) { comments(first: $first) { totalCount nodes { clause { label } endorsementCount viewerHasEndorsed consultation { id } } } } }`,
			"consultation.comments.nodes"},
		"the queue": {`query ($first: Int, $id: ID!) { consultation(id: $id) { moderationQueue(first: $first) { totalCount nodes { body moderationCase { openReports reports { reason } } } } } }`,
			"consultation.moderationQueue.nodes"},
	} {
		t.Run(name, func(t *testing.T) {
			costs := func(rows int) int64 {
				return statements.During(func() {
					got := moderator.Must(c.query, "first", rows, "id", asked.Consultation)
					if read := len(got.Get(c.rows).Array()); read != rows {
						t.Fatalf("%d rows, want %d: %s", read, rows, got.Raw)
					}
				})
			}
			one, many := costs(1), costs(20)
			if one == 0 || many > one {
				t.Errorf("20 rows cost %d statements, and one row %d", many, one)
			}
		})
	}
}

// TestAWriteIsOneStatement sees that a write crosses to the database once: it is let in, written, counted, receipted and committed together.
func TestAWriteIsOneStatement(t *testing.T) {
	t.Parallel()
	city, statements := graphtest.NewCounted(t)
	asked, asking := city.PutToPublic(), city.PutSurvey("LIVE")
	for name, c := range map[string]struct {
		mutation string
		input    map[string]any
	}{
		"a comment": {`mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id createdAt stance } receipt { code } userErrors { code } } }`,
			map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[0], "stance": "SUPPORT", "body": "赞成", "idempotencyKey": "once"}},
		"a response": {`mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { surveyResponse { id createdAt } receipt { code } userErrors { code } } }`,
			map[string]any{"surveyId": asking.Survey, "answers": graphtest.Answers()}},
	} {
		cost := func(person string) int64 {
			by := city.Resident(person)
			return statements.During(func() { by.Must(c.mutation, "input", c.input) })
		}
		cost("first") // who prepares the statement, and reads the form
		if got := cost("second"); got != 1 {
			t.Errorf("%s cost %d statements", name, got)
		}
	}
}
