package db

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/consult"
)

// RespondToComments answers comments of one closed consultation, all of them or none. An EDITOR of the department may. It
// refuses comments that are unknown, taken back, or answered already, clauses of other drafts, and a consultation that is open or reported.
func (db *DB) RespondToComments(ctx context.Context, by consult.Actor, in consult.RespondToCommentsInput) (*consult.OfficialResponse, error) {
	if err := consult.CheckRespond(in); err != nil {
		return nil, err
	}
	scope := in.CommentIDs[0].Consultation
	same := requestOf(in.IdempotencyKey, in)
	read := func(id uuid.UUID) (*consult.OfficialResponse, error) {
		return only(db.OfficialResponsesByID(ctx, by, []consult.ID{consult.IDWithin(consult.OfficialResponseKind, scope, id)}))
	}
	return once(ctx, db, same, func() (*consult.OfficialResponse, error) {
		r := respond{in: in, by: by, scope: scope, key: consult.NewKey(), same: same}
		err := db.tx(ctx, func(t *tx) error { return r.run(ctx, t) })
		if violates(err, "answered_comments_pkey") { // somebody else answered meanwhile: now it can be said which comments
			err = db.tx(ctx, func(t *tx) error { return r.run(ctx, t) })
		}
		if err != nil {
			return nil, err
		}
		return read(r.key)
	}, read, `SELECT id, request_hash FROM official_responses WHERE consultation_id = $1 AND created_by = $2 AND idempotency_key = $3`, scope, by.Account)
}

// respond is one answer under way.
type respond struct {
	in         consult.RespondToCommentsInput
	by         consult.Actor
	scope, key uuid.UUID
	same       request
}

func (r *respond) run(ctx context.Context, t *tx) error {
	c, err := lockAnswers(ctx, t, r.by, r.scope, "commentIds.0")
	if err != nil {
		return err
	}
	var problems consult.Problems
	for _, check := range []func() error{
		func() error { return r.checkComments(ctx, t) },
		func() error { return checkAffected(ctx, t, *c, r.in.Clauses) },
	} {
		if err := problems.Gather(check()); err != nil {
			return err
		}
	}
	if err := problems.Err(); err != nil {
		return err
	}
	return r.insert(ctx, t)
}

// lockAnswers reads a consultation whose comments the actor may answer now, and keeps its report from being published until
// the transaction ends. Others may answer at the same time.
func lockAnswers(ctx context.Context, t *tx, by consult.Actor, key uuid.UUID, field string) (*consult.Consultation, error) {
	if _, err := t.exec(ctx, `SELECT FROM consultations WHERE id = $1 FOR SHARE`, key); err != nil {
		return nil, err
	}
	c, err := consultation(ctx, t, consult.IDOf(consult.ConsultationKind, key), field)
	if err != nil {
		return nil, err
	}
	if err := by.Require(consult.AnswerComments, c.DepartmentCode); err != nil {
		return nil, err
	}
	return c, c.AcceptAnswers()
}

// checkComments refuses, all at once, comments that are not there and comments that have an answer. It waits for comments that
// are being taken back at this moment.
func (r *respond) checkComments(ctx context.Context, t *tx) error {
	var found []struct {
		Key      uuid.UUID `db:"id"`
		Answered bool      `db:"answered"`
	}
	if err := t.list(ctx, &found, `SELECT m.id, a.comment_id IS NOT NULL AS answered
		FROM comments m LEFT JOIN answered_comments a ON a.consultation_id = m.consultation_id AND a.comment_id = m.id
		WHERE m.consultation_id = $1 AND m.id = ANY($2) AND m.withdrawn_at IS NULL FOR KEY SHARE OF m`, r.scope, keysOf(r.in.CommentIDs)); err != nil {
		return err
	}
	answered := make(map[uuid.UUID]bool, len(found))
	for _, f := range found {
		answered[f.Key] = f.Answered
	}
	var problems consult.Problems
	for i, id := range r.in.CommentIDs {
		switch already, there := answered[id.Key]; {
		case !there:
			problems.Add(consult.NotFound, fmt.Sprintf("commentIds.%d", i))
		case already:
			problems.Add(consult.AlreadyAnswered, fmt.Sprintf("commentIds.%d", i))
		}
	}
	return problems.Err()
}

