package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph/graphtest"
)

const publishResponses = `mutation ($input: PublishOfficialResponsesInput!) { publishOfficialResponses(input: $input) { consultation { officialResponses { totalCount } commentTally { answered } } userErrors { code field } } }`

var _ = inMatrix("publishOfficialResponses", func(m *matrix, _ *graphtest.Client) map[string]any {
	asked := m.city.PutToPublic()
	m.city.MoveTime(asked.Consultation, afterClosing)
	return map[string]any{"consultationId": asked.Consultation}
})

const discardResponse = `mutation ($input: DiscardOfficialResponseInput!) { discardOfficialResponse(input: $input) { consultation { officialResponses { totalCount } } userErrors { code field } } }`

var _ = inMatrix("discardOfficialResponse", func(m *matrix, _ *graphtest.Client) map[string]any {
	asked := m.city.PutToPublic()
	m.city.MoveTime(asked.Consultation, afterClosing)
	consultation, err := civic.ParseID(asked.Consultation)
	if err != nil {
		m.Fatal(err)
	}
	draft := civic.IDWithin(consult.OfficialResponseKind, consultation.Key, civic.NewKey())
	m.city.SQL.MustExec(`INSERT INTO official_responses (consultation_id, id, outcome, reason, created_by) VALUES ($1, $2, 'ADOPTED', '{}', $2)`, consultation.Key, draft.Key)
	return map[string]any{"officialResponseId": draft.String()}
})

// answering is a closed consultation with three comments, of which drafts answer two and one.
type answering struct {
	*graphtest.City
	asked         graphtest.Asked
	said          []string
	first, second string
}

func newAnswering(t *testing.T) *answering {
	a := &answering{City: graphtest.New(t)}
	a.asked = a.PutToPublic()
	a.said = comments(a.City, a.asked, 3)
	a.MoveTime(a.asked.Consultation, afterClosing)
	a.first = a.respond(a.said[:2], "秘密的理由。")
	a.second = a.respond(a.said[2:], "另一个理由。")
	return a
}

func (a *answering) respond(said []string, reason string) string {
	return a.Editor().Must(respond, "input", map[string]any{"commentIds": said, "outcome": "NOT_ADOPTED", "reason": zh(reason), "clauses": []any{map[string]any{"clauseId": a.asked.Clauses[0], "effect": "KEPT"}}}).
		Get("respondToComments.officialResponse.id").String()
}

// seen is what an actor sees of the responses, at every place that could tell.
func (a *answering) seen(who *graphtest.Client) string {
	read := who.Must(`query ($c: ID!, $first: ID!, $said: ID!, $clause: ID!) {
		consultation(id: $c) { officialResponses { totalCount nodes { id } } commentTally { answered } answered: comments(filter: {answered: true}) { totalCount } unanswered: comments(filter: {answered: false}) { totalCount } }
		response: node(id: $first) { id } comment: node(id: $said) { ... on Comment { officialResponse { id } } } clause: node(id: $clause) { ... on Clause { provenance { officialResponse { id } } } }
		search(text: "秘密的理由") { totalCount } }`, "c", a.asked.Consultation, "first", a.first, "said", a.said[0], "clause", a.asked.Clauses[0])
	var numbers []string
	for _, path := range []string{"consultation.officialResponses.totalCount", "consultation.officialResponses.nodes.#", "consultation.commentTally.answered", "consultation.answered.totalCount",
		"consultation.unanswered.totalCount", "search.totalCount", "clause.provenance.#"} {
		numbers = append(numbers, read.Get(path).Raw)
	}
	for _, path := range []string{"response", "comment.officialResponse"} {
		numbers = append(numbers, map[bool]string{true: "yes", false: "no"}[read.Get(path).IsObject()])
	}
	return strings.Join(numbers, " ")
}

