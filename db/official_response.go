package db

import (
	"context"

	"github.com/google/uuid"

	"minyi/consult"
)

const officialResponseColumns = `o.consultation_id, o.id, o.outcome, o.reason, o.created_at, o.revised_at`

// OfficialResponsesByID finds official responses; everybody may.
func (db *DB) OfficialResponsesByID(ctx context.Context, _ consult.Actor, ids []consult.ID) ([]consult.OfficialResponse, error) {
	var found []consult.OfficialResponse
	err := db.list(ctx, &found, `SELECT `+officialResponseColumns+` FROM official_responses o WHERE o.consultation_id = ANY($1) AND o.id = ANY($2)`,
		scopesOf(ids), keysOf(ids))
	return found, err
}

// OfficialResponses lists a consultation's official responses, newest first. Everybody may.
func (db *DB) OfficialResponses(ctx context.Context, c consult.Consultation, args consult.PageArgs) (consult.Page[consult.OfficialResponse], error) {
	return pageOf(ctx, db, args, listing[consult.OfficialResponse]{
		name: "consultation/officialResponses/" + c.Key.String(), columns: officialResponseColumns, key: "o.id", descending: true,
		from: `official_responses o WHERE o.consultation_id = $1`, args: []any{c.Key},
		place: func(r consult.OfficialResponse) consult.Place { return consult.Place{Key: r.Key} },
	})
}

// ResponsesToComments finds the official responses to comments, by the ids of the comments. Everybody may.
func (db *DB) ResponsesToComments(ctx context.Context, _ consult.Actor, comments []consult.ID) (map[consult.ID]consult.OfficialResponse, error) {
	var found []struct {
		CommentKey uuid.UUID `db:"comment_id"`
		consult.OfficialResponse
	}
	err := db.list(ctx, &found, `SELECT a.comment_id, `+officialResponseColumns+`
		FROM answered_comments a JOIN official_responses o ON o.consultation_id = a.consultation_id AND o.id = a.official_response_id
		WHERE a.consultation_id = ANY($1) AND a.comment_id = ANY($2)`, scopesOf(comments), keysOf(comments))
	responses := make(map[consult.ID]consult.OfficialResponse, len(found))
	for _, f := range found {
		responses[consult.IDWithin(consult.CommentKind, f.ConsultationKey, f.CommentKey)] = f.OfficialResponse
	}
	return responses, err
}

// AffectedClauses finds the clauses that official responses concern, in the order in which they were given, by the ids of
// the responses. Everybody may.
func (db *DB) AffectedClauses(ctx context.Context, _ consult.Actor, responses []consult.ID) (map[consult.ID][]consult.AffectedClause, error) {
	var found []consult.AffectedClause
	err := db.list(ctx, &found, `SELECT a.consultation_id, a.official_response_id, a.clause_id, a.effect, a.next_clause_id
		FROM affected_clauses a WHERE a.consultation_id = ANY($1) AND a.official_response_id = ANY($2)
		ORDER BY a.official_response_id, a.position`, scopesOf(responses), keysOf(responses))
	affected := map[consult.ID][]consult.AffectedClause{}
	for _, a := range found {
		response := consult.IDWithin(consult.OfficialResponseKind, a.ConsultationKey, a.OfficialResponseKey)
		affected[response] = append(affected[response], a)
	}
	return affected, err
}

// AnsweredComments lists the comments that an official response answers, newest first. Everybody may.
func (db *DB) AnsweredComments(ctx context.Context, r consult.OfficialResponse, args consult.PageArgs) (consult.Page[consult.Comment], error) {
	return pageOf(ctx, db, args, listing[consult.Comment]{
		name: "officialResponse/comments/" + r.Key.String(), columns: answeredColumns, key: "m.id", descending: true,
		from: `answered_comments a JOIN comments m ON m.consultation_id = a.consultation_id AND m.id = a.comment_id
			WHERE a.consultation_id = $1 AND a.official_response_id = $2`, args: []any{r.ConsultationKey, r.Key},
		place: func(m consult.Comment) consult.Place { return consult.Place{Key: m.Key} },
	})
}

// Provenance finds the official responses that name clauses, or what those clauses were in earlier versions of their
// drafts, newest first, by the ids of the clauses. Who sees a clause sees its provenance: a clause that an answer added in a version
// which was never public is told as the clause that was asked about.
func (db *DB) Provenance(ctx context.Context, _ consult.Actor, clauses []consult.ID) (map[consult.ID][]consult.ClauseProvenance, error) {
	var found []struct {
		AskedKey uuid.UUID `db:"asked_clause_id"`
		consult.ClauseProvenance
	}
	err := db.list(ctx, &found, `
		SELECT DISTINCT ON (asked.id, o.id, a.position) asked.id AS asked_clause_id, a.effect, `+officialResponseColumns+`,
		  COALESCE(a.clause_id, CASE WHEN kin_draft.published_at IS NOT NULL THEN kin.id ELSE asked.id END) AS told_clause_id
		FROM clauses asked
		JOIN drafts asked_draft ON asked_draft.id = asked.draft_id
		JOIN clauses kin ON kin.lineage_id = asked.lineage_id
		JOIN drafts kin_draft ON kin_draft.id = kin.draft_id AND kin_draft.policy_record_id = asked_draft.policy_record_id AND kin_draft.version <= asked_draft.version
		JOIN affected_clauses a ON a.clause_id = kin.id OR a.next_clause_id = kin.id
		JOIN official_responses o ON o.consultation_id = a.consultation_id AND o.id = a.official_response_id
		WHERE asked.id = ANY($1)
		ORDER BY asked.id, o.id DESC, a.position`, keysOf(clauses))
	walks := map[consult.ID][]consult.ClauseProvenance{}
	for _, f := range found {
		clause := consult.IDOf(consult.ClauseIDKind, f.AskedKey)
		walks[clause] = append(walks[clause], f.ClauseProvenance)
	}
	return walks, err
}
