package consultdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// PublishOfficialResponses publishes drafts of official responses, those that the input names or all. A PUBLISHER of the department may, until
// the feedback report is published, which publishes the rest.
func PublishOfficialResponses(ctx context.Context, db *pg.DB, by civic.Actor, in consult.PublishOfficialResponsesInput) (*consult.Consultation, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.ConsultationID, readConsultations, func(t *pg.Tx) error {
		c, err := LockConsultation(ctx, t, in.ConsultationID)
		if err != nil {
			return err
		}
		if err := t.Allow(consult.PublishAnswers, c.DepartmentCode, c.ID()); err != nil {
			return err
		}
		if err := c.AcceptAnswers(); err != nil {
			return err
		}
		if err := checkResponses(ctx, t, in.OfficialResponseIDs); err != nil {
			return err
		}
		if err := PublishDrafts(ctx, t, c.Key, in.OfficialResponseIDs); err != nil {
			return err
		}
		return t.NotifyConsultation(ctx, c.Key)
	})
}

// checkResponses refuses, all at once, official responses that are not there.
func checkResponses(ctx context.Context, t *pg.Tx, ids []civic.ID) error {
	if len(ids) == 0 {
		return nil
	}
	found, err := pg.Rows[uuid.UUID](ctx, t, `SELECT id FROM official_responses WHERE consultation_id = $1 AND id = ANY($2)`, ids[0].Consultation, pg.KeysOf(ids))
	if err != nil {
		return err
	}
	return pg.Missing(found, ids, "officialResponseIds").Err()
}

// PublishDrafts publishes drafts of official responses and counts their comments as answered. nil means all of the consultation, which is
// locked. It locks them in their order, as LockGroupResponses does, so that neither waits for the other in a ring.
func PublishDrafts(ctx context.Context, t *pg.Tx, consultation uuid.UUID, ids []civic.ID) error {
	var published []consult.OfficialResponse
	var wanted any
	if ids != nil {
		wanted = pg.KeysOf(ids)
	}
	if err := t.List(ctx, &published, `UPDATE official_responses AS o SET published_at = now() WHERE o.consultation_id = $1 AND o.id IN (
		  SELECT p.id FROM official_responses p WHERE p.consultation_id = $1 AND p.published_at IS NULL AND ($2::uuid[] IS NULL OR p.id = ANY($2)) ORDER BY p.id FOR UPDATE)
		RETURNING `+officialResponseColumns, consultation, wanted); err != nil {
		return err
	}
	for _, r := range published {
		if err := countAnswered(ctx, t, r, 1); err != nil {
			return err
		}
	}
	return nil
}

// DiscardOfficialResponse deletes a draft of an official response; its comments are unanswered again. An EDITOR of the department may.
func DiscardOfficialResponse(ctx context.Context, db *pg.DB, by civic.Actor, in consult.DiscardOfficialResponseInput) (*consult.Consultation, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	id, within := in.OfficialResponseID, civic.IDOf(civic.ConsultationKind, in.OfficialResponseID.Consultation)
	return pg.Change(ctx, db, by, in, within, readConsultations, func(t *pg.Tx) error {
		c, err := lockedShared(ctx, t, id.Consultation, "officialResponseId")
		if err != nil {
			return err
		}
		if err := t.Allow(consult.AnswerComments, c.DepartmentCode, within); err != nil {
			return err
		}
		if err := c.AcceptAnswers(); err != nil {
			return err
		}
		var published bool
		if err := t.Get(ctx, &published, `SELECT published_at IS NOT NULL FROM official_responses WHERE consultation_id = $1 AND id = $2 FOR UPDATE`, id.Consultation, id.Key); err != nil {
			return pg.NotFoundAt(err, "officialResponseId")
		}
		if published {
			return civic.Refuse(consult.ResponsePublished, "officialResponseId")
		}
		if err := noteFreed(ctx, t, id, nil); err != nil {
			return err
		}
		for _, from := range []string{`excluded_comments WHERE official_response_id`, `answered_comments WHERE official_response_id`, `affected_clauses WHERE official_response_id`, `official_responses WHERE id`} {
			if _, err := t.Exec(ctx, `DELETE FROM `+from+` = $2 AND consultation_id = $1`, id.Consultation, id.Key); err != nil {
				return err
			}
		}
		return nil
	})
}
