package analysegraph

import (
	analysedb "minyi/db/analyse"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/graph"
	consultgraph "minyi/graph/consult"
	policygraph "minyi/graph/policy"
)

var (
	opinionGroups = graph.NewLoader(analysedb.OpinionGroupsOf) // by the consultation

	consultationOpinions = graph.Relate("Consultation.opinionGroups", opinionGroups, (*consult.Consultation).ID)
	voteComment          = graph.Relate("StatementVote.comment", consultgraph.Comments, subjectOf(consult.CommentKind))
	voteCampaign         = graph.Relate("StatementVote.campaign", campaigns, subjectOf(analyse.CampaignKind))
	voteClause           = graph.Relate("StatementVote.clause", policygraph.Clauses, subjectOf(legaltext.ClauseIDKind))
)

// subjectOf is the subject of a statement if it is of the kind. The zero ID names nothing.
func subjectOf(kind civic.Kind) func(*analyse.StatementVote) civic.ID {
	return func(v *analyse.StatementVote) civic.ID {
		if v.Subject.Kind != kind {
			return civic.ID{}
		}
		return v.Subject
	}
}
