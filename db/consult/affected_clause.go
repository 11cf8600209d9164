package consultdb

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
)

// AffectedClauses finds the clauses that official responses concern, in the order in which they were given, by the ids of
// the responses. Everybody may.
func AffectedClauses(ctx context.Context, db *pg.DB, _ civic.Actor, responses []civic.ID) (map[civic.ID][]consult.AffectedClause, error) {
	var found []consult.AffectedClause
	err := db.List(ctx, &found, `SELECT a.consultation_id, a.official_response_id, a.clause_id, a.effect, a.next_clause_id
		FROM affected_clauses a WHERE a.consultation_id = ANY($1) AND a.official_response_id = ANY($2)
		ORDER BY a.official_response_id, a.position`, pg.ScopesOf(responses), pg.KeysOf(responses))
	affected := map[civic.ID][]consult.AffectedClause{}
	for _, a := range found {
		response := civic.IDWithin(consult.OfficialResponseKind, a.ConsultationKey, a.OfficialResponseKey)
		affected[response] = append(affected[response], a)
	}
	return affected, err
}

// checkAffected refuses clauses that are not the consulted draft's, and next clauses that are of no later version of it.
// Whoever may answer sees every version, for they are of one department.
func checkAffected(ctx context.Context, t *pg.Tx, c consult.Consultation, affected []consult.AffectedClauseInput) error {
	var named []civic.ID
	for _, a := range affected {
		for _, id := range []*civic.ID{a.ClauseID, a.NextClauseID} {
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
	if err := t.List(ctx, &found, `SELECT l.id, COALESCE(d.id = $2, false) AS consulted, d.version > COALESCE(put.version, 0) AS later
		FROM clauses l JOIN drafts d ON d.id = l.draft_id LEFT JOIN drafts put ON put.id = $2
		WHERE l.id = ANY($1) AND d.policy_record_id = $3`, pg.KeysOf(named), c.DraftKey, c.PolicyRecordKey); err != nil {
		return err
	}
	consulted, later := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for _, f := range found {
		consulted[f.Key], later[f.Key] = f.Consulted, f.Later
	}
	var problems civic.Problems
	for i, a := range affected {
		if a.ClauseID != nil && !consulted[a.ClauseID.Key] {
			problems.Add(policy.OtherDraft, fmt.Sprintf("clauses.%d.clauseId", i))
		}
		if a.NextClauseID != nil && !later[a.NextClauseID.Key] {
			problems.Add(policy.OtherDraft, fmt.Sprintf("clauses.%d.nextClauseId", i))
		}
	}
	return problems.Err()
}

// insertAffected keeps what became of clauses, in the order in which it was given.
func insertAffected(ctx context.Context, t *pg.Tx, scope, response uuid.UUID, affected []consult.AffectedClauseInput) error {
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
	_, err := t.Exec(ctx, `INSERT INTO affected_clauses (consultation_id, official_response_id, position, clause_id, effect, next_clause_id)
		SELECT $1, $2, place - 1, clause_id, effect, next_clause_id
		FROM unnest($3::uuid[], $4::text[], $5::uuid[]) WITH ORDINALITY AS a (clause_id, effect, next_clause_id, place)`,
		scope, response, pq.Array(clauses), pq.Array(effects), pq.Array(nexts))
	return err
}
