package graph_test

import (
	"slices"
	"testing"

	"minyi/domain/trust"
	"minyi/graph/graphtest"

	trustdb "minyi/db/trust"
	verifydb "minyi/db/verify"
)

const (
	moveComment  = `mutation ($input: MoveCommentInput!) { moveComment(input: $input) { comment { clause { label } movedAt movedFrom { label } endorsementCount } userErrors { code field message } } }`
	moveByAuthor = `mutation ($input: EditCommentInput!) { editComment(input: $input) { comment { clause { label } movedAt movedFrom { label } endorsementCount } userErrors { code field message } } }`
)

// byClause reads the counts of clauses, after the counters were held against the rows.
func byClause(t *testing.T, city *graphtest.City, consultation string) string {
	t.Helper()
	return commentTally(t, city, consultation).Get("byClause.#.clause.label").Raw
}

// A comment on the wrong clause is moved by its author, and then by a moderator. Everybody sees it, endorsements stay, counts follow, and the
// database still agrees with the receipts.
func TestCommentIsMovedToItsClause(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	author := city.Resident("li")
	id := commentOn(author, map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[0], "stance": "SUPPORT", "body": "收费应当公开。"})
	city.Resident("wang").Must(endorseComment, "input", commentNamed(id))
	moved := author.Must(moveByAuthor, "input", map[string]any{"commentId": id, "clauseId": asked.Clauses[1]}).Get("editComment.comment")
	if moved.Get("clause.label").String() != "第二条" || moved.Get("movedFrom.label").String() != "第一条" || !moved.Get("movedAt").Exists() || moved.Get("endorsementCount").Int() != 1 {
		t.Errorf("moved by its author, it is %s", moved)
	}
	if got := byClause(t, city, asked.Consultation); got != `["第二条"]` {
		t.Errorf("counted are %s", got)
	}
	moved = city.Moderator().Must(moveComment, "input", map[string]any{"commentId": id, "clauseId": asked.Clauses[2]}).Get("moveComment.comment")
	if moved.Get("clause.label").String() != "第三条" || moved.Get("movedFrom.label").String() != "第二条" || moved.Get("endorsementCount").Int() != 1 {
		t.Errorf("moved by a moderator, it is %s", moved)
	}
	whole := city.Moderator().Must(moveComment, "input", map[string]any{"commentId": id}).Get("moveComment.comment")
	if whole.Get("clause").Raw != "null" || whole.Get("movedFrom.label").String() != "第二条" {
		t.Errorf("moved to the whole draft, it is %s", whole)
	}
	if got := byClause(t, city, asked.Consultation); got != `[]` {
		t.Errorf("counted are %s", got)
	}
	receiptsHold(t, city)
	author.Must(editComment, "input", map[string]any{"commentId": id, "body": "收费应当公示。"})
	receiptsHold(t, city)
	other := city.PutToPublic()
	for _, c := range []struct {
		who   *graphtest.Client
		query string
		input map[string]any
		want  []string
	}{
		{city.Moderator(), moveComment, map[string]any{"commentId": id, "clauseId": other.Clauses[0]}, []string{"OTHER_DRAFT clauseId"}},
		{author, moveByAuthor, map[string]any{"commentId": id, "clauseId": other.Clauses[0]}, []string{"OTHER_DRAFT clauseId"}},
		{author, moveComment, map[string]any{"commentId": id, "clauseId": asked.Clauses[0]}, []string{"FORBIDDEN"}},
		{city.Resident("wang"), moveByAuthor, map[string]any{"commentId": id, "clauseId": asked.Clauses[0]}, []string{"NOT_AUTHOR commentId"}},
	} {
		if got := graphtest.Problems(c.who.Ask(c.query, "input", c.input)); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.input, got, c.want)
		}
	}
}

// receiptsHold compares the database with its receipts, as an operator does.
func receiptsHold(t *testing.T, city *graphtest.City) {
	t.Helper()
	if _, err := trustdb.SequenceReceipts(t.Context(), city.DB); err != nil {
		t.Fatal(err)
	}
	audit, err := verifydb.AuditLog(t.Context(), city.DB, []trust.Checkpoint{}, func(int) {})
	if err != nil || len(audit.Findings) > 0 {
		t.Errorf("the audit finds %v, %v", audit, err)
	}
}

