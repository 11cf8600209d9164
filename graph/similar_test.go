package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"minyi/graph/graphtest"
)

// TestSimilarComments finds what is like a comment, of a campaign and of single comments, and nothing that is hidden or waits.
func TestSimilarComments(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	say := func(who, body string) string {
		return commentOn(city.Resident(who), map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": body})
	}
	first := say("li", petition)
	var letters []string
	for i := range 12 {
		letters = append(letters, say(fmt.Sprint("sender", i), petition+strings.Repeat("请一定认真考虑。", i)))
	}
	own := say("zhao", "我母亲八十岁了，上个月被困在电梯里两个小时，没有人来，请规定物业公司多久必须到场。")
	hidden := letters[1]
	short := say("sun", "同意！")
	group(t, city)
	const read = `query ($id: ID!) { node(id: $id) { ... on Comment { similar { likeness comment { id } } } } }`
	similar := city.Anyone().Must(read, "id", first).Get("node.similar")
	if similar.Get("#").Int() != 10 || similar.Get("0.comment.id").String() != letters[0] || similar.Get("0.likeness").Float() != 1 || strings.Contains(similar.Raw, first) {
		t.Errorf("like the letter are %s", similar.Raw)
	}
	last := 1.0
	for _, s := range similar.Array() {
		if s.Get("likeness").Float() > last || s.Get("likeness").Float() < 0.2 {
			t.Errorf("out of order: %s", similar.Raw)
		}
		last = s.Get("likeness").Float()
	}
	if last == 1 {
		t.Errorf("what somebody added makes no difference: %s", similar.Raw)
	}
	for _, alone := range []string{own, short} {
		if got := city.Anyone().Must(read, "id", alone).Get("node.similar").Raw; got != "[]" {
			t.Errorf("like a comment of its own kind are %s", got)
		}
	}
	twin := say("qian", "我母亲八十岁了，上个月被困在电梯里两个小时，没有人来。应当规定多久必须到场，并且公布电话。")
	group(t, city)
	if got := city.Anyone().Must(read, "id", own).Get("node.similar"); got.Get("#.comment.id").Raw != `["`+twin+`"]` || got.Get("0.likeness").Float() >= 1 {
		t.Errorf("like the comment is %s", got.Raw)
	}
	city.Moderator().Must(moderateComment, "input", map[string]any{"commentId": hidden, "decision": "HIDE", "reason": "INSULT"})
	for _, who := range []*graphtest.Client{city.Anyone(), city.Moderator()} {
		if got := who.Must(read, "id", first).Get("node.similar").Raw; strings.Contains(got, hidden) { // before the background has seen it
			t.Errorf("a hidden comment is among %s", got)
		}
		if got := who.Must(read, "id", hidden).Get("node.similar").Raw; got != "[]" {
			t.Errorf("like a hidden comment are %s", got)
		}
	}
}
