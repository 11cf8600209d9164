package graph_test

import (
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"minyi/db/dbtest"
	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	disputeErased = `mutation ($input: DisputeAuthorshipInput!) { disputeAuthorship(input: $input) { comment { id } userErrors { code field } } }`
	respondAgain  = `mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { surveyResponse { id } userErrors { code field } } }`
)

func TestErasedCommentTakesNoStatement(t *testing.T) {
	t.Parallel()
	c := newPrivateCity(t)
	c.li.Must(eraseComment, "input", commentNamed(c.closedComment))
	if got := graphtest.Problems(c.li.Ask(disputeErased, "input", map[string]any{"commentId": c.closedComment, "statement": "三号楼的不是我。"})); !slices.Equal(got, []string{"ERASED commentId"}) {
		t.Errorf("a statement: %v", got)
	}
	c.rowsHold(t, "三号楼", 0)
}

// TestRetryAfterErasurePublishesNothing sends requests again whose results their author has erased, as a client does that lost the reply.
func TestRetryAfterErasurePublishesNothing(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, asking, li, wang := city.PutToPublic(), city.PutSurvey("LIVE"), city.Resident("li"), city.Resident("wang")
	comment := map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": "我住在三号楼。", "idempotencyKey": "k"}
	response := map[string]any{"surveyId": asking.Survey, "answers": graphtest.Answers(), "idempotencyKey": "k"}
	for _, author := range []*graphtest.Client{li, wang} {
		said := commentOn(author, comment)
		author.Must(respondAgain, "input", response)
		if author == li {
			li.Must(eraseComment, "input", commentNamed(said))
		} else {
			wang.Must(eraseMyData, "input", map[string]any{"confirm": true})
		}
	}
	for name, again := range map[string][]string{
		"after eraseComment":              graphtest.Problems(li.Ask(submitComment, "input", comment)),
		"after eraseMyData":               graphtest.Problems(wang.Ask(submitComment, "input", comment)),
		"a response after eraseMyData":    graphtest.Problems(wang.Ask(respondAgain, "input", response)),
		"with other words":                graphtest.Problems(wang.Ask(submitComment, "input", map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": "三号楼", "idempotencyKey": "k"})),
		"a response with its first words": graphtest.Problems(wang.Ask(respondAgain, "input", response)),
	} {
		if !slices.Equal(again, []string{"ERASED idempotencyKey"}) {
			t.Errorf("%s: %v", name, again)
		}
	}
	tally := city.Anyone().Must(readTally, "id", asked.Consultation).Get("consultation.commentTally")
	if tally.Get("total").Int() != 1 {
		t.Errorf("counted are %s", tally.Raw)
	}
	comment["idempotencyKey"], response["idempotencyKey"] = "another", "another"
	commentOn(wang, comment)
	wang.Must(respondAgain, "input", response)
	commentsRecounted(t, city)
}

// TestBrowserAuthorsEraseAndWithdraw lets those who have a browser key take back what they said.
func TestBrowserAuthorsEraseAndWithdraw(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, browser := city.PutToPublic("identityLevel", "ANONYMOUS"), city.Resident("browser")
	browser.Actor.Assurance = civic.Anonymous
	said := map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": "我住在三号楼。"}
	first, second := commentOn(browser, said), commentOn(browser, said)
	browser.Must(withdrawComment, "input", commentNamed(first))
	browser.Must(eraseComment, "input", commentNamed(second))
	commentOn(browser, said)
	if erased := browser.Must(eraseMyData, "input", map[string]any{"confirm": true}); erased.Get("eraseMyData.erased.comments").Int() != 3 {
		t.Error(erased.Raw)
	}
	(&privateCity{City: city}).rowsHold(t, "三号楼", 0)
}

// TestNothingKeepsWhatWasErased plants words and a person wherever they can stand, erases them, and reads every column of the database,
// what the planner keeps of them, what is published, and both logs.
func TestNothingKeepsWhatWasErased(t *testing.T) {
	t.Parallel()
	c := newPrivateCity(t)
	const words = "犀牛三号楼"
	open := map[string]any{"consultationId": c.open.Consultation, "stance": "OPPOSE", "body": words, "idempotencyKey": "rhinoceros"}
	said := commentOn(c.li, open)
	c.li.Must(editComment, "input", map[string]any{"commentId": said, "body": words + "。"})
	c.li.Must(disputeErased, "input", map[string]any{"commentId": c.closedComment, "statement": words})
	c.li.Must(reportComment, "input", map[string]any{"commentId": commentOn(c.Resident("zhao"), map[string]any{"consultationId": c.open.Consultation, "stance": "OPPOSE", "body": "不。"}), "reason": "OTHER", "note": words})
	answers := graphtest.Answers()
	for _, answer := range answers {
		if _, has := answer["text"]; has {
			answer["text"] = words
		}
	}
	c.li.Must(`mutation ($input: ReviseSurveyResponseInput!) { reviseSurveyResponse(input: $input) { userErrors { code } } }`, "input", map[string]any{"surveyId": c.open.Survey, "answers": answers})
	marks := append([]string{words, "rhinoceros", "三号楼", "电梯常坏"}, traces(t, c.City, c.li)...)
	marks = slices.DeleteFunc(marks, func(mark string) bool { return mark == c.li.Actor.Name }) // which is part of many words
	c.SQL.MustExec(`ALTER TABLE comments ADD CONSTRAINT broken CHECK (body NOT LIKE '%broken') NOT VALID`)
	c.li.Ask(submitComment, "input", map[string]any{"consultationId": c.open.Consultation, "stance": "OPPOSE", "body": words + "broken"})
	c.SQL.MustExec(`ANALYZE`)
	if len(c.standing(t, words)) < 4 {
		t.Fatalf("the words stand only in %v", c.standing(t, words))
	}
	if kept := c.statistics(t, marks); len(kept) > 0 {
		t.Errorf("the planner keeps %v", kept)
	}
	c.li.Must(eraseMyData, "input", map[string]any{"confirm": true})
	for _, mark := range marks {
		for _, column := range c.standing(t, mark) {
			if column != "accounts.id" && column != "accounts.subject_hash" {
				t.Errorf("%s stands in %s", mark, column)
			}
		}
	}
	var opened string
	if err := c.SQL.Get(&opened, `SELECT to_char(created_at AT TIME ZONE 'UTC', 'MM-DD HH24:MI:SS.US') || CASE WHEN substr(CAST(id AS text), 15, 1) = '7' THEN ' in the id' ELSE '' END FROM accounts WHERE id = $1`, c.li.Actor.Account); err != nil || opened != "01-01 00:00:00.000000" {
		t.Errorf("the account was opened at %s (%v)", opened, err)
	}
	c.published(t, marks)
	logged.Lock()
	defer logged.Unlock()
	postgres, err := os.ReadFile(dbtest.Server(t).Log())
	if err != nil || !strings.Contains(string(postgres), "broken") {
		t.Errorf("PostgreSQL did not log the failure: %v", err)
	}
	for _, mark := range marks {
		if strings.Contains(logged.said.String(), mark) || strings.Contains(string(postgres), mark) {
			t.Errorf("a log holds %s", mark)
		}
	}
}

// standing names the columns of all tables that hold a text or, as bytes, the hexadecimal digits of it.
func (c *privateCity) standing(t *testing.T, text string) (columns []string) {
	t.Helper()
	var all []struct {
		Table  string `db:"table_name"`
		Column string `db:"column_name"`
	}
	if err := c.SQL.Select(&all, `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`); err != nil {
		t.Fatal(err)
	}
	for _, at := range all {
		var stands bool
		if err := c.SQL.Get(&stands, fmt.Sprintf(`SELECT EXISTS (SELECT FROM %s WHERE strpos(CAST(%s AS text), $1) > 0 OR strpos(CAST(%[2]s AS text), $2) > 0)`, at.Table, at.Column), text, hex.EncodeToString([]byte(text))); err != nil {
			t.Fatal(err)
		}
		if stands {
			columns = append(columns, at.Table+"."+at.Column)
		}
	}
	return columns
}

// statistics names the columns of which the planner keeps values with one of the marks.
func (c *privateCity) statistics(t *testing.T, marks []string) (columns []string) {
	t.Helper()
	for _, mark := range marks {
		var found []string
		if err := c.SQL.Select(&found, `SELECT tablename || '.' || attname FROM pg_stats
			WHERE schemaname = 'public' AND tablename <> 'accounts' AND strpos(concat_ws(' ', most_common_vals, histogram_bounds, most_common_elems), $1) > 0`, mark); err != nil {
			t.Fatal(err)
		}
		columns = append(columns, found...)
	}
	return columns
}

// published reads all that everyone and staff can reach, the report included, and the open data.
func (c *privateCity) published(t *testing.T, marks []string) {
	t.Helper()
	report := c.Publisher().Must(publish, "input", map[string]any{"consultationId": c.closed.Consultation, "unansweredReason": "来信人没有写明。"}).Get("publishFeedbackReport.feedbackReport.id").String()
	for _, reader := range []*graphtest.Client{c.Anyone(), c.Editor(), c.Moderator(), c.Staff("auditor", "", civic.Auditor)} {
		for _, id := range []string{c.closed.Consultation, c.open.Consultation, report} {
			answer := reader.Must(`query ($id: ID!) { node(id: $id) { ... on Consultation { comments { nodes { id body moderation { note } } } surveys { id introduction } } ... on FeedbackReport { content } } }`, "id", id)
			for _, mark := range marks {
				if strings.Contains(answer.Raw, mark) {
					t.Errorf("%s is published in %s", mark, id)
				}
			}
		}
	}
}
