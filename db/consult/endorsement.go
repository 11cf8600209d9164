package consultdb

import (
	"cmp"
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// A person has at most one row for a comment, and only who really wrote or deleted it counts: people may endorse and take back at
// once as they like. Each first locks the comment's row with the weakest lock, which they share with each other
// but not with the comment's other changes. Whoever comes before a withdrawal is counted off by it; whoever comes after waits, sees
// the row as the withdrawal left it, and finds no comment. So it is with moderation: nobody joins what waits for a moderator or is
// hidden, and what is hidden can still be left.
const endorsed = `
	WITH target AS (
	  SELECT ` + CommentColumns + ` FROM comments m JOIN consultations c ON c.id = m.consultation_id
	  WHERE m.consultation_id = $1 AND m.id = $2 AND m.withdrawn_at IS NULL AND m.state <> 'PENDING' AND ` + StatusNow + ` = 'OPEN' AND c.identity_level = ANY($4)`

const endorsementsCounted = `
	), counted AS (
	  INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts) SELECT $1, $5::uuid, $6::uuid[], $7::text[], $8::bigint[] FROM touched
	)
	SELECT ` + CommentColumns + ` FROM target m`

const endorse = endorsed + ` AND m.author <> $3 AND m.state = 'PUBLISHED' AND m.erased_at IS NULL
	  FOR KEY SHARE OF m
	), touched AS (
	  INSERT INTO endorsements (consultation_id, comment_id, account) SELECT m.consultation_id, m.id, $3::uuid FROM target m
	  ON CONFLICT DO NOTHING RETURNING comment_id` + endorsementsCounted

const withdrawEndorsement = endorsed + `
	  FOR KEY SHARE OF m
	), touched AS (
	  DELETE FROM endorsements e USING target m WHERE e.consultation_id = $1 AND e.comment_id = m.id AND e.account = $3 RETURNING e.comment_id` + endorsementsCounted

// EndorseComment joins a comment of somebody else. Everyone who is signed in and known well enough may, while the period is
// open. A second time changes nothing and gives the comment, after the period too.
func EndorseComment(ctx context.Context, db *pg.DB, by civic.Actor, in consult.EndorseCommentInput) (*consult.Comment, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return changeEndorsement(ctx, db, by, in.CommentID, endorse, 1)
}

// WithdrawEndorsement joins a comment no longer. Everyone who is signed in may, while the period is open; where there was no
// endorsement nothing changes.
func WithdrawEndorsement(ctx context.Context, db *pg.DB, by civic.Actor, in consult.WithdrawEndorsementInput) (*consult.Comment, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return changeEndorsement(ctx, db, by, in.CommentID, withdrawEndorsement, -1)
}

// changeEndorsement runs the statement, and says why where it found nothing to do.
func changeEndorsement(ctx context.Context, db *pg.DB, by civic.Actor, id civic.ID, statement string, amount int64) (*consult.Comment, error) {
	if err := by.Require(consult.EndorseAction, ""); err != nil {
		return nil, err
	}
	c, err := runEndorsement(ctx, db, by, id, statement, amount)
	if !errors.Is(err, sql.ErrNoRows) {
		return c, err
	}
	if amount > 0 { // whoever endorsed in time hears so again
		if held, err := Endorsed(ctx, db, by, []civic.ID{id}); err != nil || held[id] {
			c, findErr := pg.One(ctx, db, by, CommentsByID, id, "commentId")
			return c, cmp.Or(err, findErr)
		}
	}
	if err := whyNoEndorsement(ctx, db, by, id, amount > 0); err != nil {
		return nil, err
	}
	c, err = runEndorsement(ctx, db, by, id, statement, amount) // it opened between the two statements
	return c, pg.NotFoundAt(err, "commentId")
}

func runEndorsement(ctx context.Context, db *pg.DB, by civic.Actor, id civic.ID, statement string, amount int64) (*consult.Comment, error) {
	var c consult.Comment
	var d pg.Delta
	Endorsements(&d, id, amount)
	err := db.Tx(ctx, func(t *pg.Tx) error {
		if err := LockShared(ctx, t, id.Consultation); err != nil {
			return err
		}
		return t.Get(ctx, &c, statement, id.Consultation, id.Key, by.Account, pq.Array(by.Assurance.Reached()),
			civic.NewKey(), d.Subjects, d.Counters, d.Amounts)
	})
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// whyNoEndorsement says why: NOT_FOUND, what the comment refuses, or what its consultation does.
func whyNoEndorsement(ctx context.Context, db *pg.DB, by civic.Actor, id civic.ID, joining bool) error {
	c, err := pg.Single(CommentsByID(ctx, db, by, []civic.ID{id}))
	if err != nil {
		return pg.Under("commentId", err)
	}
	if c.WithdrawnAt != nil {
		return civic.Refuse(civic.NotFound, "commentId")
	}
	if err := c.Endorsable(by); joining && err != nil {
		return err
	}
	of, err := Consultation(ctx, db, civic.IDOf(civic.ConsultationKind, c.ConsultationKey), "commentId")
	if err != nil {
		return err
	}
	return of.Accept(by)
}

// Endorsements adds endorsements of a comment to its count and in its consultation's.
func Endorsements(d *pg.Delta, comment civic.ID, amount int64) {
	d.Add(comment.Consultation, consult.EndorsementsCounter, amount)
	d.Add(comment.Key, consult.EndorsementsCounter, amount)
}

// EndorsementCounts counts the endorsements of comments; a comment without any is left out.
func EndorsementCounts(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) (map[civic.ID]int, error) {
	var within, comments []uuid.UUID
	for _, id := range ids {
		within, comments = append(within, id.Consultation), append(comments, id.Key)
	}
	counts, err := pg.CountsOfSubjects(ctx, db, within, comments)
	endorsements := map[civic.ID]int{}
	for _, c := range counts {
		if c.Counter == consult.EndorsementsCounter {
			endorsements[civic.IDWithin(consult.CommentKind, c.ConsultationKey, c.SubjectKey)] = int(c.Amount)
		}
	}
	return endorsements, err
}

// Endorsed tells which comments the actor has endorsed; the others are left out.
func Endorsed(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) (map[civic.ID]bool, error) {
	endorsed := map[civic.ID]bool{}
	if !by.SignedIn() {
		return endorsed, nil
	}
	var found []consult.Comment
	err := db.List(ctx, &found, `SELECT consultation_id, comment_id AS id FROM endorsements WHERE consultation_id = ANY($1) AND comment_id = ANY($2) AND account = $3`,
		pg.ScopesOf(ids), pg.KeysOf(ids), by.Account)
	for _, c := range found {
		endorsed[c.ID()] = true
	}
	return endorsed, err
}
