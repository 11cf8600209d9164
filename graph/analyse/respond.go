package analysegraph

import (
	analysedb "minyi/db/analyse"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
)

var (
	responsesToGroups = graph.NewLoader(analysedb.ResponsesToGroups) // by the theme or campaign
	responsesTouching = graph.NewLoader(analysedb.ResponsesTouching) // by the comment

	themeResponse    = graph.Relate("Theme.officialResponse", responsesToGroups, (*analyse.Theme).ID)
	campaignResponse = graph.Relate("Campaign.officialResponse", responsesToGroups, (*analyse.Campaign).ID)
	commentResponses = graph.Relate("Comment.officialResponses", responsesTouching, (*consult.Comment).ID)
	responseTheme    = graph.Relate("OfficialResponse.theme", themes, func(r *consult.OfficialResponse) civic.ID {
		return optionalWithin(analyse.ThemeKind, r.ConsultationKey, r.GroupKey)
	})
	responseCampaign = graph.Relate("OfficialResponse.campaign", campaigns, func(r *consult.OfficialResponse) civic.ID {
		return optionalWithin(analyse.CampaignKind, r.ConsultationKey, r.GroupKey)
	})
)
