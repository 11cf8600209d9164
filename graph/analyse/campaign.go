// Package analysegraph resolves campaigns, themes and codes.
package analysegraph

import (
	"context"

	analysedb "minyi/db/analyse"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
	consultgraph "minyi/graph/consult"
	"minyi/graph/model"
)

var (
	campaigns           = graph.NodeLoader(analysedb.CampaignsByID)
	_                   = graph.NodeLoader(analysedb.CampaignCorrectionsByID)
	campaignsOfComments = graph.NewLoader(analysedb.CampaignsOfComments) // by the comment
	sharedTexts         = graph.NewLoader(analysedb.SharedTexts)         // by the campaign
	addedPassages       = graph.NewLoader(analysedb.AddedPassages)       // by the comment

	similarComments = graph.NewLoader(analysedb.SimilarComments) // by the comment

	commentSimilar       = graph.Relate("Comment.similar", similarComments, (*consult.Comment).ID)
	similarComment       = graph.Relate("SimilarComment.comment", consultgraph.Comments, func(s *analyse.SimilarComment) civic.ID { return s.CommentID })
	commentCampaign      = graph.Relate("Comment.campaign", campaignsOfComments, (*consult.Comment).ID)
	commentAdded         = graph.Relate("Comment.addedPassages", addedPassages, (*consult.Comment).ID)
	campaignSharedText   = graph.Relate("Campaign.sharedText", sharedTexts, (*analyse.Campaign).ID)
	campaignConsultation = graph.Relate("Campaign.consultation", consultgraph.Consultations, func(c *analyse.Campaign) civic.ID {
		return civic.IDOf(civic.ConsultationKind, c.ConsultationKey)
	})
	campaignMergedInto = graph.Relate("Campaign.mergedInto", campaigns, func(c *analyse.Campaign) civic.ID {
		return optionalWithin(analyse.CampaignKind, c.ConsultationKey, c.MergedKey)
	})
	correctionCampaign = graph.Relate("CampaignCorrection.campaign", campaigns, func(c *analyse.CampaignCorrection) civic.ID {
		return optionalWithin(analyse.CampaignKind, c.ConsultationKey, c.CampaignKey)
	})
)

// AddedPassages is null for a comment in no campaign, and an empty list for one whose author added nothing.
func (r *CommentResolver) AddedPassages(ctx context.Context, c *consult.Comment) ([]string, error) {
	added, err := commentAdded.Load(ctx, c)
	if added == nil {
		return nil, err
	}
	return *added, err
}

func (r *ConsultationResolver) Campaigns(ctx context.Context, c *consult.Consultation, first *int, after *string, last *int, before *string) (*model.CampaignConnection, error) {
	return model.Connect(analysedb.Campaigns(ctx, r.DB, *c, graph.Page(first, after, last, before)))
}

func (r *ConsultationResolver) CampaignCorrections(ctx context.Context, c *consult.Consultation, first *int, after *string, last *int, before *string) (*model.CampaignCorrectionConnection, error) {
	return model.Connect(analysedb.CampaignCorrections(ctx, r.DB, *c, graph.Page(first, after, last, before)))
}

func (r *CampaignResolver) Comments(ctx context.Context, c *analyse.Campaign, first *int, after *string, last *int, before *string) (*model.CommentConnection, error) {
	return model.Connect(analysedb.CampaignComments(ctx, r.DB, *c, graph.Page(first, after, last, before)))
}