// TestResponsesAreDraftsUntilPublished looks for drafts as everybody and as staff, publishes one, and lets the report publish the rest.
func TestResponsesAreDraftsUntilPublished(t *testing.T) {
	t.Parallel()
	a := newAnswering(t)
	const nothing, staff = "0 0 0 0 3 0 0 no no", "2 2 0 3 0 0 2 yes yes"
	for name, c := range map[string]struct {
		who  *graphtest.Client
		want string
	}{"everybody": {a.Anyone(), nothing}, "a resident": {a.Resident("li"), nothing}, "staff elsewhere": {a.Staff("other", "PARKS", civic.Editor), nothing},
		"the editor": {a.Editor(), staff}, "the publisher": {a.Publisher(), staff}} {
		if got := a.seen(c.who); got != c.want {
			t.Errorf("%s sees %s, want %s", name, got, c.want)
		}
	}
	one := map[string]any{"consultationId": a.asked.Consultation, "officialResponseIds": []string{a.first}}
	for want, got := range map[string]gjson.Result{
		"FORBIDDEN":                    a.Editor().Ask(publishResponses, "input", one),
		"BAD_ID officialResponseIds.0": a.Publisher().Ask(publishResponses, "input", with(one, "officialResponseIds", a.said[:1])),
		"TOO_FEW officialResponseIds":  a.Publisher().Ask(publishResponses, "input", with(one, "officialResponseIds", []string{})),
		"STILL_OPEN":                   a.Publisher().Ask(publishResponses, "input", map[string]any{"consultationId": a.PutToPublic().Consultation}),
		"NOT_FOUND consultationId":     a.Publisher().Ask(publishResponses, "input", map[string]any{"consultationId": civic.IDOf(civic.ConsultationKind, civic.NewKey()).String()}),
	} {
		if problems := graphtest.Problems(got); !slices.Equal(problems, []string{want}) {
			t.Errorf("got %v, want %s", problems, want)
		}
	}
	for range 2 { // a second time changes nothing
		if done := a.Publisher().Must(publishResponses, "input", one).Get("publishOfficialResponses.consultation"); done.Raw != `{"officialResponses":{"totalCount":2},"commentTally":{"answered":2}}` {
			t.Errorf("published: %s", done.Raw)
		}
	}
	if got := a.seen(a.Anyone()); got != "1 1 2 2 1 1 1 yes yes" {
		t.Errorf("with one published, everybody sees %s", got)
	}
	counted(t, a.City, a.asked.Consultation)
	report := a.Publisher().Must(publish, "input", map[string]any{"consultationId": a.asked.Consultation, "summary": zh("谢谢。")}).Get("publishFeedbackReport.feedbackReport")
	if got := a.seen(a.Anyone()); got != "2 2 3 3 0 1 2 yes yes" || !report.Exists() {
		t.Errorf("with the report, everybody sees %s", got)
	}
	counted(t, a.City, a.asked.Consultation)
}

