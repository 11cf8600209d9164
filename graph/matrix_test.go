package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/graph/graphtest"
)

// inMatrix adds a mutation to the matrix, in the test file of its subject.
func inMatrix(mutation string, prepare func(m *matrix, who *graphtest.Client) map[string]any) bool {
	matrixInputs[mutation] = prepare
	return true
}

// matrixInputs make, for each mutation, an input with which it succeeds for an actor who may. A mutation of the schema that is
// missing here fails the test of rights.
var matrixInputs = map[string]func(m *matrix, who *graphtest.Client) map[string]any{
	"createDepartment": func(m *matrix, _ *graphtest.Client) map[string]any { return department("D"+m.fresh(), "") },
	"grantRole":        func(m *matrix, _ *graphtest.Client) map[string]any { return m.role("staff" + m.fresh()) },
	"revokeRole": func(m *matrix, _ *graphtest.Client) map[string]any {
		role := m.role("staff" + m.fresh())
		m.city.Staff("admin", "", civic.Admin).Must(grantRole, "input", role)
		return role
	},
	"createBrowserKey": func(*matrix, *graphtest.Client) map[string]any {
		return map[string]any{"solution": "no work was done"}
	},
	"reportComment": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"commentId": m.commentBy(m.city.Resident("author")), "reason": "OTHER", "note": "与本办法无关。"}
	},
	"disputeAuthorship": func(m *matrix, who *graphtest.Client) map[string]any {
		return map[string]any{"commentId": m.commentBy(who), "statement": "不是我写的。"}
	},
	"moderateComment": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"commentId": m.commentBy(m.city.Resident("author")), "decision": "HIDE", "reason": "OTHER", "note": "与本办法无关。"}
	},
	"moderateComments": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"commentIds": []string{m.commentBy(m.city.Resident("author"))}, "decision": "HIDE", "reason": "OTHER", "note": "与本办法无关。"}
	},
	"loadWorkingCalendar": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"code": "CAL", "source": "通知", "coversFrom": "2030-01-01", "coversTo": "2030-12-31", "days": []any{}}
	},
	"createPolicyRecord": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"departmentId": m.housing, "title": zh("办法"), "kind": "MAJOR_DECISION"}
	},
	"requestDraftUpload": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"policyRecordId": m.city.Record()}
	},
	"importDraft": func(m *matrix, _ *graphtest.Client) map[string]any {
		return draftInput(m.city.Record(), draftText, "title", "办法", "legalBases", []any{map[string]any{"title": "宪法"}})
	},
	"reviseDraft": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"draftId": m.draft("DRAFT")}
	},
	"setLegalBases": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"draftId": m.draft("DRAFT"), "legalBases": []any{map[string]any{"title": "宪法"}}}
	},
	"submitDraftForReview": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"draftId": m.draft("DRAFT")}
	},
	"editClause": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"clauseId": m.clause(m.draft("DRAFT")), "text": "新的文字。"}
	},
	"correctClauseMatch": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"clauseId": m.clause(m.draft("DRAFT"))}
	},
	"recordReview": func(m *matrix, who *graphtest.Client) map[string]any {
		stage, state := "EDIT", "SUBMITTED"
		switch {
		case holds(who, civic.Reviewer):
			stage, state = "REVIEW", "EDITED"
		case holds(who, civic.Publisher):
			stage, state = "PUBLISH", "REVIEWED"
		}
		draft := m.draft(state)
		verdicts := []any{}
		for _, gate := range policy.ReviewGates {
			verdicts = append(verdicts, map[string]any{"gate": gate, "passed": true})
		}
		hash := m.city.Editor().Must(readDraft, "id", draft).Get("node.contentHash").String()
		return map[string]any{"draftId": draft, "stage": stage, "decision": "APPROVE", "verdicts": verdicts, "contentHash": hash}
	},
	"createSurvey": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"departmentId": m.housing, "title": zh("问卷"), "questions": graphtest.Questions()}
	},
	"reviseSurvey": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"surveyId": m.city.WriteSurvey("AFTER_CLOSE", graphtest.Questions()), "questions": graphtest.Questions()}
	},
	"launchConsultation": func(m *matrix, _ *graphtest.Client) map[string]any {
		draft := m.draft("APPROVED")
		record := m.city.Editor().Must(`query ($id: ID!) { node(id: $id) { ... on Draft { policyRecord { id } } } }`, "id", draft).Get("node.policyRecord.id").String()
		return map[string]any{"policyRecordId": record, "draftId": draft, "closesOn": inDays(60), "title": zh("征求意见")}
	},
	"extendCommentPeriod": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"consultationId": m.city.PutToPublic().Consultation, "closesOn": inDays(90), "reason": "意见较多。"}
	},
	"createJurisdictionProfile": func(m *matrix, _ *graphtest.Client) map[string]any { return hamburg("P" + m.fresh()) },
	"reviseJurisdictionProfile": func(*matrix, *graphtest.Client) map[string]any {
		return with(hamburg("UK"), "usualFor", []string{})
	},
	"moveComment": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"commentId": m.commentBy(m.city.Resident("author")), "clauseId": m.asked.Clauses[1]}
	},
	"updateDepartment": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"departmentId": m.department(), "name": zh("住建委" + m.fresh())}
	},
	"closeDepartment": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"departmentId": m.department(), "reason": "机构改革。"}
	},
	"mergeDepartments": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"departmentId": m.department(), "successorId": m.housing, "reason": "机构改革。"}
	},
	"updatePolicyRecord": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"policyRecordId": m.asked.Record, "title": zh("物业管理办法" + m.fresh())}
	},
	"updateConsultation": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"consultationId": m.asked.Consultation, "title": zh("征求意见" + m.fresh())}
	},
	"updateSurvey": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"surveyId": m.city.PutSurvey("AFTER_CLOSE").Survey, "title": zh("问卷" + m.fresh())}
	},
	"closeCommentPeriod": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"consultationId": m.city.PutToPublic().Consultation, "reason": "情况有变。"}
	},
	"rescheduleConsultation": func(m *matrix, _ *graphtest.Client) map[string]any {
		upcoming := m.city.PutToPublic("opensAt", time.Now().Add(48*time.Hour))
		return map[string]any{"consultationId": upcoming.Consultation, "opensAt": time.Now().Add(24 * time.Hour), "closesOn": inDays(90), "reason": "推迟。"}
	},
	"addSurvey": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"consultationId": m.asked.Consultation, "surveyId": m.city.WriteSurvey("AFTER_CLOSE", graphtest.Questions())}
	},
	"withdrawConsultation": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"consultationId": m.city.PutToPublic().Consultation, "reason": "草案有误。"}
	},
	"submitComment": func(m *matrix, _ *graphtest.Client) map[string]any { return m.newComment() },
	"editComment": func(m *matrix, who *graphtest.Client) map[string]any {
		return map[string]any{"commentId": m.commentBy(who), "body": "改了。"}
	},
	"withdrawComment": func(m *matrix, who *graphtest.Client) map[string]any {
		return commentNamed(m.commentBy(who))
	},
	"eraseComment": func(m *matrix, who *graphtest.Client) map[string]any {
		return commentNamed(m.commentBy(who))
	},
	"eraseMyData": func(*matrix, *graphtest.Client) map[string]any { return map[string]any{"confirm": true} },
	"endorseComment": func(m *matrix, _ *graphtest.Client) map[string]any {
		return commentNamed(m.commentBy(m.city.Resident("author")))
	},
	"withdrawEndorsement": func(m *matrix, _ *graphtest.Client) map[string]any {
		return commentNamed(m.commentBy(m.city.Resident("author")))
	},
	"submitSurveyResponse": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"surveyId": m.city.PutSurvey("AFTER_CLOSE").Survey, "answers": graphtest.Answers()}
	},
	"reviseSurveyResponse": func(m *matrix, who *graphtest.Client) map[string]any {
		if m.survey == "" {
			m.survey = m.city.PutSurvey("AFTER_CLOSE").Survey
		}
		if who.Actor.SignedIn() {
			who.Ask(`mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { userErrors { code } } }`,
				"input", map[string]any{"surveyId": m.survey, "answers": graphtest.Answers()})
		}
		return map[string]any{"surveyId": m.survey, "answers": graphtest.Answers()}
	},
	"respondToComments": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"commentIds": m.closed(), "outcome": "NOT_ADOPTED", "reason": zh("于法无据。")}
	},
	"reviseOfficialResponse": func(m *matrix, _ *graphtest.Client) map[string]any {
		made := m.city.Editor().Must(respond, "input", map[string]any{"commentIds": m.closed(), "outcome": "ADOPTED"})
		return map[string]any{"officialResponseId": made.Get("respondToComments.officialResponse.id").String(), "outcome": "NOT_ADOPTED", "reason": zh("于法无据。")}
	},
	"publishFeedbackReport": func(m *matrix, _ *graphtest.Client) map[string]any {
		asked := m.city.PutToPublic()
		m.city.MoveTime(asked.Consultation, afterClosing)
		return map[string]any{"consultationId": asked.Consultation, "summary": zh("谢谢。")}
	},
	"adoptDraft": func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"draftId": m.draft("APPROVED"), "effectiveOn": inDays(60), "notConsultedReason": "上级规定的转发。"}
	},
}

