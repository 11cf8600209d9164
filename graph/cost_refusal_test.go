package graph_test

import (
	"testing"

	"minyi/graph/graphtest"
)

// TestRefusalForCostSaysWhere asks for too much. The refusal says how much it is and at which place to ask for less.
func TestRefusalForCostSaysWhere(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	const tooMuch = `query ($size: Int) { all: consultations(first: $size) { nodes { id talk: comments(first: $size) { nodes { id body officialResponse { comments(first: $size) { nodes { id } } } } } } } }`
	for locale, message := range map[string]string{
		"en": "The operation asks for too much: it costs 1378635, and at most 100000 is allowed; most of it is at all.nodes.talk.nodes.officialResponse.comments.",
		"zh": "查询过于复杂：花费为 1378635，上限为 100000；花费最多之处为 all.nodes.talk.nodes.officialResponse.comments。",
	} {
		who := city.Anyone()
		who.Locale = locale
		got := who.Ask(tooMuch, "size", 100).Get("errors.0")
		if got.Get("message").String() != message {
			t.Errorf("in %s: %s", locale, got.Raw)
		}
		shows(t, got, map[string]string{"extensions.code": "TOO_COMPLEX", "extensions.cost": "1378635", "extensions.limit": "100000",
			"extensions.path": `["all","nodes","talk","nodes","officialResponse","comments"]`})
	}
	if got := graphtest.Problems(city.Anyone().Ask(tooMuch, "size", 10)); len(got) > 0 {
		t.Errorf("asking for less there is refused too: %v", got)
	}
}
