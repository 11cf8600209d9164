package graph_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"minyi/graph/graphtest"
)

const (
	moderationFields  = `{ id body stance moderation { state reason note decidedAt } authorshipDisputed endorsementCount moderationCase { awaitsDecision openReports disputeStatement reports { reason note } } }`
	moderateComment   = `mutation ($input: ModerateCommentInput!) { moderateComment(input: $input) { comment ` + moderationFields + ` userErrors { code field message } } }`
	moderateComments  = `mutation ($input: ModerateCommentsInput!) { moderateComments(input: $input) { comments ` + moderationFields + ` userErrors { code field message } } }`
	reportComment     = `mutation ($input: ReportCommentInput!) { reportComment(input: $input) { comment ` + moderationFields + ` userErrors { code field message } } }`
	disputeAuthorship = `mutation ($input: DisputeAuthorshipInput!) { disputeAuthorship(input: $input) { comment ` + moderationFields + ` userErrors { code field message } } }`
	readModeration    = `query ($id: ID!) { node(id: $id) { ... on Comment ` + moderationFields + ` } }`
	moderationTally   = `query ($id: ID!) { consultation(id: $id) { comments { totalCount nodes { body } } commentTally { total hidden pending endorsements byClause { count } byDay { count } } } }`
)

// premoderated is what a launch says besides where comments are read before others see them.
var premoderated = []any{"moderation", "BEFORE_PUBLISHING"}

// decideOn is the input of a moderator's decision.
func decideOn(id, decision string, more ...any) map[string]any {
	return with(map[string]any{"commentId": id, "decision": decision}, more...)
}

// moderationStands writes a comment as "STATE words", - for words that are withheld and nothing for a comment that is not found.
func moderationStands(who *graphtest.Client, id string) string {
	node := who.Must(readModeration, "id", id).Get("node")
	if !node.Get("id").Exists() {
		return ""
	}
	words := node.Get("body").String()
	if node.Get("body").Type.String() == "Null" {
		words = "-"
	}
	return node.Get("moderation.state").String() + " " + words
}

// moderationCounted reads the counts that somebody sees, and holds them against a recount.
func moderationCounted(t *testing.T, city *graphtest.City, who *graphtest.Client, consultation string) string {
	t.Helper()
	commentTally(t, city, consultation)
	got := who.Must(moderationTally, "id", consultation).Get("consultation")
	if listed, total := got.Get("comments.nodes.#").Int(), got.Get("comments.totalCount").Int(); listed != total {
		t.Errorf("%d comments are listed, and the total is %d", listed, total)
	}
	return got.Get("commentTally").Raw
}

func TestCommentWaitsForAModerator(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic(premoderated...)
	li, wang, anyone, moderator, auditor := city.Resident("li"), city.Resident("wang"), city.Anyone(), city.Moderator(), city.Staff("a", "", "AUDITOR")
	input := map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[0], "body": "第一稿", "idempotencyKey": "k"}
	id := commentOn(li, input)
	if again := commentOn(li, input); again != id {
		t.Error("the repeated request did not find the comment that waits")
	}
	seen := func(step, public, insiders string) {
		t.Helper()
		for who, want := range map[*graphtest.Client]string{anyone: public, wang: public, city.Editor(): public, city.Staff("m", "PARKS", "MODERATOR"): public, li: insiders, moderator: insiders, auditor: insiders} {
			if got := moderationStands(who, id); got != want {
				t.Errorf("%s: %s %v reads %q, want %q", step, who.Actor.Name, who.Actor.Roles, got, want)
			}
			moderationCounted(t, city, who, asked.Consultation)
		}
	}
	counts := func(step, public, staff string) {
		t.Helper()
		for who, want := range map[*graphtest.Client]string{wang: strings.Replace(public, "?", "null", 1), auditor: staff} {
			if got := moderationCounted(t, city, who, asked.Consultation); got != want {
				t.Errorf("%s: counted %s, want %s", step, got, want)
			}
		}
	}
	seen("before", "", "PENDING 第一稿")
	counts("before", `{"total":0,"hidden":0,"pending":?,"endorsements":0,"byClause":[],"byDay":[]}`, `{"total":0,"hidden":0,"pending":1,"endorsements":0,"byClause":[],"byDay":[]}`)
	if got := graphtest.Problems(wang.Ask(endorseComment, "input", commentNamed(id))); !slices.Equal(got, []string{"NOT_FOUND commentId"}) {
		t.Errorf("endorsing what waits: %v", got)
	}

	published := moderator.Must(moderateComment, "input", decideOn(id, "PUBLISH")).Get("moderateComment.comment")
	if again := moderator.Must(moderateComment, "input", decideOn(id, "PUBLISH")).Get("moderateComment.comment"); again.Raw != published.Raw || published.Get("moderation.decidedAt").String() == "" {
		t.Errorf("published twice, it is %s and then %s", published.Raw, again.Raw)
	}
	seen("published", "PUBLISHED 第一稿", "PUBLISHED 第一稿")
	wang.Must(endorseComment, "input", commentNamed(id))
	counts("published", `{"total":1,"hidden":0,"pending":?,"endorsements":1,"byClause":[{"count":1}],"byDay":[{"count":1}]}`, `{"total":1,"hidden":0,"pending":0,"endorsements":1,"byClause":[{"count":1}],"byDay":[{"count":1}]}`)

	li.Must(editComment, "input", map[string]any{"commentId": id, "stance": "OPPOSE"})
	seen("another stance", "PUBLISHED 第一稿", "PUBLISHED 第一稿")
	li.Must(editComment, "input", map[string]any{"commentId": id, "body": "第二稿"})
	seen("new words", "", "PENDING 第二稿")
	counts("new words", `{"total":0,"hidden":0,"pending":?,"endorsements":0,"byClause":[],"byDay":[]}`, `{"total":0,"hidden":0,"pending":1,"endorsements":0,"byClause":[],"byDay":[]}`)
	moderator.Must(moderateComment, "input", decideOn(id, "PUBLISH"))
	counts("published again", `{"total":1,"hidden":0,"pending":?,"endorsements":0,"byClause":[{"count":1}],"byDay":[{"count":1}]}`, `{"total":1,"hidden":0,"pending":0,"endorsements":0,"byClause":[{"count":1}],"byDay":[{"count":1}]}`)

	other := commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": "不说了"})
	li.Must(withdrawComment, "input", commentNamed(other))
	if got := moderationStands(moderator, other); got != "" {
		t.Errorf("what was taken back is seen by the moderator: %s", got)
	}
	refused := commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": "广告"})
	moderator.Must(moderateComment, "input", decideOn(refused, "HIDE", "reason", "ADVERTISING"))
	if got := moderationStands(wang, refused); got != "HIDDEN -" {
		t.Errorf("refused, it is %q", got)
	}
	counts("one is refused", `{"total":2,"hidden":1,"pending":?,"endorsements":0,"byClause":[{"count":1}],"byDay":[{"count":2}]}`, `{"total":2,"hidden":1,"pending":0,"endorsements":0,"byClause":[{"count":1}],"byDay":[{"count":2}]}`)
}

