package graph_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	disclosedb "minyi/db/disclose"
	personaldb "minyi/db/personal"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// plantedMarks are the person who applies and what they wrote, as a text and as the bytes of a column.
func plantedMarks() (marks []string) {
	for _, planted := range []string{plantedName, plantedProof, plantedContact, plantedText} {
		marks = append(marks, planted, hex.EncodeToString([]byte(planted)))
	}
	return marks
}

// TestNothingLeadsToAnApplicant reads all that others can reach, the log, and every row of every table, and looks for the applicant.
func TestNothingLeadsToAnApplicant(t *testing.T) {
	t.Parallel()
	d := newDisclosureDesk(t)
	li := verified(d.Resident("li"))
	own := li.Must(submitRequest, "input", requestTo(d.office, "idempotencyKey", "k")).Get("submitDisclosureRequest.disclosureRequest.id").String()
	paper := d.enter("2025-03-03")
	d.event(paper, "THIRD_PARTY_ASKED", "text", plantedName)
	schema, marks := described(t, func(*ast.Definition) {}), plantedMarks()
	for _, reader := range []*graphtest.Client{d.Anyone(), d.Resident("wang"), d.Staff("e", "PARKS", civic.Editor, civic.Publisher), d.Moderator(), d.Staff("a", graphtest.Housing, civic.Analyst),
		d.Staff("auditor", "", civic.Auditor), d.Staff("admin", "", civic.Admin)} {
		seeks(t, li, marks, reader.Ask(`query `+everything(schema, schema.Query, 4)))
		seeks(t, li, marks, reader.Ask(`{ auditLog { nodes `+everything(schema, schema.Types["AuditEntry"], 2)+` } }`))
		for _, id := range []string{own, paper} {
			seeks(t, li, marks, reader.Ask(`query ($id: ID!) { node(id: $id) { ... on DisclosureRequest `+everything(schema, schema.Types["DisclosureRequest"], 4)+` } }`, "id", id))
		}
	}
	if all := li.Must(readRequest, "id", own).Raw; !strings.Contains(all, plantedText) || strings.Contains(all, plantedName) {
		t.Errorf("the applicant reads %s", all)
	}
	d.rowsWith(marks, 0)
	d.SQL.MustExec(`ALTER TABLE disclosure_events ADD CONSTRAINT broken CHECK (seq > 1) NOT VALID`)
	broken := li.Ask(submitRequest, "input", requestTo(d.office))
	if got := graphtest.Problems(broken); !slices.Equal(got, []string{"INTERNAL"}) {
		t.Errorf("the broken table answers %v", got)
	}
	logged.Lock()
	defer logged.Unlock()
	for _, mark := range marks {
		if strings.Contains(logged.said.String(), mark) {
			t.Errorf("the log holds %s", mark)
		}
	}
}

