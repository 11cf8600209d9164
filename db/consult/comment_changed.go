package consultdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
)

// noteChanged notes comments whose words or standing changed for what the background computes from them.
func noteChanged(ctx context.Context, t *pg.Tx, consultation uuid.UUID, comments ...uuid.UUID) error {
	_, err := t.Exec(ctx, `INSERT INTO changed_comments (consultation_id, comment_id) SELECT $1, comment_id FROM unnest($2::uuid[]) AS c (comment_id) ORDER BY 2
		ON CONFLICT DO NOTHING`, consultation, pg.KeyArray(comments))
	return err
}
