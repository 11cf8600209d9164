package consultdb

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
)

// ExportComments opens the export of a consultation's comments, the oldest first, those that were taken back left out. EDITORs and ANALYSTs of its
// department and AUDITORs may; the words of hidden comments, and those that wait, come along for those who read moderation. Once the consultation is reported
// everybody may have the comments as the public sees them. Staff's exports stand in the audit log, but not those of whoever runs the program, who has no account.
func ExportComments(ctx context.Context, db *pg.DB, by civic.Actor, in consult.ExportCommentsInput) (*pg.Export, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	of, err := Consultation(ctx, db, in.ConsultationID, "consultationId")
	if err != nil {
		return nil, err
	}
	all, err := consult.ExportsAll(by, of.DepartmentCode, of.Status)
	if err != nil {
		return nil, err
	}
	if !all {
		return openComments(ctx, db, in, *of)
	}
	after, err := in.AfterKey()
	if err != nil {
		return nil, err
	}
	since, err := civic.Since(in.Since)
	if err != nil {
		return nil, err
	}
	cursor, err := db.Cursor(ctx)
	if err != nil {
		return nil, err
	}
	if by.SignedIn() {
		if err := db.NoteExport(ctx, by, consult.ReadResponses, in, of.DepartmentCode, of.ID()); err != nil {
			return nil, err
		}
	}
	fields := consult.CommentFields(by, *of, false)
	if since != nil {
		fields = consult.ChangedCommentFields(by, *of)
	}
	export := pg.ExportOf(civic.Table{Titles: of.Titles}, fields, after, func(c consult.ExportedComment) uuid.UUID { return c.Key },
		func(ctx context.Context, after uuid.UUID) ([]consult.ExportedComment, bool, error) {
			return exportedComments(ctx, db, by, *of, after, since)
		})
	export.Cursor = cursor
	return export, nil
}

// openComments opens the open data of a consultation that is reported. Its comments have the numbers of the report: since then none was added or taken back.
func openComments(ctx context.Context, db *pg.DB, in consult.ExportCommentsInput, of consult.Consultation) (*pg.Export, error) {
	if in.Since != nil {
		return nil, civic.Refuse(civic.BadRequest, "since")
	}
	number, err := in.AfterNumber()
	if err != nil {
		return nil, err
	}
	var after uuid.UUID
	if number > 0 {
		if err := db.Get(ctx, &after, `SELECT m.id FROM comments m WHERE m.consultation_id = $1 AND m.withdrawn_at IS NULL AND m.state <> 'PENDING' ORDER BY m.id OFFSET $2 LIMIT 1`,
			of.Key, number-1); errors.Is(err, sql.ErrNoRows) {
			return nil, civic.Refuse(civic.BadCursor, "after")
		} else if err != nil {
			return nil, err
		}
	}
	return pg.ExportOf(civic.Table{Titles: of.Titles, Open: true}, consult.CommentFields(civic.Actor{}, of, true), after, func(c consult.ExportedComment) uuid.UUID { return c.Key },
		func(ctx context.Context, after uuid.UUID) ([]consult.ExportedComment, bool, error) {
			page, more, err := exportedComments(ctx, db, civic.Actor{}, of, after, nil)
			for i := range page {
				number++
				page[i].Number = number
			}
			return page, more, err
		}), nil
}

const exportedColumns = `m.consultation_id, m.id, m.clause_id, m.passage, m.stance, m.body, m.day, m.created_at, m.edited_at, m.erased_at, m.withdrawn_at, m.state, m.hidden_reason, m.hidden_note`

// changedComment is the condition of a comment that changed since $5, itself, its endorsements or its official response. Endorsements that are not yet
// in the tallies count as changed.
const changedComment = `($5::timestamptz IS NULL OR GREATEST(m.created_at, m.edited_at, m.moderated_at, m.moved_at, m.erased_at, m.withdrawn_at, m.unanswered_at) >= $5
	OR EXISTS (SELECT FROM comment_ranks k WHERE k.consultation_id = $1 AND k.comment_id = m.id AND k.counted_at >= $5)
	OR m.id IN (SELECT s.id FROM tally_deltas d, unnest(d.subjects) AS s (id) WHERE d.consultation_id = $1)
	OR EXISTS (SELECT FROM answered_comments a JOIN official_responses o ON o.consultation_id = a.consultation_id AND o.id = a.official_response_id
	  WHERE a.consultation_id = $1 AND a.comment_id = m.id AND GREATEST(o.created_at, o.revised_at, o.published_at) >= $5))`

// exportedComments reads one page. The comments are chosen before anything is joined to them. With an instant, it reads those that changed since, and
// also those that were taken back.
func exportedComments(ctx context.Context, db *pg.DB, reader civic.Actor, of consult.Consultation, after uuid.UUID, since *time.Time) ([]consult.ExportedComment, bool, error) {
	page, more, err := pg.PageRows(ctx, db, consult.ExportedComment.Weight, `
		SELECT `+exportedColumns+`, l.label AS clause_label, o.id AS official_response_id, o.outcome, o.reason
		FROM (
		  SELECT `+exportedColumns+` FROM comments m
		  WHERE m.consultation_id = $1 AND m.id > $2 AND (m.withdrawn_at IS NULL OR $5::timestamptz IS NOT NULL) AND (m.state <> 'PENDING' OR $3::bool) AND `+changedComment+` ORDER BY m.id `+pg.ExportPage+`
		) m
		LEFT JOIN clauses l ON l.id = m.clause_id
		LEFT JOIN answered_comments a ON a.consultation_id = $1 AND a.comment_id = m.id
		LEFT JOIN official_responses o ON o.consultation_id = $1 AND o.id = a.official_response_id AND (o.published_at IS NOT NULL OR $4::bool)
		ORDER BY m.id`, of.Key, after, reader.Can(consult.ReadModeration, of.DepartmentCode), reader.Can(policy.ReadInternal, of.DepartmentCode), since)
	if err != nil {
		return nil, false, err
	}
	ids := make([]civic.ID, len(page))
	for i, c := range page {
		page[i] = c.Emptied()
		ids[i] = c.ID()
	}
	endorsed, err := EndorsementCounts(ctx, db, reader, ids)
	for i, id := range ids {
		page[i].Endorsed = endorsed[id]
	}
	return page, more, err
}
