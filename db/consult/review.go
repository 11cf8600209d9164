package consultdb

import (
	"context"
	"time"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

const reviewColumns = `e.id, e.draft_id, e.stage, e.decision, e.verdicts, e.reason, e.actor, e.person, e.actor_name, e.content_hash, e.revision, e.previous_hash, e.hash, e.at,
	e.content_hash = t.content_hash AND e.revision = t.revision AS valid`

// SubmitDraftForReview hands a draft to the review. An EDITOR of the department may. It refuses WRONG_DRAFT_STATE.
func SubmitDraftForReview(ctx context.Context, db *pg.DB, by civic.Actor, in consult.SubmitDraftForReviewInput) (*consult.Draft, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return writeDraft(ctx, db, by, in, in.DraftID, in.DraftID, "draftId", func(t *pg.Tx, d consult.Draft) error {
		state, err := d.Submit()
		if err != nil {
			return err
		}
		if err := setState(ctx, t, d.Key, state); err != nil {
			return err
		}
		return AddToTimeline(ctx, t, d.PolicyRecordKey, consult.DraftSubmitted, consult.DraftKind, d.Key, nil)
	})
}

// RecordReview records one step of a draft's review. The stage's role in the department may; what else it refuses stands
// with consult's NextReview.
func RecordReview(ctx context.Context, db *pg.DB, by civic.Actor, in consult.RecordReviewInput) (*consult.Draft, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		d, err := lockDraft(ctx, t, by, in.DraftID, "draftId")
		if err != nil {
			return err
		}
		if err := t.Allow(consult.ReviewDraft, d.DepartmentCode, d.ID()); err != nil {
			return err
		}
		return review(ctx, t, *d, by, in)
	})
	if err != nil {
		return nil, err
	}
	return pg.Single(DraftsByID(ctx, db, by, []civic.ID{in.DraftID}))
}

// review asks the rules, chains the record to the ones before it and moves the draft on.
func review(ctx context.Context, t *pg.Tx, d consult.Draft, by civic.Actor, in consult.RecordReviewInput) error {
	earlier, err := reviewsOf(ctx, t, []civic.ID{d.ID()})
	if err != nil {
		return err
	}
	state, err := d.NextReview(by, in, earlier)
	if err != nil {
		return err
	}
	if !consult.PersonsKnown(by, earlier) {
		t.Remark("personsUnknown")
	}
	var now time.Time // after the lock, so that records follow one another in time as they do in the chain
	if err := t.Get(ctx, &now, `SELECT clock_timestamp()`); err != nil {
		return err
	}
	made := consult.ReviewOf(d, by, in, earlier, now)
	if err := insertReview(ctx, t, made); err != nil {
		return err
	}
	if err := setState(ctx, t, d.Key, state); err != nil {
		return err
	}
	if made.Decision == consult.Return {
		return AddToTimeline(ctx, t, d.PolicyRecordKey, consult.DraftReturned, consult.DraftKind, d.Key, &made.Reason)
	}
	return AddToTimeline(ctx, t, d.PolicyRecordKey, consult.DraftReviewed, consult.DraftKind, d.Key, nil)
}

func insertReview(ctx context.Context, t *pg.Tx, r consult.EditorialReview) error {
	_, err := t.Exec(ctx, `INSERT INTO editorial_reviews (id, draft_id, stage, decision, verdicts, reason, actor, actor_name, content_hash, revision, previous_hash, hash, at, person)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		r.Key, r.DraftKey, r.Stage, r.Decision, r.GateVerdicts, r.Reason, r.Actor, r.ActorName, r.ContentHash, r.Revision, r.PreviousHash, r.Hash, r.CreatedAt, r.Person)
	return err
}

// Reviews finds the records of the reviews of drafts, in their order, by the drafts' ids. Whoever asks was let read what is
// internal to the drafts' departments.
func Reviews(ctx context.Context, db *pg.DB, _ civic.Actor, drafts []civic.ID) (map[civic.ID][]consult.EditorialReview, error) {
	found, err := reviewsOf(ctx, db, drafts)
	of := map[civic.ID][]consult.EditorialReview{}
	for _, r := range found {
		draft := civic.IDOf(consult.DraftKind, r.DraftKey)
		of[draft] = append(of[draft], r)
	}
	return of, err
}

// reviewsOf reads the records of the reviews of drafts in their order.
func reviewsOf(ctx context.Context, ask pg.Querier, drafts []civic.ID) ([]consult.EditorialReview, error) {
	return pg.Rows[consult.EditorialReview](ctx, ask, `SELECT `+reviewColumns+` FROM editorial_reviews e JOIN drafts t ON t.id = e.draft_id
		WHERE e.draft_id = ANY($1) ORDER BY e.at, e.id`, pg.KeysOf(drafts))
}
