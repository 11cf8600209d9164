package analysedb

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

const correctionColumns = `k.consultation_id, k.id, k.campaign_id, k.kind, k.comments, k.reason, k.created_at`

// CampaignCorrectionsByID finds corrections of campaigns; everybody may.
func CampaignCorrectionsByID(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) ([]analyse.CampaignCorrection, error) {
	return pg.Rows[analyse.CampaignCorrection](ctx, db, `SELECT `+correctionColumns+` FROM campaign_corrections k WHERE k.consultation_id = ANY($1) AND k.id = ANY($2)`, pg.ScopesOf(ids), pg.KeysOf(ids))
}

// CampaignCorrections lists how staff changed the campaigns of a consultation, newest first. Everybody may.
func CampaignCorrections(ctx context.Context, db *pg.DB, of consult.Consultation, page civic.PageArgs) (civic.Page[analyse.CampaignCorrection], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[analyse.CampaignCorrection]{
		Name: "consultation/campaignCorrections/" + of.Key.String(), Columns: correctionColumns, Key: "k.id", Descending: true,
		From: `campaign_corrections k`, Where: `k.consultation_id = $1`, Args: []any{of.Key},
		Place: func(c analyse.CampaignCorrection) civic.Place { return civic.Place{Key: c.Key} },
	})
}

// correction is a correction of campaigns that is being written.
type correction struct {
	by       civic.Actor
	same     pg.Request
	id       civic.ID
	kind     analyse.CampaignCorrectionKind
	reason   string
	into     *uuid.UUID
	from     pg.KeyArray // the campaigns before
	moved    int
	comments pg.KeyArray // that were named
}

// run writes a correction, before which the actor's right is asked for and the groups are locked.
func (c *correction) run(ctx context.Context, db *pg.DB, in any, change func(*pg.Tx) error) (*analyse.CampaignCorrection, error) {
	create := pg.Create[analyse.CampaignCorrection]{By: c.by, Input: in, Request: c.same, ID: c.id, Table: "campaign_corrections", Find: CampaignCorrectionsByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		if err := lockAnalysed(ctx, t, analyse.CorrectCampaigns, c.id); err != nil {
			return err
		}
		if err := lockGroups(ctx, t, c.id.Consultation); err != nil {
			return err
		}
		if err := change(t); err != nil {
			return err
		}
		return c.write(ctx, t)
	})
}

// lockAnalysed asks for a right in the department of a consultation, and refuses one that is withdrawn or reported. Its state stays as it is
// until the transaction ends.
func lockAnalysed(ctx context.Context, t *pg.Tx, do civic.Action, subject civic.ID) error {
	if err := consultdb.LockShared(ctx, t, subject.Consultation); err != nil {
		return err
	}
	of, err := consultdb.Consultation(ctx, t, civic.IDOf(civic.ConsultationKind, subject.Consultation), "")
	if err != nil {
		return err
	}
	if err := t.Allow(do, of.DepartmentCode, subject); err != nil {
		return err
	}
	switch of.Status {
	case consult.StatusReported:
		return civic.Refuse(consult.Reported, "")
	case consult.StatusWithdrawn:
		return civic.Refuse(consult.Withdrawn, "")
	}
	return nil
}