func TestCommentIsHiddenAndRestored(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	li, wang, zhao, moderator := city.Resident("li"), city.Resident("wang"), city.Resident("zhao"), city.Moderator()
	id := commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": "他的电话是一二三"})
	wang.Must(endorseComment, "input", commentNamed(id))
	hidden := moderator.Must(moderateComment, "input", decideOn(id, "HIDE", "reason", "PERSONAL_DATA", "note", "含有电话号码。")).Get("moderateComment.comment")
	if hidden.Get("body").String() != "他的电话是一二三" {
		t.Errorf("the moderator reads %s", hidden.Raw)
	}
	stub := wang.Must(readModeration, "id", id).Get("node")
	if stub.Get("body").Raw != "null" || stub.Get("moderation").Raw != hidden.Get("moderation").Raw || stub.Get("moderation.reason").String() != "PERSONAL_DATA" ||
		stub.Get("moderation.note").String() != "含有电话号码。" || stub.Get("endorsementCount").Int() != 1 || stub.Get("moderationCase").Raw != "null" {
		t.Errorf("others read %s", stub.Raw)
	}
	if got := moderationCounted(t, city, wang, asked.Consultation); !strings.HasPrefix(got, `{"total":1,"hidden":1,"pending":null,"endorsements":1,`) {
		t.Errorf("counted %s", got)
	}
	if got := graphtest.Problems(zhao.Ask(endorseComment, "input", commentNamed(id))); !slices.Equal(got, []string{"COMMENT_HIDDEN commentId"}) {
		t.Errorf("endorsing what is hidden: %v", got)
	}
	if left := wang.Must(withdrawEndorsement, "input", commentNamed(id)).Get("withdrawEndorsement.comment"); left.Get("endorsementCount").Int() != 0 || left.Get("body").Raw != "null" {
		t.Errorf("who leaves it reads %s", left.Raw)
	}
	li.Must(editComment, "input", map[string]any{"commentId": id, "body": "他的电话太吵"})
	if got := moderationStands(wang, id); got != "HIDDEN -" {
		t.Errorf("mended, it is %q", got)
	}
	if got := moderationQueued(moderator, asked.Consultation); got != "他的电话太吵" {
		t.Errorf("in the queue is %q", got)
	}
	restored := moderator.Must(moderateComment, "input", decideOn(id, "RESTORE")).Get("moderateComment.comment")
	if again := moderator.Must(moderateComment, "input", decideOn(id, "RESTORE")).Get("moderateComment.comment"); again.Raw != restored.Raw || restored.Get("moderation.reason").Raw != "null" {
		t.Errorf("restored twice, it is %s and then %s", restored.Raw, again.Raw)
	}
	if got := moderationStands(wang, id); got != "PUBLISHED 他的电话太吵" {
		t.Errorf("restored, it is %q", got)
	}
	moderator.Must(moderateComment, "input", decideOn(id, "HIDE", "reason", "INSULT"))
	li.Must(withdrawComment, "input", commentNamed(id))
	if got := moderationCounted(t, city, wang, asked.Consultation); got != `{"total":0,"hidden":0,"pending":null,"endorsements":0,"byClause":[],"byDay":[]}` {
		t.Errorf("taken back, it counts as %s", got)
	}
}