// Whoever endorsed other words has not endorsed these.
func TestEndorsementsEndWithTheWords(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	author := city.Resident("author")
	id := commentOn(author, map[string]any{"consultationId": asked.Consultation, "stance": "SUPPORT", "body": "夜间应当开放公园。"})
	for _, reader := range []string{"li", "wang", "zhao"} {
		city.Resident(reader).Must(endorseComment, "input", commentNamed(id))
	}
	edited := author.Must(editComment, "input", map[string]any{"commentId": id, "stance": "OPPOSE", "body": "夜间应当关闭公园。"}).Get("editComment.comment")
	if edited.Get("endorsementCount").Int() != 0 || commentTally(t, city, asked.Consultation).Get("endorsements").Int() != 0 {
		t.Errorf("edited, it is %s", edited)
	}
	city.Resident("li").Must(endorseComment, "input", commentNamed(id))
	if got := author.Must(editComment, "input", map[string]any{"commentId": id, "body": "夜间应当关闭公园。"}).Get("editComment.comment.endorsementCount").Int(); got != 1 {
		t.Errorf("the same words again leave %d endorsements", got)
	}
	if got := author.Must(editComment, "input", map[string]any{"commentId": id, "stance": "NEUTRAL"}).Get("editComment.comment.endorsementCount").Int(); got != 0 {
		t.Errorf("another stance leaves %d endorsements", got)
	}
}

// A lost reply is asked for again after the period: the endorsement that stands is given, and nobody joins any more.
func TestEndorsementRepeatedAfterTheClose(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	id := commentOn(city.Resident("author"), map[string]any{"consultationId": asked.Consultation, "stance": "SUPPORT", "body": "同意。"})
	li := city.Resident("li")
	li.Must(endorseComment, "input", commentNamed(id))
	city.MoveTime(asked.Consultation, afterClosing)
	again := li.Must(endorseComment, "input", commentNamed(id)).Get("endorseComment.comment")
	if again.Get("endorsementCount").Int() != 1 || !again.Get("viewerHasEndorsed").Bool() {
		t.Errorf("repeated, it gives %s", again)
	}
	if got := graphtest.Problems(city.Resident("wang").Ask(endorseComment, "input", commentNamed(id))); !slices.Equal(got, []string{"CLOSED"}) {
		t.Errorf("a new one: %v", got)
	}
}

// A reader reports a comment whose words changed since a moderator dismissed the first report.
func TestReportCountsAgainAfterAnEdit(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	author, reader := city.Resident("author"), city.Resident("li")
	id := commentOn(author, map[string]any{"consultationId": asked.Consultation, "body": "文明用语。"})
	const (
		report = `mutation ($input: ReportCommentInput!) { reportComment(input: $input) { userErrors { code field message } } }`
		decide = `mutation ($input: ModerateCommentInput!) { moderateComment(input: $input) { userErrors { code field message } } }`
		queue  = `query ($id: ID!) { consultation(id: $id) { moderationQueue { totalCount } } }`
	)
	waiting := func() int64 {
		return city.Moderator().Must(queue, "id", asked.Consultation).Get("consultation.moderationQueue.totalCount").Int()
	}
	input := map[string]any{"commentId": id, "reason": "INSULT"}
	reader.Must(report, "input", input)
	city.Moderator().Must(decide, "input", map[string]any{"commentId": id, "decision": "PUBLISH"})
	reader.Must(report, "input", input)
	if got := waiting(); got != 0 {
		t.Errorf("the same report of the same words puts %d into the queue", got)
	}
	author.Must(editComment, "input", map[string]any{"commentId": id, "body": "真正的辱骂。"})
	for range 2 {
		reader.Must(report, "input", input)
	}
	if got := waiting(); got != 1 {
		t.Errorf("after the edit the queue holds %d", got)
	}
}

// The comments on an article include those on its items, and those on the whole draft can be asked for.
func TestCommentsWithinAClause(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.SQL.MustExec(`UPDATE clauses SET depth = 1, parent_id = (SELECT id FROM clauses WHERE position = 0) WHERE position = 1`)
	for i, clause := range []any{asked.Clauses[0], asked.Clauses[1], asked.Clauses[2], nil, nil, nil} {
		commentOn(city.Resident("li"), with(map[string]any{"consultationId": asked.Consultation, "stance": []string{"SUPPORT", "OPPOSE"}[i%2], "body": "意见。"}, "clauseId", clause))
	}
	const list = `query ($id: ID!, $filter: CommentFilter) { consultation(id: $id) { comments(filter: $filter) { totalCount nodes { id } } } }`
	for _, c := range []struct {
		filter map[string]any
		want   int
	}{
		{map[string]any{"clauseId": asked.Clauses[0]}, 2},
		{map[string]any{"clauseId": asked.Clauses[0], "stance": "OPPOSE"}, 1},
		{map[string]any{"clauseId": asked.Clauses[1]}, 1},
		{map[string]any{"clauseId": asked.Clauses[2]}, 1},
		{map[string]any{"wholeDraft": true}, 3},
		{map[string]any{"wholeDraft": false}, 3},
		{map[string]any{}, 6},
	} {
		got := city.Anyone().Must(list, "id", asked.Consultation, "filter", c.filter).Get("consultation.comments")
		if got.Get("totalCount").Int() != int64(c.want) || len(got.Get("nodes").Array()) != c.want {
			t.Errorf("%v: %s, want %d", c.filter, got, c.want)
		}
	}
}
