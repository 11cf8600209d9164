package graph_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph/graphtest"
)

const (
	commentFields       = `{ id body stance createdAt editedAt withdrawnAt endorsementCount viewerIsAuthor viewerHasEndorsed clause { id label } consultation { id } }`
	submitComment       = `mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment ` + commentFields + ` userErrors { code field message } } }`
	editComment         = `mutation ($input: EditCommentInput!) { editComment(input: $input) { comment ` + commentFields + ` userErrors { code field message } } }`
	withdrawComment     = `mutation ($input: WithdrawCommentInput!) { withdrawComment(input: $input) { comment ` + commentFields + ` userErrors { code field message } } }`
	endorseComment      = `mutation ($input: EndorseCommentInput!) { endorseComment(input: $input) { comment ` + commentFields + ` userErrors { code field message } } }`
	withdrawEndorsement = `mutation ($input: WithdrawEndorsementInput!) { withdrawEndorsement(input: $input) { comment ` + commentFields + ` userErrors { code field message } } }`
	readComment         = `query ($id: ID!) { node(id: $id) { id ... on Comment ` + commentFields + ` } }`
	readTally           = `query ($id: ID!) { consultation(id: $id) { commentTally { total endorsements answered byStance { stance count } byDay { day count } byClause { clause { label } count byStance { stance count } } } } }`
)

// commentOn makes a comment and gives its id. Who says the same again says it in other words, because the same words are one comment.
func commentOn(who *graphtest.Client, input map[string]any) string {
	got := who.Ask(submitComment, "input", input)
	for again := 2; slices.Equal(graphtest.Problems(got), []string{"DUPLICATE body"}); again++ {
		got = who.Ask(submitComment, "input", with(input, "body", fmt.Sprintf("%s %d", input["body"], again)))
	}
	if len(graphtest.Problems(got)) > 0 {
		return who.Must(submitComment, "input", input).Raw // which fails the test
	}
	return got.Get("data.submitComment.comment.id").String()
}

// commentNamed is the input of what is done to a comment.
func commentNamed(id string) map[string]any { return map[string]any{"commentId": id} }

// commentTally reads the tally, and holds the counts against the rows before and after they are folded.
func commentTally(t *testing.T, city *graphtest.City, consultation string) gjson.Result {
	t.Helper()
	before := city.Anyone().Must(readTally, "id", consultation).Get("consultation.commentTally")
	commentsRecounted(t, city)
	if _, err := city.DB.FoldTallies(context.Background()); err != nil {
		t.Fatal(err)
	}
	commentsRecounted(t, city)
	if after := city.Anyone().Must(readTally, "id", consultation).Get("consultation.commentTally"); after.Raw != before.Raw {
		t.Errorf("folding changed the counts from %s to %s", before.Raw, after.Raw)
	}
	return before
}

func commentsRecounted(t *testing.T, city *graphtest.City) {
	t.Helper()
	if wrong := city.RecountComments(); len(wrong) > 0 {
		t.Errorf("wrong counts: %s", strings.Join(wrong, "; "))
	}
}

