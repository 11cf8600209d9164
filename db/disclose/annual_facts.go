package disclosedb

import (
	"context"

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

// steps says of each request of a department what table 3 looks at. The days of its events never go back, and none lies in the future. So the latest day of a kind is that of the last event.
const steps = `SELECT q.applicant_kind AS kind,
	  max(e.on_day) FILTER (WHERE e.kind IN ('SUBMITTED_IN_PERSON', 'MAIL_SIGNED_FOR', 'CONFIRMED')) AS received,
	  max(e.on_day) FILTER (WHERE e.kind = 'WITHDRAWN') AS withdrawn,
	  max(e.on_day) FILTER (WHERE e.kind = 'DECIDED') AS decided, max(e.outcome) FILTER (WHERE e.kind = 'DECIDED') AS outcome,
	  CASE WHEN bool_and(e.kind <> 'CORRECTED') THEN max(e.answer_by) FILTER (WHERE e.kind = 'CORRECTION_NOTICE' AND e.answer_by < $3) END AS uncorrected,
	  CASE WHEN bool_and(e.kind <> 'FEE_PAID') THEN max(e.on_day) FILTER (WHERE e.kind = 'FEE_NOTICE_RECEIVED') END AS unpaid
	FROM disclosure_requests q JOIN disclosure_events e ON e.request_id = q.id
	WHERE q.department_id = $1 AND q.year <= $2 AND e.kind NOT IN ('REPLY_DRAFTED', 'REPLY_CHECKED', 'REPLY_POSTED', 'REPLY_HANDED_OVER', 'REPLY_SENT') GROUP BY q.id`

// ends says how each request ended. A correction that is overdue ends it on the day after its last day.
const ends = `SELECT s.kind, s.received, COALESCE(s.withdrawn, s.decided, s.uncorrected + 1) AS decided,
	  CASE WHEN s.withdrawn IS NOT NULL THEN 'OTHER_HANDLING' WHEN s.decided IS NOT NULL THEN s.outcome WHEN s.uncorrected IS NOT NULL THEN 'CORRECTION_OVERDUE' ELSE '' END AS outcome,
	  CASE WHEN s.withdrawn IS NULL AND s.decided IS NULL THEN s.unpaid END AS unpaid
	FROM steps s WHERE s.received IS NOT NULL`

// countedRequests counts the requests of a department up to a year in groups, where the first day of a year stands for all of its days. Only the working calendar knows
// when the time to pay a fee is over, so each day of an unpaid notice is a group.
func countedRequests(ctx context.Context, q pg.Querier, department uuid.UUID, year int) ([]disclose.CountedRequests, error) {
	clock, today, err := clockOf(ctx, databaseOf(q), q)
	if err != nil {
		return nil, err
	}
	found, err := pg.Rows[disclose.CountedRequests](ctx, q, `WITH steps AS (`+steps+`), ends AS (`+ends+`)
		SELECT e.kind, CAST(date_trunc('year', e.received) AS date) AS received_on, CAST(date_trunc('year', e.decided) AS date) AS decided_on, e.outcome, e.unpaid AS unpaid_from, count(*) AS n
		FROM ends e GROUP BY 1, 2, 3, 4, 5`, department, year, today)
	for i, r := range found {
		found[i] = clock.Lapsed(r, today)
	}
	return found, err
}

// databaseOf is the database of a transaction, or the database itself.
func databaseOf(q pg.Querier) *pg.DB {
	if t, is := q.(*pg.Tx); is {
		return t.DB
	}
	return q.(*pg.DB)
}

// standing is true of the version of a report that the public reads now.
const standing = `x.kind = 'Z' AND x.published_at IS NOT NULL AND x.replaced_at IS NULL AND x.year = $1 AND x.words->>'scope' = $2`

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
