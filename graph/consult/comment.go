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
	policygraph "minyi/graph/policy"
)

var (
	// Comments loads comments by their ids.
	Comments          = graph.NodeLoader(consultdb.CommentsByID)
	commentTallies    = graph.NewLoader(consultdb.CommentTallies) // by the consultation
	briefTallies      = graph.NewLoader(consultdb.BriefTallies)   // by the consultation, without days and clauses
	endorsementCounts = graph.NewLoader(consultdb.EndorsementCounts)
	endorsed          = graph.NewLoader(consultdb.Endorsed)

	commentConsultation = graph.Relate("Comment.consultation", Consultations, func(c *consult.Comment) civic.ID {
		return civic.IDOf(civic.ConsultationKind, c.ConsultationKey)
	})
	commentClause = graph.Relate("Comment.clause", policygraph.Clauses, func(c *consult.Comment) civic.ID {
		return graph.OptionalID(legaltext.ClauseIDKind, c.ClauseKey)
	})
	commentMovedFrom = graph.Relate("Comment.movedFrom", policygraph.Clauses, func(c *consult.Comment) civic.ID {
		return graph.OptionalID(legaltext.ClauseIDKind, c.MovedFrom)
	})
	commentEndorsements = graph.Relate("Comment.endorsementCount", endorsementCounts, (*consult.Comment).ID)
	commentEndorsed     = graph.Relate("Comment.viewerHasEndorsed", endorsed, (*consult.Comment).ID)

	// consultationTally loads the parts of the tally that the field needs.
	consultationTally = graph.RelateVia("Consultation.commentTally", talliesFor, func(_ context.Context, c *consult.Consultation) (civic.ID, error) {
		return c.ID(), nil
	})
	clauseCountClause = graph.Relate("ClauseCount.clause", policygraph.Clauses, func(c *consult.ClauseCount) civic.ID {
		return civic.IDOf(legaltext.ClauseIDKind, c.ClauseKey)
	})
)

func (r *ConsultationResolver) Comments(ctx context.Context, c *consult.Consultation, first *int, after *string, last *int, before *string, filter *consult.CommentFilter, orderBy consult.CommentOrder) (*model.CommentConnection, error) {
	return model.Connect(consultdb.Comments(ctx, r.DB, civic.ActorOf(ctx), *c, graph.Page(first, after, last, before), filter, orderBy))
}

func (r *ConsultationResolver) CommentTally(ctx context.Context, c *consult.Consultation) (*consult.CommentTally, error) {
	tally, err := consultationTally.Load(ctx, c)
	if tally != nil {
		tally.DepartmentCode, tally.DraftKey = c.DepartmentCode, c.DraftKey
	}
	return tally, err
}

// talliesFor returns the loader for the parts of a tally that the field in the context needs.
func talliesFor(ctx context.Context) *graph.Loader[civic.ID, consult.CommentTally] {
	asked := graphql.GetFieldContext(ctx).Field
	for _, field := range graphql.CollectFields(graphql.GetOperationContext(ctx), asked.Selections, nil) {
		if field.Name == "byDay" || field.Name == "byClause" {
			return commentTallies
		}
	}
	return briefTallies
}
