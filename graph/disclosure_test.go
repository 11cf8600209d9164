package graph_test

import (
	"slices"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	publicRequest = `id number topic month state dueOn overdueDays outcome decidedOn viewerIsApplicant department { code }`
	deadlineOf    = `{ dueOn rule sourceArticle calendarVersion provisional excluded steps { day number reason name } history { on because from to } }`
	ownRequest    = publicRequest + ` tracking { text applicantKind wantedForm receivedOn correctionDue { dueOn } firstDue { dueOn } due ` + deadlineOf + `
		restartedOn correctBy payBy { dueOn } extendedBy opinions { party agency askedOn limit { dueOn } givenOn } reply { on inTime workingDaysLate }
		remedies { kind days months ordered } steps { kind on text answerBy servedOn party days amountYuan outcome legalBasis withheldParts } }`
	readRequest = `query ($id: ID!) { node(id: $id) { ... on DisclosureRequest { ` + ownRequest + ` } } }`
)

// requestMutation writes a mutation whose payload has a request.
func requestMutation(name, input string) string {
	return `mutation ($input: ` + input + `!) { ` + name + `(input: $input) { disclosureRequest { ` + ownRequest + ` } userErrors { code field } } }`
}

var (
	submitRequest = `mutation ($input: SubmitDisclosureRequestInput!) { submitDisclosureRequest(input: $input) { disclosureRequest { ` + ownRequest + ` } receipt { code content } userErrors { code field } } }`
	enterRequest  = `mutation ($input: EnterDisclosureRequestInput!) { enterDisclosureRequest(input: $input) { disclosureRequest { ` + ownRequest + ` } receipt { code } userErrors { code field } } }`
	recordEvent   = requestMutation("recordDisclosureEvent", "RecordDisclosureEventInput")
	extendRequest = requestMutation("extendDisclosureDeadline", "ExtendDisclosureDeadlineInput")
	draftReply    = requestMutation("draftDisclosureReply", "DraftDisclosureReplyInput")
	checkReply    = requestMutation("checkDisclosureReply", "CheckDisclosureReplyInput")
	signReply     = requestMutation("signDisclosureReply", "SignDisclosureReplyInput")
	correctOwn    = requestMutation("correctDisclosureRequest", "CorrectDisclosureRequestInput")
	withdrawOwn   = requestMutation("withdrawDisclosureRequest", "WithdrawDisclosureRequestInput")
	readApplicant = `mutation ($input: ReadDisclosureApplicantInput!) { readDisclosureApplicant(input: $input) { applicant { name proof contact } userErrors { code field } } }`
)

// The person who applies in these tests.
const (
	plantedName    = "欧阳若兰7c1"
	plantedProof   = "46020019900307551X"
	plantedContact = "月川路十九号三单元"
	plantedText    = "请公开团结路拆迁补偿方案"
)

// verified is the actor with a verified identity.
func verified(who *graphtest.Client) *graphtest.Client {
	other := *who
	other.Actor.Assurance = civic.Verified
	return &other
}

// requestTo is a request to a department.
func requestTo(department string, more ...any) map[string]any {
	return with(map[string]any{"departmentId": department, "applicantKind": "NATURAL_PERSON", "topic": "LAND_AND_HOUSING", "text": plantedText, "wantedForm": "PAPER",
		"applicant": map[string]any{"name": plantedName, "proof": plantedProof, "contact": plantedContact}}, more...)
}

// disclosureDesk is a department that handles requests.
type disclosureDesk struct {
	*graphtest.City
	t      *testing.T
	office string
}

func newDisclosureDesk(t *testing.T) *disclosureDesk {
	city := graphtest.New(t)
	office := city.Staff("admin", "", civic.Admin).Must(createDepartment, "input", department(graphtest.Housing, "")).Get("createDepartment.department.id").String()
	return &disclosureDesk{city, t, office}
}

// enter enters a request that came on paper.
func (d *disclosureDesk) enter(on string) string {
	d.t.Helper()
	return d.Editor().Must(enterRequest, "input", requestTo(d.office, "channel", "MAIL_SIGNED_FOR", "on", on)).Get("enterDisclosureRequest.disclosureRequest.id").String()
}

// event records an event, and gives the request or the problems.
func (d *disclosureDesk) event(id, kind string, more ...any) (gjson.Result, []string) {
	d.t.Helper()
	answer := d.Editor().Ask(recordEvent, "input", with(map[string]any{"disclosureRequestId": id, "kind": kind}, more...))
	return answer.Get("data.recordDisclosureEvent.disclosureRequest"), graphtest.Problems(answer)
}

