package graph_test

import (
	"slices"
	"strings"
	"testing"

	"minyi/graph/graphtest"
)

// TestSearchReadsItsWords looks for several words in any order, phrases, and words that must not be there.
func TestSearchReadsItsWords(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	for _, body := range []string{"路灯太暗，步道太滑。", "步道的路灯很好。", "Street lights along the footpath are broken.", "The footpath is broken; the party lights it.", "50% of a_b [x] (y)"} {
		commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": body})
	}
	for text, want := range map[string][]string{
		"路灯 步道":             {"步道的路灯很好。", "路灯太暗，步道太滑。"},
		"步道　路灯":             {"步道的路灯很好。", "路灯太暗，步道太滑。"},
		"路灯 -太暗":            {"步道的路灯很好。"},
		"路灯 －太暗":            {"步道的路灯很好。"},
		"路灯 -\"步道的\"":       {"路灯太暗，步道太滑。"},
		"「步道的路灯」":           {"步道的路灯很好。"},
		"“步道 路灯”":           nil,
		"footpath LIGHTING": {"The footpath is broken; the party lights it.", "Street lights along the footpath are broken."},
		"\"lights along\"":  {"Street lights along the footpath are broken."},
		"\"lighting\"":      nil,
		"art":               nil,
		"path":              nil,
		"foot -party":       {"Street lights along the footpath are broken."},
		"50% a_b":           {"50% of a_b [x] (y)"},
		"50_":               nil,
		"\"[x] (y)\"":       {"50% of a_b [x] (y)"},
		"\"street lights":   {"Street lights along the footpath are broken."},
		"-暗 路灯 - 滑":         nil,
	} {
		var got []string
		for _, node := range city.Anyone().Must(`query ($text: String!) { search(text: $text, kinds: [COMMENT]) { nodes { node { ... on Comment { body } } } } }`, "text", text).Get("search.nodes.#.node.body").Array() {
			got = append(got, node.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s finds %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"-路灯": "EMPTY text", "\"\"": "EMPTY text", strings.Repeat("路 ", 9): "TOO_MANY text"} {
		if got := graphtest.Problems(city.Anyone().Ask(`query ($text: String!) { search(text: $text) { totalCount } }`, "text", text)); len(got) != 1 || !strings.HasPrefix(want, got[0]) {
			t.Errorf("%s is refused as %v, want %s", text, got, want)
		}
	}
	parts := city.Anyone().Must(`{ search(text: "路灯 步道", kinds: [COMMENT], first: 1) { nodes { snippet snippetParts { text match } } } }`).Get("search.nodes.0")
	if parts.Raw != `{"snippet":"步道的路灯很好。","snippetParts":[{"text":"步道","match":true},{"text":"的","match":false},{"text":"路灯","match":true},{"text":"很好。","match":false}]}` {
		t.Errorf("the snippet is %s", parts.Raw)
	}
}

// TestSearchTurnsItsPages turns the pages of what stands in order of relevance, forwards and back, over from the words of staff to comments.
func TestSearchTurnsItsPages(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	for range 7 {
		commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": "本办法很好，业主支持。"})
	}
	city.PutToPublic()
	for _, order := range []string{"RELEVANCE", "NEWEST"} {
		read := func(more ...any) []string {
			var ids []string
			for _, node := range city.Anyone().Must(searchAll, append([]any{"text", "办法", "orderBy", order}, more...)...).Get("search.nodes.#.node.id").Array() {
				ids = append(ids, node.String())
			}
			return ids
		}
		all := read("first", 50)
		if len(all) != 11 {
			t.Fatalf("%s: it finds %d", order, len(all))
		}
		for size := 1; size < 6; size++ {
			var forwards, back []string
			for after := any(nil); ; {
				page := city.Anyone().Must(searchAll, "text", "办法", "orderBy", order, "first", size, "after", after).Get("search")
				for _, node := range page.Get("nodes.#.node.id").Array() {
					forwards = append(forwards, node.String())
				}
				if after = page.Get("pageInfo.endCursor").Value(); !page.Get("pageInfo.hasNextPage").Bool() {
					break
				}
			}
			for before := any(nil); ; {
				page, part := city.Anyone().Must(searchAll, "text", "办法", "orderBy", order, "last", size, "before", before).Get("search"), []string{}
				for _, node := range page.Get("nodes.#.node.id").Array() {
					part = append(part, node.String())
				}
				back = append(part, back...)
				if before = page.Get("pageInfo.startCursor").Value(); !page.Get("pageInfo.hasPreviousPage").Bool() {
					break
				}
			}
			if !slices.Equal(forwards, all) || !slices.Equal(back, all) {
				t.Errorf("%s by %d: %d forwards and %d back of %d", order, size, len(forwards), len(back), len(all))
			}
		}
	}
}
