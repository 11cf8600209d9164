package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/model"
)

var (
	_                 = nodeLoader((*db.DB).CommentsByID)
	commentTallies    = newLoader((*db.DB).CommentTallies) // by the consultation
	briefTallies      = newLoader((*db.DB).BriefTallies)   // by the consultation, without days and clauses
	endorsementCounts = newLoader((*db.DB).EndorsementCounts)
	endorsed          = newLoader((*db.DB).Endorsed)

	commentConsultation = relate("Comment.consultation", consultations, func(c *consult.Comment) consult.ID {
		return consult.IDOf(consult.ConsultationKind, c.ConsultationKey)
	})
	commentClause = relate("Comment.clause", clauses, func(c *consult.Comment) consult.ID {
		return optionalID(consult.ClauseIDKind, c.ClauseKey)
	})
	commentEndorsements = relate("Comment.endorsementCount", endorsementCounts, (*consult.Comment).ID)
	commentEndorsed     = relate("Comment.viewerHasEndorsed", endorsed, (*consult.Comment).ID)

	// consultationTally loads as much of the tally as the field asks for.
	consultationTally = relateVia("Consultation.commentTally", talliesFor, func(_ context.Context, c *consult.Consultation) (consult.ID, error) {
		return c.ID(), nil
	})
	clauseCountClause = relate("ClauseCount.clause", clauses, func(c *consult.ClauseCount) consult.ID {
		return consult.IDOf(consult.ClauseIDKind, c.ClauseKey)
	})
)

func (r *mutation) SubmitComment(ctx context.Context, input consult.SubmitCommentInput) (*model.SubmitCommentPayload, error) {
	comment, err := r.db.SubmitComment(ctx, consult.ActorOf(ctx), input)
	return &model.SubmitCommentPayload{Comment: comment, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) EditComment(ctx context.Context, input consult.EditCommentInput) (*model.EditCommentPayload, error) {
	comment, err := r.db.EditComment(ctx, consult.ActorOf(ctx), input)
	return &model.EditCommentPayload{Comment: comment, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) WithdrawComment(ctx context.Context, input consult.WithdrawCommentInput) (*model.WithdrawCommentPayload, error) {
	comment, err := r.db.WithdrawComment(ctx, consult.ActorOf(ctx), input)
	return &model.WithdrawCommentPayload{Comment: comment, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) EndorseComment(ctx context.Context, input consult.EndorseCommentInput) (*model.EndorseCommentPayload, error) {
	comment, err := r.db.EndorseComment(ctx, consult.ActorOf(ctx), input)
	return &model.EndorseCommentPayload{Comment: comment, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) WithdrawEndorsement(ctx context.Context, input consult.WithdrawEndorsementInput) (*model.WithdrawEndorsementPayload, error) {
	comment, err := r.db.WithdrawEndorsement(ctx, consult.ActorOf(ctx), input)
	return &model.WithdrawEndorsementPayload{Comment: comment, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *comment) Consultation(ctx context.Context, c *consult.Comment) (*consult.Consultation, error) {
	return commentConsultation.Load(ctx, c)
}

func (r *comment) Clause(ctx context.Context, c *consult.Comment) (*consult.Clause, error) {
	return commentClause.Load(ctx, c)
}

func (r *comment) EndorsementCount(ctx context.Context, c *consult.Comment) (int, error) {
	return commentEndorsements.Value(ctx, c)
}

func (r *comment) ViewerHasEndorsed(ctx context.Context, c *consult.Comment) (bool, error) {
	return commentEndorsed.Value(ctx, c)
}

func (r *consultation) Comments(ctx context.Context, c *consult.Consultation, first *int, after *string, last *int, before *string, filter *consult.CommentFilter, orderBy consult.CommentOrder) (*model.CommentConnection, error) {
	return model.Connect(r.db.Comments(ctx, consult.ActorOf(ctx), *c, page(first, after, last, before), filter, orderBy))
}

func (r *consultation) CommentTally(ctx context.Context, c *consult.Consultation) (*consult.CommentTally, error) {
	tally, err := consultationTally.Load(ctx, c)
	if tally != nil {
		tally.DepartmentCode, tally.DraftKey = c.DepartmentCode, c.DraftKey
	}
	return tally, err
}

// talliesFor is the loader of as much of a tally as the field in the context asks for.
func talliesFor(ctx context.Context) *Loader[consult.ID, consult.CommentTally] {
	asked := graphql.GetFieldContext(ctx).Field
	for _, field := range graphql.CollectFields(graphql.GetOperationContext(ctx), asked.Selections, nil) {
		if field.Name == "byDay" || field.Name == "byClause" {
			return commentTallies
		}
	}
	return briefTallies
}

func (r *clauseCount) Clause(ctx context.Context, count *consult.ClauseCount) (*consult.Clause, error) {
	return clauseCountClause.Load(ctx, count)
}
