package consultdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
)

// noteChanged notes comments whose words or standing changed for what the background computes from them.
func noteChanged(ctx context.Context, t *pg.Tx, consultation uuid.UUID, comments ...uuid.UUID) error {
	_, err := t.Exec(ctx, `INSERT INTO changed_comments (consultation_id, comment_id) SELECT $1, comment_id FROM unnest($2::uuid[]) AS c (comment_id) ORDER BY 2
		ON CONFLICT DO NOTHING`, consultation, pg.KeyArray(comments))
	return err
}

// noteFreed notes the comments of an official response that it answers no longer, all or those that it does not keep, so that the background
// gives them to the response of their theme or campaign.
func noteFreed(ctx context.Context, t *pg.Tx, response civic.ID, kept []civic.ID) error {
	_, err := t.Exec(ctx, `INSERT INTO changed_comments (consultation_id, comment_id) SELECT a.consultation_id, a.comment_id FROM answered_comments a
		WHERE a.consultation_id = $1 AND a.official_response_id = $2 AND a.comment_id <> ALL($3) ORDER BY 2 ON CONFLICT DO NOTHING`, response.Consultation, response.Key, pg.KeysOf(kept))
	return err
}
