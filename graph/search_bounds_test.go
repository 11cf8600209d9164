package graph_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/graph/graphtest"
)

// TestSearchReadsABoundedNumberOfComments looks through a discussion whose oldest comment alone holds a character. The character is looked for
// in the newest 20,000 comments; with another one beside it the index finds it. Totals end at 1,000.
func TestSearchReadsABoundedNumberOfComments(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	id, err := civic.ParseID(city.PutToPublic().Consultation)
	if err != nil {
		t.Fatal(err)
	}
	tx := city.SQL.MustBegin()
	into, err := tx.Prepare(`COPY comments (consultation_id, id, author, stance, body, grams, day) FROM STDIN`)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20_010 {
		body := fmt.Sprintf("第%d位居民说步道好，灯太暗。", i)
		switch i {
		case 0:
			body = "最早的蝙蝠飞走了。"
		case 20:
			body = "后来的萤火虫。"
		}
		if _, err := into.Exec(id.Key, civic.NewKey(), uuid.New(), "SUPPORT", body, pq.Array(legaltext.Grams(id.Key, body)), "2026-01-01"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := into.Exec(); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	city.SQL.MustExec(`ANALYZE comments`)
	for text, want := range map[string]string{"蝠": "0 []", "蝠 飞": "0 []", "蝙蝠": `1 ["最早的蝙蝠飞走了。"]`, "飞 蝙蝠": `1 ["最早的蝙蝠飞走了。"]`, "萤": `1 ["后来的萤火虫。"]`} {
		got := city.Anyone().Must(`query ($text: String!) { search(text: $text, kinds: [COMMENT]) { totalCount nodes { snippet } } }`, "text", text).Get("search")
		if said := got.Get("totalCount").Raw + " " + got.Get("nodes.#.snippet").Raw; said != want {
			t.Errorf("%s finds %s, want %s", text, said, want)
		}
	}
	for _, text := range []string{"灯", "步道 灯太暗", "居民 -蝙蝠"} {
		if total := city.Anyone().Must(`query ($text: String!) { search(text: $text) { totalCount } }`, "text", text).Get("search.totalCount").Int(); total != 1000 {
			t.Errorf("%s is counted to %d", text, total)
		}
	}
}
