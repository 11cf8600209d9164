package graph_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// TestReportFreezesEveryCommentAndAnswer reads from the frozen content alone what was said and what became of it.
func TestReportFreezesEveryCommentAndAnswer(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 4)
	city.Resident("resident1").Must(editComment, "input", map[string]any{"commentId": said[1], "body": "意见，又及"})
	city.Resident("resident3").Must(withdrawComment, "input", commentNamed(said[3]))
	city.MoveTime(asked.Consultation, afterClosing)
	_, next := nextVersion(city, asked)
	city.Editor().Must(respond, "input", map[string]any{"commentIds": []string{said[1], said[0]}, "outcome": "PARTIALLY_ADOPTED", "reason": zh("部分可行。"),
		"clauses": []any{map[string]any{"clauseId": asked.Clauses[1], "effect": "AMENDED", "nextClauseId": next[1]}, map[string]any{"effect": "ADDED", "nextClauseId": next[3]}}})
	text := city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "无关。"}).Get("publishFeedbackReport.feedbackReport.content").String()
	content := gjson.Parse(text)

	key := func(id string) string {
		parsed, err := civic.ParseID(id)
		if err != nil {
			t.Fatal(err)
		}
		return parsed.Key.String()
	}
	var leaf string
	if err := city.SQL.Get(&leaf, `SELECT encode(leaf, 'hex') FROM receipts WHERE subject_id = $1 AND revision = 2`, key(said[1])); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"said.each.count": "3", "said.each.rows.#.id": fmt.Sprintf("[%q,%q,%q]", key(said[0]), key(said[1]), key(said[2])), "said.each.rows.0.clause": "",
		"said.each.rows.1.clause": key(asked.Clauses[1]), "said.each.rows.1.stance": "SUPPORT_WITH_CHANGES", "said.each.rows.1.hidden": "false",
		"said.each.rows.1.day": content.Get("said.byDay.0.day").String(), "said.each.rows.1.leaf": leaf,
		"done.each.count": "1", "done.each.rows.0.outcome": "PARTIALLY_ADOPTED", "done.each.rows.0.reason": `{"zh":"部分可行。"}`,
		"done.each.rows.0.comments": fmt.Sprintf("[%q,%q]", key(said[0]), key(said[1])),
		"done.each.rows.0.clauses":  fmt.Sprintf(`[{"clause":%q,"label":"第二条","effect":"AMENDED"},{"effect":"ADDED"}]`, key(asked.Clauses[1])), // the next version is not public
	} {
		if got := content.Get(path).String(); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	for _, part := range []string{"said.each", "done.each"} {
		var rows strings.Builder
		for _, row := range content.Get(part + ".rows").Array() {
			rows.WriteString(row.Raw + "\n")
		}
		if sum := sha256.Sum256([]byte(rows.String())); content.Get(part+".hash").String() != hex.EncodeToString(sum[:]) {
			t.Errorf("the hash in %s is not that of its rows", part)
		}
	}
	var authors []string
	if err := city.SQL.Select(&authors, `SELECT id::text FROM accounts`); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text, "又及") || slices.ContainsFunc(authors, func(account string) bool { return strings.Contains(text, account) }) {
		t.Errorf("the content has words or accounts of residents: %s", text)
	}
}
