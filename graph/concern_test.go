package graph_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	recordConcern       = `mutation ($input: RecordConcernInput!) { recordConcern(input: $input) { concern { id state due { dueAt rule } } userErrors { code field message } } }`
	assignConcern       = `mutation ($input: AssignConcernInput!) { assignConcern(input: $input) { concern { id state department { code } } userErrors { code field message } } }`
	mergeConcerns       = `mutation ($input: MergeConcernsInput!) { mergeConcerns(input: $input) { concern { id } userErrors { code field message } } }`
	closeConcern        = `mutation ($input: CloseConcernInput!) { closeConcern(input: $input) { concern { id state } userErrors { code field message } } }`
	answerConcern       = `mutation ($input: AnswerConcernInput!) { answerConcern(input: $input) { response { id concerns { id } } userErrors { code field message } } }`
	reviseConcernAnswer = `mutation ($input: ReviseConcernResponseInput!) { reviseConcernResponse(input: $input) { response { id version } userErrors { code field message } } }`
	readConcerns        = `{ publicConcerns { totalCount nodes { id state hoursLate answeredAt sensedAt mergedInto { id } responses { id } } } publicConcernResponses { totalCount nodes { id concerns { id } } } }`
	readStandings       = `query ($year: Int!) { concernStandings(year: $year) { department { code } open overdue answered answeredLate closedUnanswered } }`
)

// concern is a concern that somebody noticed; pairs of name and value change it.
func concern(more ...any) map[string]any {
	return with(map[string]any{"kind": "POLICY_MISREAD", "severity": "ORDINARY", "summary": "网传物业费将上涨一倍。", "sensedAt": time.Now().Add(-time.Hour),
		"sources": []any{map[string]any{"name": "本地论坛", "url": "https://example.org/post"}}}, more...)
}

func answerTo(ids ...string) map[string]any {
	return map[string]any{"answer": map[string]any{"concernIds": ids, "title": zh("关于物业费的说明"), "body": zh("收费标准没有调整。")}}
}

// noted is a concern of the department of the matrix.
func (m *matrix) noted() string {
	m.Helper()
	return m.city.Editor().Must(recordConcern, "input", concern("departmentId", m.housing)).Get("recordConcern.concern.id").String()
}

func (m *matrix) answered() string {
	m.Helper()
	id := m.city.Editor().Must(answerConcern, "input", answerTo(m.noted())).Get("answerConcern.response.id").String()
	release(m.city, id)
	return id
}

var (
	_ = inMatrix("recordConcern", func(m *matrix, _ *graphtest.Client) map[string]any { return concern("departmentId", m.housing) })
	_ = inMatrix("assignConcern", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"concernId": m.noted(), "departmentId": m.housing}
	})
	_ = inMatrix("mergeConcerns", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"concernIds": []string{m.noted()}, "intoId": m.noted()}
	})
	_ = inMatrix("closeConcern", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"concernId": m.noted(), "reason": "系重复信息。"}
	})
	_ = inMatrix("answerConcern", func(m *matrix, _ *graphtest.Client) map[string]any { return answerTo(m.noted()) })
	_ = inMatrix("reviseConcernResponse", func(m *matrix, _ *graphtest.Client) map[string]any {
		id := m.noted()
		return with(answerTo(id), "contentId", m.city.Editor().Must(answerConcern, "input", answerTo(id)).Get("answerConcern.response.id").String())
	})
	_ = inFields("PublicConcernResponse.reviews", `query ($id: ID!) { node(id: $id) { ... on PublicConcernResponse { reviews { hash } } } }`, (*matrix).answered)
	_ = inFields("PublicConcernResponse.missingForApproval", `query ($id: ID!) { node(id: $id) { ... on PublicConcernResponse { missingForApproval } } }`, (*matrix).answered)
)

// TestConcernsHaveClocks notes concerns before a holiday: hours run on.
func TestConcernsHaveClocks(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	city.Record()
	inspector := city.Staff("inspector", "", civic.Inspector)
	for severity, want := range map[string]string{"ORDINARY": `{"dueAt":"2025-01-29T12:00:00Z","rule":"CONCERN_ANSWER"}`, "GRAVE_EMERGENCY": `{"dueAt":"2025-01-28T12:00:00Z","rule":"CONCERN_PRESS_CONFERENCE"}`} {
		made := inspector.Must(recordConcern, "input", concern("severity", severity, "sensedAt", "2025-01-27T20:00:00+08:00")).Get("recordConcern.concern")
		if made.Get("due").Raw != want || made.Get("state").String() != "SENSED" {
			t.Errorf("%s: %s, want %s", severity, made.Raw, want)
		}
	}
}