// matrixAnswers are what those who may get where an input that succeeds is the story of another test: the work of a browser.
var matrixAnswers = map[string][]string{"createBrowserKey": {"CHALLENGE_INVALID solution"}}

// matrixFields say for each protected field how it is asked for, and what id it needs.
var matrixFields = map[string]struct {
	query   string
	subject func(m *matrix) string
}{
	"Query.auditLog":               {`{ auditLog { totalCount nodes { seq hash } } }`, nil},
	"Query.grantedRoles":           {`{ grantedRoles { totalCount } }`, nil},
	"Query.desk":                   {`query ($id: ID!) { desk(departmentId: $id) { totalCount } }`, func(m *matrix) string { return m.housing }},
	"Query.moderationQueue":        {`query ($id: ID!) { moderationQueue(departmentId: $id) { totalCount } }`, func(m *matrix) string { return m.housing }},
	"Draft.reviews":                {`query ($id: ID!) { node(id: $id) { ... on Draft { reviews { hash } } } }`, func(m *matrix) string { return m.city.PutToPublic().Draft }},
	"Draft.missingForApproval":     {`query ($id: ID!) { node(id: $id) { ... on Draft { missingForApproval } } }`, func(m *matrix) string { return m.city.PutToPublic().Draft }},
	"Consultation.moderationQueue": {`query ($id: ID!) { consultation(id: $id) { moderationQueue { totalCount } } }`, func(m *matrix) string { return m.asked.Consultation }},
	"Survey.trial":                 {`query ($id: ID!) { survey(id: $id) { trial(answers: []) { shown } } }`, func(m *matrix) string { return m.city.PutSurvey("LIVE").Survey }},
	"Survey.responses":             {`query ($id: ID!) { survey(id: $id) { responses { totalCount } } }`, func(m *matrix) string { return m.city.PutSurvey("LIVE").Survey }},
}