// TestCommentIsTakenOutOfAResponse answers a comment by mistake, takes it out, and answers it otherwise, before and after the response is public.
func TestCommentIsTakenOutOfAResponse(t *testing.T) {
	t.Parallel()
	a := newAnswering(t)
	editor := a.Editor()
	revise := func(response string, said []string, more ...any) gjson.Result {
		return editor.Ask(reviseAnswer, "input", with(map[string]any{"officialResponseId": response, "outcome": "NOT_ADOPTED", "reason": zh("理由。"), "commentIds": said}, more...))
	}
	if got := graphtest.Problems(revise(a.first, a.said)); !slices.Equal(got, []string{"ALREADY_ANSWERED commentIds.2"}) {
		t.Errorf("a comment of another response: %v", got)
	}
	if done := revise(a.first, a.said[:1]).Get("data.reviseOfficialResponse.officialResponse"); done.Get("comments.totalCount").Int() != 1 {
		t.Errorf("left in the draft is %s", done.Raw)
	}
	a.respond(a.said[1:2], "第二个答复。")
	a.Publisher().Must(publishResponses, "input", map[string]any{"consultationId": a.asked.Consultation})
	if got := counted(t, a.City, a.asked.Consultation); got != "answered 3, outcome/NOT_ADOPTED 3" {
		t.Errorf("counted %s", got)
	}
	if got := graphtest.Problems(revise(a.second, a.said[1:2])); !slices.Equal(got, []string{"ALREADY_ANSWERED commentIds.0"}) {
		t.Errorf("somebody else's comment: %v", got)
	}
	fourth := a.respondedAlone(t)
	if got := graphtest.Problems(revise(fourth, a.said[:1])); !slices.Equal(got, []string{"REASON_REQUIRED removalReason"}) {
		t.Errorf("without a reason: %v", got)
	}
	if done := revise(fourth, a.said[:1], "removalReason", "ANSWERED_BY_MISTAKE", "outcome", "ADOPTED").Get("data.reviseOfficialResponse.officialResponse"); done.Get("comments.totalCount").Int() != 1 {
		t.Errorf("left is %s", done.Raw)
	}
	if got := counted(t, a.City, a.asked.Consultation); got != "answered 2, outcome/ADOPTED 1, outcome/NOT_ADOPTED 1" {
		t.Errorf("taken out, counted %s", got)
	}
	out := a.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on Comment { officialResponse { id } } } }`, "id", a.said[2])
	if out.Get("node.officialResponse").Type != gjson.Null {
		t.Errorf("taken out, it has %s", out.Raw)
	}
	audit := a.Staff("auditor", "", civic.Auditor).Must(`{ auditLog(first: 1) { nodes { action summary } } }`).Get("auditLog.nodes.0")
	if audit.Get("action").String() != "reviseOfficialResponse" || !strings.Contains(audit.Get("summary").String(), `"removalReason":"ANSWERED_BY_MISTAKE"`) {
		t.Errorf("the audit log has %s", audit.Raw)
	}
	a.respond(a.said[2:], "终于答对了。")
}

// respondedAlone makes the first response answer the last comment too, in place of the second response.
func (a *answering) respondedAlone(t *testing.T) string {
	t.Helper()
	a.SQL.MustExec(`DELETE FROM affected_clauses`)
	one, err := civic.ParseID(a.first)
	if err != nil {
		t.Fatal(err)
	}
	two, err := civic.ParseID(a.second)
	if err != nil {
		t.Fatal(err)
	}
	a.SQL.MustExec(`UPDATE answered_comments SET official_response_id = $1 WHERE official_response_id = $2`, one.Key, two.Key)
	a.SQL.MustExec(`DELETE FROM official_responses WHERE id = $1`, two.Key)
	return a.first
}

// TestDraftOfAResponseIsDiscarded deletes a draft, so that its comments can be answered and the period opened again.
func TestDraftOfAResponseIsDiscarded(t *testing.T) {
	t.Parallel()
	a := newAnswering(t)
	a.Publisher().Must(publishResponses, "input", map[string]any{"consultationId": a.asked.Consultation, "officialResponseIds": []string{a.first}})
	discard := func(response string) gjson.Result {
		return a.Editor().Ask(discardResponse, "input", map[string]any{"officialResponseId": response})
	}
	if got := graphtest.Problems(discard(a.first)); !slices.Equal(got, []string{"RESPONSE_PUBLISHED officialResponseId"}) {
		t.Errorf("a published one: %v", got)
	}
	if left := discard(a.second).Get("data.discardOfficialResponse.consultation.officialResponses.totalCount").Int(); left != 1 {
		t.Errorf("%d are left", left)
	}
	if got := graphtest.Problems(discard(a.second)); !slices.Equal(got, []string{"NOT_FOUND officialResponseId"}) {
		t.Errorf("a second time: %v", got)
	}
	a.respond(a.said[2:], "重新答复。")
	counted(t, a.City, a.asked.Consultation)
}