// write keeps the correction and counts the campaigns that it changed.
func (c *correction) write(ctx context.Context, t *pg.Tx) error {
	changed := c.from
	if c.into != nil {
		changed = append(changed, *c.into)
	}
	changed = pg.Distinct(changed)
	if err := knownAgain(ctx, t, c.id.Consultation, changed); err != nil {
		return err
	}
	if err := leaveGroup(ctx, t, c.id.Consultation, pg.Distinct(c.from), c.comments); err != nil {
		return err
	}
	var d pg.Delta
	none := make(pg.CountArray, len(changed))
	if err := resize(ctx, t, c.id.Consultation, changed, none, none, changed, &d); err != nil {
		return err
	}
	if err := d.Append(ctx, t, c.id.Consultation); err != nil {
		return err
	}
	_, err := t.Exec(ctx, `INSERT INTO campaign_corrections (consultation_id, id, campaign_id, from_ids, kind, comments, reason, created_by, idempotency_key, request_hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, c.id.Consultation, c.id.Key, c.into, pg.Distinct(c.from), c.kind, c.moved, c.reason, c.by.Account, c.same.Key, c.same.Hash)
	return err
}

// MoveToCampaign takes comments out of their campaigns, and puts them into another one, into a new one, or into none. ANALYSTs and EDITORs of the
// department may, until the report.
func MoveToCampaign(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.MoveToCampaignInput) (*analyse.CampaignCorrection, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	c := correction{by: by, same: pg.RequestOf(in.IdempotencyKey, in), id: civic.IDWithin(analyse.CorrectionKind, in.CommentIDs[0].Consultation, civic.NewKey()), kind: in.Kind(), reason: in.Reason}
	return c.run(ctx, db, in, func(t *pg.Tx) error { return c.move(ctx, t, in) })
}

func (c *correction) move(ctx context.Context, t *pg.Tx, in analyse.MoveToCampaignInput) error {
	c.moved, c.from, c.into = len(in.CommentIDs), nil, nil
	switch {
	case in.NewCampaign:
		c.into = new(civic.NewKey())
		if _, err := t.Exec(ctx, `INSERT INTO campaigns (consultation_id, id, size, people) VALUES ($1, $2, 0, 0)`, c.id.Consultation, *c.into); err != nil {
			return err
		}
	case in.CampaignID != nil:
		if err := present(ctx, t, *in.CampaignID, "campaignId"); err != nil {
			return err
		}
		c.into = &in.CampaignID.Key
	}
	if err := c.leave(ctx, t, in.CommentIDs); err != nil {
		return err
	}
	keys := pg.KeysOf(in.CommentIDs)
	c.comments = keys
	if err := forgetSketches(ctx, t, c.id.Consultation, keys); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `UPDATE grouped_comments SET campaign_id = $3 WHERE consultation_id = $1 AND comment_id = ANY($2)`, c.id.Consultation, keys, c.into); err != nil {
		return err
	}
	_, err := t.Exec(ctx, `UPDATE campaigns SET kept = true WHERE consultation_id = $1 AND (id = ANY($2) OR id = $3)`, c.id.Consultation, c.from, c.into)
	return err
}

// leave notes the campaigns of comments. It first groups those that have just come, and refuses those that cannot be grouped.
func (c *correction) leave(ctx context.Context, t *pg.Tx, comments []civic.ID) error {
	if err := group(ctx, t, c.id.Consultation, pg.KeysOf(comments), false); err != nil {
		return err
	}
	var found []struct {
		Key      uuid.UUID  `db:"id"`
		Grouped  bool       `db:"grouped"`
		Campaign *uuid.UUID `db:"campaign_id"`
	}
	if err := t.List(ctx, &found, `SELECT m.id, g.comment_id IS NOT NULL AS grouped, g.campaign_id FROM comments m
		LEFT JOIN grouped_comments g ON g.consultation_id = m.consultation_id AND g.comment_id = m.id
		WHERE m.consultation_id = $1 AND m.id = ANY($2) AND m.withdrawn_at IS NULL AND m.state <> 'PENDING'`, c.id.Consultation, pg.KeysOf(comments)); err != nil {
		return err
	}
	grouped := map[uuid.UUID]bool{}
	for _, f := range found {
		grouped[f.Key] = f.Grouped
		if f.Campaign != nil {
			c.from = append(c.from, *f.Campaign)
		}
	}
	var problems civic.Problems
	for i, id := range comments {
		switch is, there := grouped[id.Key]; {
		case !there:
			problems.Add(civic.NotFound, fmt.Sprintf("commentIds.%d", i))
		case !is:
			problems.Add(analyse.NotGrouped, fmt.Sprintf("commentIds.%d", i))
		}
	}
	return problems.Err()
}

// present refuses a campaign that there is not, and one that was merged into another.
func present(ctx context.Context, t *pg.Tx, id civic.ID, field string) error {
	var merged bool
	if err := t.Get(ctx, &merged, `SELECT merged_into IS NOT NULL FROM campaigns WHERE consultation_id = $1 AND id = $2`, id.Consultation, id.Key); err != nil {
		return pg.NotFoundAt(err, field)
	}
	if merged {
		return civic.Refuse(analyse.MergedAway, field)
	}
	return nil
}

// MergeCampaigns puts all comments of a campaign into another one. ANALYSTs and EDITORs of the department may, until the report.
func MergeCampaigns(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.MergeCampaignsInput) (*analyse.CampaignCorrection, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	c := correction{by: by, same: pg.RequestOf(in.IdempotencyKey, in), id: civic.IDWithin(analyse.CorrectionKind, in.IntoID.Consultation, civic.NewKey()), kind: analyse.CampaignMerged, reason: in.Reason,
		into: &in.IntoID.Key}
	return c.run(ctx, db, in, func(t *pg.Tx) error {
		c.from = pg.KeyArray{in.CampaignID.Key}
		if err := present(ctx, t, in.CampaignID, "campaignId"); err != nil {
			return err
		}
		if err := present(ctx, t, in.IntoID, "intoId"); err != nil {
			return err
		}
		if err := t.Get(ctx, &c.moved, `SELECT size FROM campaigns WHERE consultation_id = $1 AND id = $2`, in.IntoID.Consultation, in.CampaignID.Key); err != nil {
			return err
		}
		return mergeInto(ctx, t, in.IntoID.Consultation, in.CampaignID.Key, in.IntoID.Key)
	})
}
