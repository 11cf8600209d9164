package consultdb

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// RespondToComments answers comments of one closed consultation, all of them or none. The answer is a draft until it is published. An EDITOR of
// the department may. It refuses comments that are unknown, taken back, or answered already, clauses of other drafts, and a consultation that is open or reported.
func RespondToComments(ctx context.Context, db *pg.DB, by civic.Actor, in consult.RespondToCommentsInput) (*consult.OfficialResponse, error) {
	if err := consult.CheckRespond(in); err != nil {
		return nil, err
	}
	id, same := civic.IDWithin(consult.OfficialResponseKind, in.CommentIDs[0].Consultation, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[consult.OfficialResponse]{By: by, Input: in, Request: same, ID: id, Table: "official_responses", Find: OfficialResponsesByID}
	r := respond{in: in, by: by, scope: id.Consultation, id: id, same: same}
	made, err := create.Run(ctx, db, func(t *pg.Tx) error { return r.run(ctx, t) })
	if pg.Violates(err, "answered_comments_pkey") { // somebody else answered meanwhile: a second try says which comments
		return create.Run(ctx, db, func(t *pg.Tx) error { return r.run(ctx, t) })
	}
	return made, err
}

// respond is an official response that is being written.
type respond struct {
	in    consult.RespondToCommentsInput
	by    civic.Actor
	scope uuid.UUID
	id    civic.ID
	same  pg.Request
}

func (r *respond) run(ctx context.Context, t *pg.Tx) error {
	c, err := lockAnswers(ctx, t, r.id, "commentIds.0")
	if err != nil {
		return err
	}
	var problems civic.Problems
	if err := problems.Gather(checkAnswerable(ctx, t, r.id, r.in.CommentIDs)); err != nil {
		return err
	}
	if err := problems.Gather(checkAffected(ctx, t, *c, r.in.Clauses)); err != nil {
		return err
	}
	if err := problems.Err(); err != nil {
		return err
	}
	return r.insert(ctx, t)
}

// lockAnswers reads a consultation whose comments the actor may answer now, and keeps its report from being published until
// the transaction ends. Others may answer at the same time.
func lockAnswers(ctx context.Context, t *pg.Tx, response civic.ID, field string) (*consult.Consultation, error) {
	c, err := lockedShared(ctx, t, response.Consultation, field)
	if err != nil {
		return nil, err
	}
	if err := t.Allow(consult.AnswerComments, c.DepartmentCode, response); err != nil {
		return nil, err
	}
	return c, c.AcceptAnswers()
}

// checkAnswerable refuses, all at once, comments that are not there, which those that wait for a moderator are not, and comments
// that have another answer. Hidden ones are answered as others are. It waits for comments that are being taken back or moderated at this moment.
func checkAnswerable(ctx context.Context, t *pg.Tx, response civic.ID, comments []civic.ID) error {
	var found []struct {
		Key      uuid.UUID `db:"id"`
		Answered bool      `db:"answered"`
	}
	if err := t.List(ctx, &found, `SELECT m.id, a.official_response_id IS DISTINCT FROM $3 AND a.comment_id IS NOT NULL AS answered
		FROM comments m LEFT JOIN answered_comments a ON a.consultation_id = m.consultation_id AND a.comment_id = m.id
		WHERE m.consultation_id = $1 AND m.id = ANY($2) AND m.withdrawn_at IS NULL AND m.state <> 'PENDING' ORDER BY m.id FOR KEY SHARE OF m`, response.Consultation, pg.KeysOf(comments), response.Key); err != nil {
		return err
	}
	answered := make(map[uuid.UUID]bool, len(found))
	for _, f := range found {
		answered[f.Key] = f.Answered
	}
	var problems civic.Problems
	for i, id := range comments {
		switch already, there := answered[id.Key]; {
		case !there:
			problems.Add(civic.NotFound, fmt.Sprintf("commentIds.%d", i))
		case already:
			problems.Add(consult.AlreadyAnswered, fmt.Sprintf("commentIds.%d", i))
		}
	}
	return problems.Err()
}

// insert keeps the answer. The comments are counted as answered once it is published. They are written in their order, so that two
// answers at once never wait for each other in a ring.
func (r *respond) insert(ctx context.Context, t *pg.Tx) error {
	if _, err := t.Exec(ctx, `INSERT INTO official_responses (consultation_id, id, outcome, reason, folded, created_by, idempotency_key, request_hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, r.scope, r.id.Key, r.in.Outcome, survey.LocalizeOptional(r.in.Reason), civic.Localize(r.in.Reason).Folded(), r.by.Account, r.same.Key, r.same.Hash); err != nil {
		return err
	}
	if err := insertAnswered(ctx, t, r.id, r.in.CommentIDs); err != nil {
		return err
	}
	return insertAffected(ctx, t, r.scope, r.id.Key, r.in.Clauses)
}

// insertAnswered notes which comments a response answers.
func insertAnswered(ctx context.Context, t *pg.Tx, response civic.ID, comments []civic.ID) error {
	_, err := t.Exec(ctx, `INSERT INTO answered_comments (consultation_id, comment_id, official_response_id)
		SELECT $1, comment_id, $2 FROM unnest($3::uuid[]) AS answered (comment_id) ORDER BY comment_id`, response.Consultation, response.Key, pg.KeysOf(comments))
	return err
}