// insert keeps the answer and counts the comments that it answers. The comments are written in their order, so that two
// answers at once never wait for each other in a ring.
func (r *respond) insert(ctx context.Context, t *tx) error {
	if _, err := t.exec(ctx, `INSERT INTO official_responses (consultation_id, id, outcome, reason, created_by, idempotency_key, request_hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, r.scope, r.key, r.in.Outcome, consult.LocalizeOptional(r.in.Reason), r.by.Account, r.same.Key, r.same.Hash); err != nil {
		return err
	}
	if _, err := t.exec(ctx, `INSERT INTO answered_comments (consultation_id, comment_id, official_response_id)
		SELECT $1, comment_id, $2 FROM unnest($3::uuid[]) AS answered (comment_id) ORDER BY comment_id`, r.scope, r.key, keysOf(r.in.CommentIDs)); err != nil {
		return err
	}
	if err := insertAffected(ctx, t, r.scope, r.key, r.in.Clauses); err != nil {
		return err
	}
	var counts delta
	counts.add(r.scope, "answered", int64(len(r.in.CommentIDs)))
	counts.add(r.scope, outcomeCounter(r.in.Outcome), int64(len(r.in.CommentIDs)))
	return counts.append(ctx, t, r.scope)
}

// outcomeCounter names the counter of the comments with an outcome.
func outcomeCounter(o consult.AdoptionOutcome) string { return "outcome/" + string(o) }

// checkAffected refuses clauses that are not the consulted draft's, and next clauses that are of no later version of it.
// Whoever may answer sees every version, for they are of one department.
func checkAffected(ctx context.Context, t *tx, c consult.Consultation, affected []consult.AffectedClauseInput) error {
	var named []consult.ID
	for _, a := range affected {
		for _, id := range []*consult.ID{a.ClauseID, a.NextClauseID} {
			if id != nil {
				named = append(named, *id)
			}
		}
	}
	var found []struct {
		Key       uuid.UUID `db:"id"`
		Consulted bool      `db:"consulted"`
		Later     bool      `db:"later"`
	}
	if err := t.list(ctx, &found, `SELECT l.id, COALESCE(d.id = $2, false) AS consulted, d.version > COALESCE(put.version, 0) AS later
		FROM clauses l JOIN drafts d ON d.id = l.draft_id LEFT JOIN drafts put ON put.id = $2
		WHERE l.id = ANY($1) AND d.policy_record_id = $3`, keysOf(named), c.DraftKey, c.PolicyRecordKey); err != nil {
		return err
	}
	consulted, later := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for _, f := range found {
		consulted[f.Key], later[f.Key] = f.Consulted, f.Later
	}
	var problems consult.Problems
	for i, a := range affected {
		if a.ClauseID != nil && !consulted[a.ClauseID.Key] {
			problems.Add(consult.OtherDraft, fmt.Sprintf("clauses.%d.clauseId", i))
		}
		if a.NextClauseID != nil && !later[a.NextClauseID.Key] {
			problems.Add(consult.OtherDraft, fmt.Sprintf("clauses.%d.nextClauseId", i))
		}
	}
	return problems.Err()
}

// insertAffected keeps what became of clauses, in the order in which it was given.
func insertAffected(ctx context.Context, t *tx, scope, response uuid.UUID, affected []consult.AffectedClauseInput) error {
	if len(affected) == 0 {
		return nil
	}
	clauses, nexts := make([]*uuid.UUID, len(affected)), make([]*uuid.UUID, len(affected))
	effects := make([]string, len(affected))
	for i, a := range affected {
		effects[i] = string(a.Effect)
		if a.ClauseID != nil {
			clauses[i] = &a.ClauseID.Key
		}
		if a.NextClauseID != nil {
			nexts[i] = &a.NextClauseID.Key
		}
	}
	_, err := t.exec(ctx, `INSERT INTO affected_clauses (consultation_id, official_response_id, position, clause_id, effect, next_clause_id)
		SELECT $1, $2, place - 1, clause_id, effect, next_clause_id
		FROM unnest($3::uuid[], $4::text[], $5::uuid[]) WITH ORDINALITY AS a (clause_id, effect, next_clause_id, place)`,
		scope, response, pq.Array(clauses), pq.Array(effects), pq.Array(nexts))
	return err
}
