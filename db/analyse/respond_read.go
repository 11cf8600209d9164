package analysedb

import (
	"context"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// ResponsesToGroups finds the official responses to themes and campaigns that the actor may see, by the ids of the themes and campaigns. Of two that came
// together by a merger, it is the older one.
func ResponsesToGroups(ctx context.Context, db *pg.DB, by civic.Actor, groups []civic.ID) (map[civic.ID]consult.OfficialResponse, error) {
	found, err := consultdb.ResponsesToGroups(ctx, db, by, groups)
	byKey, of := map[uuid.UUID]consult.OfficialResponse{}, map[civic.ID]consult.OfficialResponse{}
	for _, r := range found {
		if _, older := byKey[*r.GroupKey]; !older {
			byKey[*r.GroupKey] = r
		}
	}
	for _, id := range groups {
		if r, is := byKey[id.Key]; is && r.ConsultationKey == id.Consultation {
			of[id] = r
		}
	}
	return of, err
}

// ResponsesTouching finds all official responses to comments that the actor may see, by the ids of the comments: the one that is counted comes first, then those to
// other themes and campaigns of the comment, the oldest first.
func ResponsesTouching(ctx context.Context, db *pg.DB, by civic.Actor, comments []civic.ID) (map[civic.ID][]consult.OfficialResponse, error) {
	pairs, err := pg.Rows[responsePair](ctx, db, `WITH asked AS (SELECT consultation_id, comment_id FROM unnest($1::uuid[], $2::uuid[]) AS w (consultation_id, comment_id))
		SELECT a.consultation_id, a.comment_id, a.official_response_id, true AS counted FROM asked w JOIN answered_comments a ON a.consultation_id = w.consultation_id AND a.comment_id = w.comment_id
		UNION ALL
		SELECT u.consultation_id, u.comment_id, o.id, false FROM (
		  SELECT k.consultation_id, k.comment_id, k.theme_id AS group_id FROM asked w JOIN comment_codes k ON k.consultation_id = w.consultation_id AND k.comment_id = w.comment_id
		  UNION ALL SELECT g.consultation_id, g.comment_id, g.campaign_id FROM asked w JOIN grouped_comments g ON g.consultation_id = w.consultation_id AND g.comment_id = w.comment_id
		) u JOIN official_responses o ON o.consultation_id = u.consultation_id AND o.group_id = u.group_id
		WHERE NOT EXISTS (SELECT FROM excluded_comments x WHERE x.consultation_id = u.consultation_id AND x.official_response_id = o.id AND x.comment_id = u.comment_id)
		  AND NOT EXISTS (SELECT FROM answered_comments a WHERE a.consultation_id = u.consultation_id AND a.comment_id = u.comment_id AND a.official_response_id = o.id)
		ORDER BY 4 DESC, 3`, pg.ScopesOf(comments), pg.KeysOf(comments))
	if err != nil || len(pairs) == 0 {
		return nil, err
	}
	var ids []civic.ID
	for _, p := range pairs {
		ids = append(ids, p.response())
	}
	found, err := consultdb.OfficialResponsesByID(ctx, db, by, ids)
	byID, of := map[civic.ID]consult.OfficialResponse{}, map[civic.ID][]consult.OfficialResponse{}
	for _, r := range found {
		byID[r.ID()] = r
	}
	for _, p := range pairs {
		if r, seen := byID[p.response()]; seen {
			id := civic.IDWithin(consult.CommentKind, p.ConsultationKey, p.CommentKey)
			of[id] = append(of[id], r)
		}
	}
	return of, err
}

// responsePair is a comment and a response to it.
type responsePair struct {
	ConsultationKey uuid.UUID `db:"consultation_id"`
	CommentKey      uuid.UUID `db:"comment_id"`
	ResponseKey     uuid.UUID `db:"official_response_id"`
	Counted         bool      `db:"counted"`
}

func (p responsePair) response() civic.ID {
	return civic.IDWithin(consult.OfficialResponseKind, p.ConsultationKey, p.ResponseKey)
}