func TestCommentIsMadeEditedEndorsedAndWithdrawn(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	li, wang, anyone := city.Resident("li"), city.Resident("wang"), city.Anyone()

	id := commentOn(li, map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[1], "stance": "OPPOSE", "body": "收费标准应当每年公布。"})
	commentOn(wang, map[string]any{"consultationId": asked.Consultation, "body": "总体赞成。"})
	if got := anyone.Must(readComment, "id", id).Get("node"); got.Get("clause.label").String() != "第二条" || got.Get("viewerIsAuthor").Bool() || got.Get("editedAt").Type != gjson.Null ||
		got.Get("consultation.id").String() != asked.Consultation || got.Get("body").String() != "收费标准应当每年公布。" {
		t.Errorf("others read %s", got.Raw)
	}
	if got := wang.Must(endorseComment, "input", commentNamed(id)).Get("endorseComment.comment"); got.Get("endorsementCount").Int() != 1 || !got.Get("viewerHasEndorsed").Bool() {
		t.Errorf("endorsed, it is %s", got.Raw)
	}
	if got := wang.Must(endorseComment, "input", commentNamed(id)).Get("endorseComment.comment.endorsementCount").Int(); got != 1 {
		t.Errorf("endorsed twice, it counts %d", got)
	}
	if got := li.Must(readComment, "id", id).Get("node"); got.Get("viewerHasEndorsed").Bool() || !got.Get("viewerIsAuthor").Bool() {
		t.Errorf("its author reads %s", got.Raw)
	}
	edited := li.Must(editComment, "input", map[string]any{"commentId": id, "stance": "SUPPORT_WITH_CHANGES"}).Get("editComment.comment")
	if edited.Get("stance").String() != "SUPPORT_WITH_CHANGES" || edited.Get("body").String() != "收费标准应当每年公布。" || edited.Get("editedAt").Type == gjson.Null || edited.Get("endorsementCount").Int() != 0 {
		t.Errorf("edited, it is %s", edited.Raw)
	}
	wang.Must(endorseComment, "input", commentNamed(id))
	today := time.Now().In(time.FixedZone("Asia/Shanghai", 8*3600)).Format("2006-01-02")
	want := `{"total":2,"endorsements":1,"answered":0,"byStance":[{"stance":"SUPPORT","count":0},{"stance":"SUPPORT_WITH_CHANGES","count":1},{"stance":"OPPOSE","count":0},{"stance":"NEUTRAL","count":1}],` +
		`"byDay":[{"day":"` + today + `","count":2}],"byClause":[{"clause":{"label":"第二条"},"count":1,` +
		`"byStance":[{"stance":"SUPPORT","count":0},{"stance":"SUPPORT_WITH_CHANGES","count":1},{"stance":"OPPOSE","count":0},{"stance":"NEUTRAL","count":0}]}]}`
	if got := commentTally(t, city, asked.Consultation).Raw; got != want {
		t.Errorf("the tally is\n%s, want\n%s", got, want)
	}

	gone := li.Must(withdrawComment, "input", commentNamed(id)).Get("withdrawComment.comment")
	if gone.Get("withdrawnAt").Type == gjson.Null || gone.Get("endorsementCount").Int() != 0 {
		t.Errorf("withdrawn, it is %s", gone.Raw)
	}
	if again := li.Must(withdrawComment, "input", commentNamed(id)).Get("withdrawComment.comment"); again.Raw != gone.Raw {
		t.Errorf("withdrawn twice, it is %s and not %s", again.Raw, gone.Raw)
	}
	if got := li.Must(readComment, "id", id).Get("node"); got.Get("withdrawnAt").Raw != gone.Get("withdrawnAt").Raw {
		t.Errorf("its author reads %s", got.Raw)
	}
	tally := commentTally(t, city, asked.Consultation)
	if tally.Get("total").Int() != 1 || tally.Get("endorsements").Int() != 0 || len(tally.Get("byClause").Array()) != 0 {
		t.Errorf("without it the tally is %s", tally.Raw)
	}
}

func TestEditingWithoutADifferenceChangesNothing(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	li := city.Resident("li")
	id := commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": "赞成", "stance": "SUPPORT"})
	for name, input := range map[string]map[string]any{
		"nothing":   commentNamed(id),
		"nulls":     {"commentId": id, "stance": nil, "body": nil},
		"the same":  {"commentId": id, "stance": "SUPPORT", "body": "赞成"},
		"one of it": {"commentId": id, "body": "赞成"},
	} {
		if got := li.Must(editComment, "input", input).Get("editComment.comment.editedAt"); got.Type != gjson.Null {
			t.Errorf("%s: edited at %s", name, got)
		}
	}
	var deltas int
	if err := city.SQL.Get(&deltas, `SELECT count(*) FROM tally_deltas`); err != nil || deltas != 1 {
		t.Errorf("%d deltas, %v; want the one of the comment", deltas, err)
	}
	li.Must(editComment, "input", map[string]any{"commentId": id, "body": "赞成。"})
	commentTally(t, city, asked.Consultation)
}

func TestEndorsementIsTakenBack(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	id := commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": "赞成"})
	wang := city.Resident("wang")
	city.Resident("zhao").Must(endorseComment, "input", commentNamed(id))
	for _, step := range []struct {
		what string
		want int64
	}{{withdrawEndorsement, 1}, {endorseComment, 2}, {withdrawEndorsement, 1}, {withdrawEndorsement, 1}} {
		wang.Must(step.what, "input", commentNamed(id))
		got := wang.Must(readComment, "id", id).Get("node")
		if got.Get("endorsementCount").Int() != step.want || got.Get("viewerHasEndorsed").Bool() != (step.want == 2) {
			t.Errorf("want %d endorsements: %s", step.want, got.Raw)
		}
		if got := commentTally(t, city, asked.Consultation).Get("endorsements").Int(); got != step.want {
			t.Errorf("the tally has %d endorsements, want %d", got, step.want)
		}
	}
}

