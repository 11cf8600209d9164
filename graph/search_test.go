package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minyi/db"
	"minyi/graph/graphtest"
)

const searchAll = `query ($text: String!, $kinds: [SearchKind!], $first: Int, $after: String, $last: Int, $before: String, $orderBy: SearchOrder) {
	search(text: $text, kinds: $kinds, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) { totalCount nodes { kind snippet node { id } } pageInfo { hasNextPage startCursor endCursor hasPreviousPage } } }`

// found lists what a search finds as "KIND snippet", and holds their number against the total.
func found(who *graphtest.Client, text string, more ...any) string {
	page := who.Must(searchAll, append([]any{"text", text}, more...)...).Get("search")
	var all []string
	for _, node := range page.Get("nodes").Array() {
		all = append(all, node.Get("kind").String()+" "+node.Get("snippet").String())
	}
	if int(page.Get("totalCount").Int()) != len(all) {
		all = append(all, "of "+page.Get("totalCount").String())
	}
	return strings.Join(all, ", ")
}

func TestSearchFindsAllKinds(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": "请公开收费明细，Please publish Fees."})
	city.MoveTime(asked.Consultation, afterClosing)
	city.Editor().Must(respond, "input", map[string]any{"commentIds": []string{said}, "outcome": "ADOPTED", "reason": zh("收费明细将公开。"), "clauses": []any{map[string]any{"clauseId": asked.Clauses[1], "effect": "AMENDED"}}})
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation, "summary": zh("各方关心收费。")})
	for _, c := range []struct{ text, want string }{
		{"费", "FEEDBACK_REPORT 各方关心收费。, OFFICIAL_RESPONSE 收费明细将公开。, CLAUSE 物业服务企业应当公开收费标准。, COMMENT 请公开收费明细，Please publish Fees."},
		{"收费明细", "OFFICIAL_RESPONSE 收费明细将公开。, COMMENT 请公开收费明细，Please publish Fees."},
		{"fees", "COMMENT 请公开收费明细，Please publish Fees."},
		{"办法", "POLICY_RECORD 物业管理办法, CLAUSE 本办法自公布之日起施行。"},
		{"property MANAGEMENT", "POLICY_RECORD Property management rules"},
		{"电梯", ""}, {"%", ""}, {"summary", ""},
	} {
		if got := found(city.Anyone(), c.text); got != c.want {
			t.Errorf("%q finds %q, want %q", c.text, got, c.want)
		}
	}
	if got := found(city.Anyone(), "费", "kinds", []string{"CLAUSE", "COMMENT"}, "orderBy", "NEWEST"); got != "COMMENT 请公开收费明细，Please publish Fees., CLAUSE 物业服务企业应当公开收费标准。" {
		t.Errorf("of two kinds it finds %q", got)
	}
	for text, want := range map[string]string{"": "EMPTY", strings.Repeat("费", 101): "TOO_LONG", "a\x00": "CONTROL_CHARACTERS"} {
		if got := graphtest.Problems(city.Anyone().Ask(searchAll, "text", text)); !slices.Equal(got, []string{want}) {
			t.Errorf("%q is refused as %v, want %s", text, got, want)
		}
	}
}