// reply takes a request through the three steps of a reply.
func (d *disclosureDesk) reply(id, outcome string) gjson.Result {
	d.t.Helper()
	d.Editor().Must(draftReply, "input", map[string]any{"disclosureRequestId": id, "outcome": outcome, "text": "答复如下。", "legalBasis": "条例第三十六条"})
	d.Reviewer().Must(checkReply, "input", map[string]any{"disclosureRequestId": id, "text": "合法。"})
	return d.Publisher().Must(signReply, "input", map[string]any{"disclosureRequestId": id}).Get("signDisclosureReply.disclosureRequest")
}

func named(id string) map[string]any { return map[string]any{"disclosureRequestId": id} }

// TestRequestForInformation tells of a request that its applicant makes and follows until the reply.
func TestRequestForInformation(t *testing.T) {
	t.Parallel()
	d := newDisclosureDesk(t)
	li := verified(d.Resident("li"))
	if got := graphtest.Problems(d.Resident("li").Ask(submitRequest, "input", requestTo(d.office))); !slices.Equal(got, []string{"IDENTITY_REQUIRED"}) {
		t.Errorf("without a verified identity: %v", got)
	}
	nameless := requestTo(d.office, "text", "", "applicant", map[string]any{"name": " ", "proof": plantedProof, "contact": plantedContact})
	if got := graphtest.Problems(li.Ask(submitRequest, "input", nameless)); !slices.Equal(got, []string{"MISSING_ELEMENT applicant.name", "MISSING_ELEMENT text"}) {
		t.Errorf("without a name and a text: %v", got)
	}
	first := li.Must(submitRequest, "input", requestTo(d.office, "idempotencyKey", "k")).Get("submitDisclosureRequest")
	if again := li.Must(submitRequest, "input", requestTo(d.office, "idempotencyKey", "k")).Get("submitDisclosureRequest"); again.Raw != first.Raw {
		t.Errorf("the same request gave\n%s and then\n%s", first.Raw, again.Raw)
	}
	other := requestTo(d.office, "idempotencyKey", "k", "applicant", map[string]any{"name": "别人", "proof": plantedProof, "contact": plantedContact})
	if got := graphtest.Problems(li.Ask(submitRequest, "input", other)); !slices.Equal(got, []string{"IDEMPOTENCY_CONFLICT idempotencyKey"}) {
		t.Errorf("the same key with another applicant: %v", got)
	}
	id := first.Get("disclosureRequest.id").String()
	if r := first.Get("disclosureRequest"); r.Get("state").String() != "SUBMITTED" || r.Get("dueOn").Exists() && r.Get("dueOn").String() != "" || !r.Get("viewerIsApplicant").Bool() || r.Get("tracking.text").String() != plantedText {
		t.Errorf("submitted as %s", r.Raw)
	}
	confirmed, _ := d.event(id, "CONFIRMED")
	if confirmed.Get("state").String() != "RECEIVED" || confirmed.Get("tracking.due.steps.#").Int() < 20 || confirmed.Get("tracking.due.rule").String() != "DISCLOSURE_REPLY" {
		t.Errorf("confirmed as %s", confirmed.Raw)
	}
	noticed, _ := d.event(id, "CORRECTION_NOTICE", "answerBy", inDays(14), "text", "请写明路段。")
	if noticed.Get("state").String() != "AWAITING_CORRECTION" || noticed.Get("dueOn").String() != "" || noticed.Get("tracking.correctBy").String() != inDays(14) {
		t.Errorf("noticed as %s", noticed.Raw)
	}
	if _, got := d.event(id, "CORRECTION_NOTICE", "answerBy", inDays(14)); !slices.Equal(got, []string{"ALREADY_CORRECTED"}) {
		t.Errorf("a second notice: %v", got)
	}
	if got := graphtest.Problems(verified(d.Resident("wang")).Ask(correctOwn, "input", with(named(id), "text", "不是我的。"))); !slices.Equal(got, []string{"NOT_FOUND disclosureRequestId"}) {
		t.Errorf("somebody else corrects: %v", got)
	}
	corrected := li.Must(correctOwn, "input", with(named(id), "text", "团结路一号至九号。")).Get("correctDisclosureRequest.disclosureRequest")
	if corrected.Get("state").String() != "RECEIVED" || corrected.Get("tracking.restartedOn").String() == "" || corrected.Get("tracking.due.history.#").Int() < 1 {
		t.Errorf("corrected as %s", corrected.Raw)
	}
	asked, _ := d.event(id, "THIRD_PARTY_ASKED", "text", "甲公司")
	if asked.Get("state").String() != "AWAITING_OPINION" || asked.Get("tracking.opinions.0.party").String() != "A" || asked.Get("tracking.due.excluded").Int() < 15 {
		t.Errorf("asked as %s", asked.Raw)
	}
	if _, got := d.event(id, "OPINION_RECEIVED", "party", "B"); !slices.Equal(got, []string{"NOT_ASKED"}) {
		t.Errorf("an opinion of nobody: %v", got)
	}
	d.event(id, "OPINION_RECEIVED", "party", "A", "text", "不同意公开。")
	extended := d.Publisher().Must(extendRequest, "input", with(named(id), "days", 10, "reason", "须查阅档案。")).Get("extendDisclosureDeadline.disclosureRequest")
	if extended.Get("tracking.extendedBy").Int() != 10 || extended.Get("dueOn").String() <= corrected.Get("dueOn").String() {
		t.Errorf("extended as %s", extended.Raw)
	}
	if got := graphtest.Problems(d.Publisher().Ask(extendRequest, "input", with(named(id), "days", 11, "reason", "再延长。"))); !slices.Equal(got, []string{"EXTENSION_TOO_LONG"}) {
		t.Errorf("21 days: %v", got)
	}
	d.signedByThree(id, li)
	if audit := func() int { sequenced(t, d.City); return auditClean(t, d.City).Held }(); audit != 1 {
		t.Errorf("%d receipts hold", audit)
	}
}

