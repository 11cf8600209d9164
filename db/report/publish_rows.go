package reportdb

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/domain/consult"
	"minyi/domain/report"
)

// rowsAtOnce is how many comments or official responses are read for a report in one step, so that no consultation is too large.
const rowsAtOnce = 2000

// rowsOf takes in everything that next reads, a step at a time from after the last key.
func rowsOf[T any](key func(T) uuid.UUID, next func(after uuid.UUID) ([]T, error)) (*report.ReportRows[T], error) {
	all, after := report.NewReportRows[T](), uuid.Nil
	for {
		rows, err := next(after)
		if err != nil {
			return nil, err
		}
		if err := all.Add(rows); err != nil {
			return nil, err
		}
		if len(rows) < rowsAtOnce {
			all.Close()
			return all, nil
		}
		after = key(rows[len(rows)-1])
	}
}

// frozenComments reads the comments of a report, the hidden ones among them.
func frozenComments(ctx context.Context, t *pg.Tx, consultation uuid.UUID) (*report.ReportRows[report.ReportedComment], error) {
	return rowsOf(func(m report.ReportedComment) uuid.UUID { return m.Key }, func(after uuid.UUID) ([]report.ReportedComment, error) {
		var rows []report.ReportedComment
		err := t.List(ctx, &rows, `SELECT m.id, m.clause_id, m.stance, m.day, m.state = 'HIDDEN' AS hidden, encode(r.leaf, 'hex') AS leaf
			FROM comments m LEFT JOIN receipts r ON r.consultation_id = m.consultation_id AND r.subject_id = m.id AND r.revision = m.revision
			WHERE m.consultation_id = $1 AND m.id > $2 AND m.withdrawn_at IS NULL AND m.state <> 'PENDING' ORDER BY m.id LIMIT $3`, consultation, after, rowsAtOnce)
		return rows, err
	})
}

// frozenResponses reads the official responses of a report.
func frozenResponses(ctx context.Context, t *pg.Tx, consultation uuid.UUID) (*report.ReportRows[report.ReportedResponse], error) {
	return rowsOf(func(o report.ReportedResponse) uuid.UUID { return o.Key }, func(after uuid.UUID) ([]report.ReportedResponse, error) {
		var found []struct {
			consult.OfficialResponse
			Comments pq.StringArray `db:"comments"`
			Clauses  []byte         `db:"clauses"`
		}
		if err := t.List(ctx, &found, `SELECT o.id, o.outcome, o.reason,
			  ARRAY(SELECT a.comment_id FROM answered_comments a WHERE a.consultation_id = $1 AND a.official_response_id = o.id ORDER BY a.comment_id) AS comments,
			  (SELECT COALESCE(json_agg(json_build_object('clause', e.clause_id, 'label', l.label, 'effect', e.effect, 'nextClause', p.id) ORDER BY e.position), '[]')
			   FROM affected_clauses e LEFT JOIN clauses l ON l.id = e.clause_id
			     LEFT JOIN (clauses p JOIN drafts d ON d.id = p.draft_id AND d.published_at IS NOT NULL) ON p.id = e.next_clause_id
			   WHERE e.consultation_id = $1 AND e.official_response_id = o.id) AS clauses
			FROM official_responses o WHERE o.consultation_id = $1 AND o.id > $2 ORDER BY o.id LIMIT $3`, consultation, after, rowsAtOnce); err != nil {
			return nil, err
		}
		rows := make([]report.ReportedResponse, len(found))
		for i, f := range found {
			rows[i] = report.ReportedResponse{Key: f.Key, Outcome: f.Outcome, Reasons: f.Reasons, Comments: f.Comments}
			if err := json.Unmarshal(f.Clauses, &rows[i].Clauses); err != nil {
				return nil, err
			}
		}
		return rows, nil
	})
}
