package analysedb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// CodesOf lists what comments are about, by the ids of the comments. Staff with READ_CODING may read it, and everybody once the consultation is
// reported; who coded, only staff.
func CodesOf(ctx context.Context, db *pg.DB, by civic.Actor, comments []civic.ID) (map[civic.ID][]analyse.CommentCode, error) {
	all, codes := reach(by)
	found, err := pg.Rows[analyse.CommentCode](ctx, db, `SELECT k.consultation_id, k.theme_id, k.comment_id, k.source, k.rule_id, CASE WHEN $3::bool OR dep.code = ANY($4) THEN k.coder END AS coder, k.created_at
		FROM comment_codes k JOIN consultations c ON c.id = k.consultation_id JOIN departments dep ON dep.id = c.department_id
		WHERE k.consultation_id = ANY($1) AND k.comment_id = ANY($2) AND `+codingSeen+` ORDER BY k.theme_id`, pg.ScopesOf(comments), pg.KeysOf(comments), all, codes)
	of := map[civic.ID][]analyse.CommentCode{}
	for _, code := range found {
		id := civic.IDWithin(consult.CommentKind, code.ConsultationKey, code.CommentKey)
		of[id] = append(of[id], code)
	}
	return of, err
}

// CodeComments says that comments are about a theme, or that they are not. ANALYSTs and EDITORs of the department may, until the report.
func CodeComments(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.CodeCommentsInput) (*analyse.Theme, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.ThemeID, ThemesByID, func(t *pg.Tx) error {
		if err := lockCoding(ctx, t, in.ThemeID); err != nil {
			return err
		}
		if _, err := openTheme(ctx, t, in.ThemeID.Consultation, in.ThemeID, "themeId"); err != nil {
			return err
		}
		if err := checkCodable(ctx, t, in.CommentIDs); err != nil {
			return err
		}
		if err := writeCodes(ctx, t, by, in); err != nil {
			return err
		}
		if err := answerCoded(ctx, t, in); err != nil {
			return err
		}
		return resizeThemes(ctx, t, in.ThemeID.Consultation, pg.KeyArray{in.ThemeID.Key})
	})
}

// answerCoded lets the response to the theme answer the comments, or no longer while it is a draft.
func answerCoded(ctx context.Context, t *pg.Tx, in analyse.CodeCommentsInput) error {
	comments := pg.KeysOf(in.CommentIDs)
	if in.Remove {
		return leaveGroup(ctx, t, in.ThemeID.Consultation, pg.KeyArray{in.ThemeID.Key}, comments)
	}
	return answerMembers(ctx, t, in.ThemeID.Consultation, comments)
}

func writeCodes(ctx context.Context, t *pg.Tx, by civic.Actor, in analyse.CodeCommentsInput) error {
	scope, comments := in.ThemeID.Consultation, pg.KeysOf(in.CommentIDs)
	if in.Remove {
		_, err := t.Exec(ctx, `DELETE FROM comment_codes WHERE consultation_id = $1 AND theme_id = $2 AND comment_id = ANY($3)`, scope, in.ThemeID.Key, comments)
		return err
	}
	_, err := t.Exec(ctx, `INSERT INTO comment_codes (consultation_id, theme_id, comment_id, source, coder)
		SELECT $1, $2, comment_id, $4, $5 FROM unnest($3::uuid[]) AS c (comment_id) ORDER BY comment_id ON CONFLICT DO NOTHING`, scope, in.ThemeID.Key, comments, in.Source(), by.Name)
	return err
}

// checkCodable refuses, all at once, comments that are not there.
func checkCodable(ctx context.Context, t *pg.Tx, comments []civic.ID) error {
	if len(comments) == 0 {
		return nil
	}
	found, err := pg.Rows[uuid.UUID](ctx, t, `SELECT m.id FROM comments m WHERE m.consultation_id = $1 AND m.id = ANY($2) AND m.withdrawn_at IS NULL AND m.state <> 'PENDING'`,
		comments[0].Consultation, pg.KeysOf(comments))
	if err != nil {
		return err
	}
	return pg.Missing(found, comments, "commentIds").Err()
}

// uncode takes comments that were withdrawn out of their themes.
func uncode(ctx context.Context, t *pg.Tx, scope uuid.UUID, comments pg.KeyArray) error {
	if len(comments) == 0 {
		return nil
	}
	var themes []uuid.UUID
	if err := t.List(ctx, &themes, `DELETE FROM comment_codes WHERE consultation_id = $1 AND comment_id = ANY($2) RETURNING theme_id`, scope, comments); err != nil || len(themes) == 0 {
		return err
	}
	return resizeThemes(ctx, t, scope, themes)
}
