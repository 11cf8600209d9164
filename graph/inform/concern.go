package informgraph

import (
	"context"

	"github.com/google/uuid"

	informdb "minyi/db/inform"
	"minyi/domain/civic"
	"minyi/domain/inform"
	"minyi/domain/policy"
	"minyi/graph"
	civicgraph "minyi/graph/civic"
	"minyi/graph/model"
	policygraph "minyi/graph/policy"
)

var (
	concerns = graph.NodeLoader(informdb.ConcernsByID)
	_        = policygraph.ContentLoader(informdb.ConcernResponsesByID)

	concernDepartment = graph.Relate("PublicConcern.department", civicgraph.Departments, func(c *inform.PublicConcern) civic.ID {
		return graph.OptionalID(civic.DepartmentKind, c.DepartmentKey)
	})
	concernMerged = graph.Relate("PublicConcern.mergedInto", concerns, func(c *inform.PublicConcern) civic.ID {
		return graph.OptionalID(inform.ConcernIDKind, c.MergedKey)
	})
	concernResponses = graph.Relate("PublicConcern.responses", graph.NewLoader(informdb.ResponsesToConcerns), (*inform.PublicConcern).ID)

	responseDepartment = graph.Relate("PublicConcernResponse.department", civicgraph.Departments, func(r *inform.PublicConcernResponse) civic.ID {
		return civic.IDOf(civic.DepartmentKind, r.DepartmentKey)
	})
	responseConcerns = graph.Relate("PublicConcernResponse.concerns", graph.NewLoader(informdb.AnsweredConcerns), (*inform.PublicConcernResponse).ID)
	responseReleases = graph.Relate("PublicConcernResponse.releases", policygraph.Releases, func(r *inform.PublicConcernResponse) uuid.UUID { return r.RootKey })
	responseReviews  = graph.RelateBy("PublicConcernResponse.reviews", policygraph.Reviews, func(ctx context.Context, r *inform.PublicConcernResponse) (uuid.UUID, error) {
		return policygraph.ReviewKey(ctx, r.ContentVersion)
	})

	standingDepartment = graph.Relate("ConcernStanding.department", civicgraph.Departments, func(s *inform.ConcernStanding) civic.ID {
		return civic.IDOf(civic.DepartmentKind, s.DepartmentKey)
	})
)

func (r *PublicConcernResponseResolver) MissingForApproval(ctx context.Context, response *inform.PublicConcernResponse) ([]policy.ReviewGate, error) {
	return policygraph.MissingGates(ctx, responseReviews, response)
}

func (r *QueryResolver) PublicConcerns(ctx context.Context, first *int, after *string, last *int, before *string, departmentID *civic.ID, open *bool) (*model.PublicConcernConnection, error) {
	return model.Connect(informdb.PublicConcerns(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before), departmentID, open))
}

func (r *QueryResolver) PublicConcernResponses(ctx context.Context, first *int, after *string, last *int, before *string, departmentID *civic.ID) (*model.PublicConcernResponseConnection, error) {
	return model.Connect(informdb.ConcernResponses(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before), departmentID))
}

func (r *QueryResolver) ConcernStandings(ctx context.Context, year int) ([]inform.ConcernStanding, error) {
	return informdb.ConcernStandings(ctx, r.DB, year)
}
