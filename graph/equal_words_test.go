package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minyi/db"
	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// equalWords are comments, and ways in which their words can be looked for.
var equalWords = map[string][]string{
	"Das Cafe\u0301 am Fluß":       {"Café", "cafe", "CAFE\u0301", "fluss"},
	"依照第１２条、ＡＢ类（甲）办理":              {"第12条", "ab类", "AB类(甲)", "第１２条"},
	"the con\u00ADsul\u00ADtation": {"consultation", "Con\u200Bsultation"},
	"two\u00A0dark streets":        {"two dark", "dark\u3000streets"},
	"한국어로 말합니다":                    {"한국", "\u1112\u1161\u11AB\u1100\u116E\u11A8"},
	"een \uFB01etspad":             {"fietspad", "ﬁets"},
	"it’s “quiet” — now":           {"it's \"quiet\" - now"},
	"ﻣﺮﺣﺒﺎ بكم":                    {"مرحبا", "مَرْحَبًا"},
}

// TestEqualWordsAreFound looks for words that are written in another way, in the comments of a consultation and everywhere, also those written before
// searches folded words.
func TestEqualWordsAreFound(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic("title", zh("Bäume für Ｐark\u00ADwege"))
	for said := range equalWords {
		commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": said})
	}
	looked := func(when string) {
		t.Helper()
		for said, phrases := range equalWords {
			for _, phrase := range append(phrases, said) {
				read := city.Anyone().Must(`query ($id: ID!, $w: String!) { consultation(id: $id) { comments(filter: {contains: $w}) { totalCount nodes { body } } } }`, "id", asked.Consultation, "w", phrase).Get("consultation.comments")
				if read.Get("totalCount").Int() != 1 || read.Get("nodes.0.body").String() != said {
					t.Errorf("%s %q finds %s", when, phrase, read.Raw)
				}
				if got := found(city.Anyone(), phrase, "kinds", []string{"COMMENT"}); got != "COMMENT "+strings.Join(strings.Fields(said), " ") {
					t.Errorf("%s %q finds %q everywhere", when, phrase, got)
				}
			}
		}
		for _, title := range []string{"BAUME", "parkwege"} {
			if n := city.Anyone().Must(`query ($w: String!) { consultations(filter: {title: $w}) { totalCount } }`, "w", title).Get("consultations.totalCount").Int(); n != 1 {
				t.Errorf("%s %d consultations have %q in their title", when, n, title)
			}
		}
	}
	looked("at once")
	city.SQL.MustExec(`UPDATE comments SET folded = NULL, grams = NULL`)
	city.SQL.MustExec(`UPDATE consultations SET folded = NULL`)
	city.SQL.MustExec(`UPDATE clauses SET folded = NULL`)
	city.SQL.MustExec(`UPDATE policy_records SET folded = NULL`)
	if err := db.Migrate(t.Context(), city.URL); err != nil {
		t.Fatal(err)
	}
	looked("after an upgrade")
	for text, want := range map[string]string{"PRÓPERTY": "POLICY_RECORD Property management rules", "收費": ""} {
		if got := found(city.Anyone(), text); got != want {
			t.Errorf("%q finds %q", text, got)
		}
	}
	city.Publisher().Must(`mutation ($input: UpdateConsultationInput!) { updateConsultation(input: $input) { userErrors { code } } }`, "input", map[string]any{"consultationId": asked.Consultation, "title": zh("Wälder"), "reason": "错字"})
	if n := city.Anyone().Must(`{ consultations(filter: {title: "walder"}) { totalCount } }`).Get("consultations.totalCount").Int(); n != 1 {
		t.Errorf("a corrected title is found %d times", n)
	}
}

