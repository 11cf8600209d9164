package disclosegraph

import (
	"context"

	"github.com/google/uuid"

	disclosedb "minyi/db/disclose"
	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/domain/policy"
	"minyi/graph"
	civicgraph "minyi/graph/civic"
	"minyi/graph/model"
	policygraph "minyi/graph/policy"
)

var (
	_ = policygraph.ContentLoader(disclosedb.AnnualReportsByID)

	annualDepartment = graph.Relate("AnnualReport.department", civicgraph.Departments, func(r *disclose.AnnualReport) civic.ID {
		return civic.IDOf(civic.DepartmentKind, r.DepartmentKey)
	})
	annualReleases = graph.Relate("AnnualReport.releases", policygraph.Releases, func(r *disclose.AnnualReport) uuid.UUID { return r.RootKey })
	annualReviews  = graph.RelateBy("AnnualReport.reviews", policygraph.Reviews, func(ctx context.Context, r *disclose.AnnualReport) (uuid.UUID, error) {
		return policygraph.ReviewKey(ctx, r.ContentVersion)
	})
)

func (r *AnnualReportResolver) MissingForApproval(ctx context.Context, report *disclose.AnnualReport) ([]policy.ReviewGate, error) {
	return policygraph.MissingGates(ctx, annualReviews, report)
}

func (r *AnnualReportResolver) Findings(ctx context.Context, report *disclose.AnnualReport) ([]disclose.ReportFinding, error) {
	if err := civic.ActorOf(ctx).Require(policy.ReadInternal, report.DepartmentCode); err != nil {
		return nil, err
	}
	return disclosedb.Findings(ctx, r.DB, report.ContentVersion, report.Words)
}

func (r *AnnualReportResolver) LastWorkingDay(ctx context.Context, report *disclose.AnnualReport) (civic.Date, error) {
	return disclosedb.LastWorkingDay(ctx, r.DB, *report)
}

func (r *AnnualReportResolver) MissingDepartments(ctx context.Context, report *disclose.AnnualReport) ([]civic.Department, error) {
	return disclosedb.MissingDepartments(ctx, r.DB, *report)
}

func (r *QueryResolver) AnnualReports(ctx context.Context, first *int, after *string, last *int, before *string, departmentID *civic.ID, year *int) (*model.AnnualReportConnection, error) {
	return model.Connect(disclosedb.AnnualReports(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before), departmentID, year))
}
