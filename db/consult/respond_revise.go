package consultdb

import (
	"context"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// ReviseOfficialResponse puts other words, another outcome, other clauses and other comments in an official response's place, until the
// feedback report is published. A comment that is taken out is unanswered again. An EDITOR of the department may.
func ReviseOfficialResponse(ctx context.Context, db *pg.DB, by civic.Actor, in consult.ReviseOfficialResponseInput) (*consult.OfficialResponse, error) {
	if err := consult.CheckRevise(in); err != nil {
		return nil, err
	}
	revise := func() (*consult.OfficialResponse, error) {
		return pg.Change(ctx, db, by, in, in.OfficialResponseID, OfficialResponsesByID, func(t *pg.Tx) error { return reviseResponse(ctx, t, in) })
	}
	revised, err := revise()
	if pg.Violates(err, "answered_comments_pkey") { // somebody else answered meanwhile: a second try says which comments
		return revise()
	}
	return revised, err
}

func reviseResponse(ctx context.Context, t *pg.Tx, in consult.ReviseOfficialResponseInput) error {
	id := in.OfficialResponseID
	c, err := LockAnswers(ctx, t, id, "officialResponseId")
	if err != nil {
		return err
	}
	var before consult.OfficialResponse
	if err := t.Get(ctx, &before, `SELECT `+officialResponseColumns+` FROM official_responses o WHERE o.consultation_id = $1 AND o.id = $2 FOR UPDATE`, id.Consultation, id.Key); err != nil {
		return pg.NotFoundAt(err, "officialResponseId")
	}
	if err := checkAffected(ctx, t, *c, in.Clauses); err != nil {
		return err
	}
	if err := countAnswered(ctx, t, before, -1); err != nil {
		return err
	}
	if err := replaceComments(ctx, t, before, in); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `UPDATE official_responses SET outcome = $3, reason = $4, folded = $5, revised_at = now() WHERE consultation_id = $1 AND id = $2`,
		id.Consultation, id.Key, in.Outcome, survey.LocalizeOptional(in.Reason), civic.Localize(in.Reason).Folded()); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `DELETE FROM affected_clauses WHERE consultation_id = $1 AND official_response_id = $2`, id.Consultation, id.Key); err != nil {
		return err
	}
	if err := insertAffected(ctx, t, id.Consultation, id.Key, in.Clauses); err != nil {
		return err
	}
	after := before
	after.Outcome = in.Outcome
	return countAnswered(ctx, t, after, 1)
}

// replaceComments makes the response answer exactly the comments of the input. To take one out of a published response needs a reason.
func replaceComments(ctx context.Context, t *pg.Tx, r consult.OfficialResponse, in consult.ReviseOfficialResponseInput) error {
	if in.CommentIDs == nil {
		return nil
	}
	if r.GroupKey != nil {
		return civic.Refuse(consult.AnswersGroup, "commentIds")
	}
	if err := checkAnswerable(ctx, t, r.ID(), in.CommentIDs); err != nil {
		return err
	}
	if err := noteFreed(ctx, t, r.ID(), in.CommentIDs); err != nil {
		return err
	}
	removed, err := t.Exec(ctx, `WITH removed AS (
		  DELETE FROM answered_comments WHERE consultation_id = $1 AND official_response_id = $2 AND comment_id <> ALL($3) RETURNING comment_id
		) UPDATE comments m SET unanswered_at = now() FROM removed WHERE m.consultation_id = $1 AND m.id = removed.comment_id`,
		r.ConsultationKey, r.Key, pg.KeysOf(in.CommentIDs))
	if err != nil {
		return err
	}
	if removed > 0 && r.PublishedAt != nil && in.RemovalReason == nil {
		return civic.Refuse(civic.ReasonRequired, "removalReason")
	}
	if _, err := t.Exec(ctx, `DELETE FROM answered_comments WHERE consultation_id = $1 AND official_response_id = $2`, r.ConsultationKey, r.Key); err != nil {
		return err
	}
	return insertAnswered(ctx, t, r.ID(), in.CommentIDs)
}

// countAnswered counts the comments of a published response as answered, or takes them off the counts. A draft counts nowhere.
func countAnswered(ctx context.Context, t *pg.Tx, r consult.OfficialResponse, times int64) error {
	if r.PublishedAt == nil {
		return nil
	}
	var comments int64
	if err := t.Get(ctx, &comments, `SELECT count(*) FROM answered_comments WHERE consultation_id = $1 AND official_response_id = $2`, r.ConsultationKey, r.Key); err != nil {
		return err
	}
	var counts pg.Delta
	counts.Add(r.ConsultationKey, consult.AnsweredCounter, comments*times)
	counts.Add(r.ConsultationKey, consult.OutcomeCounter(r.Outcome), comments*times)
	return counts.Append(ctx, t, r.ConsultationKey)
}
