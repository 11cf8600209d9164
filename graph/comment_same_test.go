package graph_test

import (
	"fmt"
	"sync"
	"testing"

	"minyi/graph/graphtest"
)

// The same words of the same person on the same clause are one comment, with or without a key, and whoever else writes at the time.
func TestTheSameWordsAreOneComment(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	li := city.Resident("li")
	say := func(body string, more ...any) string {
		input := map[string]any{"consultationId": asked.Consultation, "body": body}
		for i := 0; i < len(more); i += 2 {
			input[more[i].(string)] = more[i+1]
		}
		said := li.Ask(`mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id } receipt { code } userErrors { code field found } } }`, "input", input).Get("data.submitComment")
		if said.Get("userErrors.0.code").String() == "DUPLICATE" {
			if said.Get("userErrors.0.found").String() != said.Get("comment.id").String() || said.Get("userErrors.0.field.0").String() != "body" {
				t.Errorf("the earlier one is not named: %s", said.Raw)
			}
			return "again " + said.Get("comment.id").String()
		}
		return said.Get("comment.id").String()
	}
	first := say("建议 修改")
	for name, again := range map[string]string{"word for word": say("建议 修改"), "other spaces": say("建议　 修改"), "another stance": say("建议 修改", "stance", "OPPOSE"), "a key": say("建议 修改", "idempotencyKey", "k")} {
		if again != "again "+first {
			t.Errorf("%s: %s, the first is %s", name, again, first)
		}
	}
	onClause := say("建议 修改", "clauseId", asked.Clauses[1])
	other := say("建议不修改", "idempotencyKey", "n")
	if onClause == "again "+first || other == "again "+first || say("建议不修改", "idempotencyKey", "n") != other {
		t.Errorf("%s, %s", onClause, other)
	}
	edit := `mutation ($input: EditCommentInput!) { editComment(input: $input) { comment { id } userErrors { code field } } }`
	if got := li.Ask(edit, "input", map[string]any{"commentId": other, "body": "建议 修改"}).Get("data.editComment").Raw; got != `{"comment":null,"userErrors":[{"code":"DUPLICATE","field":["body"]}]}` {
		t.Errorf("edited to the same words: %s", got)
	}
	li.Must(withdrawComment, "input", commentNamed(first))
	if again := say("建议 修改"); again == first || again == "again "+first {
		t.Errorf("what was taken back cannot be said again: %s", again)
	}
	var all sync.WaitGroup
	for worker := range 24 {
		all.Go(func() {
			city.Resident(fmt.Sprint("person ", worker%4)).Ask(receiptSubmit, "input", map[string]any{"consultationId": asked.Consultation, "body": "同意"})
		})
	}
	all.Wait()
	for _, difference := range city.RecountComments() {
		t.Error(difference)
	}
	if got := city.Anyone().Must(`query ($id: ID!) { consultation(id: $id) { commentTally { total } } }`, "id", asked.Consultation).Get("consultation.commentTally.total").Int(); got != 7 {
		t.Errorf("after a storm there are %d comments, want 3 of li and one of each of four people", got)
	}
}
