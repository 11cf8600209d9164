package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minyi/graph/graphtest"
)

const moderationQueue = `query ($id: ID!, $first: Int, $after: String, $filter: ModerationFilter, $order: ModerationOrder! = OLDEST) { consultation(id: $id) {
	moderationQueue(first: $first, after: $after, filter: $filter, orderBy: $order) { totalCount nodes { body moderationCase { openReports } } pageInfo { hasNextPage endCursor } } } }`

// moderationQueued lists the words in the queue, and holds their number against the total.
func moderationQueued(who *graphtest.Client, consultation string, variables ...any) string {
	got := who.Must(moderationQueue, append([]any{"id", consultation}, variables...)...).Get("consultation.moderationQueue")
	var words []string
	for _, node := range got.Get("nodes").Array() {
		words = append(words, node.Get("body").String())
	}
	if total := int(got.Get("totalCount").Int()); total != len(words) {
		words = append(words, fmt.Sprint("and not ", total))
	}
	return strings.Join(words, " ")
}

func TestModerationQueue(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, elsewhere := city.PutToPublic(premoderated...), city.PutToPublic(premoderated...)
	li, moderator := city.Resident("li"), city.Moderator()
	ids := map[string]string{}
	for _, words := range []string{"a", "b", "c", "d", "e"} {
		ids[words] = commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": words})
	}
	commentOn(li, map[string]any{"consultationId": elsewhere.Consultation, "body": "x"})
	if got := moderationQueued(moderator, asked.Consultation); got != "a b c d e" {
		t.Errorf("at first there are %q", got)
	}
	moderator.Must(moderateComments, "input", map[string]any{"commentIds": []string{ids["a"], ids["b"], ids["c"]}, "decision": "PUBLISH"})
	for i, words := range []string{"b", "c", "c", "b", "c"} {
		input := map[string]any{"commentId": ids[words], "reason": "INSULT", "note": fmt.Sprint("第", i)}
		who := city.Resident(fmt.Sprint("reader ", i))
		who.Must(reportComment, "input", input)
		if again := who.Must(reportComment, "input", with(input, "reason", "HATE")).Get("reportComment.comment"); again.Get("moderationCase").Raw != "null" {
			t.Errorf("who reports it reads %s", again.Raw)
		}
	}
	li.Must(disputeAuthorship, "input", map[string]any{"commentId": ids["e"], "statement": "有人用了我的手机。"})
	for name, c := range map[string]struct {
		variables []any
		want      string
	}{
		"oldest":            {nil, "b c d e"},
		"most reported":     {[]any{"order", "MOST_REPORTED"}, "c b e d"},
		"pending":           {[]any{"filter", map[string]any{"state": "PENDING"}}, "d e"},
		"published":         {[]any{"filter", map[string]any{"state": "PUBLISHED"}}, "b c"},
		"hidden":            {[]any{"filter", map[string]any{"state": "HIDDEN"}}, ""},
		"disputed":          {[]any{"filter", map[string]any{"disputed": true}}, "e"},
		"pending, own":      {[]any{"filter", map[string]any{"state": "PENDING", "disputed": false}}, "d"},
		"reported by most":  {[]any{"filter", map[string]any{"state": "PUBLISHED"}, "order", "MOST_REPORTED"}, "c b"},
		"nothing in filter": {[]any{"filter", map[string]any{"state": nil, "disputed": nil}}, "b c d e"},
	} {
		if got := moderationQueued(moderator, asked.Consultation, c.variables...); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := moderator.Must(readModeration, "id", ids["b"]).Get("node.moderationCase").Raw; got != `{"awaitsDecision":true,"openReports":2,"disputeStatement":null,"reports":[{"reason":"INSULT","note":"第3"},{"reason":"INSULT","note":"第0"}]}` {
		t.Errorf("of b is known %s", got)
	}

	moderator.Must(moderateComment, "input", decideOn(ids["c"], "PUBLISH"))
	moderator.Must(moderateComment, "input", decideOn(ids["b"], "HIDE", "reason", "INSULT"))
	if got := moderationQueued(moderator, asked.Consultation); got != "d e" {
		t.Errorf("once two are decided there are %q", got)
	}
	city.Resident("reader 1").Must(reportComment, "input", map[string]any{"commentId": ids["c"], "reason": "INSULT"})
	if got := moderationQueued(moderator, asked.Consultation); got != "d e" {
		t.Errorf("the second report of one person brings %q", got)
	}
	city.Resident("reader 9").Must(reportComment, "input", map[string]any{"commentId": ids["c"], "reason": "INSULT"})
	if got := moderator.Must(readModeration, "id", ids["c"]).Get("node.moderationCase"); got.Get("openReports").Int() != 1 || got.Get("reports.#").Int() != 4 {
		t.Errorf("reported anew it is %s", got.Raw)
	}
	li.Must(withdrawComment, "input", commentNamed(ids["d"]))
	if got := moderationQueued(city.Staff("a", "", "AUDITOR"), asked.Consultation); got != "c e" {
		t.Errorf("in the end an auditor reads %q", got)
	}
}

func TestModerationQueueIsPaged(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic(premoderated...)
	li, moderator := city.Resident("li"), city.Moderator()
	for i := range 7 {
		id := commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": fmt.Sprint(i)})
		if i%3 == 1 {
			moderator.Must(moderateComment, "input", decideOn(id, "PUBLISH"))
			city.Resident("wang").Must(reportComment, "input", map[string]any{"commentId": id, "reason": "OFF_TOPIC"})
		}
	}
	for order, want := range map[string]string{"OLDEST": "0 1 2 3 4 5 6", "MOST_REPORTED": "4 1 6 5 3 2 0"} {
		var read []string
		variables := []any{"id", asked.Consultation, "order", order, "first", 2}
		for more := true; more && len(read) < 20; {
			got := moderator.Must(moderationQueue, variables...).Get("consultation.moderationQueue")
			for _, node := range got.Get("nodes").Array() {
				read = append(read, node.Get("body").String())
			}
			more = got.Get("pageInfo.hasNextPage").Bool()
			variables = []any{"id", asked.Consultation, "order", order, "first", 2, "after", got.Get("pageInfo.endCursor").String()}
		}
		if got := strings.Join(read, " "); got != want {
			t.Errorf("%s reads %s, want %s", order, got, want)
		}
	}
}

func TestAuthorshipIsDisputed(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	li, moderator := city.Resident("li"), city.Moderator()
	commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": "是我说的"})
	id := commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": "不是我说的"})
	city.MoveTime(asked.Consultation, afterClosing)
	input := map[string]any{"commentId": id, "statement": "账号被盗。"}
	if first := li.Must(disputeAuthorship, "input", input).Get("disputeAuthorship.comment"); !first.Get("authorshipDisputed").Bool() || first.Get("moderationCase").Raw != "null" {
		t.Errorf("disputed, it is %s", first.Raw)
	}
	li.Must(disputeAuthorship, "input", with(input, "statement", "别的说法。"))
	if got := city.Anyone().Must(readModeration, "id", id).Get("node"); !got.Get("authorshipDisputed").Bool() || strings.Contains(got.Raw, "账号被盗") {
		t.Errorf("others read %s", got.Raw)
	}
	if got := moderator.Must(readModeration, "id", id).Get("node.moderationCase"); got.Get("disputeStatement").String() != "账号被盗。" || !got.Get("awaitsDecision").Bool() {
		t.Errorf("a moderator reads %s", got.Raw)
	}
	for disputed, want := range map[bool]string{true: "不是我说的", false: "是我说的"} {
		if got, total := commentBodies(city.Anyone(), asked.Consultation, "filter", map[string]any{"disputed": disputed}); !slices.Equal(got, []string{want}) || total != 1 {
			t.Errorf("disputed %v: %v of %d", disputed, got, total)
		}
	}
	moderator.Must(moderateComment, "input", decideOn(id, "PUBLISH"))
	if got := moderationQueued(moderator, asked.Consultation); got != "" || !city.Anyone().Must(readModeration, "id", id).Get("node.authorshipDisputed").Bool() {
		t.Errorf("decided, it stays marked and leaves the queue: %q", got)
	}
}
