package graph

import (
	"context"
	"minyi/consult"
	"minyi/graph/model"
)

var _ consult.ID
var _ model.Query
var _ context.Context

func (r *clauseCount) Clause(ctx context.Context, obj *consult.ClauseCount) (*consult.Clause, error) {
	panic("stub")
}
func (r *comment) Consultation(ctx context.Context, obj *consult.Comment) (*consult.Consultation, error) {
	panic("stub")
}
func (r *comment) Clause(ctx context.Context, obj *consult.Comment) (*consult.Clause, error) {
	panic("stub")
}
func (r *comment) EndorsementCount(ctx context.Context, obj *consult.Comment) (int, error) {
	panic("stub")
}
func (r *comment) ViewerHasEndorsed(ctx context.Context, obj *consult.Comment) (bool, error) {
	panic("stub")
}
func (r *consultation) CommentTally(ctx context.Context, obj *consult.Consultation) (*consult.CommentTally, error) {
	panic("stub")
}
func (r *consultation) Comments(ctx context.Context, obj *consult.Consultation, first *int, after *string, last *int, before *string, filter *consult.CommentFilter, orderBy consult.CommentOrder) (*model.Connection[consult.Comment], error) {
	panic("stub")
}
func (r *mutation) SubmitComment(ctx context.Context, input consult.SubmitCommentInput) (*model.SubmitCommentPayload, error) {
	panic("stub")
}
func (r *mutation) EditComment(ctx context.Context, input consult.EditCommentInput) (*model.EditCommentPayload, error) {
	panic("stub")
}
func (r *mutation) WithdrawComment(ctx context.Context, input consult.WithdrawCommentInput) (*model.WithdrawCommentPayload, error) {
	panic("stub")
}
func (r *mutation) EndorseComment(ctx context.Context, input consult.EndorseCommentInput) (*model.EndorseCommentPayload, error) {
	panic("stub")
}
func (r *mutation) WithdrawEndorsement(ctx context.Context, input consult.WithdrawEndorsementInput) (*model.WithdrawEndorsementPayload, error) {
	panic("stub")
}
