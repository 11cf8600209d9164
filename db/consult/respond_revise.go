package consultdb

import (
	"context"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// ReviseOfficialResponse puts other words, another outcome and other clauses in an official response's place, until the
// feedback report is published. An EDITOR of the department may.
func ReviseOfficialResponse(ctx context.Context, db *pg.DB, by civic.Actor, in consult.ReviseOfficialResponseInput) (*consult.OfficialResponse, error) {
	if err := consult.CheckRevise(in); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.OfficialResponseID, OfficialResponsesByID, func(t *pg.Tx) error { return reviseResponse(ctx, t, in) })
}

func reviseResponse(ctx context.Context, t *pg.Tx, in consult.ReviseOfficialResponseInput) error {
	id := in.OfficialResponseID
	c, err := lockAnswers(ctx, t, id, "officialResponseId")
	if err != nil {
		return err
	}
	var before consult.AdoptionOutcome
	if err := t.Get(ctx, &before, `SELECT outcome FROM official_responses WHERE consultation_id = $1 AND id = $2 FOR UPDATE`, id.Consultation, id.Key); err != nil {
		return pg.NotFoundAt(err, "officialResponseId")
	}
	if err := checkAffected(ctx, t, *c, in.Clauses); err != nil {
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
	return moveOutcome(ctx, t, id, before, in.Outcome)
}

// moveOutcome counts a response's comments under another outcome.
func moveOutcome(ctx context.Context, t *pg.Tx, response civic.ID, from, to consult.AdoptionOutcome) error {
	if from == to {
		return nil
	}
	var comments int64
	if err := t.Get(ctx, &comments, `SELECT count(*) FROM answered_comments WHERE consultation_id = $1 AND official_response_id = $2`,
		response.Consultation, response.Key); err != nil {
		return err
	}
	var counts pg.Delta
	counts.Add(response.Consultation, consult.OutcomeCounter(from), -comments)
	counts.Add(response.Consultation, consult.OutcomeCounter(to), comments)
	return counts.Append(ctx, t, response.Consultation)
}