// matrix is a city in which everything that anybody may do can be prepared.
type matrix struct {
	*testing.T
	city    *graphtest.City
	housing string // the department's id
	made    int
	survey  string
	asked   graphtest.Asked
}

func newMatrix(t *testing.T) *matrix {
	city := graphtest.New(t)
	m := &matrix{T: t, city: city, asked: city.PutToPublic()}
	m.housing = city.Anyone().Must(`{ departments { nodes { id } } }`).Get("departments.nodes.0.id").String()
	city.Staff("admin", "", civic.Admin).Must(createDepartment, "input", department("PARKS", ""))
	return m
}

// fresh is a text that did not come before.
func (m *matrix) fresh() string {
	m.made++
	return fmt.Sprint(m.made)
}

// draft is a fresh draft of the department in a state of the review.
func (m *matrix) draft(state string) string {
	m.Helper()
	id := m.city.Editor().Must(importDraft, "input", draftInput(m.city.Record(), draftText)).Get("importDraft.draft.id").String()
	parsed, err := civic.ParseID(id)
	if err != nil {
		m.Fatal(err)
	}
	m.city.SQL.MustExec(`UPDATE drafts SET state = $2 WHERE id = $1`, parsed.Key, state)
	return id
}

// department is a department of its own.
func (m *matrix) department() string {
	m.Helper()
	made := m.city.Staff("admin", "", civic.Admin).Must(createDepartment, "input", department("D"+m.fresh(), ""))
	return made.Get("createDepartment.department.id").String()
}

func (m *matrix) clause(draft string) string {
	return m.city.Editor().Must(readDraft, "id", draft).Get("node.clauses.nodes.2.id").String()
}

