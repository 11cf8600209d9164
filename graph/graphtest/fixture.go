package graphtest

import (
	"context"
	"fmt"
	"time"

	"minyi/consult"
)

// Housing is the code of the department that fixtures belong to.
const Housing = "HOUSING"

// Editor, Reviewer and Publisher are members of the department's staff.
func (c *City) Editor() *Client    { return c.Staff("editor", Housing, consult.Editor) }
func (c *City) Reviewer() *Client  { return c.Staff("reviewer", Housing, consult.Reviewer) }
func (c *City) Publisher() *Client { return c.Staff("publisher", Housing, consult.Publisher) }

// Record opens the department, if it is not there, and a policy record, and gives the record's id.
func (c *City) Record() string {
	c.t.Helper()
	name := func(zh, en string) []any {
		return []any{map[string]any{"locale": "ZH", "text": zh}, map[string]any{"locale": "EN", "text": en}}
	}
	department := c.Staff("admin", "", consult.Admin).Must(`mutation ($input: CreateDepartmentInput!) { createDepartment(input: $input) { department { id } userErrors { code } } }`,
		"input", map[string]any{"code": Housing, "name": name("住房和城乡建设局", "Housing and Construction"), "idempotencyKey": "fixture"})
	record := c.Editor().Must(`mutation ($input: CreatePolicyRecordInput!) { createPolicyRecord(input: $input) { policyRecord { id } userErrors { code } } }`,
		"input", map[string]any{"departmentId": department.Get("createDepartment.department.id").String(), "title": name("物业管理办法", "Property management rules"), "kind": "MAJOR_DECISION"})
	return record.Get("createPolicyRecord.policyRecord.id").String()
}

// MoveTime makes a consultation's period begin and end so much earlier: time passes without anybody waiting for it.
func (c *City) MoveTime(consultation string, by time.Duration) {
	c.t.Helper()
	id, err := consult.ParseID(consultation)
	if err != nil {
		c.t.Fatal(err)
	}
	moved := fmt.Sprintf("%d seconds", int(by.Seconds()))
	if _, err := c.SQL.ExecContext(context.Background(), `UPDATE consultations SET opens_at = opens_at - CAST($2 AS interval), closes_at = closes_at - CAST($2 AS interval),
		closes_on = CAST((closes_at - CAST($2 AS interval) - interval '1 second') AT TIME ZONE timezone AS date) WHERE id = $1`, id.Key, moved); err != nil {
		c.t.Fatal(err)
	}
}