func TestManyCommentsAreModeratedAtOnce(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic(premoderated...)
	said := comments(city, asked, 5)
	moderator := city.Moderator()
	states := func() (all string) {
		for _, id := range said {
			all += moderationStands(moderator, id)[:1]
		}
		return all
	}
	moderator.Must(moderateComments, "input", map[string]any{"commentIds": said[3:], "decision": "HIDE", "reason": "DUPLICATE"})
	if got := graphtest.Problems(moderator.Ask(moderateComments, "input", map[string]any{"commentIds": said, "decision": "PUBLISH"})); !slices.Equal(got, []string{"WRONG_MODERATION_STATE commentIds.3", "WRONG_MODERATION_STATE commentIds.4"}) {
		t.Errorf("hidden ones among others: %v", got)
	}
	if got := states(); got != "PPPHH" || moderationStands(city.Anyone(), said[0]) != "" {
		t.Errorf("all or none: %s", got)
	}
	backwards := []string{said[2], said[0], said[1]}
	done := moderator.Must(moderateComments, "input", map[string]any{"commentIds": backwards, "decision": "PUBLISH"}).Get("moderateComments.comments")
	for i, c := range done.Array() {
		if c.Get("id").String() != backwards[i] || c.Get("moderation.state").String() != "PUBLISHED" {
			t.Errorf("the %dth is %s", i, c.Raw)
		}
	}
	if got := moderationCounted(t, city, moderator, asked.Consultation); !strings.HasPrefix(got, `{"total":5,"hidden":2,"pending":0,`) {
		t.Errorf("counted %s", got)
	}
}

// TestReportAndModeration walks past the end: what waits keeps the report back, what is hidden is answered and counted, and what
// is hidden after the report leaves its frozen counts.
func TestReportAndModeration(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic(premoderated...)
	said := comments(city, asked, 4)
	moderator, editor, publisher := city.Moderator(), city.Editor(), city.Publisher()
	moderator.Must(moderateComments, "input", map[string]any{"commentIds": said[:2], "decision": "PUBLISH"})
	moderator.Must(moderateComment, "input", decideOn(said[2], "HIDE", "reason", "HATE"))
	city.MoveTime(asked.Consultation, afterClosing)
	if got := graphtest.Problems(editor.Ask(respond, "input", map[string]any{"commentIds": said, "outcome": "ADOPTED"})); !slices.Equal(got, []string{"NOT_FOUND commentIds.3"}) {
		t.Errorf("answering what waits: %v", got)
	}
	editor.Must(respond, "input", map[string]any{"commentIds": said[:3], "outcome": "ADOPTED"})
	if got := graphtest.Problems(publisher.Ask(publish, "input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "x"})); !slices.Equal(got, []string{"COMMENTS_UNDECIDED"}) {
		t.Errorf("reporting while one waits: %v", got)
	}
	moderator.Must(moderateComment, "input", decideOn(said[3], "PUBLISH"))
	input := map[string]any{"consultationId": asked.Consultation, "unansweredReason": "重复。", "idempotencyKey": "r"}
	report := publisher.Must(publish, "input", input).Get("publishFeedbackReport.feedbackReport")
	if report.Get("said.comments").Int() != 4 || report.Get("done.unanswered").Int() != 1 || !strings.Contains(report.Get("content").String(), `"comments":4,"endorsements":0,"hidden":1,`) {
		t.Errorf("the report says %s", report.Raw)
	}
	moderator.Must(moderateComment, "input", decideOn(said[0], "HIDE", "reason", "PERSONAL_DATA"))
	if got := moderationStands(editor, said[0]); got != "HIDDEN -" {
		t.Errorf("hidden after the report it is %q", got)
	}
	if again := publisher.Must(publish, "input", input).Get("publishFeedbackReport.feedbackReport"); again.Get("content").String() != report.Get("content").String() {
		t.Errorf("the report changed to %s", again.Raw)
	}
	if got := moderationCounted(t, city, editor, asked.Consultation); !strings.HasPrefix(got, `{"total":4,"hidden":2,"pending":null,`) {
		t.Errorf("counted %s", got)
	}
}

func TestModeratingMeetsEndorsing(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	id := commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": "赞成"})
	moderator, done := city.Moderator(), make(chan int, 8)
	for i := range 8 {
		who := city.Resident(string(rune('a' + i)))
		go func() {
			problems := graphtest.Problems(who.Ask(endorseComment, "input", commentNamed(id)))
			done <- map[bool]int{true: 1, false: 0}[len(problems) == 0]
		}()
	}
	moderator.Must(moderateComment, "input", decideOn(id, "HIDE", "reason", "INSULT"))
	joined := 0
	for range 8 {
		select {
		case n := <-done:
			joined += n
		case <-time.After(time.Minute):
			t.Fatal("somebody waits for ever")
		}
	}
	if got := commentTally(t, city, asked.Consultation).Get("endorsements").Int(); got != int64(joined) {
		t.Errorf("%d joined, and %d count", joined, got)
	}
}
