package consultgraph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/graph"
	"minyi/graph/model"
)

var (
	citations     = graph.NewLoader(consultdb.Citations) // by the draft
	commentPlaces = graph.NewLoader(consultdb.CommentPlaces)

	clauseCitation = graph.Relate("Clause.citation", citations, func(c *legaltext.Clause) civic.ID {
		return civic.IDOf(consult.DraftKind, c.DraftKey)
	})
	// commentPlace loads where a comment stands in the version that the field's argument names.
	commentPlace = graph.RelateBy("Comment.placeIn", commentPlaces, func(ctx context.Context, c *consult.Comment) (key consult.CommentPlaceKey, err error) {
		if c.ClauseKey == nil {
			return key, nil
		}
		draft, _ := graphql.GetFieldContext(ctx).Args["draft"].(civic.ID)
		if _, err := draft.Of(consult.DraftKind, "draft"); err != nil {
			return key, err
		}
		return consult.CommentPlaceKey{Clause: civic.IDOf(legaltext.ClauseIDKind, *c.ClauseKey), Draft: draft}, nil
	})
	commentPlaceDraft = graph.Relate("CommentPlace.draft", Drafts, func(p *consult.CommentPlace) civic.ID {
		return civic.IDOf(consult.DraftKind, p.DraftKey)
	})
)

func (r *QueryResolver) Clause(ctx context.Context, draft civic.ID, citation string) (*legaltext.Clause, error) {
	return consultdb.CitedClause(ctx, r.DB, civic.ActorOf(ctx), draft, citation)
}

func (r *QueryResolver) CompareDrafts(ctx context.Context, from, to civic.ID) (*consult.VersionComparison, error) {
	return consultdb.CompareDrafts(ctx, r.DB, civic.ActorOf(ctx), from, to)
}

func (r *VersionComparisonResolver) Clauses(_ context.Context, v *consult.VersionComparison, first *int, after *string, last *int, before *string, changes []legaltext.ComparedChange) (*model.ComparedClauseConnection, error) {
	return model.Connect(v.Page(graph.Page(first, after, last, before), changes))
}

func (r *ClauseResolver) Citation(ctx context.Context, c *legaltext.Clause, locale *civic.Locale) (*string, error) {
	cited, err := clauseCitation.Value(ctx, c)
	words := cited[c.Key].Read(ctx, (*civic.WantedLocale)(locale))
	if err != nil || words == "" {
		return nil, err
	}
	return &words, nil
}

func (r *CommentResolver) PlaceIn(ctx context.Context, c *consult.Comment, _ civic.ID) (*consult.CommentPlace, error) {
	place, err := commentPlace.Load(ctx, c)
	if err != nil || place == nil {
		return nil, err
	}
	of := place.Of(*c)
	return &of, nil
}