// signedByThree replies to a request, and tries what three people prevent.
func (d *disclosureDesk) signedByThree(id string, applicant *graphtest.Client) {
	d.t.Helper()
	both := d.Staff("both", graphtest.Housing, civic.Editor, civic.Reviewer, civic.Publisher)
	for _, c := range []struct {
		who      *graphtest.Client
		mutation string
		input    map[string]any
		want     string
	}{
		{d.Publisher(), signReply, named(id), "REPLY_NOT_CHECKED"},
		{both, draftReply, with(named(id), "outcome", "PARTLY_GRANTED", "text", "部分公开。"), "LEGAL_BASIS_REQUIRED legalBasis,PARTS_REQUIRED withheldParts"},
		{both, draftReply, with(named(id), "outcome", "FEE_OVERDUE", "text", "逾期。", "legalBasis", "条例"), "OUTCOME_IMPOSSIBLE"},
		{both, draftReply, with(named(id), "outcome", "REFUSED_THIRD_PARTY_RIGHTS", "text", "不予公开。", "legalBasis", "条例第十五条"), ""},
		{both, checkReply, named(id), "SAME_PERSON"},
		{d.Reviewer(), checkReply, named(id), ""},
		{both, signReply, named(id), "SAME_PERSON"},
		{d.Publisher(), signReply, named(id), ""},
	} {
		got := ""
		for i, problem := range graphtest.Problems(c.who.Ask(c.mutation, "input", c.input)) {
			if i > 0 {
				got += ","
			}
			got += problem
		}
		if got != c.want {
			d.t.Errorf("%s %v: %s, want %s", c.who.Actor.Name, c.input, got, c.want)
		}
	}
	if _, got := d.event(id, "REPLY_SENT"); len(got) > 0 {
		d.t.Errorf("the reply: %v", got)
	}
	own := applicant.Must(readRequest, "id", id).Get("node")
	if own.Get("state").String() != "REPLIED" || !own.Get("tracking.reply.inTime").Bool() || own.Get("tracking.remedies.0").Raw != `{"kind":"RECONSIDERATION","days":60,"months":null,"ordered":true}` {
		d.t.Errorf("the applicant reads %s", own.Raw)
	}
	kinds := own.Get("tracking.steps.#.kind").Raw
	if kinds != `["SUBMITTED_ONLINE","CONFIRMED","CORRECTION_NOTICE","CORRECTED","THIRD_PARTY_ASKED","OPINION_RECEIVED","EXTENDED","DECIDED","REPLY_SENT"]` || own.Get("tracking.steps.7.text").String() != "不予公开。" {
		d.t.Errorf("the applicant sees the steps %s", own.Get("tracking.steps").Raw)
	}
	public := d.Anyone().Must(`{ disclosureRegister { totalCount nodes { outcome state overdueDays viewerIsApplicant tracking { text } } } }`).Get("disclosureRegister")
	if public.Raw != `{"totalCount":1,"nodes":[{"outcome":"REFUSED_THIRD_PARTY_RIGHTS","state":"REPLIED","overdueDays":0,"viewerIsApplicant":false,"tracking":null}]}` {
		d.t.Errorf("the register shows %s", public.Raw)
	}
	if mine := applicant.Must(`{ viewer { disclosureRequests { nodes { number } } } }`).Get("viewer.disclosureRequests.nodes.#").Int(); mine != 1 {
		d.t.Errorf("the applicant has %d requests", mine)
	}
}

