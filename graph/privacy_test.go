package graph_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	personaldb "minyi/db/personal"
	"minyi/graph/graphtest"
)

const (
	readOwn      = `{ viewer { comments { totalCount nodes { id body erasedAt withdrawnAt viewerIsAuthor } } surveyResponses { totalCount nodes { id answers { question { key } ... on ChoiceAnswer { choices other } ... on TextAnswer { text } } } } } }`
	eraseComment = `mutation ($input: EraseCommentInput!) { eraseComment(input: $input) { comment { id body stance erasedAt endorsementCount } userErrors { code field } } }`
	eraseMyData  = `mutation ($input: EraseMyDataInput!) { eraseMyData(input: $input) { erased { comments endorsements surveyResponses reports } userErrors { code field } } }`
)

// privateCity is a consultation that has closed and one that is open, both with what a resident wrote.
type privateCity struct {
	*graphtest.City
	li                      *graphtest.Client
	closed                  graphtest.Asked
	shut, open              graphtest.Asking
	closedComment, answered string
}

func newPrivateCity(t *testing.T) *privateCity {
	city := graphtest.New(t)
	c := &privateCity{City: city, li: city.Resident("li")}
	c.closed = city.PutToPublic()
	c.closedComment = commentOn(c.li, map[string]any{"consultationId": c.closed.Consultation, "clauseId": c.closed.Clauses[0], "stance": "OPPOSE", "body": "我住在三号楼。", "idempotencyKey": "k"})
	city.Resident("wang").Must(endorseComment, "input", commentNamed(c.closedComment))
	c.li.Must(endorseComment, "input", commentNamed(commentOn(city.Resident("wang"), map[string]any{"consultationId": c.closed.Consultation, "stance": "SUPPORT", "body": "同意。"})))
	c.shut = city.PutSurvey("AFTER_CLOSE")
	c.open = city.PutSurvey("LIVE")
	for _, survey := range []string{c.shut.Survey, c.open.Survey} {
		c.li.Must(`mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { userErrors { code } } }`, "input", map[string]any{"surveyId": survey, "answers": graphtest.Answers(), "idempotencyKey": "k"})
	}
	openComment := map[string]any{"consultationId": c.open.Consultation, "stance": "NEUTRAL", "body": "我有话说。"}
	commentOn(c.li, openComment)
	c.li.Must(endorseComment, "input", commentNamed(commentOn(city.Resident("wang"), openComment)))
	city.MoveTime(c.closed.Consultation, afterClosing)
	city.MoveTime(c.shut.Consultation, afterClosing)
	c.li.Must(`mutation ($id: ID!) { reportComment(input: {commentId: $id, reason: OTHER, note: "李某的举报"}) { userErrors { code } } }`, "id",
		commentOn(city.Resident("wang"), openComment))
	c.answered = city.Editor().Must(respond, "input", map[string]any{"commentIds": []string{c.closedComment}, "outcome": "ADOPTED"}).Get("respondToComments.officialResponse.id").String()
	city.Publisher().Must(publishResponses, "input", map[string]any{"consultationId": c.closed.Consultation})
	return c
}

// exported is what the server keeps about a person, as they download it.
func (c *privateCity) exported(t *testing.T, who *graphtest.Client) gjson.Result {
	t.Helper()
	data, err := personaldb.PersonalData(t.Context(), c.DB, who.Actor)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := json.Marshal(data)
	return gjson.ParseBytes(raw)
}

func TestResidentsReadWhatTheyWrote(t *testing.T) {
	t.Parallel()
	c := newPrivateCity(t)
	own := c.li.Must(readOwn).Get("viewer")
	if own.Get("comments.totalCount").Int() != 2 || own.Get("comments.nodes.#.body").Raw != `["我有话说。","我住在三号楼。"]` || own.Get("surveyResponses.totalCount").Int() != 2 {
		t.Errorf("li reads %s", own.Raw)
	}
	export := c.exported(t, c.li)
	if export.Get("comments.#").Int() != 2 || export.Get("endorsements.#").Int() != 2 || export.Get("surveyResponses.#").Int() != 2 ||
		export.Get("comments.0.body").String() != "我住在三号楼。" || export.Get("account.issuer").String() != "test" || export.Get("surveyResponses.0.answers.complaint.text").String() != "电梯常坏" {
		t.Errorf("the export is %s", export.Raw)
	}
	if other := c.Resident("zhao").Must(readOwn).Get("viewer"); other.Get("comments.totalCount").Int()+other.Get("surveyResponses.totalCount").Int() != 0 {
		t.Errorf("zhao reads %s", other.Raw)
	}
}