// TestSearchFindsContents looks for an interpretation before and after its release, after a correction, and after it was taken down.
func TestSearchFindsContents(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	write := func(title string) map[string]any { return interpretation("title", zh(title)) }
	first := m.city.Editor().Must(createInterpretation, "input", with(interpretationOf(m.asked.Record), "interpretation", write("电梯维修金怎么用"))).Get("createInterpretation.interpretation.id").String()
	finds := func(text string) (ids []string) {
		t.Helper()
		for _, node := range m.city.Anyone().Must(searchAll, "text", text, "kinds", []string{"CONTENT"}).Get("search.nodes").Array() {
			ids = append(ids, node.Get("kind").String()+" "+node.Get("node.id").String())
		}
		return ids
	}
	if got := finds("梯"); len(got) > 0 {
		t.Errorf("before the release the public finds %v", got)
	}
	release(m.city, first)
	if got := finds("梯"); !slices.Equal(got, []string{"CONTENT " + first}) {
		t.Errorf("after the release one character finds %v", got)
	}
	next := m.city.Editor().Must(reviseInterpretation, "input", map[string]any{"contentId": first, "interpretation": write("升降机 Ascenseur")}).Get("reviseInterpretation.interpretation.id").String()
	if got := finds("ASCENSEUR"); len(got) > 0 {
		t.Errorf("before the release of the correction the public finds %v", got)
	}
	release(m.city, next)
	if old, got := finds("电梯"), finds("ASCENSEUR"); len(old) > 0 || !slices.Equal(got, []string{"CONTENT " + next}) {
		t.Errorf("after the correction the public finds %v and %v", old, got)
	}
	m.city.Publisher().Must(takeItDown, "input", map[string]any{"contentId": next, "reason": "内容有误。"})
	if got := finds("升降机"); len(got) > 0 {
		t.Errorf("what was taken down is found as %v", got)
	}
	m.city.SQL.MustExec(`UPDATE contents SET search_words = NULL, folded = NULL, taken_down_at = NULL, taken_down_reason = NULL`)
	if err := db.Migrate(t.Context(), m.city.URL); err != nil {
		t.Fatal(err)
	}
	if got := finds("ascenseur"); !slices.Equal(got, []string{"CONTENT " + next}) {
		t.Errorf("of contents that an older program wrote the public finds %v", got)
	}
}

// TestSearchTellsNoSecrets looks for words that not everybody may read, as everybody and as those who may read them elsewhere.
func TestSearchTellsNoSecrets(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, waits := city.PutToPublic(), city.PutToPublic(premoderated...)
	li, moderator := city.Resident("li"), city.Moderator()
	said := map[string]string{}
	for _, words := range []string{"hidden", "withdrawn", "erased", "edited", "seen"} {
		said[words] = commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": "秘密 " + words})
	}
	commentOn(li, map[string]any{"consultationId": waits.Consultation, "body": "秘密 pending"})
	if got := len(strings.Split(found(city.Anyone(), "秘密"), ", ")); got != 5 {
		t.Fatalf("before that it finds %d", got)
	}
	moderator.Must(moderateComment, "input", decideOn(said["hidden"], "HIDE", "reason", "INSULT"))
	li.Must(withdrawComment, "input", commentNamed(said["withdrawn"]))
	li.Must(eraseComment, "input", commentNamed(said["erased"]))
	li.Must(editComment, "input", map[string]any{"commentId": said["edited"], "body": "新的话"})
	newStoryIn(t, city).imported("第一条　秘密草案。\n第二条　其他秘密。")
	for _, who := range []*graphtest.Client{city.Anyone(), li, moderator, city.Editor()} {
		for _, text := range []string{"秘", "秘密"} {
			if got := found(who, text); got != "COMMENT 秘密 seen" {
				t.Errorf("%s looks for %s and finds %q", who.Actor.Name, text, got)
			}
		}
	}
}

// TestSearchPageByPage turns the pages of what one character and what two find, forwards and back, over from the newest comments to those that the index finds.
func TestSearchPageByPage(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	hold := farDiscussion(t, city, asked.Consultation, "灯塔")
	for _, text := range []string{"塔", "灯塔"} {
		var forwards, back []string
		for after := any(nil); ; {
			page := city.Anyone().Must(searchAll, "text", text, "first", 50, "after", after).Get("search")
			for _, node := range page.Get("nodes").Array() {
				forwards = append(forwards, node.Get("snippet").String())
			}
			if after = page.Get("pageInfo.endCursor").Value(); !page.Get("pageInfo.hasNextPage").Bool() {
				break
			}
		}
		for before := any(nil); ; {
			page := city.Anyone().Must(searchAll, "text", text, "last", 70, "before", before).Get("search")
			var part []string
			for _, node := range page.Get("nodes").Array() {
				part = append(part, node.Get("snippet").String())
			}
			back = append(part, back...)
			if before = page.Get("pageInfo.startCursor").Value(); !page.Get("pageInfo.hasPreviousPage").Bool() {
				break
			}
		}
		if !slices.Equal(forwards, hold) || !slices.Equal(back, hold) {
			t.Errorf("%s: of %d there are %d forwards and %d back", text, len(hold), len(forwards), len(back))
		}
	}
	if total := city.Anyone().Must(searchAll, "text", "灯塔", "first", 1).Get("search.totalCount").String(); total != fmt.Sprint(len(hold)) {
		t.Errorf("the total is %s", total)
	}
}
