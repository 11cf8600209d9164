package graph_test

import (
	"strings"
	"testing"

	"minyi/domain/civic"
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
}

// Reports from before have their rows in their content, or only their hash.
func TestRowsOfAReportFromBefore(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 2)
	city.MoveTime(asked.Consultation, afterClosing)
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "重复。"})
	first, _ := civic.ParseID(said[0])
	second, _ := civic.ParseID(said[1])
	clause, _ := civic.ParseID(asked.Clauses[1])
	before := `{"asked":{"title":{}},"said":{"byClause":[{"clause":"` + clause.Key.String() + `","label":"第二条","count":1}],"each":{"count":2,"hash":"x","rows":[` +
		`{"id":"` + first.Key.String() + `","stance":"SUPPORT","day":"2026-03-01","hidden":false},{"id":"` + second.Key.String() + `","clause":"` + clause.Key.String() + `","stance":"OPPOSE","day":"2026-03-02","hidden":true}]}},` +
		`"done":{"each":{"count":1,"hash":"y","rows":[{"id":"` + first.Key.String() + `","outcome":"ADOPTED","reason":{"zh":"好"},"clauses":[],"comments":["` + second.Key.String() + `"]}]}}}`
	city.SQL.MustExec(`UPDATE feedback_reports SET content = $1`, before)
	got := city.Anyone().Must(`query ($id: ID!) { consultation(id: $id) { feedbackReport { said { byClause { clause { label } } } rows(first: 1, after: null) { totalCount } all: rows { nodes {
		number stance day hidden outcome reason comment { id } clause { id } } } } } }`, "id", asked.Consultation).Get("consultation.feedbackReport")
	want := `[{"number":1,"stance":"SUPPORT","day":"2026-03-01","hidden":false,"outcome":null,"reason":null,"comment":{"id":"` + said[0] + `"},"clause":null},` +
		`{"number":2,"stance":"OPPOSE","day":"2026-03-02","hidden":true,"outcome":"ADOPTED","reason":"好","comment":{"id":"` + said[1] + `"},"clause":{"id":"` + asked.Clauses[1] + `"}}]`
	if got.Get("all.nodes").Raw != want || got.Get("rows.totalCount").Int() != 2 || got.Get("said.byClause.0.clause.label").String() != "第二条" {
		t.Errorf("its rows are %s", got.Raw)
	}
	city.SQL.MustExec(`UPDATE feedback_reports SET content = '{"asked":{"title":{}},"said":{},"done":{}}'`)
	if got := city.Anyone().Must(readRows, "id", asked.Consultation).Get("consultation.feedbackReport.rows"); got.Raw != "null" {
		t.Errorf("a report without rows has %s", got.Raw)
	}
}