func TestErasedCommentLeavesAStub(t *testing.T) {
	t.Parallel()
	c := newPrivateCity(t)
	before := c.Anyone().Must(readTally, "id", c.closed.Consultation).Raw
	stub := c.li.Must(eraseComment, "input", commentNamed(c.closedComment)).Get("eraseComment.comment")
	if stub.Get("body").Type != gjson.Null || stub.Get("erasedAt").String() == "" || stub.Get("stance").String() != "OPPOSE" || stub.Get("endorsementCount").Int() != 1 {
		t.Errorf("what is left is %s", stub.Raw)
	}
	if again := c.li.Must(eraseComment, "input", commentNamed(c.closedComment)).Get("eraseComment.comment"); again.Raw != stub.Raw {
		t.Errorf("erased twice it is %s", again.Raw)
	}
	if after := c.Anyone().Must(readTally, "id", c.closed.Consultation).Raw; after != before {
		t.Errorf("the counts went from %s to %s", before, after)
	}
	commentsRecounted(t, c.City)
	read := c.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on Comment { body erasedAt officialResponse { id } } } }`, "id", c.closedComment).Get("node")
	if read.Get("officialResponse.id").String() != c.answered || read.Get("body").Type != gjson.Null {
		t.Errorf("others read %s", read.Raw)
	}
	c.rowsHold(t, "三号楼", 0)
	for name, refusal := range map[string]struct {
		who  *graphtest.Client
		want string
	}{"somebody else": {c.Resident("wang"), "NOT_AUTHOR commentId"}, "nobody": {c.Anyone(), "UNAUTHENTICATED"}, "the editor": {c.Editor(), "NOT_AUTHOR commentId"}} {
		if got := graphtest.Problems(refusal.who.Ask(eraseComment, "input", commentNamed(c.closedComment))); len(got) != 1 || got[0] != refusal.want {
			t.Errorf("%s: %v, want %s", name, got, refusal.want)
		}
	}
}

// rowsHold counts the rows of the database in which a text stands anywhere.
func (c *privateCity) rowsHold(t *testing.T, text string, want int) {
	t.Helper()
	var tables []string
	if err := c.SQL.Select(&tables, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, table := range tables {
		var n int
		if err := c.SQL.Get(&n, `SELECT count(*) FROM `+table+` x WHERE to_jsonb(x)::text LIKE '%' || $1 || '%'`, text); err != nil {
			t.Fatal(err)
		}
		found += n
	}
	if found != want {
		t.Errorf("%q stands in %d rows, want %d", text, found, want)
	}
}

func TestErasedCommentCannotBeUsed(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, li := city.PutToPublic(), city.Resident("li")
	comment := commentOn(li, map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": "不同意。"})
	li.Must(eraseComment, "input", commentNamed(comment))
	for name, got := range map[string][]string{
		"edit":    graphtest.Problems(li.Ask(editComment, "input", map[string]any{"commentId": comment, "body": "又说。"})),
		"endorse": graphtest.Problems(city.Resident("wang").Ask(endorseComment, "input", commentNamed(comment))),
	} {
		if len(got) != 1 || got[0] != "ERASED commentId" {
			t.Errorf("%s: %v", name, got)
		}
	}
	li.Must(withdrawComment, "input", commentNamed(comment))
	commentsRecounted(t, city)
}

func TestEraseMyDataCutsEveryTie(t *testing.T) {
	t.Parallel()
	c := newPrivateCity(t)
	if got := graphtest.Problems(c.li.Ask(eraseMyData, "input", map[string]any{"confirm": false})); len(got) != 1 || got[0] != "REQUIRED confirm" {
		t.Errorf("without confirmation: %v", got)
	}
	before := c.Anyone().Must(readTally, "id", c.closed.Consultation).Raw
	erased := c.li.Must(eraseMyData, "input", map[string]any{"confirm": true}).Get("eraseMyData.erased")
	if erased.Raw != `{"comments":2,"endorsements":2,"surveyResponses":2,"reports":1}` {
		t.Errorf("erased %s", erased.Raw)
	}
	own := c.li.Must(readOwn).Get("viewer")
	if own.Get("comments.totalCount").Int()+own.Get("surveyResponses.totalCount").Int() != 0 || c.exported(t, c.li).Get("endorsements.#").Int() != 0 {
		t.Errorf("li still finds %s", own.Raw)
	}
	if after := c.Anyone().Must(readTally, "id", c.closed.Consultation).Raw; after != before {
		t.Errorf("the counts of the closed consultation went from %s to %s", before, after)
	}
	open := c.Anyone().Must(readTally, "id", c.open.Consultation).Get("consultation.commentTally")
	if open.Get("total").Int() != 2 || open.Get("endorsements").Int() != 0 {
		t.Errorf("in the open consultation remain %s", open.Raw)
	}
	commentsRecounted(t, c.City)
	for survey, want := range map[string]int64{c.shut.Survey: 1, c.open.Survey: 0} {
		read := c.Editor().Must(`query ($id: ID!) { survey(id: $id) { responses { totalCount nodes { answers { question { key } ... on ChoiceAnswer { choices other } ... on TextAnswer { text } } } } results { responses } } }`, "id", survey).Get("survey")
		if read.Get("responses.totalCount").Int() != want || read.Get("results.responses").Int() != want || read.Get("responses.nodes.#").Int() != want {
			t.Errorf("the survey has %s, want %d", read.Raw, want)
		}
		if want == 1 && !strings.Contains(read.Raw, `"choices":["lifts","other"]`) {
			t.Errorf("choices are gone: %s", read.Raw)
		}
	}
	for text, rows := range map[string]int{"三号楼": 0, "充电桩": 0, "李某的举报": 0, "电梯常坏": 0, c.li.Actor.Account.String(): 1} { // the account itself
		c.rowsHold(t, text, rows)
	}
	if again := c.li.Must(eraseMyData, "input", map[string]any{"confirm": true}).Get("eraseMyData.erased"); again.Get("comments").Int() != 0 {
		t.Errorf("asked again it erased %s", again.Raw)
	}
	if faults := auditFaults(t, c.City); len(faults) > 0 {
		t.Error(faults)
	}
}
