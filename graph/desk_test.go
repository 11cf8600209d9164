package graph_test

import (
	"strings"
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const readDesk = `query ($department: ID, $kinds: [DeskItemKind!], $first: Int, $after: String) { desk(departmentId: $department, kinds: $kinds, first: $first, after: $after) {
	totalCount nodes { kind since dueAt subject { id } } pageInfo { hasNextPage endCursor } } }`

// onDesk lists the kinds of what waits for somebody.
func onDesk(who *graphtest.Client, variables ...any) string {
	var kinds []string
	for _, node := range who.Must(readDesk, variables...).Get("desk.nodes").Array() {
		kinds = append(kinds, node.Get("kind").String())
	}
	return strings.Join(kinds, " ")
}

// TestDeskOfADepartment follows a draft and its consultation over the desks of the staff.
func TestDeskOfADepartment(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	s := newStoryIn(t, city)
	both := city.Staff("both", graphtest.Housing, civic.Editor, civic.Reviewer)
	draft := s.imported(chapters(1, 2))
	desks := func(editor, reviewer, publisher string) {
		t.Helper()
		for who, want := range map[*graphtest.Client]string{s.editor: editor, s.reviewer: reviewer, s.publisher: publisher, city.Staff("elsewhere", "TRANSPORT", civic.Editor): "", city.Staff("auditor", "", civic.Auditor): ""} {
			if got := onDesk(who); got != want {
				t.Errorf("the desk of %s has %q, want %q", who.Actor.Name, got, want)
			}
		}
	}
	desks("DRAFT_TO_WRITE", "", "")
	s.editor.Must(`mutation ($id: ID!) { submitDraftForReview(input: {draftId: $id}) { draft { state } userErrors { code } } }`, "id", draft.Get("id").String())
	desks("DRAFT_TO_EDIT", "", "")
	both.Must(`mutation ($input: RecordReviewInput!) { recordReview(input: $input) { draft { state } userErrors { code field } } }`, "input", map[string]any{"draftId": draft.Get("id").String(), "stage": "EDIT", "decision": "APPROVE",
		"verdicts": []any{map[string]any{"gate": "TEXT", "passed": true}}, "contentHash": draft.Get("contentHash").String()})
	desks("", "DRAFT_TO_REVIEW", "")
	if got := onDesk(both); got != "" {
		t.Errorf("who took the step before finds %q", got)
	}

	asked := city.PutToPublic()
	city.WriteSurvey("LIVE", graphtest.Questions())
	city.MoveTime(asked.Consultation, 58*24*time.Hour)
	desks("SURVEY_TO_LAUNCH CONSULTATION_CLOSING", "DRAFT_TO_REVIEW CONSULTATION_CLOSING", "SURVEY_TO_LAUNCH CONSULTATION_CLOSING")
	city.MoveTime(asked.Consultation, 5*24*time.Hour)
	if got := onDesk(s.editor, "kinds", []string{"CONSULTATION_TO_ANSWER"}); got != "CONSULTATION_TO_ANSWER" {
		t.Errorf("after the end there is %q", got)
	}
	id, _ := civic.ParseID(asked.Consultation)
	city.SQL.MustExec(`UPDATE consultations SET feedback_due_on = current_date - 2 WHERE id = $1`, id.Key)
	desks("REPORT_OVERDUE SURVEY_TO_LAUNCH", "DRAFT_TO_REVIEW", "REPORT_OVERDUE SURVEY_TO_LAUNCH")

	page := s.editor.Must(readDesk, "first", 1).Get("desk")
	next := s.editor.Must(readDesk, "first", 1, "after", page.Get("pageInfo.endCursor").String()).Get("desk")
	if page.Get("totalCount").Int() != 2 || page.Get("nodes.0.subject.id").String() != asked.Consultation || next.Get("nodes.0.kind").String() != "SURVEY_TO_LAUNCH" || next.Get("pageInfo.hasNextPage").Bool() {
		t.Errorf("page by page it is %s and %s", page.Raw, next.Raw)
	}
}

// TestQueuesOfStaffAreRefused has people ask for the desk and the queue of a department that is not theirs.
func TestQueuesOfStaffAreRefused(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic(premoderated...)
	commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": "等"})
	department := city.Anyone().Must(`{ departments { nodes { id } } }`).Get("departments.nodes.0.id").String()
	const queue = `query ($department: ID) { moderationQueue(departmentId: $department) { nodes { body } totalCount } }`
	elsewhere := city.Staff("elsewhere", "TRANSPORT", civic.Moderator)
	for _, c := range []struct {
		who        *graphtest.Client
		document   string
		department any
		want       string
	}{
		{city.Anyone(), readDesk, nil, "UNAUTHENTICATED"},
		{city.Resident("li"), readDesk, nil, "FORBIDDEN"},
		{elsewhere, readDesk, department, "FORBIDDEN"},
		{city.Editor(), readDesk, asked.Consultation, "BAD_ID"},
		{city.Editor(), readDesk, department, ""},
		{city.Anyone(), queue, nil, "UNAUTHENTICATED"},
		{city.Editor(), queue, nil, "FORBIDDEN"},
		{elsewhere, queue, department, "FORBIDDEN"},
		{city.Moderator(), queue, asked.Draft, "BAD_ID"},
		{city.Moderator(), queue, department, ""},
		{city.Staff("auditor", "", civic.Auditor), queue, department, ""},
	} {
		if got := strings.Join(graphtest.Problems(c.who.Ask(c.document, "department", c.department)), " "); got != c.want {
			t.Errorf("%s asking %.40s of %v is told %q, want %q", c.who.Actor.Name, c.document, c.department, got, c.want)
		}
	}
	for who, want := range map[*graphtest.Client]string{elsewhere: `[]`, city.Moderator(): `["等"]`, city.Staff("auditor", "", civic.Auditor): `["等"]`} {
		if got := who.Must(queue).Get("moderationQueue.nodes.#.body").Raw; got != want {
			t.Errorf("%s reads %s, want %s", who.Actor.Name, got, want)
		}
	}
}