// rowsWith counts the rows of all tables that hold one of the texts.
func (d *disclosureDesk) rowsWith(texts []string, want int) {
	d.t.Helper()
	var tables []string
	if err := d.SQL.Select(&tables, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`); err != nil {
		d.t.Fatal(err)
	}
	found := 0
	for _, table := range tables {
		var rows []string
		if err := d.SQL.Select(&rows, `SELECT CAST(to_jsonb(x) AS text) FROM `+table+` x`); err != nil {
			d.t.Fatal(err)
		}
		for _, row := range rows {
			if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(row, text) }) {
				found++
			}
		}
	}
	if found != want {
		d.t.Errorf("%d rows hold one of %q, want %d", found, texts, want)
	}
}

// TestEveryReadingOfAnApplicantIsAudited reads who applies, changes the key, and erases the record when its time is over.
func TestEveryReadingOfAnApplicantIsAudited(t *testing.T) {
	t.Parallel()
	d := newDisclosureDesk(t)
	li := verified(d.Resident("li"))
	id := li.Must(submitRequest, "input", requestTo(d.office, "idempotencyKey", "k")).Get("submitDisclosureRequest.disclosureRequest.id").String()
	auditor := d.Staff("auditor", "", civic.Auditor)
	read := func() string {
		t.Helper()
		before := auditor.Must(`{ auditLog { totalCount } }`).Get("auditLog.totalCount").Int()
		got := d.Editor().Ask(readApplicant, "input", with(named(id), "purpose", "DELIVER"))
		last := auditor.Must(`{ auditLog(first: 1) { totalCount nodes { action summary subject { id } } } }`).Get("auditLog")
		if len(graphtest.Problems(got)) == 0 && (last.Get("totalCount").Int() != before+1 || last.Get("nodes.0.action").String() != "readDisclosureApplicant" ||
			!strings.Contains(last.Get("nodes.0.summary").String(), "DELIVER") || last.Get("nodes.0.subject.id").String() != id) {
			t.Errorf("the audit log says %s", last.Raw)
		}
		return got.Get("data.readDisclosureApplicant.applicant").Raw + strings.Join(graphtest.Problems(got), ",")
	}
	want := `{"name":"` + plantedName + `","proof":"` + plantedProof + `","contact":"` + plantedContact + `"}`
	if got := read(); got != want {
		t.Errorf("the applicant is %s", got)
	}
	for who, refusal := range map[*graphtest.Client]string{li: "FORBIDDEN", d.Reviewer(): "FORBIDDEN", d.Staff("o", "PARKS", civic.Editor): "FORBIDDEN", auditor: "FORBIDDEN", d.Anyone(): "UNAUTHENTICATED"} {
		if got := graphtest.Problems(who.Ask(readApplicant, "input", with(named(id), "purpose", "HANDLE"))); !slices.Equal(got, []string{refusal}) {
			t.Errorf("%s is refused as %v", who.Actor.Name, got)
		}
	}
	d.DB.SealKeys = pg.SealKeys{{ID: "2027", Key: bytes.Repeat([]byte{7}, 32)}}
	if n := d.maintain(); n != 2 {
		t.Errorf("%d records were encrypted again", n)
	}
	var old int
	if err := d.SQL.Get(&old, `SELECT (SELECT count(*) FROM disclosure_applicants WHERE key_id <> '2027') + (SELECT count(*) FROM disclosure_texts WHERE key_id <> '2027')`); err != nil || old > 0 {
		t.Errorf("%d records have the old key, %v", old, err)
	}
	if got := read(); got != want {
		t.Errorf("with a new key the applicant is %s", got)
	}
	li.Must(withdrawOwn, "input", named(id))
	if n := d.maintain(); n != 0 {
		t.Errorf("%d records changed before their time", n)
	}
	d.SQL.MustExec(`UPDATE disclosure_applicants SET erase_on = erase_on - 730`)
	d.maintain()
	if got := read(); got != "nullERASED disclosureRequestId" {
		t.Errorf("after the erasure the applicant is %s", got)
	}
	d.rowsWith([]string{li.Actor.Account.String()}, 1) // the account itself
	sequenced(t, d.City)
	auditClean(t, d.City)
}

// maintain runs the background task once.
func (d *disclosureDesk) maintain() int {
	d.t.Helper()
	n, err := disclosedb.Maintain(d.t.Context(), d.DB)
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

// TestANewCalendarMovesRunningRequests loads a local holiday: the due day moves, visibly, and the list of reminders with it.
func TestANewCalendarMovesRunningRequests(t *testing.T) {
	t.Parallel()
	d := newDisclosureDesk(t)
	id := d.enter(graphtest.InDays(0))
	read := func() string { return d.Editor().Must(readRequest, "id", id).Get("node.tracking.due").Raw }
	before := d.Editor().Must(readRequest, "id", id).Get("node.tracking.due")
	due := before.Get("dueOn").String()
	local := map[string]any{"code": "SANYA", "extends": "CN", "source": "市政府通知", "coversFrom": due, "coversTo": due, "days": []any{map[string]any{"day": due, "working": false, "name": "三月三"}}}
	const load = `mutation ($input: LoadWorkingCalendarInput!) { loadWorkingCalendar(input: $input) { workingCalendar { code extends days { name } } userErrors { code field } } }`
	admin := d.Staff("admin", "", civic.Admin)
	if got := graphtest.Problems(admin.Ask(load, "input", with(local, "extends", "NOWHERE"))); !slices.Equal(got, []string{"NOT_FOUND extends"}) {
		t.Errorf("a layer over nothing: %v", got)
	}
	admin.Must(load, "input", local)
	after := d.Editor().Must(readRequest, "id", id).Get("node.tracking.due")
	if after.Get("dueOn").String() <= due || after.Get("calendarVersion").String() != "CN/2+SANYA/1" || !strings.Contains(read(), `"reason":"HOLIDAY","name":"三月三"`) || !after.Get("provisional").Bool() {
		t.Errorf("with the local day the reply is due as %s", after.Raw)
	}
	if n := d.maintain(); n != 1 {
		t.Errorf("%d requests were counted again", n)
	}
	var remind civic.Date
	if err := d.SQL.Get(&remind, `SELECT remind_on FROM disclosure_requests`); err != nil || string(remind) != after.Get("dueOn").String() {
		t.Errorf("the reminder is for %s, %v", remind, err)
	}
}

// TestOwnRequestsAreExportedAndErased downloads what is kept of an applicant, and erases it as far as nothing runs.
func TestOwnRequestsAreExportedAndErased(t *testing.T) {
	t.Parallel()
	d := newDisclosureDesk(t)
	li := verified(d.Resident("li"))
	made := func() string {
		return li.Must(submitRequest, "input", requestTo(d.office)).Get("submitDisclosureRequest.disclosureRequest.id").String()
	}
	ended, running := made(), made()
	d.event(ended, "CONFIRMED")
	d.reply(ended, "GRANTED")
	d.event(ended, "REPLY_SENT")
	data, err := personaldb.PersonalData(t.Context(), d.DB, li.Actor)
	raw, _ := json.Marshal(data.DisclosureRequests)
	if err != nil || len(data.DisclosureRequests) != 2 || !strings.Contains(string(raw), plantedName) || !strings.Contains(string(raw), plantedText) ||
		strings.Contains(string(raw), "REPLY_DRAFTED") || strings.Contains(string(raw), d.Editor().Actor.Account.String()) {
		t.Errorf("the export is %s, %v", raw, err)
	}
	erase := func() int64 {
		return li.Must(`mutation { eraseMyData(input: {confirm: true}) { erased { disclosureRequests } userErrors { code } } }`).Get("eraseMyData.erased.disclosureRequests").Int()
	}
	if n := erase(); n != 1 {
		t.Errorf("%d requests were erased", n)
	}
	if got := graphtest.Problems(d.Editor().Ask(readApplicant, "input", with(named(ended), "purpose", "HANDLE"))); !slices.Equal(got, []string{"ERASED disclosureRequestId"}) {
		t.Errorf("the applicant of the ended request: %v", got)
	}
	if !li.Must(readRequest, "id", running).Get("node.viewerIsApplicant").Bool() {
		t.Error("the running request lost its applicant")
	}
	li.Must(withdrawOwn, "input", named(running))
	if n := erase(); n != 1 {
		t.Errorf("after the withdrawal %d requests were erased", n)
	}
	d.rowsWith([]string{li.Actor.Account.String()}, 1) // the account itself
}
