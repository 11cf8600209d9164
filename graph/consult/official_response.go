package consultgraph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/graph"
	"minyi/graph/model"
	policygraph "minyi/graph/policy"
)

var (
	_                  = graph.NodeLoader(consultdb.OfficialResponsesByID)
	responsesToComment = graph.NewLoader(consultdb.ResponsesToComments) // by the comment
	affectedClauses    = graph.NewLoader(consultdb.AffectedClauses)     // by the official response
	provenance         = graph.NewLoader(consultdb.Provenance)          // by the clause

	commentOfficialResponse      = graph.Relate("Comment.officialResponse", responsesToComment, (*consult.Comment).ID)
	officialResponseConsultation = graph.Relate("OfficialResponse.consultation", Consultations, func(r *consult.OfficialResponse) civic.ID {
		return civic.IDOf(civic.ConsultationKind, r.ConsultationKey)
	})
	officialResponseClauses = graph.Relate("OfficialResponse.clauses", affectedClauses, (*consult.OfficialResponse).ID)
	affectedClauseClause    = graph.Relate("AffectedClause.clause", policygraph.Clauses, func(a *consult.AffectedClause) civic.ID {
		return graph.OptionalID(legaltext.ClauseIDKind, a.ClauseKey)
	})
	affectedClauseNext = graph.Relate("AffectedClause.nextClause", policygraph.Clauses, func(a *consult.AffectedClause) civic.ID {
		return graph.OptionalID(legaltext.ClauseIDKind, a.NextClauseKey)
	})
	clauseProvenanceList   = graph.Relate("Clause.provenance", provenance, (*legaltext.Clause).ID)
	clauseProvenanceClause = graph.Relate("ClauseProvenance.clause", policygraph.Clauses, func(p *consult.ClauseProvenance) civic.ID {
		return civic.IDOf(legaltext.ClauseIDKind, p.ClauseKey)
	})
)

func (r *ConsultationResolver) OfficialResponses(ctx context.Context, c *consult.Consultation, first *int, after *string, last *int, before *string) (*model.OfficialResponseConnection, error) {
	return model.Connect(consultdb.OfficialResponses(ctx, r.DB, civic.ActorOf(ctx), *c, graph.Page(first, after, last, before)))
}

func (r *OfficialResponseResolver) Comments(ctx context.Context, response *consult.OfficialResponse, first *int, after *string, last *int, before *string) (*model.CommentConnection, error) {
	return model.Connect(consultdb.AnsweredComments(ctx, r.DB, *response, graph.Page(first, after, last, before)))
}
