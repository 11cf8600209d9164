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
)

var (
	channels = graph.NodeLoader(informdb.ChannelsByID)
	_        = graph.NodeLoader(informdb.ReleasesByID)

	channelDepartment = graph.Relate("Channel.department", civicgraph.Departments, func(c *inform.Channel) civic.ID {
		return civic.IDOf(civic.DepartmentKind, c.DepartmentKey)
	})
	channelTally   = graph.Relate("Channel.tally", graph.NewLoader(informdb.ChannelTallies), func(c *inform.Channel) uuid.UUID { return c.Key })
	releaseChannel = graph.Relate("ChannelRelease.channel", channels, func(r *inform.ChannelRelease) civic.ID { return civic.IDOf(inform.ChannelNode, r.ChannelKey) })
	releaseCopies  = graph.Relate("ContentRelease.copies", graph.NewLoader(informdb.CopiesOf), func(r *policy.ContentRelease) uuid.UUID { return r.RootKey })
)

func (r *ChannelResolver) Address(ctx context.Context, c *inform.Channel) (*string, error) {
	if err := civic.ActorOf(ctx).Require(inform.ManageChannels, c.DepartmentCode); err != nil {
		return nil, err
	}
	return informdb.ChannelAddress(r.DB, *c)
}

func (r *ChannelResolver) Secret(ctx context.Context, c *inform.Channel) (*string, error) {
	return new(informdb.ChannelSecret(r.DB, *c)), civic.ActorOf(ctx).Require(inform.ManageChannels, c.DepartmentCode)
}

func (r *ChannelReleaseResolver) Content(ctx context.Context, release *inform.ChannelRelease) (civic.Node, error) {
	return graph.LoadAnyNode(ctx, release.ContentID())
}

func (r *QueryResolver) Channels(ctx context.Context, first *int, after *string, last *int, before *string, departmentID *civic.ID) (*model.ChannelConnection, error) {
	return model.Connect(informdb.Channels(ctx, r.DB, graph.Page(first, after, last, before), departmentID))
}

func (r *QueryResolver) ChannelReleases(ctx context.Context, first *int, after *string, last *int, before *string, filter *inform.ReleaseFilter) (*model.ChannelReleaseConnection, error) {
	return model.Connect(informdb.ChannelReleases(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before), filter))
}
