package consultgraph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/graph"
	policygraph "minyi/graph/policy"
)

var (
	commentPlaces = graph.NewLoader(policydb.CommentPlaces)

	// commentPlace loads where a comment stands in the version that the field's argument names.
	commentPlace = graph.RelateBy("Comment.placeIn", commentPlaces, func(ctx context.Context, c *consult.Comment) (key consult.CommentPlaceKey, err error) {
		if c.ClauseKey == nil {
			return key, nil
		}
		draft, _ := graphql.GetFieldContext(ctx).Args["draft"].(civic.ID)
		if _, err := draft.Of(policy.DraftKind, "draft"); err != nil {
			return key, err
		}
		return consult.CommentPlaceKey{Clause: civic.IDOf(legaltext.ClauseIDKind, *c.ClauseKey), Draft: draft}, nil
	})
	commentPlaceDraft = graph.Relate("CommentPlace.draft", policygraph.Drafts, func(p *consult.CommentPlace) civic.ID {
		return civic.IDOf(policy.DraftKind, p.DraftKey)
	})
)

func (r *CommentResolver) PlaceIn(ctx context.Context, c *consult.Comment, _ civic.ID) (*consult.CommentPlace, error) {
	place, err := commentPlace.Load(ctx, c)
	if err != nil || place == nil {
		return nil, err
	}
	of := place.Of(*c)
	return &of, nil
}