// TestOneAnswerToThreeConcerns merges a concern into another one, answers both and a third with an hour to spare, and follows up.
func TestOneAnswerToThreeConcerns(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	m := &matrix{T: t, city: city}
	city.Record()
	m.housing = city.Anyone().Must(`{ departments { nodes { id } } }`).Get("departments.nodes.0.id").String()
	inspector := city.Staff("inspector", "", civic.Inspector)
	first := inspector.Must(recordConcern, "input", concern("sensedAt", time.Now().Add(-47*time.Hour))).Get("recordConcern.concern.id").String()
	if got := graphtest.Problems(inspector.Ask(answerConcern, "input", answerTo(first))); !slices.Equal(got, []string{"FORBIDDEN"}) {
		t.Errorf("an inspector's answer is refused as %v", got)
	}
	inspector.Must(assignConcern, "input", map[string]any{"concernId": first, "departmentId": m.housing})
	late := city.Editor().Must(recordConcern, "input", concern("departmentId", m.housing, "sensedAt", time.Now().Add(-50*time.Hour-time.Minute))).Get("recordConcern.concern.id").String()
	merged, open := m.noted(), m.noted()
	city.Editor().Must(mergeConcerns, "input", map[string]any{"concernIds": []string{merged}, "intoId": first})
	if got := graphtest.Problems(city.Editor().Ask(answerConcern, "input", answerTo(merged, late))); !slices.Equal(got, []string{"ALREADY_MERGED answer.concernIds.0"}) {
		t.Errorf("an answer to a merged concern is refused as %v", got)
	}
	evaluator := city.Staff("evaluator", "", civic.Evaluator)
	if read, got := evaluator.Must(readConcerns), graphtest.Problems(evaluator.Ask(recordConcern, "input", concern())); read.Get("publicConcerns.totalCount").Int() != 4 || !slices.Equal(got, []string{"FORBIDDEN"}) {
		t.Errorf("an evaluator reads %s, and noting is refused as %v", read.Raw, got)
	}
	id := city.Editor().Must(answerConcern, "input", answerTo(first, late)).Get("answerConcern.response.id").String()
	if read := city.Anyone().Must(readConcerns); read.Get("publicConcerns.totalCount").Int() != 0 || read.Get("publicConcernResponses.totalCount").Int() != 0 {
		t.Errorf("before the release the public reads %s", read.Raw)
	}
	release(city, id)
	read := city.Anyone().Must(readConcerns)
	if read.Get("publicConcerns.totalCount").Int() != 3 || read.Get("publicConcernResponses.totalCount").Int() != 1 || len(read.Get("publicConcernResponses.nodes.0.concerns").Array()) != 3 {
		t.Errorf("one answer to three concerns is %s", read.Raw)
	}
	hours := map[string]int64{}
	for _, c := range read.Get("publicConcerns.nodes").Array() {
		hours[c.Get("id").String()] = c.Get("hoursLate").Int()
	}
	if want := map[string]int64{first: 0, merged: 0, late: 3}; fmt.Sprint(hours) != fmt.Sprint(want) {
		t.Errorf("the hours are %v, want %v", hours, want)
	}
	if got := city.Anyone().Must(readStandings, "year", time.Now().In(time.FixedZone("", 8*60*60)).Year()).Get("concernStandings"); got.Raw != `[{"department":{"code":"HOUSING"},"open":1,"overdue":0,"answered":3,"answeredLate":1,"closedUnanswered":0}]` {
		t.Errorf("the department stands as %s", got.Raw)
	}
	next := city.Editor().Must(reviseConcernAnswer, "input", with(answerTo(first, late), "contentId", id)).Get("reviseConcernResponse.response.id").String()
	release(city, next)
	if got := city.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on PublicConcern { state mergedInto { id } responses { id } } } }`, "id", merged).Get("node"); got.Raw != fmt.Sprintf(`{"state":"FOLLOWED_UP","mergedInto":{"id":%q},"responses":[{"id":%q},{"id":%q}]}`, first, id, next) {
		t.Errorf("after a second answer the merged concern is %s", got.Raw)
	}
	city.Editor().Must(closeConcern, "input", map[string]any{"concernId": open, "reason": "经核实无此事。"})
	if got := city.Anyone().Must(`query ($id: ID!) { node(id: $id) { id } }`, "id", open).Get("node"); got.Raw != "null" {
		t.Error("the public finds a concern that nobody answered")
	}
}

// TestConcernsAreRefused tries what must not be written of a concern, or done with it.
func TestConcernsAreRefused(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	inspector := m.city.Staff("inspector", "", civic.Inspector)
	open, closed := m.noted(), m.noted()
	m.city.Editor().Must(closeConcern, "input", map[string]any{"concernId": closed, "reason": "无此事。"})
	unassigned := inspector.Must(recordConcern, "input", concern()).Get("recordConcern.concern.id").String()
	for what, c := range map[string]struct {
		who   *graphtest.Client
		query string
		input map[string]any
		want  string
	}{
		"the number of a telephone":        {inspector, recordConcern, concern("summary", "王某，电话13812345678"), "PERSONAL_DATA summary"},
		"the number of an identity card":   {inspector, recordConcern, concern("sources", []any{map[string]any{"name": "11010119900307123X"}}), "PERSONAL_DATA sources.0.name"},
		"the future":                       {inspector, recordConcern, concern("sensedAt", time.Now().Add(time.Hour)), "FUTURE_TIME sensedAt"},
		"an editor without a department":   {m.city.Editor(), recordConcern, concern(), "FORBIDDEN"},
		"a closed concern":                 {m.city.Editor(), answerConcern, answerTo(closed), "WRONG_CONCERN_STATE answer.concernIds.0"},
		"a concern of another department":  {m.city.Editor(), answerConcern, answerTo(open, unassigned), "NOT_FOUND answer.concernIds.1"},
		"a merger into itself":             {m.city.Editor(), mergeConcerns, map[string]any{"concernIds": []string{open}, "intoId": open}, "INVALID concernIds.0"},
		"the assignment of a closed one":   {inspector, assignConcern, map[string]any{"concernId": closed, "departmentId": m.housing}, "WRONG_CONCERN_STATE concernId"},
		"an inspector closing a close one": {inspector, closeConcern, map[string]any{"concernId": closed, "reason": "无。"}, "WRONG_CONCERN_STATE concernId"},
	} {
		if got := graphtest.Problems(c.who.Ask(c.query, "input", c.input)); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v, want %s", what, got, c.want)
		}
	}
}
