package graph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/graph/model"
)

var (
	_                  = nodeLoader(consultdb.OfficialResponsesByID)
	responsesToComment = newLoader(consultdb.ResponsesToComments) // by the comment
	affectedClauses    = newLoader(consultdb.AffectedClauses)     // by the official response
	provenance         = newLoader(consultdb.Provenance)          // by the clause

	commentOfficialResponse      = relate("Comment.officialResponse", responsesToComment, (*consult.Comment).ID)
	officialResponseConsultation = relate("OfficialResponse.consultation", consultations, func(r *consult.OfficialResponse) civic.ID {
		return civic.IDOf(civic.ConsultationKind, r.ConsultationKey)
	})
	officialResponseClauses = relate("OfficialResponse.clauses", affectedClauses, (*consult.OfficialResponse).ID)
	affectedClauseClause    = relate("AffectedClause.clause", clauses, func(a *consult.AffectedClause) civic.ID {
		return optionalID(legaltext.ClauseIDKind, a.ClauseKey)
	})
	affectedClauseNext = relate("AffectedClause.nextClause", clauses, func(a *consult.AffectedClause) civic.ID {
		return optionalID(legaltext.ClauseIDKind, a.NextClauseKey)
	})
	clauseProvenanceList   = relate("Clause.provenance", provenance, (*legaltext.Clause).ID)
	clauseProvenanceClause = relate("ClauseProvenance.clause", clauses, func(p *consult.ClauseProvenance) civic.ID {
		return civic.IDOf(legaltext.ClauseIDKind, p.ClauseKey)
	})
)

func (r *MutationResolver) RespondToComments(ctx context.Context, input consult.RespondToCommentsInput) (*model.RespondToCommentsPayload, error) {
	response, err := consultdb.RespondToComments(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.RespondToCommentsPayload{OfficialResponse: response, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) ReviseOfficialResponse(ctx context.Context, input consult.ReviseOfficialResponseInput) (*model.ReviseOfficialResponsePayload, error) {
	response, err := consultdb.ReviseOfficialResponse(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.ReviseOfficialResponsePayload{OfficialResponse: response, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *ConsultationResolver) OfficialResponses(ctx context.Context, c *consult.Consultation, first *int, after *string, last *int, before *string) (*model.OfficialResponseConnection, error) {
	return model.Connect(consultdb.OfficialResponses(ctx, r.db, *c, page(first, after, last, before)))
}

func (r *CommentResolver) OfficialResponse(ctx context.Context, c *consult.Comment) (*consult.OfficialResponse, error) {
	return commentOfficialResponse.Load(ctx, c)
}

func (r *OfficialResponseResolver) Consultation(ctx context.Context, response *consult.OfficialResponse) (*consult.Consultation, error) {
	return officialResponseConsultation.Load(ctx, response)
}

func (r *OfficialResponseResolver) Clauses(ctx context.Context, response *consult.OfficialResponse) ([]consult.AffectedClause, error) {
	return officialResponseClauses.Value(ctx, response)
}

func (r *OfficialResponseResolver) Comments(ctx context.Context, response *consult.OfficialResponse, first *int, after *string, last *int, before *string) (*model.CommentConnection, error) {
	return model.Connect(consultdb.AnsweredComments(ctx, r.db, *response, page(first, after, last, before)))
}

func (r *AffectedClauseResolver) Clause(ctx context.Context, a *consult.AffectedClause) (*legaltext.Clause, error) {
	return affectedClauseClause.Load(ctx, a)
}

func (r *AffectedClauseResolver) NextClause(ctx context.Context, a *consult.AffectedClause) (*legaltext.Clause, error) {
	return affectedClauseNext.Load(ctx, a)
}

func (r *ClauseResolver) Provenance(ctx context.Context, c *legaltext.Clause) ([]consult.ClauseProvenance, error) {
	return clauseProvenanceList.Value(ctx, c)
}

func (r *ClauseProvenanceResolver) Clause(ctx context.Context, p *consult.ClauseProvenance) (*legaltext.Clause, error) {
	return clauseProvenanceClause.Load(ctx, p)
}