// TestMostEndorsedComesFirst turns the pages of comments in the order of their endorsements, forwards and back.
func TestMostEndorsedComesFirst(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	var want []string
	for i, endorsements := range []int{0, 2, 1, 3, 0, 1, 0} {
		comment := commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": fmt.Sprint("第", i, "条意见")})
		for n := range endorsements {
			city.Resident(fmt.Sprint("friend ", n)).Must(endorseComment, "input", commentNamed(comment))
		}
		want = append(want, comment)
	}
	if _, err := city.DB.FoldTallies(t.Context()); err != nil {
		t.Fatal(err)
	}
	want = []string{want[3], want[1], want[5], want[2], want[6], want[4], want[0]}
	page := func(filter map[string]any, args ...any) ([]string, string, string, int64) {
		got := city.Anyone().Must(`query ($id: ID!, $filter: CommentFilter, $first: Int, $after: String, $last: Int, $before: String) { consultation(id: $id) {
			comments(orderBy: MOST_ENDORSED, filter: $filter, first: $first, after: $after, last: $last, before: $before) { totalCount nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }`,
			append([]any{"id", asked.Consultation, "filter", filter}, args...)...).Get("consultation.comments")
		var ids []string
		for _, node := range got.Get("nodes").Array() {
			ids = append(ids, node.Get("id").String())
		}
		next, previous := "", ""
		if got.Get("pageInfo.hasNextPage").Bool() {
			next = got.Get("pageInfo.endCursor").String()
		}
		if got.Get("pageInfo.hasPreviousPage").Bool() {
			previous = got.Get("pageInfo.startCursor").String()
		}
		return ids, next, previous, got.Get("totalCount").Int()
	}
	for size := 1; size <= len(want); size++ {
		forwards, next, _, total := page(nil, "first", size)
		for next != "" {
			var ids []string
			ids, next, _, _ = page(nil, "first", size, "after", next)
			forwards = append(forwards, ids...)
		}
		backwards, _, previous, _ := page(nil, "last", size)
		for previous != "" {
			var ids []string
			ids, _, previous, _ = page(nil, "last", size, "before", previous)
			backwards = append(ids, backwards...)
		}
		if !slices.Equal(forwards, want) || !slices.Equal(backwards, want) || total != int64(len(want)) {
			t.Errorf("pages of %d of %d comments: %v and back %v, want %v", size, total, forwards, backwards, want)
		}
	}
	if ids, _, _, total := page(map[string]any{"contains": "第4条"}); !slices.Equal(ids, []string{want[5]}) || total != 1 {
		t.Errorf("with words: %d, %v", total, ids)
	}
	city.Resident("friend 0").Must(`mutation ($input: WithdrawEndorsementInput!) { withdrawEndorsement(input: $input) { userErrors { code } } }`, "input", commentNamed(want[2]))
	if _, err := city.DB.FoldTallies(t.Context()); err != nil {
		t.Fatal(err)
	}
	if ids, _, _, _ := page(nil); !slices.Equal(ids, []string{want[0], want[1], want[3], want[4], want[2], want[5], want[6]}) {
		t.Errorf("after one was taken back: %v", ids)
	}
}

func TestConsultationTellsWhyNobodyCanComment(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic("identityLevel", "VERIFIED")
	li, verified := city.Resident("li"), city.Resident("verified")
	verified.Actor.Assurance = civic.Verified
	refusal := func(who *graphtest.Client) string {
		c := who.Must(`query ($id: ID!) { consultation(id: $id) { viewerCanComment commentRefusal { code expected message } } }`, "id", asked.Consultation).Get("consultation")
		if c.Get("viewerCanComment").Bool() == c.Get("commentRefusal").IsObject() {
			t.Errorf("it says %s", c.Raw)
		}
		return c.Get("commentRefusal.code").String() + c.Get("commentRefusal.expected").String()
	}
	for name, c := range map[string]struct {
		who  *graphtest.Client
		want string
	}{"nobody": {city.Anyone(), "IDENTITY_REQUIREDVERIFIED"}, "li": {li, "IDENTITY_REQUIREDVERIFIED"}, "a verified resident": {verified, ""}} {
		if got := refusal(c.who); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	city.MoveTime(asked.Consultation, afterClosing)
	if got := refusal(verified); got != "CLOSED" {
		t.Errorf("after the period: %s", got)
	}
	if message := li.Must(`query ($id: ID!) { consultation(id: $id) { commentRefusal { message } } }`, "id", asked.Consultation).Get("consultation.commentRefusal.message").String(); !strings.Contains(message, "24:00 (UTC+8, Asia/Shanghai)") {
		t.Errorf("the time is told as %q", message)
	}
}
