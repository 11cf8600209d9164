package graph

import (
	"context"
	"minyi/consult"
	"minyi/graph/model"
)

var _ consult.ID
var _ model.Query
var _ context.Context

func (r *affectedClause) Clause(ctx context.Context, obj *consult.AffectedClause) (*consult.Clause, error) {
	panic("stub")
}
func (r *affectedClause) NextClause(ctx context.Context, obj *consult.AffectedClause) (*consult.Clause, error) {
	panic("stub")
}
func (r *comment) OfficialResponse(ctx context.Context, obj *consult.Comment) (*consult.OfficialResponse, error) {
	panic("stub")
}
func (r *consultation) OfficialResponses(ctx context.Context, obj *consult.Consultation, first *int, after *string, last *int, before *string) (*model.Connection[consult.OfficialResponse], error) {
	panic("stub")
}
func (r *mutation) RespondToComments(ctx context.Context, input consult.RespondToCommentsInput) (*model.RespondToCommentsPayload, error) {
	panic("stub")
}
func (r *mutation) ReviseOfficialResponse(ctx context.Context, input consult.ReviseOfficialResponseInput) (*model.ReviseOfficialResponsePayload, error) {
	panic("stub")
}
func (r *officialResponse) Consultation(ctx context.Context, obj *consult.OfficialResponse) (*consult.Consultation, error) {
	panic("stub")
}
func (r *officialResponse) Clauses(ctx context.Context, obj *consult.OfficialResponse) ([]consult.AffectedClause, error) {
	panic("stub")
}
func (r *officialResponse) Comments(ctx context.Context, obj *consult.OfficialResponse, first *int, after *string, last *int, before *string) (*model.Connection[consult.Comment], error) {
	panic("stub")
}
