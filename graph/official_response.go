package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/model"
)

var (
	_                  = nodeLoader((*db.DB).OfficialResponsesByID)
	responsesToComment = newLoader((*db.DB).ResponsesToComments) // by the comment
	affectedClauses    = newLoader((*db.DB).AffectedClauses)     // by the official response
	provenance         = newLoader((*db.DB).Provenance)          // by the clause

	commentOfficialResponse      = relate("Comment.officialResponse", responsesToComment, (*consult.Comment).ID)
	officialResponseConsultation = relate("OfficialResponse.consultation", consultations, func(r *consult.OfficialResponse) consult.ID {
		return consult.IDOf(consult.ConsultationKind, r.ConsultationKey)
	})
	officialResponseClauses = relate("OfficialResponse.clauses", affectedClauses, (*consult.OfficialResponse).ID)
	affectedClauseClause    = relate("AffectedClause.clause", clauses, func(a *consult.AffectedClause) consult.ID {
		return optionalID(consult.ClauseIDKind, a.ClauseKey)
	})
	affectedClauseNext = relate("AffectedClause.nextClause", clauses, func(a *consult.AffectedClause) consult.ID {
		return optionalID(consult.ClauseIDKind, a.NextClauseKey)
	})
	clauseProvenanceList   = relate("Clause.provenance", provenance, (*consult.Clause).ID)
	clauseProvenanceClause = relate("ClauseProvenance.clause", clauses, func(p *consult.ClauseProvenance) consult.ID {
		return consult.IDOf(consult.ClauseIDKind, p.ClauseKey)
	})
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
	return commentOfficialResponse.Load(ctx, c)
}

func (r *officialResponse) Consultation(ctx context.Context, response *consult.OfficialResponse) (*consult.Consultation, error) {
	return officialResponseConsultation.Load(ctx, response)
}

func (r *officialResponse) Clauses(ctx context.Context, response *consult.OfficialResponse) ([]consult.AffectedClause, error) {
	return officialResponseClauses.Value(ctx, response)
}

func (r *officialResponse) Comments(ctx context.Context, response *consult.OfficialResponse, first *int, after *string, last *int, before *string) (*model.CommentConnection, error) {
	return model.Connect(r.db.AnsweredComments(ctx, *response, page(first, after, last, before)))
}

func (r *affectedClause) Clause(ctx context.Context, a *consult.AffectedClause) (*consult.Clause, error) {
	return affectedClauseClause.Load(ctx, a)
}

func (r *affectedClause) NextClause(ctx context.Context, a *consult.AffectedClause) (*consult.Clause, error) {
	return affectedClauseNext.Load(ctx, a)
}

func (r *clause) Provenance(ctx context.Context, c *consult.Clause) ([]consult.ClauseProvenance, error) {
	return clauseProvenanceList.Value(ctx, c)
}

func (r *clauseProvenance) Clause(ctx context.Context, p *consult.ClauseProvenance) (*consult.Clause, error) {
	return clauseProvenanceClause.Load(ctx, p)
}
