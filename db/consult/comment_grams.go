package consultdb

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
)

// foldedBody is what searches compare of a comment, and its grams. The text is nil if folding changes nothing, as in much Chinese.
func foldedBody(consultation uuid.UUID, body string) (folded *string, grams pg.NumberArray) {
	text := civic.Fold(body)
	grams = legaltext.Grams(consultation, text)
	if text == body {
		return nil, grams
	}
	return &text, grams
}

// searchedBody is the column of a comment's words as searches compare them.
const searchedBody = `COALESCE(m.folded, m.body)`

// holdsGrams is the condition that a comment may have all of these grams. The numbers and the consultation's key stand in its text,
// so that PostgreSQL plans for them: it knows how long the discussion is and how common the frequent grams are, and walks from
// the newest comment on for those but takes the index for others. The index holds public comments alone, so that the time of a search
// tells nothing of those that are hidden. The few others that the reader may read are looked through.
func holdsGrams(by civic.Actor, of consult.Consultation, grams []int32) string {
	if len(grams) == 0 {
		return ""
	}
	others := ""
	if by.SignedIn() {
		others = ` OR m.author = $2`
	}
	if by.Can(consult.ReadModeration, of.DepartmentCode) {
		others = ` OR m.state <> 'PUBLISHED'`
	}
	return fmt.Sprintf(` AND m.consultation_id = '%s' AND (%s AND m.grams @> '{%s}'::int[]%s)`,
		of.Key, publicComment, strings.Trim(strings.ReplaceAll(fmt.Sprint(grams), " ", ","), "[]"), others)
}

// mergeLock is the advisory lock that lets one process merge at a time.
const mergeLock = pg.FoldLock + 2

// MergeGrams merges what the index of grams holds of new comments and had put aside, and gives how many pages that were; 0 too while
// another process merges. Until then every search walks them. Writers leave them there: many together take far less work, and nobody
// has to wait for it.
func MergeGrams(ctx context.Context, db *pg.DB) (int, error) {
	var merged int
	err := db.WithLeaderLock(ctx, mergeLock, func(t *pg.Tx) error {
		return t.Get(ctx, &merged, `SELECT CAST(gin_clean_pending_list('comments_by_grams') AS int)`)
	})
	return merged, err
}

// gramsAtOnce is how many comments get their grams in one transaction.
const gramsAtOnce = 1000

// FillGrams gives grams to the comments that were written before there were any. Who changes the words of one meanwhile gives it
// its grams too.
func FillGrams(ctx context.Context, db *pg.DB) error {
	for {
		var bare []struct {
			ConsultationKey uuid.UUID `db:"consultation_id"`
			Key             uuid.UUID `db:"id"`
			Body            string    `db:"body"`
		}
		if err := db.Tx(ctx, func(t *pg.Tx) error {
			if err := t.List(ctx, &bare, `SELECT consultation_id, id, body FROM comments WHERE grams IS NULL LIMIT $1`, gramsAtOnce); err != nil {
				return err
			}
			for _, m := range bare {
				folded, grams := foldedBody(m.ConsultationKey, m.Body)
				if _, err := t.Exec(ctx, `UPDATE comments SET grams = $3, folded = $4 WHERE consultation_id = $1 AND id = $2 AND body = $5`,
					m.ConsultationKey, m.Key, grams, folded, m.Body); err != nil {
					return err
				}
			}
			return nil
		}); err != nil || len(bare) < gramsAtOnce {
			return err
		}
	}
}
