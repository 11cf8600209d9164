package consultdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
)

// Provenance finds the official responses that name clauses, or what those clauses were in earlier versions of their
// drafts, newest first, by the ids of the clauses. Who sees a clause sees its provenance: a clause that an answer added in a version
// which was never public is told as the clause that was asked about.
func Provenance(ctx context.Context, db *pg.DB, by civic.Actor, clauses []civic.ID) (map[civic.ID][]consult.ClauseProvenance, error) {
	var found []struct {
		AskedKey uuid.UUID `db:"asked_clause_id"`
		consult.ClauseProvenance
	}
	all, codes := policydb.ReachOf(by)
	err := db.List(ctx, &found, `
		SELECT DISTINCT ON (asked.id, o.id, a.position) asked.id AS asked_clause_id, a.effect, `+officialResponseColumns+`,
		  COALESCE(a.clause_id, CASE WHEN kin_draft.published_at IS NOT NULL THEN kin.id ELSE asked.id END) AS told_clause_id
		FROM clauses asked
		JOIN drafts asked_draft ON asked_draft.id = asked.draft_id
		JOIN clauses kin ON kin.lineage_id = asked.lineage_id
		JOIN drafts kin_draft ON kin_draft.id = kin.draft_id AND kin_draft.policy_record_id = asked_draft.policy_record_id AND kin_draft.version <= asked_draft.version
		JOIN affected_clauses a ON a.clause_id = kin.id OR a.next_clause_id = kin.id
		JOIN official_responses o ON o.consultation_id = a.consultation_id AND o.id = a.official_response_id
		WHERE asked.id = ANY($1) AND `+responseSeen(1)+`
		ORDER BY asked.id, o.id DESC, a.position`, pg.KeysOf(clauses), all, codes)
	walks := map[civic.ID][]consult.ClauseProvenance{}
	for _, f := range found {
		clause := civic.IDOf(legaltext.ClauseIDKind, f.AskedKey)
		walks[clause] = append(walks[clause], f.ClauseProvenance)
	}
	return walks, err
}
