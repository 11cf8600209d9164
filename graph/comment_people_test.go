package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// peopleOf reads how many comments there are and how many people wrote them, and counts again.
func peopleOf(t *testing.T, city *graphtest.City, consultation string) string {
	t.Helper()
	for _, difference := range city.RecountComments() {
		t.Error(difference)
	}
	tally := city.Anyone().Must(`query ($id: ID!) { consultation(id: $id) { commentTally { total people } } consultations { nodes { id commentTally { people } } } }`, "id", consultation)
	listed := tally.Get(`consultations.nodes.#(id=="` + consultation + `").commentTally.people`).Int()
	of := tally.Get("consultation.commentTally")
	if listed != of.Get("people").Int() {
		t.Errorf("a list says %d people: %s", listed, tally.Raw)
	}
	return fmt.Sprintf("%d by %d", of.Get("total").Int(), of.Get("people").Int())
}

// The counts tell how many people wrote, through everything that can happen to a comment.
func TestPeopleWhoComment(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, moderated := city.PutToPublic(), city.PutToPublic("moderation", "BEFORE_PUBLISHING")
	say := func(who string, of graphtest.Asked, body string) string {
		return city.Resident(who).Must(receiptSubmit, "input", map[string]any{"consultationId": of.Consultation, "body": body}).Get("submitComment.comment.id").String()
	}
	expect := func(when string, of graphtest.Asked, want string) {
		t.Helper()
		if got := peopleOf(t, city, of.Consultation); got != want {
			t.Errorf("%s there are %s, want %s", when, got, want)
		}
	}
	expect("at first", asked, "0 by 0")
	one, two := say("li", asked, "一"), say("li", asked, "二")
	say("wang", asked, "一")
	expect("with two of one and one of another", asked, "3 by 2")
	city.Resident("li").Must(withdrawComment, "input", commentNamed(one))
	expect("with one less", asked, "2 by 2")
	city.Resident("li").Must(withdrawComment, "input", commentNamed(two))
	expect("with none of li", asked, "1 by 1")
	say("li", asked, "一")
	expect("when li says it again", asked, "2 by 2")

	first, second := say("li", moderated, "一"), say("li", moderated, "二")
	expect("while they wait", moderated, "0 by 0")
	city.Moderator().Must(moderateComment, "input", decideOn(first, "PUBLISH"))
	city.Moderator().Must(moderateComment, "input", decideOn(second, "HIDE", "reason", "INSULT"))
	expect("hidden ones count too", moderated, "2 by 1")
	city.Resident("li").Must(editComment, "input", map[string]any{"commentId": first, "body": "又一"})
	expect("while new words wait", moderated, "1 by 1")

	city.MoveTime(asked.Consultation, afterClosing)
	for _, who := range []string{"li", "wang"} {
		city.Resident(who).Must(`mutation { eraseMyData(input: {confirm: true}) { userErrors { code } } }`)
	}
	expect("after all was erased", asked, "2 by 2")
	expect("in the open one", moderated, "0 by 0")
	report := city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "重复。"}).Get("publishFeedbackReport.feedbackReport")
	if got := report.Get("content").String(); !strings.Contains(got, `"people":2`) {
		t.Errorf("the report says %s", got)
	}
	id, _ := civic.ParseID(asked.Consultation)
	var known int
	if err := city.SQL.Get(&known, `SELECT count(*) FROM commenters c JOIN accounts a ON a.id = c.account WHERE c.consultation_id = $1`, id.Key); err != nil || known != 0 {
		t.Errorf("%d accounts stand beside their number of comments, %v", known, err)
	}
}
