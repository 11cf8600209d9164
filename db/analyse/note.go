package analysedb

import (
	"context"

	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

const noteColumns = `n.consultation_id, n.id, n.comment_id, n.text, n.writer, n.created_at`

const noteTables = `comment_notes n JOIN consultations c ON c.id = n.consultation_id JOIN departments dep ON dep.id = c.department_id`

// CommentNotesByID finds notes about comments. Staff with READ_CODING may.
func CommentNotesByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]analyse.CommentNote, error) {
	all, codes := reach(by)
	return pg.Rows[analyse.CommentNote](ctx, db, `SELECT `+noteColumns+` FROM `+noteTables+` WHERE n.consultation_id = ANY($1) AND n.id = ANY($2) AND ($3::bool OR dep.code = ANY($4))`,
		pg.ScopesOf(ids), pg.KeysOf(ids), all, codes)
}

// NotesOf lists the notes about comments, oldest first, by the ids of the comments. For readers without READ_CODING there are none.
func NotesOf(ctx context.Context, db *pg.DB, by civic.Actor, comments []civic.ID) (map[civic.ID][]analyse.CommentNote, error) {
	all, codes := reach(by)
	found, err := pg.Rows[analyse.CommentNote](ctx, db, `SELECT `+noteColumns+` FROM `+noteTables+` WHERE n.consultation_id = ANY($1) AND n.comment_id = ANY($2) AND ($3::bool OR dep.code = ANY($4)) ORDER BY n.id`,
		pg.ScopesOf(comments), pg.KeysOf(comments), all, codes)
	of := map[civic.ID][]analyse.CommentNote{}
	for _, note := range found {
		id := civic.IDWithin(consult.CommentKind, note.ConsultationKey, note.CommentKey)
		of[id] = append(of[id], note)
	}
	return of, err
}

// WriteCommentNote notes something about a comment for colleagues. ANALYSTs and EDITORs of the department may, until the report.
func WriteCommentNote(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.WriteCommentNoteInput) (*analyse.CommentNote, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	id, same := civic.IDWithin(analyse.CommentNoteKind, in.CommentID.Consultation, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[analyse.CommentNote]{By: by, Input: in, Request: same, ID: id, Table: "comment_notes", Find: CommentNotesByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		if err := lockAnalysed(ctx, t, analyse.CodeComments, id); err != nil {
			return err
		}
		if err := checkCodable(ctx, t, []civic.ID{in.CommentID}); err != nil {
			return civic.Refuse(civic.NotFound, "commentId")
		}
		_, err := t.Exec(ctx, `INSERT INTO comment_notes (consultation_id, id, comment_id, text, writer, created_by, idempotency_key, request_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id.Consultation, id.Key, in.CommentID.Key, in.Text, by.Name, by.Account, same.Key, same.Hash)
		return err
	})
}
