package db

import (
	"context"
	"time"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

const reviewColumns = `e.id, e.draft_id, e.stage, e.decision, e.verdicts, e.reason, e.actor, e.actor_name, e.content_hash, e.revision, e.previous_hash, e.hash, e.at,
	e.content_hash = t.content_hash AND e.revision = t.revision AS valid`

// SubmitDraft hands a draft to the review. An EDITOR of the department may. It refuses WRONG_DRAFT_STATE.
func (db *DB) SubmitDraft(ctx context.Context, by civic.Actor, in consult.SubmitDraftForReviewInput) (*consult.Draft, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return db.writeDraft(ctx, by, in, in.DraftID, in.DraftID, "draftId", func(t *tx, d consult.Draft) error {
		state, err := d.Submit()
		if err != nil {
			return err
		}
		if err := t.setState(ctx, d.Key, state); err != nil {
			return err
		}
		return t.happened(ctx, d.PolicyRecordKey, consult.DraftSubmitted, consult.DraftKind, d.Key, nil)
	})
}

// RecordReview records one step of a draft's review. The stage's role in the department may; what else it refuses stands
// with consult's NextReview.
func (db *DB) RecordReview(ctx context.Context, by civic.Actor, in consult.RecordReviewInput) (*consult.Draft, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	err := db.write(ctx, by, in, func(t *tx) error {
		d, err := t.lockDraft(ctx, by, in.DraftID, "draftId")
		if err != nil {
			return err
		}
		if err := t.allow(civic.ReviewDraft, d.DepartmentCode, d.ID()); err != nil {
			return err
		}
		return t.review(ctx, *d, by, in)
	})
	if err != nil {
		return nil, err
	}
	return only(db.DraftsByID(ctx, by, []civic.ID{in.DraftID}))
}

// review asks the rules, chains the record to the ones before it and moves the draft on.
func (t *tx) review(ctx context.Context, d consult.Draft, by civic.Actor, in consult.RecordReviewInput) error {
	earlier, err := reviewsOf(ctx, t, []civic.ID{d.ID()})
	if err != nil {
		return err
	}
	state, err := d.NextReview(by, in, earlier)
	if err != nil {
		return err
	}
	var now time.Time // after the lock, so that records follow one another in time as they do in the chain
	if err := t.get(ctx, &now, `SELECT clock_timestamp()`); err != nil {
		return err
	}
	made := consult.ReviewOf(d, by, in, earlier, now)
	if err := t.insertReview(ctx, made); err != nil {
		return err
	}
	if err := t.setState(ctx, d.Key, state); err != nil {
		return err
	}
	if made.Decision == consult.Return {
		return t.happened(ctx, d.PolicyRecordKey, consult.DraftReturned, consult.DraftKind, d.Key, &made.Reason)
	}
	return t.happened(ctx, d.PolicyRecordKey, consult.DraftReviewed, consult.DraftKind, d.Key, nil)
}

func (t *tx) insertReview(ctx context.Context, r consult.EditorialReview) error {
	_, err := t.exec(ctx, `INSERT INTO editorial_reviews (id, draft_id, stage, decision, verdicts, reason, actor, actor_name, content_hash, revision, previous_hash, hash, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.Key, r.DraftKey, r.Stage, r.Decision, r.GateVerdicts, r.Reason, r.Actor, r.ActorName, r.ContentHash, r.Revision, r.PreviousHash, r.Hash, r.At)
	return err
}

// Reviews finds the records of the reviews of drafts, in their order, by the drafts' ids. Whoever asks was let read what is
// internal to the drafts' departments.
func (db *DB) Reviews(ctx context.Context, _ civic.Actor, drafts []civic.ID) (map[civic.ID][]consult.EditorialReview, error) {
	found, err := reviewsOf(ctx, db, drafts)
	of := map[civic.ID][]consult.EditorialReview{}
	for _, r := range found {
		draft := civic.IDOf(consult.DraftKind, r.DraftKey)
		of[draft] = append(of[draft], r)
	}
	return of, err
}

// reviewsOf reads the records of the reviews of drafts in their order.
func reviewsOf(ctx context.Context, ask asker, drafts []civic.ID) ([]consult.EditorialReview, error) {
	var found []consult.EditorialReview
	err := ask.list(ctx, &found, `SELECT `+reviewColumns+` FROM editorial_reviews e JOIN drafts t ON t.id = e.draft_id
		WHERE e.draft_id = ANY($1) ORDER BY e.at, e.id`, keysOf(drafts))
	return found, err
}
