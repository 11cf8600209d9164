package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"minyi/consult"
	"minyi/graph/model"
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
	return find(ctx, consultations, consult.IDOf(consult.ConsultationKind, c.ConsultationKey))
}

func (r *comment) Clause(ctx context.Context, c *consult.Comment) (*consult.Clause, error) {
	if c.ClauseKey == nil {
		return nil, nil
	}
	return find(ctx, clauses, consult.IDOf(consult.ClauseIDKind, *c.ClauseKey))
}

func (r *comment) EndorsementCount(ctx context.Context, c *consult.Comment) (int, error) {
	return orZero(find(ctx, endorsementCounts, c.ID()))
}

func (r *comment) ViewerHasEndorsed(ctx context.Context, c *consult.Comment) (bool, error) {
	return orZero(find(ctx, endorsed, c.ID()))
}

func (r *consultation) Comments(ctx context.Context, c *consult.Consultation, first *int, after *string, last *int, before *string, filter *consult.CommentFilter, orderBy consult.CommentOrder) (*model.CommentConnection, error) {
	return model.Connect(r.db.Comments(ctx, consult.ActorOf(ctx), *c, page(first, after, last, before), filter, orderBy))
}

func (r *consultation) CommentTally(ctx context.Context, c *consult.Consultation) (*consult.CommentTally, error) {
	tally, err := find(ctx, talliesFor(ctx, graphql.GetFieldContext(ctx).Field), c.ID())
	if tally != nil {
		tally.DepartmentCode, tally.DraftKey = c.DepartmentCode, c.DraftKey
	}
	return tally, err
}

// talliesFor is the lookup that reads as much of a tally as is asked for.
func talliesFor(ctx context.Context, asked graphql.CollectedField) *lookup[consult.ID, consult.CommentTally] {
	for _, field := range graphql.CollectFields(graphql.GetOperationContext(ctx), asked.Selections, nil) {
		if field.Name == "byDay" || field.Name == "byClause" {
			return commentTallies
		}
	}
	return briefTallies
}

func (r *clauseCount) Clause(ctx context.Context, count *consult.ClauseCount) (*consult.Clause, error) {
	return find(ctx, clauses, consult.IDOf(consult.ClauseIDKind, count.ClauseKey))
}

// orZero is what a lookup found; the zero value where it left the thing out.
func orZero[V any](found *V, err error) (V, error) {
	if found == nil {
		var zero V
		return zero, err
	}
	return *found, err
}
