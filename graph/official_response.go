package graph

import (
	"context"

	"minyi/consult"
	"minyi/graph/model"
)

func (r *mutation) RespondToComments(ctx context.Context, input consult.RespondToCommentsInput) (*model.RespondToCommentsPayload, error) {
	response, err := r.db.RespondToComments(ctx, consult.ActorOf(ctx), input)
	return &model.RespondToCommentsPayload{OfficialResponse: response, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) ReviseOfficialResponse(ctx context.Context, input consult.ReviseOfficialResponseInput) (*model.ReviseOfficialResponsePayload, error) {
	response, err := r.db.ReviseOfficialResponse(ctx, consult.ActorOf(ctx), input)
	return &model.ReviseOfficialResponsePayload{OfficialResponse: response, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *consultation) OfficialResponses(ctx context.Context, c *consult.Consultation, first *int, after *string, last *int, before *string) (*model.OfficialResponseConnection, error) {
	return model.Connect(r.db.OfficialResponses(ctx, *c, page(first, after, last, before)))
}

func (r *comment) OfficialResponse(ctx context.Context, c *consult.Comment) (*consult.OfficialResponse, error) {
	return find(ctx, responsesTo, c.ID())
}

func (r *officialResponse) Consultation(ctx context.Context, response *consult.OfficialResponse) (*consult.Consultation, error) {
	return find(ctx, consultations, consult.IDOf(consult.ConsultationKind, response.ConsultationKey))
}

func (r *officialResponse) Clauses(ctx context.Context, response *consult.OfficialResponse) ([]consult.AffectedClause, error) {
	return all(ctx, affectedClauses, response.ID())
}

func (r *officialResponse) Comments(ctx context.Context, response *consult.OfficialResponse, first *int, after *string, last *int, before *string) (*model.CommentConnection, error) {
	return model.Connect(r.db.AnsweredComments(ctx, *response, page(first, after, last, before)))
}

func (r *affectedClause) Clause(ctx context.Context, a *consult.AffectedClause) (*consult.Clause, error) {
	return clauseOf(ctx, a.ClauseKey)
}

func (r *affectedClause) NextClause(ctx context.Context, a *consult.AffectedClause) (*consult.Clause, error) {
	return clauseOf(ctx, a.NextClauseKey)
}

func (r *clause) Provenance(ctx context.Context, c *consult.Clause) ([]consult.ClauseProvenance, error) {
	return all(ctx, provenance, c.ID())
}

func (r *clauseProvenance) Clause(ctx context.Context, p *consult.ClauseProvenance) (*consult.Clause, error) {
	return clauseOf(ctx, &p.ClauseKey)
}
