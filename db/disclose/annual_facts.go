package disclosedb

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/domain/policy"
)

// countFor counts the cells of a report that nobody enters: those of a department from the register, those of a city from the departments' reports.
func countFor(ctx context.Context, q pg.Querier, c policy.ContentVersion, w disclose.AnnualWords) (disclose.Figures, error) {
	switch {
	case w.Scope == disclose.OfCity:
		return sumOf(ctx, q, w)
	case !w.RegisterCovers:
		return disclose.Figures{}, nil
	}
	requests, err := countedRequests(ctx, q, c.DepartmentKey, w.Year)
	form, _ := disclose.FormOf(w.Year)
	return form.Recount(w.Year, requests), err
}

// countedRequests counts the requests of a department that table 3 of a year counts, in groups. The first day of the year stands for all its days, the day before it for
// the days before, and the first day of the next year for those after. An index holds all that is read.
func countedRequests(ctx context.Context, q pg.Querier, department uuid.UUID, year int) ([]disclose.CountedRequests, error) {
	day := func(year int) civic.Date { return civic.Date(fmt.Sprintf("%d-01-01", year)) }
	return pg.Rows[disclose.CountedRequests](ctx, q, `SELECT q.applicant_kind AS kind, CASE WHEN q.received_on < $3 THEN CAST($3 AS date) - 1 ELSE $3 END AS received_on,
		  CASE WHEN q.decided_on >= $4 THEN CAST($4 AS date) WHEN q.decided_on <= (SELECT `+pg.Today+`) THEN $3 END AS decided_on, COALESCE(q.outcome, '') AS outcome, count(*) AS n
		FROM disclosure_requests q WHERE q.department_id = $2 AND q.received_on < $4 AND (q.decided_on >= $3 OR q.decided_on IS NULL) GROUP BY 1, 2, 3, 4`,
		databaseOf(q).Zone.String(), department, day(year), day(year+1))
}

// databaseOf is the database of a transaction, or the database itself.
func databaseOf(q pg.Querier) *pg.DB {
	if t, is := q.(*pg.Tx); is {
		return t.DB
	}
	return q.(*pg.DB)
}

// standing is true of the version of a report that the public reads now.
const standing = policydb.ContentPublic + ` AND x.kind = 'Z' AND x.replaced_at IS NULL AND x.year = $1 AND x.words->>'scope' = $2`

// sumOf adds up the released reports of all departments of a year.
func sumOf(ctx context.Context, q pg.Querier, w disclose.AnnualWords) (disclose.Figures, error) {
	reports, err := pg.Rows[disclose.AnnualReport](ctx, q, `SELECT `+policydb.ContentColumns+` FROM `+policydb.ContentTables+` WHERE `+standing, w.Year, disclose.OfDepartment)
	form, _ := disclose.FormOf(w.Year)
	sum := disclose.Figures{}
	for _, cell := range form.Cells() {
		sum[cell] = 0
		for _, r := range reports {
			sum[cell] += r.Words.Figures()[cell]
		}
	}
	return sum, err
}

// lastYear reads the released report of the year before.
func lastYear(ctx context.Context, q pg.Querier, c policy.ContentVersion, w disclose.AnnualWords) (disclose.Figures, error) {
	reports, err := pg.Rows[disclose.AnnualReport](ctx, q, `SELECT `+policydb.ContentColumns+` FROM `+policydb.ContentTables+` WHERE `+standing+` AND x.department_id = $3`, w.Year-1, w.Scope, c.DepartmentKey)
	if err != nil || len(reports) == 0 {
		return nil, err
	}
	return reports[0].Words.Figures(), nil
}

// Findings lists the checks of a report that break now, against the register and the other reports as they are.
func Findings(ctx context.Context, q pg.Querier, c policy.ContentVersion, w disclose.AnnualWords) ([]disclose.ReportFinding, error) {
	form, _ := disclose.FormOf(w.Year)
	facts := disclose.ReportFacts{Form: form, Year: w.Year, Cells: w.Figures(), Sections: w.Sections}
	var err error
	if facts.LastYear, err = lastYear(ctx, q, c, w); err != nil {
		return nil, err
	}
	counted, err := countFor(ctx, q, c, w)
	if w.Scope == disclose.OfCity {
		facts.Sum = counted
	} else {
		facts.Register = counted
	}
	return facts.Findings(), err
}

// refuseFindings refuses the release of a report while a check breaks.
func refuseFindings(ctx context.Context, t *pg.Tx, c policy.ContentVersion) error {
	r, err := annualReport(ctx, t, c.Key)
	if err != nil {
		return err
	}
	found, err := Findings(ctx, t, c, r.Words)
	if err != nil {
		return err
	}
	return disclose.RefuseFindings(found)
}

// MissingDepartments lists the departments without a released report of the year of a city's report, at most 500; none for other reports.
func MissingDepartments(ctx context.Context, db *pg.DB, r disclose.AnnualReport) ([]civic.Department, error) {
	if r.Words.Scope != disclose.OfCity {
		return []civic.Department{}, nil
	}
	keys, err := pg.Rows[uuid.UUID](ctx, db, `SELECT d.id FROM departments d WHERE d.closed_at IS NULL AND NOT EXISTS (SELECT FROM contents x WHERE x.department_id = d.id AND `+standing+`)
		ORDER BY d.code LIMIT 500`, r.Words.Year, disclose.OfDepartment)
	if err != nil {
		return nil, err
	}
	ids := make([]civic.ID, len(keys))
	for i, key := range keys {
		ids[i] = civic.IDOf(civic.DepartmentKind, key)
	}
	return civicdb.DepartmentsByID(ctx, db, civic.Actor{}, ids)
}