// role is a role that an account could be given.
func (m *matrix) role(name string) map[string]any {
	account := m.city.Resident(name).Actor.Account
	return map[string]any{"accountCode": civic.IDOf(civic.AccountKind, account).String(), "role": "EDITOR", "departmentId": m.housing}
}

// matrixComments gives each comment words of its own.
var matrixComments atomic.Int64

func (m *matrix) newComment() map[string]any {
	return map[string]any{"consultationId": m.asked.Consultation, "stance": "SUPPORT", "body": fmt.Sprint("同意", matrixComments.Add(1))}
}

// commentBy is a comment of the actor's; somebody else's where the actor may not comment.
func (m *matrix) commentBy(who *graphtest.Client) string {
	if !who.Actor.SignedIn() {
		who = m.city.Resident("author")
	}
	return commentOn(who, m.newComment())
}

// closed are comments that wait for an answer.
func (m *matrix) closed() []string {
	asked := m.city.PutToPublic()
	said := comments(m.city, asked, 2)
	m.city.MoveTime(asked.Consultation, afterClosing)
	return said
}

func holds(who *graphtest.Client, role civic.Role) bool {
	return slices.ContainsFunc(who.Actor.Roles, func(g civic.RoleGrant) bool { return g.Role == role })
}

// matrixActor is somebody with one role, or none.
type matrixActor struct {
	name string
	who  *graphtest.Client
}

// actors are nobody, a resident, and each role in the department, in another one, and on the platform.
func (m *matrix) actors() []matrixActor {
	all := []matrixActor{{"nobody", m.city.Anyone()}, {"a resident", m.city.Resident("a resident")}}
	for _, role := range civic.DepartmentRoles {
		for _, code := range []string{graphtest.Housing, "PARKS"} {
			name := fmt.Sprintf("%s of %s", role, code)
			all = append(all, matrixActor{name, m.city.Staff(name, code, role)})
		}
	}
	for _, role := range civic.PlatformRoles {
		all = append(all, matrixActor{string(role), m.city.Staff(string(role), "", role)})
	}
	return all
}

// may says what the table of rights says, of what belongs to the department.
func may(who *graphtest.Client, do civic.Action) bool {
	switch {
	case slices.Contains(civic.Rights[do], civic.Anyone):
		return true
	case slices.Contains(civic.Rights[do], civic.Resident):
		return who.Actor.SignedIn()
	}
	return slices.ContainsFunc(who.Actor.Roles, func(g civic.RoleGrant) bool {
		return slices.Contains(civic.Rights[do], g.Role) && (g.Department == nil || *g.Department == graphtest.Housing)
	})
}

// ask runs a mutation.
func ask(who *graphtest.Client, mutation *ast.FieldDefinition, input any) []string {
	answer := who.Ask(fmt.Sprintf(`mutation ($input: %s) { %s(input: $input) { userErrors { code field message } } }`, mutation.Arguments[0].Type, mutation.Name), "input", input)
	return graphtest.Problems(answer)
}

// audited counts the entries of the audit log, and names the newest one's mutation.
func (m *matrix) audited() (entries int, newest string) {
	m.Helper()
	var last struct {
		Seq    int    `db:"seq"`
		Action string `db:"action"`
	}
	if err := m.city.SQL.Get(&last, `SELECT seq, action FROM audit_log ORDER BY seq DESC LIMIT 1`); err != nil {
		m.Fatal(err)
	}
	return last.Seq, last.Action
}

// refused tells whether the answer is the refusal that the actor must get. What is hidden from them is not found.
func refused(who *graphtest.Client, said []string) bool {
	if len(said) != 1 {
		return false
	}
	code, _, _ := strings.Cut(said[0], " ")
	if !who.Actor.SignedIn() {
		return code == "UNAUTHENTICATED"
	}
	return code == "FORBIDDEN" || code == "NOT_FOUND"
}

// rightOf is the right that a field's @can names.
func rightOf(field *ast.FieldDefinition) civic.Action {
	return civic.Action(field.Directives.ForName("can").Arguments.ForName("do").Value.Raw)
}

