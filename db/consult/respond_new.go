package consultdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// NewResponse is an official response that is being written.
type NewResponse struct {
	ID      civic.ID
	By      civic.Actor
	Same    pg.Request
	Group   *uuid.UUID // the theme or campaign that it answers; nil if it names its comments
	Outcome consult.AdoptionOutcome
	Reason  []civic.LocalizedTextInput
	Clauses []consult.AffectedClauseInput
}

// Write keeps a response as a draft, before which it asks for the right and locks the consultation as LockAnswers does. answerable refuses what
// cannot be answered; its problems are given with those of the clauses. The comments are not written yet, and are counted as answered once the response is published.
func (n NewResponse) Write(ctx context.Context, t *pg.Tx, field string, answerable func() error) error {
	c, err := LockAnswers(ctx, t, n.ID, field)
	if err != nil {
		return err
	}
	var problems civic.Problems
	if err := problems.Gather(answerable()); err != nil {
		return err
	}
	if err := problems.Gather(checkAffected(ctx, t, *c, n.Clauses)); err != nil {
		return err
	}
	if err := problems.Err(); err != nil {
		return err
	}
	return n.insert(ctx, t)
}

func (n NewResponse) insert(ctx context.Context, t *pg.Tx) error {
	if _, err := t.Exec(ctx, `INSERT INTO official_responses (consultation_id, id, group_id, outcome, reason, folded, created_by, idempotency_key, request_hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, n.ID.Consultation, n.ID.Key, n.Group, n.Outcome, survey.LocalizeOptional(n.Reason), civic.Localize(n.Reason).Folded(),
		n.By.Account, n.Same.Key, n.Same.Hash); err != nil {
		return err
	}
	return insertAffected(ctx, t, n.ID.Consultation, n.ID.Key, n.Clauses)
}

// LockAnswers reads a consultation whose comments the actor may answer now, and keeps its report from being published until
// the transaction ends. Others may answer at the same time.
func LockAnswers(ctx context.Context, t *pg.Tx, response civic.ID, field string) (*consult.Consultation, error) {
	c, err := lockedShared(ctx, t, response.Consultation, field)
	if err != nil {
		return nil, err
	}
	if err := t.Allow(consult.AnswerComments, c.DepartmentCode, response); err != nil {
		return nil, err
	}
	return c, c.AcceptAnswers()
}