// TestPaperRequestsOfThePast enters requests of 2025 with days that the law counts from.
func TestPaperRequestsOfThePast(t *testing.T) {
	t.Parallel()
	d := newDisclosureDesk(t)
	late, lapsed, open := d.enter("2025-03-03"), d.enter("2025-06-09"), d.enter("2025-01-10")
	d.reply(late, "NOT_HELD")
	replied, problems := d.event(late, "REPLY_POSTED")
	if len(problems) > 0 || replied.Get("dueOn").String() != "2025-03-31" || replied.Get("overdueDays").Int() < 200 || replied.Get("tracking.reply.inTime").Bool() || replied.Get("outcome").String() != "NOT_HELD" {
		t.Errorf("replied late as %s, %v", replied.Raw, problems)
	}
	abandoned, problems := d.event(lapsed, "CORRECTION_NOTICE", "on", "2025-06-13", "answerBy", "2025-06-30")
	if len(problems) > 0 || abandoned.Get("state").String() != "ABANDONED" || abandoned.Get("outcome").String() != "CORRECTION_OVERDUE" || abandoned.Get("decidedOn").String() != "2025-07-01" || abandoned.Get("dueOn").String() != "" {
		t.Errorf("not corrected: %s, %v", abandoned.Raw, problems)
	}
	for _, c := range []struct {
		kind, on string
		more     []any
		want     string
	}{
		{"CORRECTED", "2025-07-02", nil, "DEADLINE_PASSED"},
		{"FEE_NOTICE_RECEIVED", "2025-06-20", nil, "REQUIRED amountYuan"},
		{"EXTENDED", "2025-06-20", nil, "INVALID kind"},
		{"CONFIRMED", "2099-01-01", nil, "FUTURE_DAY on"},
		{"THIRD_PARTY_ASKED", "2025-06-10", nil, "OUT_OF_ORDER"},
	} {
		if _, got := d.event(lapsed, c.kind, append(c.more, "on", c.on)...); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v, want %s", c.kind, got, c.want)
		}
	}
	if got := graphtest.Problems(d.Publisher().Ask(extendRequest, "input", with(named(open), "days", 5, "reason", "忙。"))); !slices.Equal(got, []string{"EXTENSION_TOO_LATE"}) {
		t.Errorf("an extension long after the due day: %v", got)
	}
	reminders := d.Reviewer().Must(`query ($id: ID!) { disclosureReminders(departmentId: $id) { totalCount nodes { id dueOn overdueDays } } }`, "id", d.office).Get("disclosureReminders")
	if reminders.Get("totalCount").Int() != 1 || reminders.Get("nodes.0.id").String() != open || reminders.Get("nodes.0.dueOn").String() != "2025-02-13" {
		t.Errorf("the reminders are %s", reminders.Raw)
	}
	if got := graphtest.Problems(d.Staff("o", "PARKS", civic.Editor).Ask(`query ($id: ID!) { disclosureReminders(departmentId: $id) { totalCount } }`, "id", d.office)); !slices.Equal(got, []string{"FORBIDDEN"}) {
		t.Errorf("another department reads the reminders: %v", got)
	}
	numbers := d.Anyone().Must(`query ($id: ID!) { disclosureRegister(departmentId: $id, year: 2025) { nodes { number month } } }`, "id", d.office).Get("disclosureRegister.nodes")
	if numbers.Raw != `[{"number":"HOUSING-2025-3","month":"2025-01"},{"number":"HOUSING-2025-2","month":"2025-06"},{"number":"HOUSING-2025-1","month":"2025-03"}]` {
		t.Errorf("the register has %s", numbers.Raw)
	}
}

// TestRequestsGoOverToASuccessor merges a department: its requests keep their numbers, and the successor handles them.
func TestRequestsGoOverToASuccessor(t *testing.T) {
	t.Parallel()
	d := newDisclosureDesk(t)
	admin, id := d.Staff("admin", "", civic.Admin), d.enter("2025-03-03")
	successor := admin.Must(createDepartment, "input", department("URBAN", "")).Get("createDepartment.department.id").String()
	admin.Must(mergeDepartments, "input", map[string]any{"departmentId": d.office, "successorId": successor, "reason": "机构改革。"})
	moved := d.Staff("u", "URBAN", civic.Editor).Must(readRequest, "id", id).Get("node")
	if moved.Get("number").String() != "HOUSING-2025-1" || moved.Get("department.code").String() != "URBAN" || moved.Get("tracking.text").String() != plantedText {
		t.Errorf("the successor reads %s", moved.Raw)
	}
	if got := graphtest.Problems(verified(d.Resident("li")).Ask(submitRequest, "input", requestTo(d.office))); !slices.Equal(got, []string{"DEPARTMENT_CLOSED departmentId"}) {
		t.Errorf("a request to the closed department: %v", got)
	}
	sequenced(t, d.City)
	auditClean(t, d.City)
}
