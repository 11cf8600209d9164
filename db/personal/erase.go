package personaldb

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	analysedb "minyi/db/analyse"
	consultdb "minyi/db/consult"
	disclosedb "minyi/db/disclose"
	"minyi/db/pg"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/personal"
)

// EraseComment takes the words of a comment away for good and leaves a stub: its stance, its counts and its official response
// stay. The author may at any time; a second time changes nothing.
func EraseComment(ctx context.Context, db *pg.DB, by civic.Actor, in personal.EraseCommentInput) (*consult.Comment, error) {
	if err := cmp.Or(by.Require(personal.EraseOwnData, ""), civic.Check(in)); err != nil {
		return nil, err
	}
	return consultdb.ChangeComment(ctx, db, by, in.CommentID, func(t *pg.Tx, c *consult.Comment) error {
		if c.ErasedAt != nil {
			return nil
		}
		return eraseComment(ctx, t, c, c.Author)
	})
}

// eraseComment empties the row of all that its author wrote, the hash of the request included, from which short words could be
// guessed. From now on it is the given account's.
func eraseComment(ctx context.Context, t *pg.Tx, c *consult.Comment, author uuid.UUID) error {
	var same pg.Request
	if err := t.Get(ctx, &same.Key, `SELECT m.idempotency_key FROM comments m WHERE m.consultation_id = $1 AND m.id = $2`, c.ConsultationKey, c.Key); err != nil {
		return err
	}
	if err := same.KeepTombstone(ctx, t, c.ConsultationKey, c.ConsultationKey, c.Author); err != nil {
		return err
	}
	if err := trustdb.Forget(ctx, t, c.ID()); err != nil {
		return err
	}
	if err := analysedb.Forget(ctx, t, c.ConsultationKey, c.Key); err != nil {
		return err
	}
	return t.Get(ctx, c, `UPDATE comments AS m SET body = '', folded = NULL, grams = '{}', erased_at = LEAST(m.erased_at, now()), author = $3, dispute_statement = NULL, passage = NULL, idempotency_key = NULL, request_hash = NULL, words = NULL
		WHERE m.consultation_id = $1 AND m.id = $2 RETURNING `+consultdb.CommentColumns, c.ConsultationKey, c.Key, author)
}

// EraseMyData erases all that the actor wrote and cuts every tie to their account. What lies in a period that is still open is
// taken back altogether and leaves the counts; elsewhere the counts stay as they were reported and the words go. What
// staff did in office stays. Everyone who is signed in may. Each thing is erased by itself, so that nobody waits long; what an
// interruption leaves is erased when it is asked for again.
func EraseMyData(ctx context.Context, db *pg.DB, by civic.Actor, in personal.EraseMyDataInput) (*personal.ErasedData, error) {
	if err := cmp.Or(by.Require(personal.EraseOwnData, ""), civic.Check(in)); err != nil {
		return nil, err
	}
	var erased personal.ErasedData
	for _, step := range []struct {
		count *int
		erase func() (int, error)
	}{
		{&erased.Comments, func() (int, error) { return eraseComments(ctx, db, by) }},
		{&erased.Endorsements, func() (int, error) { return eraseEndorsements(ctx, db, by) }},
		{&erased.SurveyResponses, func() (int, error) { return eraseResponses(ctx, db, by) }},
		{&erased.SavedForms, func() (int, error) { return eraseForms(ctx, db, by) }},
		{&erased.DisclosureRequests, func() (int, error) { return disclosedb.EraseMine(ctx, db, by) }},
		{&erased.Reports, func() (int, error) { return eraseReports(ctx, db, by) }},
	} {
		count, err := step.erase()
		if err != nil {
			return nil, err
		}
		*step.count = count
	}
	return &erased, coarsenAccount(ctx, db, by)
}

// coarsenAccount leaves only the year in which the account was opened: the instant could lead to what else was written in that moment.
func coarsenAccount(ctx context.Context, db *pg.DB, by civic.Actor) error {
	var opened time.Time
	if err := db.Get(ctx, &opened, `SELECT created_at FROM accounts WHERE id = $1`, by.Account); err != nil {
		return err
	}
	_, err := db.Exec(ctx, `UPDATE accounts SET created_at = $2 WHERE id = $1`, by.Account, time.Date(opened.UTC().Year(), 1, 1, 0, 0, 0, 0, time.UTC))
	return err
}

