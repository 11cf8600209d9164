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

var _ = policydb.DeclareContent(disclose.AnnualReportKind, AnnualReportsByID, policydb.ContentKind{Check: refuseFindings, Read: policy.ReadText[disclose.AnnualWords]})

// AnnualReportsByID finds annual reports: everybody the released ones, staff of the department all.
func AnnualReportsByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]disclose.AnnualReport, error) {
	return policydb.ContentsOf[disclose.AnnualReport](ctx, db, by, disclose.AnnualReportKind, "", `x.id = ANY($4)`, pg.KeysOf(ids))
}

// AnnualReports lists the annual reports that the actor may see, newest first, without those that a correction replaced.
func AnnualReports(ctx context.Context, db *pg.DB, by civic.Actor, page civic.PageArgs, department *civic.ID, year *int) (civic.Page[disclose.AnnualReport], error) {
	return pg.PageOf(ctx, db, page, policydb.ContentList[disclose.AnnualReport](by, disclose.AnnualReportKind, "annualReports", "",
		`x.replaced_at IS NULL AND ($4::uuid IS NULL OR x.department_id = $4) AND ($5::int IS NULL OR x.year = $5)`, pg.KeyOf(department), year))
}

// LastWorkingDay is the last working day by which a report is due, by the calendar that is known.
func LastWorkingDay(ctx context.Context, db *pg.DB, r disclose.AnnualReport) (civic.Date, error) {
	clock, today, err := clockOf(ctx, db, db)
	if err != nil {
		return "", err
	}
	return r.LastWorkingDay(clock.Calendar.KnownOn(today)), nil
}

// OpenAnnualReport begins the report of a year, with table 3 as the register gives it. An EDITOR of the department may. It refuses NO_FORM, and
// REPORT_EXISTS for a second report of the same year and scope.
func OpenAnnualReport(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.OpenAnnualReportInput) (*disclose.AnnualReport, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	words, err := in.Words()
	if err != nil {
		return nil, err
	}
	department, err := pg.One(ctx, db, by, civicdb.DepartmentsByID, in.DepartmentID, "departmentId")
	if err != nil {
		return nil, err
	}
	id, same := civic.IDOf(disclose.AnnualReportKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[disclose.AnnualReport]{By: by, Input: in, Request: same, ID: id, Table: "contents", Find: AnnualReportsByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		if err := t.Allow(policy.WriteContent, department.Code, id); err != nil {
			return err
		}
		c := policy.ContentVersion{Key: id.Key, Kind: id.Kind, DepartmentKey: department.Key, DepartmentCode: department.Code, Year: &in.Year}
		counted, err := countFor(ctx, t, c, words)
		if err != nil {
			return err
		}
		err = policydb.InsertContent(ctx, t, by, c, policydb.Words{Words: words.Recounted(counted)}, same)
		if pg.Violates(err, "contents_annual") {
			return civic.Refuse(disclose.ReportExists, "year")
		}
		return err
	})
}

// EnterFigures enters numbers of cells, with a reason, or begins the next version of a released report: its correction. An EDITOR of the department may.
func EnterFigures(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.EnterFiguresInput) (*disclose.AnnualReport, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return rewrite(ctx, db, by, in, in.ContentID, func(_ *pg.Tx, _ policy.ContentVersion, w disclose.AnnualWords) (disclose.AnnualWords, error) {
		return in.Apply(w)
	})
}

// WriteSection writes a section, or begins the next version of a released report. An EDITOR of the department may.
func WriteSection(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.WriteSectionInput) (*disclose.AnnualReport, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return rewrite(ctx, db, by, in, in.ContentID, func(_ *pg.Tx, _ policy.ContentVersion, w disclose.AnnualWords) (disclose.AnnualWords, error) {
		return in.Apply(w)
	})
}

// RecountAnnualReport counts again all cells that nobody entered, and those whose entered numbers go. An EDITOR of the department may.
func RecountAnnualReport(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.RecountAnnualReportInput) (*disclose.AnnualReport, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return rewrite(ctx, db, by, in, in.ContentID, func(t *pg.Tx, c policy.ContentVersion, w disclose.AnnualWords) (disclose.AnnualWords, error) {
		counted, err := countFor(ctx, t, c, w)
		return in.Drop(w).Recounted(counted), err
	})
}

// rewrite changes the words of a report.
func rewrite(ctx context.Context, db *pg.DB, by civic.Actor, in any, id civic.ID, change func(*pg.Tx, policy.ContentVersion, disclose.AnnualWords) (disclose.AnnualWords, error)) (*disclose.AnnualReport, error) {
	var key uuid.UUID
	if err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		c, err := policydb.LockContent(ctx, t, by, policy.WriteContent, id)
		if err != nil {
			return err
		}
		r, err := annualReport(ctx, t, c.Key)
		if err != nil {
			return err
		}
		words, err := change(t, *c, r.Words)
		if err != nil {
			return err
		}
		key, err = policydb.ReviseContent(ctx, t, by, *c, policydb.Words{Words: words})
		return err
	}); err != nil {
		return nil, err
	}
	return pg.One(ctx, db, by, AnnualReportsByID, civic.IDOf(disclose.AnnualReportKind, key), "")
}

// annualReport reads a report whoever may see it.
func annualReport(ctx context.Context, q pg.Querier, key uuid.UUID) (*disclose.AnnualReport, error) {
	found, err := pg.Rows[disclose.AnnualReport](ctx, q, `SELECT `+policydb.ContentColumns+` FROM `+policydb.ContentTables+` WHERE x.id = $1`, key)
	return pg.Single(found, err)
}

// DepartmentName is the name of the department that reports.
func DepartmentName(ctx context.Context, db *pg.DB, r disclose.AnnualReport) (civic.Localized, error) {
	department, err := pg.One(ctx, db, civic.Actor{}, civicdb.DepartmentsByID, civic.IDOf(civic.DepartmentKind, r.DepartmentKey), "")
	if err != nil {
		return nil, err
	}
	return department.Names, nil
}
