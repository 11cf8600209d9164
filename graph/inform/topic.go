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
	_ = policygraph.ContentLoader(informdb.TopicsByID)

	topicDepartment = graph.Relate("TopicColumn.department", civicgraph.Departments, func(c *inform.TopicColumn) civic.ID {
		return civic.IDOf(civic.DepartmentKind, c.DepartmentKey)
	})
	topicYears    = graph.Relate("TopicColumn.years", graph.NewLoader(informdb.TopicYears), func(c *inform.TopicColumn) uuid.UUID { return c.RootKey })
	topicReleases = graph.Relate("TopicColumn.releases", policygraph.Releases, func(c *inform.TopicColumn) uuid.UUID { return c.RootKey })
	topicReviews  = graph.RelateBy("TopicColumn.reviews", policygraph.Reviews, func(ctx context.Context, c *inform.TopicColumn) (uuid.UUID, error) {
		return policygraph.ReviewKey(ctx, c.ContentVersion)
	})
)

func (r *TopicColumnResolver) MissingForApproval(ctx context.Context, c *inform.TopicColumn) ([]policy.ReviewGate, error) {
	return policygraph.MissingGates(ctx, topicReviews, c)
}

func (r *TopicColumnResolver) Pinned(ctx context.Context, c *inform.TopicColumn) ([]civic.Node, error) {
	pinned := []civic.Node{}
	for _, id := range c.PinnedIDs() {
		node, err := graph.LoadAnyNode(ctx, id)
		if err != nil {
			return nil, err
		}
		if node != nil {
			pinned = append(pinned, node)
		}
	}
	return pinned, nil
}

func (r *TopicColumnResolver) Policies(ctx context.Context, c *inform.TopicColumn, first *int, after *string, last *int, before *string) (*model.PolicyRecordConnection, error) {
	return model.Connect(informdb.TopicPolicies(ctx, r.DB, civic.ActorOf(ctx), *c, graph.Page(first, after, last, before)))
}

func (r *QueryResolver) TopicColumns(ctx context.Context, first *int, after *string, last *int, before *string, departmentID *civic.ID, year *int, standing *inform.TopicStanding) (*model.TopicColumnConnection, error) {
	return model.Connect(informdb.Topics(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before), departmentID, year, standing))
}

func (r *QueryResolver) TopicCount(ctx context.Context, year int) (*inform.TopicCount, error) {
	return informdb.CountTopics(ctx, r.DB, year)
}