// eraseComments takes back the actor's comments in open periods, and makes all of them nobody's and empty.
func eraseComments(ctx context.Context, db *pg.DB, by civic.Actor) (int, error) {
	comments, err := commentsOf(ctx, db, by)
	if err != nil {
		return 0, err
	}
	for _, own := range comments {
		if _, err := consultdb.ChangeComment(ctx, db, by, own.ID(), func(t *pg.Tx, c *consult.Comment) error {
			of, err := consultdb.Consultation(ctx, t, civic.IDOf(civic.ConsultationKind, c.ConsultationKey), "")
			if err != nil {
				return err
			}
			if of.Status == consult.StatusOpen && c.WithdrawnAt == nil {
				if err := consultdb.TakeBackComment(ctx, t, c); err != nil {
					return err
				}
			}
			return eraseComment(ctx, t, c, nobody())
		}); err != nil {
			return 0, err
		}
	}
	return len(comments), nil
}

// nobody is an account that there is not and that is like no other.
func nobody() uuid.UUID { return uuid.New() }

// commentsOf reads all the actor's comments, in the order in which they were made.
func commentsOf(ctx context.Context, db *pg.DB, by civic.Actor) ([]consult.Comment, error) {
	return pg.Rows[consult.Comment](ctx, db, `SELECT `+consultdb.CommentColumns+` FROM comments m WHERE m.author = $1 ORDER BY m.id`, by.Account)
}

// eraseEndorsements takes back the actor's endorsements in open periods and makes the others nobody's.
func eraseEndorsements(ctx context.Context, db *pg.DB, by civic.Actor) (int, error) {
	own, err := endorsementsOf(ctx, db, by)
	for _, e := range own {
		if err == nil {
			err = eraseEndorsement(ctx, db, by, e.Comment)
		}
	}
	return len(own), err
}

// endorsementsOf reads all the actor's endorsements.
func endorsementsOf(ctx context.Context, db *pg.DB, by civic.Actor) ([]personal.PersonalEndorsement, error) {
	var found []consult.Comment
	err := db.List(ctx, &found, `SELECT consultation_id, comment_id AS id, created_at FROM endorsements WHERE account = $1 ORDER BY created_at, comment_id`, by.Account)
	own := make([]personal.PersonalEndorsement, len(found))
	for i, e := range found {
		own[i] = personal.PersonalEndorsement{Comment: e.ID(), CreatedAt: e.CreatedAt}
	}
	return own, err
}

// eraseEndorsement deletes and counts off, or else disowns, whichever the period asks for.
func eraseEndorsement(ctx context.Context, db *pg.DB, by civic.Actor, comment civic.ID) error {
	var d pg.Delta
	consultdb.Endorsements(&d, comment, -1)
	return db.Tx(ctx, func(t *pg.Tx) error {
		if err := consultdb.LockShared(ctx, t, comment.Consultation); err != nil {
			return err
		}
		_, err := t.Exec(ctx, `
			WITH open AS (
			  SELECT c.id FROM consultations c WHERE c.id = $1 AND `+consultdb.StatusNow+` = 'OPEN'
			), gone AS (
			  DELETE FROM endorsements e WHERE e.consultation_id = $1 AND e.comment_id = $2 AND e.account = $3 AND EXISTS (SELECT FROM open) RETURNING e.comment_id
			), counted AS (
			  INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts) SELECT $1, $5::uuid, $6::uuid[], $7::text[], $8::bigint[] FROM gone
			)
			UPDATE endorsements e SET account = $4 WHERE e.consultation_id = $1 AND e.comment_id = $2 AND e.account = $3 AND NOT EXISTS (SELECT FROM open)`,
			comment.Consultation, comment.Key, by.Account, nobody(), civic.NewKey(), d.Subjects, d.Counters, d.Amounts)
		return err
	})
}

// eraseReports takes the words out of what the actor reported about comments, and makes the reports nobody's: they stay counted.
func eraseReports(ctx context.Context, db *pg.DB, by civic.Actor) (int, error) {
	own, err := reportsOf(ctx, db, by)
	for _, r := range own {
		if err == nil {
			_, err = db.Exec(ctx, `UPDATE comment_reports SET account = $4, note = NULL WHERE consultation_id = $1 AND comment_id = $2 AND account = $3`,
				r.Comment.Consultation, r.Comment.Key, by.Account, nobody())
		}
	}
	return len(own), err
}

// reportsOf reads all that the actor reported about comments.
func reportsOf(ctx context.Context, db *pg.DB, by civic.Actor) ([]personal.PersonalReport, error) {
	var found []struct {
		ConsultationKey uuid.UUID `db:"consultation_id"`
		CommentKey      uuid.UUID `db:"comment_id"`
		consult.CommentReport
	}
	err := db.List(ctx, &found, `SELECT consultation_id, comment_id, reason, note, created_at FROM comment_reports WHERE account = $1 ORDER BY created_at, comment_id`, by.Account)
	own := make([]personal.PersonalReport, len(found))
	for i, r := range found {
		own[i] = personal.PersonalReport{Comment: civic.IDWithin(consult.CommentKind, r.ConsultationKey, r.CommentKey), Reason: r.Reason, Note: r.Note, CreatedAt: r.CreatedAt}
	}
	return own, err
}