// doEverything runs every mutation once, as somebody who holds all roles.
func (m *matrix) doEverything() {
	m.Helper()
	all := m.city.Staff("all", graphtest.Housing, civic.Editor, civic.Reviewer, civic.Publisher, civic.Moderator, civic.Analyst)
	all.Actor.Roles = append(all.Actor.Roles, civic.RoleGrant{Role: civic.Admin}, civic.RoleGrant{Role: civic.Inspector})
	for _, mutation := range described(m.T, func(*ast.Definition) {}).Mutation.Fields {
		if said := ask(all, mutation, matrixInputs[mutation.Name](m, all)); !slices.Equal(said, matrixAnswers[mutation.Name]) {
			m.Errorf("%s: %v", mutation.Name, said)
		}
	}
}

// TestRightsMatrix tries every mutation and every protected field as everyone, where it would succeed for who may. What staff
// did stands in the audit log, and nothing else does.
func TestRightsMatrix(t *testing.T) {
	t.Parallel()
	began := time.Now()
	m := newMatrix(t)
	schema := described(t, func(*ast.Definition) {})
	cases := 0
	for _, mutation := range schema.Mutation.Fields {
		prepare, known := matrixInputs[mutation.Name]
		if !known {
			t.Errorf("%s is not in the matrix", mutation.Name)
			continue
		}
		cases += m.tryMutation(mutation, prepare)
	}
	for _, definition := range schema.Types {
		for _, field := range definition.Fields {
			if definition.Name == "Mutation" || definition.Kind == ast.Interface || field.Directives.ForName("can") == nil { // each type with an interface has its fields
				continue
			}
			cases += m.tryField(definition.Name+"."+field.Name, rightOf(field))
		}
	}
	t.Logf("%d cases in %v", cases, time.Since(began).Round(time.Millisecond))
}

// tryMutation tries one mutation as everyone; those who may not come first, with an input that they share.
func (m *matrix) tryMutation(mutation *ast.FieldDefinition, prepare func(*matrix, *graphtest.Client) map[string]any) (cases int) {
	do := rightOf(mutation)
	shared := prepare(m, m.city.Anyone())
	for _, a := range m.actors() {
		if may(a.who, do) {
			continue
		}
		before, _ := m.audited()
		if said := ask(a.who, mutation, shared); !refused(a.who, said) {
			m.Errorf("%s as %s: %v instead of a refusal", mutation.Name, a.name, said)
		}
		if after, _ := m.audited(); after != before {
			m.Errorf("%s as %s was refused and stands in the audit log", mutation.Name, a.name)
		}
		cases++
	}
	for _, a := range m.actors() {
		if !may(a.who, do) {
			continue
		}
		input := prepare(m, a.who)
		before, _ := m.audited()
		if said := ask(a.who, mutation, input); !slices.Equal(said, matrixAnswers[mutation.Name]) {
			m.Errorf("%s as %s: %v", mutation.Name, a.name, said)
		}
		after, newest := m.audited()
		if byStaff := !slices.Contains(civic.Rights[do], civic.Resident) && !slices.Contains(civic.Rights[do], civic.Anyone); byStaff && (after != before+1 || newest != mutation.Name) {
			m.Errorf("%s as %s left %d entries in the audit log, the newest of %s", mutation.Name, a.name, after-before, newest)
		} else if !byStaff && after != before {
			m.Errorf("%s as %s stands in the audit log: what residents write does not belong there", mutation.Name, a.name)
		}
		cases++
	}
	return cases
}

// tryField asks for one protected field as everyone.
func (m *matrix) tryField(name string, do civic.Action) (cases int) {
	field, known := matrixFields[name]
	if !known {
		m.Errorf("%s is not in the matrix", name)
		return 0
	}
	var variables []any
	if field.subject != nil {
		variables = []any{"id", field.subject(m)}
	}
	for _, a := range m.actors() {
		said := graphtest.Problems(a.who.Ask(field.query, variables...))
		if allowed := may(a.who, do); allowed && len(said) > 0 || !allowed && !refused(a.who, said) {
			m.Errorf("%s as %s: %v, and the table of rights says %v", name, a.name, said, allowed)
		}
		cases++
	}
	return cases
}

// TestAuditorsChangeNothing holds the table of rights against the promise that an AUDITOR only reads.
func TestAuditorsChangeNothing(t *testing.T) {
	t.Parallel()
	for _, mutation := range described(t, func(*ast.Definition) {}).Mutation.Fields {
		if slices.Contains(civic.Rights[rightOf(mutation)], civic.Auditor) {
			t.Errorf("an AUDITOR may %s", mutation.Name)
		}
	}
}
