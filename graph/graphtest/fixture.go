package graphtest

import (
	"fmt"
	"time"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

// Housing is the code of the department of the fixtures.
const Housing = "HOUSING"

// Editor, Reviewer, Publisher and Moderator are members of the department's staff.
func (c *City) Editor() *Client    { return c.Staff("editor", Housing, civic.Editor) }
func (c *City) Reviewer() *Client  { return c.Staff("reviewer", Housing, civic.Reviewer) }
func (c *City) Publisher() *Client { return c.Staff("publisher", Housing, civic.Publisher) }
func (c *City) Moderator() *Client { return c.Staff("moderator", Housing, civic.Moderator) }

// Record creates the department, unless it exists, and a policy record. It returns the record's id.
func (c *City) Record() string {
	c.t.Helper()
	name := func(zh, en string) []any {
		return []any{map[string]any{"locale": "zh", "text": zh}, map[string]any{"locale": "en", "text": en}}
	}
	department := c.Staff("admin", "", civic.Admin).Must(`mutation ($input: CreateDepartmentInput!) { createDepartment(input: $input) { department { id } userErrors { code } } }`,
		"input", map[string]any{"code": Housing, "name": name("住房和城乡建设局", "Housing and Construction"), "idempotencyKey": "fixture"})
	record := c.Editor().Must(`mutation ($input: CreatePolicyRecordInput!) { createPolicyRecord(input: $input) { policyRecord { id } userErrors { code } } }`,
		"input", map[string]any{"departmentId": department.Get("createDepartment.department.id").String(), "title": name("物业管理办法", "Property management rules"), "kind": "MAJOR_DECISION"})
	return record.Get("createPolicyRecord.policyRecord.id").String()
}

// InDays returns the day that is so many days from now, in the city's time zone.
func InDays(days int) string {
	return time.Now().In(time.FixedZone("Asia/Shanghai", 8*60*60)).AddDate(0, 0, days).Format("2006-01-02")
}

// MoveTime makes a consultation's period begin and end so much earlier, so that no test has to wait.
func (c *City) MoveTime(consultation string, by time.Duration) {
	c.t.Helper()
	id, err := civic.ParseID(consultation)
	if err != nil {
		c.t.Fatal(err)
	}
	var opens, closes time.Time
	var closesOn string
	moved := fmt.Sprintf("%d seconds", int(by.Seconds()))
	if err := c.SQL.QueryRow(`SELECT opens_at - CAST($2 AS interval), closes_at - CAST($2 AS interval),
		CAST(CAST((closes_at - CAST($2 AS interval) - interval '1 second') AT TIME ZONE timezone AS date) AS text) FROM consultations WHERE id = $1`,
		id.Key, moved).Scan(&opens, &closes, &closesOn); err != nil {
		c.t.Fatal(err)
	}
	c.SQL.MustExec(`UPDATE consultations SET opens_at = $2, closes_at = $3, closes_on = $4 WHERE id = $1`, id.Key, opens, closes, closesOn)
}

// Asked is an open consultation on a draft of three articles.
type Asked struct {
	Record, Draft, Consultation string
	Clauses                     []string
}

// PutToPublic launches a consultation on a draft of three articles for about sixty days. The approved draft is written directly into the
// database, because other tests cover the review. Pairs of name and value add to the input of the launch.
func (c *City) PutToPublic(more ...any) Asked {
	c.t.Helper()
	record := c.Record()
	recordID, err := civic.ParseID(record)
	if err != nil {
		c.t.Fatal(err)
	}
	draft := civic.NewKey()
	c.SQL.MustExec(`INSERT INTO drafts (id, policy_record_id, version, title, explanatory_note, legal_bases, state, content_hash, import_warnings, created_by)
		VALUES ($1, $2, 1, '物业管理办法（征求意见稿）', '{}', '[]', 'APPROVED', 'hash', '[]', $1)`, draft, recordID.Key)
	asked := Asked{Record: record, Draft: civic.IDOf(policy.DraftKind, draft).String()}
	for i, text := range []string{"业主依法享有权利。", "物业服务企业应当公开收费标准。", "本办法自公布之日起施行。"} {
		clause := civic.NewKey()
		c.SQL.MustExec(`INSERT INTO clauses (id, draft_id, lineage_id, position, depth, kind, label, number, number_suffix, heading, text)
			VALUES ($1, $2, $1, $3, 0, 'ARTICLE', $4, $5, 0, '', $6)`, clause, draft, i, fmt.Sprintf("第%c条", []rune("一二三")[i]), i+1, text)
		asked.Clauses = append(asked.Clauses, civic.IDOf(legaltext.ClauseIDKind, clause).String())
	}
	input := map[string]any{"policyRecordId": record, "draftId": asked.Draft, "closesOn": InDays(60)}
	for i := 0; i < len(more); i += 2 {
		input[more[i].(string)] = more[i+1]
	}
	launched := c.Publisher().Must(`mutation ($input: LaunchConsultationInput!) { launchConsultation(input: $input) { consultation { id } userErrors { code field message } } }`, "input", input)
	asked.Consultation = launched.Get("launchConsultation.consultation.id").String()
	return asked
}
