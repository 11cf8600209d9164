package graph_test

import (
	"strings"
	"testing"

	"minyi/graph/graphtest"
)

const readRows = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { consultation(id: $id) { feedbackReport { rows(first: $first, after: $after, last: $last, before: $before) {
	totalCount nodes { number stance hidden outcome reason clause { label } comment { body } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }`

// TestRowsOfAReport reads what became of each comment page by page, as it was when the report was published.
func TestRowsOfAReport(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 5)
	city.Moderator().Must(moderateComment, "input", decideOn(said[4], "HIDE", "reason", "INSULT"))
	city.MoveTime(asked.Consultation, afterClosing)
	city.Editor().Must(respond, "input", map[string]any{"commentIds": []string{said[1]}, "outcome": "NOT_ADOPTED", "reason": zh("不可行。")})
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "重复。"})
	city.Resident("resident1").Must(eraseComment, "input", commentNamed(said[1]))
	city.Moderator().Must(moderateComment, "input", decideOn(said[4], "RESTORE"))

	read := func(variables ...any) (string, string, string) {
		rows := city.Anyone().Must(readRows, append([]any{"id", asked.Consultation}, variables...)...).Get("consultation.feedbackReport.rows")
		var all []string
		for _, row := range rows.Get("nodes").Array() {
			all = append(all, strings.Join([]string{row.Get("number").String(), row.Get("stance").String(), row.Get("clause.label").String(), row.Get("outcome").String(), row.Get("reason").String(), row.Get("hidden").String(), row.Get("comment.body").String()}, "|"))
		}
		return strings.Join(all, " "), rows.Get("pageInfo.startCursor").String(), rows.Get("pageInfo.endCursor").String()
	}
	first, _, end := read("first", 2)
	second, _, _ := read("first", 3, "after", end)
	if first != "1|SUPPORT||||false|意见 2|SUPPORT_WITH_CHANGES|第二条|NOT_ADOPTED|不可行。|false|" || second != "3|OPPOSE||||false|意见 4|NEUTRAL|第一条|||false|意见 5|SUPPORT||||true|意见" {
		t.Errorf("the rows are %q and %q", first, second)
	}
	last, start, _ := read("last", 1)
	before, _, _ := read("last", 4, "before", start)
	if !strings.HasPrefix(last, "5|") || !strings.HasPrefix(before, "1|") {
		t.Errorf("from the end they are %q and %q", last, before)
	}
	if got := graphtest.Problems(city.Anyone().Ask(readRows, "id", asked.Consultation, "after", "x")); len(got) != 1 || got[0] != "BAD_CURSOR" {
		t.Errorf("another list's cursor is refused as %v", got)
	}
	city.SQL.MustExec(`UPDATE feedback_reports SET content = '{"asked":{"title":{}},"said":{},"done":{}}'`)
	if got := city.Anyone().Must(readRows, "id", asked.Consultation).Get("consultation.feedbackReport.rows"); got.Raw != "null" {
		t.Errorf("a report without rows has %s", got.Raw)
	}
}
