package graph_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/domain/report"
	"minyi/graph/graphtest"
)

// TestReportFreezesEveryCommentAndAnswer reads from the frozen content alone what was said and what became of it.
func TestReportFreezesEveryCommentAndAnswer(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 4)
	city.Resident("resident1").Must(editComment, "input", map[string]any{"commentId": said[1], "body": "意见，又及"})
	city.Resident("wang").Must(endorseComment, "input", commentNamed(said[1]))
	city.Resident("resident3").Must(withdrawComment, "input", commentNamed(said[3]))
	city.MoveTime(asked.Consultation, afterClosing)
	_, next := nextVersion(city, asked)
	city.Editor().Must(respond, "input", map[string]any{"commentIds": []string{said[1], said[0]}, "outcome": "PARTIALLY_ADOPTED", "reason": zh("部分可行。"),
		"clauses": []any{map[string]any{"clauseId": asked.Clauses[1], "effect": "AMENDED", "nextClauseId": next[1]}, map[string]any{"effect": "ADDED", "nextClauseId": next[3]}}})
	text := city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "无关。"}).Get("publishFeedbackReport.feedbackReport.content").String()
	content := gjson.Parse(text)

	rows := rowsOfReport(t, city, content)
	revised, err := civic.ParseID(said[1])
	if err != nil {
		t.Fatal(err)
	}
	var leaf string
	if err := city.SQL.Get(&leaf, `SELECT encode(leaf, 'base64') FROM receipts WHERE subject_id = $1 AND revision = 2`, revised.Key); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"comments.#.number": "[1,2,3]", "comments.0.clause": "", "comments.1.clause": asked.Clauses[1], "comments.1.stance": "SUPPORT_WITH_CHANGES",
		"comments.1.hidden": "false", "comments.1.day": content.Get("said.byDay.0.day").String(), "comments.1.leaf": leaf, "comments.1.endorsements": "1",
		"comments.#.answer": "[1,1]", "comments.#.outcome": `["PARTIALLY_ADOPTED","PARTIALLY_ADOPTED"]`,
		"answers.#": "1", "answers.0.outcome": "PARTIALLY_ADOPTED", "answers.0.reason": `{"zh":"部分可行。"}`, "answers.0.comments": "2",
		"answers.0.clauses": fmt.Sprintf(`[{"clause":%q,"effect":"AMENDED","label":"第二条"},{"effect":"ADDED"}]`, asked.Clauses[1]), // the next version is not public
		"receipts.#":        "6", "questionnaires.#": "0",
	} {
		if got := rows.Get(path).String(); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	text += rows.Raw
	var authors []string
	if err := city.SQL.Select(&authors, `SELECT id::text FROM accounts`); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text, "又及") || slices.ContainsFunc(authors, func(account string) bool { return strings.Contains(text, account) }) {
		t.Errorf("the content has words or accounts of residents: %s", text)
	}
}

// rowsOfReport reads the rows of the only report, by their lists. It checks the number of rows and the hash of each.
func rowsOfReport(t *testing.T, city *graphtest.City, content gjson.Result) gjson.Result {
	t.Helper()
	lists := map[string][]json.RawMessage{}
	for _, name := range []string{report.AnswersList, report.CommentsList, report.QuestionnairesList, report.ReceiptsList} {
		var pages []string
		if err := city.SQL.Select(&pages, `SELECT text FROM report_pages WHERE list = $1 ORDER BY page`, name); err != nil {
			t.Fatal(err)
		}
		lists[name] = []json.RawMessage{}
		for line := range strings.Lines(strings.Join(pages, "")) {
			row, err := report.RowOf([]byte(line))
			if err != nil {
				t.Fatal(err)
			}
			lists[name] = append(lists[name], row)
		}
		if got := content.Get("lists." + name + ".count").Int(); got != int64(len(lists[name])) {
			t.Errorf("of %d %s there are %d", got, name, len(lists[name]))
		}
	}
	text, _ := json.Marshal(lists)
	return gjson.ParseBytes(text)
}
