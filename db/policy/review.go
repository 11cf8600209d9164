package policydb

import (
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/policy"
)

const reviewColumns = `e.id, e.content_id, e.stage, e.decision, e.verdicts, e.reason, e.actor, e.person, e.actor_name, e.content_hash, e.revision, e.previous_hash, e.hash, e.at,
	e.content_hash = COALESCE(t.content_hash, x.content_hash) AND e.revision = COALESCE(t.revision, x.revision) AS valid`

// SubmitDraftForReview hands a draft to the review. An EDITOR of the department may. It refuses WRONG_DRAFT_STATE.
func SubmitDraftForReview(ctx context.Context, db *pg.DB, by civic.Actor, in policy.SubmitDraftForReviewInput) (*policy.Draft, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return writeDraft(ctx, db, by, in, in.DraftID, in.DraftID, "draftId", func(t *pg.Tx, d policy.Draft) error {
		state, err := d.Submit()
		if err != nil {
			return err
		}
		if err := setState(ctx, t, d.Key, state); err != nil {
			return err
		}
		return AddToTimeline(ctx, t, d.PolicyRecordKey, policy.DraftSubmitted, policy.DraftKind, d.Key, nil)
	})
}

// RecordReview records one step of a draft's review. The stage's role in the department may; what else it refuses stands
// with consult's NextReview.
func RecordReview(ctx context.Context, db *pg.DB, by civic.Actor, in policy.RecordReviewInput) (*policy.Draft, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		d, err := LockDraft(ctx, t, by, in.DraftID, "draftId")
		if err != nil {
			return err
		}
		if err := t.Allow(policy.ReviewDraft, d.DepartmentCode, d.ID()); err != nil {
			return err
		}
		step, state, err := review(ctx, t, d.Reviewed(), by, in.Step())
		if err != nil {
			return err
		}
		return moveDraft(ctx, t, *d, step, state)
	})
	if err != nil {
		return nil, err
	}
	return pg.Single(DraftsByID(ctx, db, by, []civic.ID{in.DraftID}))
}

// review asks the rules about a step of a review, chains the record to the ones before it, and returns the state after the step.
func review(ctx context.Context, t *pg.Tx, of policy.Reviewed, by civic.Actor, in policy.ReviewStepInput) (*policy.EditorialReview, policy.DraftState, error) {
	earlier, err := reviewsOf(ctx, t, []uuid.UUID{of.Key})
	if err != nil {
		return nil, "", err
	}
	state, err := of.NextReview(by, in, earlier)
	if err != nil {
		return nil, "", err
	}
	if !policy.PersonsKnown(by, earlier) {
		t.Remark("personsUnknown")
	}
	var now time.Time // after the lock, so that records follow one another in time as they do in the chain
	if err := t.Get(ctx, &now, `SELECT clock_timestamp()`); err != nil {
		return nil, "", err
	}
	made := policy.ReviewOf(of, by, in, earlier, now)
	return &made, state, insertReview(ctx, t, made)
}

// moveDraft moves a draft on after a step of its review.
func moveDraft(ctx context.Context, t *pg.Tx, d policy.Draft, step *policy.EditorialReview, state policy.DraftState) error {
	if err := setState(ctx, t, d.Key, state); err != nil {
		return err
	}
	if step.Decision == policy.Return {
		return AddToTimeline(ctx, t, d.PolicyRecordKey, policy.DraftReturned, policy.DraftKind, d.Key, &step.Reason)
	}
	return AddToTimeline(ctx, t, d.PolicyRecordKey, policy.DraftReviewed, policy.DraftKind, d.Key, nil)
}

func insertReview(ctx context.Context, t *pg.Tx, r policy.EditorialReview) error {
	_, err := t.Exec(ctx, `INSERT INTO editorial_reviews (id, content_id, stage, decision, verdicts, reason, actor, actor_name, content_hash, revision, previous_hash, hash, at, person)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		r.Key, r.ContentKey, r.Stage, r.Decision, r.GateVerdicts, r.Reason, r.Actor, r.ActorName, r.ContentHash, r.Revision, r.PreviousHash, r.Hash, r.CreatedAt, r.Person)
	return err
}

// Reviews finds the records of the reviews of drafts and other contents, in their order, by the contents' keys. Whoever asks was let read what
// is internal to the contents' departments.
func Reviews(ctx context.Context, db *pg.DB, _ civic.Actor, contents []uuid.UUID) (map[uuid.UUID][]policy.EditorialReview, error) {
	found, err := reviewsOf(ctx, db, contents)
	of := map[uuid.UUID][]policy.EditorialReview{}
	for _, r := range found {
		of[r.ContentKey] = append(of[r.ContentKey], r)
	}
	return of, err
}

// reviewsOf reads the records of the reviews of contents in their order.
func reviewsOf(ctx context.Context, ask pg.Querier, contents []uuid.UUID) ([]policy.EditorialReview, error) {
	return pg.Rows[policy.EditorialReview](ctx, ask, `SELECT `+reviewColumns+` FROM editorial_reviews e LEFT JOIN drafts t ON t.id = e.content_id
		LEFT JOIN contents x ON x.id = e.content_id WHERE e.content_id = ANY($1) ORDER BY e.at, e.id`, pg.KeyArray(contents))
}
