package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	verifydb "minyi/db/verify"
	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const readAudit = `query ($f: AuditFilter, $first: Int, $after: String) { auditLog(filter: $f, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
	nodes { seq createdAt actor action department subjectId subject { __typename id } summary previousHash hash roles { role department } } } }`

// auditFaults walks the log.
func auditFaults(t *testing.T, city *graphtest.City) []string {
	t.Helper()
	found, err := verifydb.VerifyAudit(context.Background(), city.DB, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	return found.Faults
}

func TestAuditLogTellsWhoDidWhat(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.Publisher().Must(extend, "input", map[string]any{"consultationId": asked.Consultation, "closesOn": inDays(90), "reason": "应王小明的电话请求。"})
	auditor := city.Staff("auditor", "", civic.Auditor)
	all := auditor.Must(readAudit).Get("auditLog")
	if got := all.Get("nodes.#.action").Raw; got != `["extendCommentPeriod","launchConsultation","createPolicyRecord","createDepartment"]` {
		t.Fatalf("the log has %s", got)
	}
	newest := all.Get("nodes.0")
	for path, want := range map[string]string{"seq": "4", "actor": "publisher", "department": graphtest.Housing, "subject.__typename": "Consultation", "subjectId": asked.Consultation,
		"roles.0.role": "PUBLISHER", "roles.0.department": graphtest.Housing, "previousHash": all.Get("nodes.1.hash").String()} {
		if got := newest.Get(path).String(); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	var summary map[string]any
	if err := json.Unmarshal([]byte(newest.Get("summary").String()), &summary); err != nil || summary["consultationId"] != asked.Consultation || summary["closesOn"] != inDays(90) {
		t.Errorf("the summary is %s: %v", newest.Get("summary"), err)
	}
	if strings.Contains(all.Raw, "王小明") || !strings.Contains(newest.Get("summary").String(), `"reason":{"sha256":`) {
		t.Errorf("words stand in the log: %s", newest.Get("summary"))
	}
	for filter, want := range map[string]int64{
		`{"action":"launchConsultation"}`: 1, `{"actor":"publisher"}`: 2, `{"actor":"nobody"}`: 0, `{"subjectId":"` + asked.Consultation + `"}`: 2,
		`{"from":"2000-01-01T00:00:00Z"}`: 4, `{"to":"2000-01-01T00:00:00Z"}`: 0, `{"departmentId":"` + all.Get("nodes.3.subjectId").String() + `"}`: 3,
	} {
		if got := auditor.Must(readAudit, "f", json.RawMessage(filter)).Get("auditLog.totalCount").Int(); got != want {
			t.Errorf("%s finds %d, want %d", filter, got, want)
		}
	}
	page := auditor.Must(readAudit, "first", 3).Get("auditLog.pageInfo.endCursor").String()
	if got := auditor.Must(readAudit, "first", 3, "after", page).Get("auditLog.nodes.#.seq").Raw; got != "[1]" {
		t.Errorf("the second page has %s", got)
	}
}

func TestRepeatedAndRefusedActionsStandInTheLogOnce(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin := city.Staff("admin", "", civic.Admin)
	admin.Must(createDepartment, "input", department("HOUSING", "k"))
	admin.Must(createDepartment, "input", department("HOUSING", "k"))
	admin.Ask(createDepartment, "input", department("HOUSING", "other"))
	city.Resident("li").Ask(createDepartment, "input", department("PARKS", ""))
	if got := city.Staff("auditor", "", civic.Auditor).Must(readAudit).Get("auditLog.totalCount").Int(); got != 1 {
		t.Errorf("%d entries, want 1", got)
	}
}

// Staff of many departments write at the same time: nobody waits in a ring, and the chain has no gap.
func TestAuditLogOfManyAtOnce(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin := city.Staff("admin", "", civic.Admin)
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			if problems := graphtest.Problems(admin.Ask(createDepartment, "input", department(fmt.Sprintf("D%d", i), ""))); len(problems) > 0 {
				t.Errorf("department %d: %v", i, problems)
			}
		})
	}
	all.Wait()
	if faults := auditFaults(t, city); len(faults) > 0 {
		t.Error(faults)
	}
	if got := city.Staff("auditor", "", civic.Auditor).Must(readAudit).Get("auditLog.nodes.0.seq").Int(); got != 40 {
		t.Errorf("the newest entry is %d, want 40", got)
	}
}

func TestTamperingWithTheAuditLogIsFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tamper []string
		want   []string
	}{
		"nothing":               {nil, nil},
		"a changed name":        {[]string{`UPDATE audit_log SET actor = 'wang' WHERE seq = 3`}, []string{"entry 3 was changed"}},
		"a changed instant":     {[]string{`UPDATE audit_log SET at = at + interval '1 microsecond' WHERE seq = 5`}, []string{"entry 5 was changed"}},
		"a changed hash":        {[]string{`UPDATE audit_log SET hash = 'x' WHERE seq = 2`}, []string{"entry 2 was changed", "entry 3 does not follow entry 2: one of them was changed or inserted"}},
		"a removed entry":       {[]string{`DELETE FROM audit_log WHERE seq = 2`}, []string{"entry 2 was removed"}},
		"the first two removed": {[]string{`DELETE FROM audit_log WHERE seq <= 2`}, []string{"entries 1 to 2 were removed"}},
		"a cut tail":            {[]string{`DELETE FROM audit_log WHERE seq >= 4`}, []string{"the log was cut off after entry 3; it ended with entry 5"}},
		"a cut tail with its head": {[]string{`DELETE FROM audit_log WHERE seq >= 4`, `UPDATE audit_head SET seq = 3, hash = (SELECT hash FROM audit_log WHERE seq = 3)`},
			[]string{"the sealed end of the log was changed, or SECRET is another"}},
		"all of it removed": {[]string{`DELETE FROM audit_log`}, []string{"the log was cut off after entry 0; it ended with entry 5"}},
		"an entry at the end": {[]string{`INSERT INTO audit_log SELECT 6, id, at, account, actor, roles, action, department, subject, summary, hash, hash FROM audit_log WHERE seq = 5`},
			[]string{"entry 6 was changed", "entry 6 and what follows was inserted: the log ends with entry 5"}},
		"an entry in the middle": {[]string{`UPDATE audit_log SET seq = -seq WHERE seq >= 3`, `UPDATE audit_log SET seq = 1 - seq WHERE seq < 0`,
			`INSERT INTO audit_log SELECT 3, id, at, account, actor, roles, action, department, subject, summary, hash, hash FROM audit_log WHERE seq = 2`},
			[]string{"entry 3 was changed", "entry 4 was changed", "entry 5 was changed", "entry 6 was changed", "entry 6 and what follows was inserted: the log ends with entry 5"}},
		"no head": {[]string{`DELETE FROM audit_head`}, []string{"the sealed end of the log was removed"}},
		"no secret but the hashes anew": {[]string{`UPDATE audit_head SET hash = 'x'`, `UPDATE audit_log SET hash = 'x' WHERE seq = 5`},
			[]string{"entry 5 was changed", "the sealed end of the log was changed, or SECRET is another"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			city := graphtest.New(t)
			admin := city.Staff("admin", "", civic.Admin)
			for i := range 5 {
				admin.Must(createDepartment, "input", department(fmt.Sprintf("D%d", i), ""))
			}
			for _, statement := range c.tamper {
				city.SQL.MustExec(statement)
			}
			if got := auditFaults(t, city); !slices.Equal(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}
