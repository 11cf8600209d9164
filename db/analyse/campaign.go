package analysedb

import (
	"context"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

const campaignColumns = `g.consultation_id, g.id, g.size, g.people, g.merged_into, g.created_at`

// CampaignsByID finds campaigns; everybody may.
func CampaignsByID(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) ([]analyse.Campaign, error) {
	return pg.Rows[analyse.Campaign](ctx, db, `SELECT `+campaignColumns+` FROM campaigns g WHERE g.consultation_id = ANY($1) AND g.id = ANY($2)`, pg.ScopesOf(ids), pg.KeysOf(ids))
}

// Campaigns lists the campaigns of a consultation, the largest first. Everybody may.
func Campaigns(ctx context.Context, db *pg.DB, of consult.Consultation, page civic.PageArgs) (civic.Page[analyse.Campaign], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[analyse.Campaign]{
		Name: "consultation/campaigns/" + of.Key.String(), Columns: campaignColumns, From: `campaigns g`, Where: `g.consultation_id = $1 AND g.size > 0`, Args: []any{of.Key},
		Key: "g.id", Rank: "g.size", RankValue: pg.ByNumber, Descending: true,
		Place: func(c analyse.Campaign) civic.Place { return civic.Place{Rank: int64(c.Size), Key: c.Key} },
	})
}

// CampaignComments lists the comments of a campaign, newest first. Everybody may.
func CampaignComments(ctx context.Context, db *pg.DB, of analyse.Campaign, page civic.PageArgs) (civic.Page[consult.Comment], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[consult.Comment]{
		Name: "campaign/comments/" + of.Key.String(), Columns: consultdb.CommentColumns, Key: "m.id", Descending: true,
		From:  `grouped_comments i JOIN comments m ON m.consultation_id = i.consultation_id AND m.id = i.comment_id`,
		Where: `i.consultation_id = $1 AND i.campaign_id = $2 AND ` + standing, Args: []any{of.ConsultationKey, of.Key},
		Place: func(m consult.Comment) civic.Place { return civic.Place{Key: m.Key} },
	})
}

// member is a comment of a campaign.
type member struct {
	ConsultationKey uuid.UUID `db:"consultation_id"`
	CommentKey      uuid.UUID `db:"comment_id"`
	CampaignKey     uuid.UUID `db:"campaign_id"`
	Body            string    `db:"body"`
}

func (m member) comment() civic.ID {
	return civic.IDWithin(consult.CommentKind, m.ConsultationKey, m.CommentKey)
}

func (m member) campaign() civic.ID {
	return civic.IDWithin(analyse.CampaignKind, m.ConsultationKey, m.CampaignKey)
}

// membersOf finds the campaigns of comments.
func membersOf(ctx context.Context, db *pg.DB, comments []civic.ID) ([]member, error) {
	return pg.Rows[member](ctx, db, `SELECT g.consultation_id, g.comment_id, g.campaign_id, m.body
		FROM grouped_comments g JOIN comments m ON m.consultation_id = g.consultation_id AND m.id = g.comment_id
		WHERE g.consultation_id = ANY($1) AND g.comment_id = ANY($2) AND g.campaign_id IS NOT NULL AND `+standing, pg.ScopesOf(comments), pg.KeysOf(comments))
}

// CampaignsOfComments finds the campaigns of comments, by the ids of the comments. Everybody may.
func CampaignsOfComments(ctx context.Context, db *pg.DB, by civic.Actor, comments []civic.ID) (map[civic.ID]analyse.Campaign, error) {
	members, err := membersOf(ctx, db, comments)
	if err != nil {
		return nil, err
	}
	found, err := CampaignsByID(ctx, db, by, campaignsOf(members))
	byID, of := map[civic.ID]analyse.Campaign{}, map[civic.ID]analyse.Campaign{}
	for _, c := range found {
		byID[c.ID()] = c
	}
	for _, m := range members {
		of[m.comment()] = byID[m.campaign()]
	}
	return of, err
}

func campaignsOf(members []member) (ids []civic.ID) {
	seen := map[civic.ID]bool{}
	for _, m := range members {
		if id := m.campaign(); !seen[id] {
			seen[id], ids = true, append(ids, id)
		}
	}
	return ids
}

// comparedMembers is how many comments of a campaign tell what its comments share.
const comparedMembers = 16

// SharedTexts finds out what the comments of campaigns have in common, from their first comments. Everybody may.
func SharedTexts(ctx context.Context, db *pg.DB, _ civic.Actor, campaigns []civic.ID) (map[civic.ID]string, error) {
	if len(campaigns) == 0 {
		return nil, nil
	}
	members, err := pg.Rows[member](ctx, db, `SELECT first.consultation_id, first.comment_id, first.campaign_id, first.body FROM unnest($1::uuid[], $2::uuid[]) AS w (consultation_id, id), LATERAL (
		  SELECT g.consultation_id, g.comment_id, g.campaign_id, m.body FROM grouped_comments g JOIN comments m ON m.consultation_id = g.consultation_id AND m.id = g.comment_id
		  WHERE g.consultation_id = w.consultation_id AND g.campaign_id = w.id AND `+standing+` ORDER BY g.comment_id LIMIT $3) first ORDER BY first.comment_id`,
		pg.ScopesOf(campaigns), pg.KeysOf(campaigns), comparedMembers)
	texts, shared := map[civic.ID][]string{}, map[civic.ID]string{}
	for _, m := range members {
		texts[m.campaign()] = append(texts[m.campaign()], m.Body)
	}
	for id, all := range texts {
		shared[id] = analyse.SharedText(all)
	}
	return shared, err
}

// AddedPassages finds out what the authors of comments in campaigns wrote beside the shared text, by the ids of the comments. Everybody may.
func AddedPassages(ctx context.Context, db *pg.DB, by civic.Actor, comments []civic.ID) (map[civic.ID][]string, error) {
	members, err := membersOf(ctx, db, comments)
	if err != nil {
		return nil, err
	}
	shared, err := SharedTexts(ctx, db, by, campaignsOf(members))
	added := map[civic.ID][]string{}
	for _, m := range members {
		added[m.comment()] = analyse.Added(m.Body, shared[m.campaign()])
	}
	return added, err
}