func TestWithdrawnCommentIsLikeNone(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	li := city.Resident("li")
	input := map[string]any{"consultationId": asked.Consultation, "body": "不说了", "idempotencyKey": "k"}
	withdrawn := commentOn(li, input)
	li.Must(withdrawComment, "input", commentNamed(withdrawn))
	id, _ := civic.ParseID(asked.Consultation)
	unknown := civic.IDWithin(consult.CommentKind, id.Key, civic.NewKey()).String()

	for name, who := range map[string]*graphtest.Client{"anybody": city.Anyone(), "a resident": city.Resident("wang"), "staff": city.Editor(), "an auditor": city.Staff("a", "", civic.Auditor)} {
		for what, query := range map[string]string{"edit": editComment, "withdraw": withdrawComment, "endorse": endorseComment, "withdraw endorsement": withdrawEndorsement} {
			hidden, none := who.Ask(query, "input", commentNamed(withdrawn)), who.Ask(query, "input", commentNamed(unknown))
			if hidden.Raw != none.Raw {
				t.Errorf("%s by %s: %s differs from %s", what, name, hidden.Raw, none.Raw)
			}
		}
		hidden, none := who.Ask(readComment, "id", withdrawn), who.Ask(readComment, "id", unknown)
		if hidden.Raw != none.Raw || hidden.Get("data.node").Type != gjson.Null {
			t.Errorf("%s reads %s, and of an unknown one %s", name, hidden.Raw, none.Raw)
		}
	}
	for _, who := range []*graphtest.Client{li, city.Anyone()} {
		if got := who.Must(listComments, "id", asked.Consultation).Get("consultation.comments"); got.Get("totalCount").Int() != 0 || len(got.Get("nodes").Array()) != 0 {
			t.Errorf("it is listed: %s", got.Raw)
		}
	}
	if got := li.Must(submitComment, "input", input).Get("submitComment.comment"); got.Get("id").String() != withdrawn || got.Get("withdrawnAt").Type == gjson.Null {
		t.Errorf("the repeated request gave %s", got.Raw)
	}
	for what, query := range map[string]string{"edit": editComment, "endorse": endorseComment, "withdraw endorsement": withdrawEndorsement} {
		if got := graphtest.Problems(li.Ask(query, "input", commentNamed(withdrawn))); !slices.Equal(got, []string{"NOT_FOUND commentId"}) {
			t.Errorf("%s by its author: %v", what, got)
		}
	}
}

func TestSubmittingTwice(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	li := city.Resident("li")
	input := map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[0], "body": "赞成", "idempotencyKey": "k1"}
	first := li.Must(submitComment, "input", input)
	if again := li.Must(submitComment, "input", input); again.Raw != first.Raw {
		t.Errorf("the same request gave %s and then %s", first.Raw, again.Raw)
	}
	if got := graphtest.Problems(li.Ask(submitComment, "input", with(input, "body", "反对"))); !slices.Equal(got, []string{"IDEMPOTENCY_CONFLICT idempotencyKey"}) {
		t.Errorf("another body: %v", got)
	}
	if other := commentOn(city.Resident("wang"), input); other == first.Get("submitComment.comment.id").String() {
		t.Error("somebody else's key led to this comment")
	}
	commentOn(li, with(input, "idempotencyKey", nil))
	commentOn(li, with(input, "idempotencyKey", nil))
	elsewhere := city.PutToPublic()
	commentOn(li, map[string]any{"consultationId": elsewhere.Consultation, "body": "赞成", "idempotencyKey": "k1"})

	city.MoveTime(asked.Consultation, 61*24*time.Hour)
	if again := li.Must(submitComment, "input", input); again.Raw != first.Raw {
		t.Errorf("after closing the same request gave %s", again.Raw)
	}
	if got := graphtest.Problems(li.Ask(submitComment, "input", with(input, "body", "反对"))); !slices.Equal(got, []string{"IDEMPOTENCY_CONFLICT idempotencyKey"}) {
		t.Errorf("after closing another body: %v", got)
	}
	if got := commentTally(t, city, asked.Consultation).Get("total").Int(); got != 4 {
		t.Errorf("%d comments, want 4", got)
	}
}

func TestMutationsOfOneOperationSeeEachOther(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	id := commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": "赞成"})
	got := city.Resident("wang").Must(`mutation ($e: EndorseCommentInput!, $w: WithdrawEndorsementInput!) {
		one: endorseComment(input: $e) { comment { endorsementCount viewerHasEndorsed consultation { commentTally { endorsements } } } }
		two: withdrawEndorsement(input: $w) { comment { endorsementCount viewerHasEndorsed consultation { commentTally { endorsements } } } }
	}`, "e", commentNamed(id), "w", commentNamed(id))
	want := `{"one":{"comment":{"endorsementCount":1,"viewerHasEndorsed":true,"consultation":{"commentTally":{"endorsements":1}}}},` +
		`"two":{"comment":{"endorsementCount":0,"viewerHasEndorsed":false,"consultation":{"commentTally":{"endorsements":0}}}}}`
	if got.Raw != want {
		t.Errorf("got %s", got.Raw)
	}
}
