package analysedb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/civic"
)

// CreateTheme adds a theme to a codebook. ANALYSTs and EDITORs of the department may, until the report.
func CreateTheme(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.CreateThemeInput) (*analyse.Theme, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	n := newTheme{id: civic.IDWithin(analyse.ThemeKind, in.ConsultationID.Key, civic.NewKey()), by: by, same: pg.RequestOf(in.IdempotencyKey, in), parent: in.ParentID,
		title: civic.Localize(in.Title), definition: in.Definition, example: in.Example}
	return n.run(ctx, db, in, func(*pg.Tx) error { return nil })
}

// newTheme is a theme that is being written.
type newTheme struct {
	id                  civic.ID
	by                  civic.Actor
	same                pg.Request
	parent              *civic.ID
	title               civic.Localized
	definition, example string
}

func (n newTheme) run(ctx context.Context, db *pg.DB, in any, also func(*pg.Tx) error) (*analyse.Theme, error) {
	create := pg.Create[analyse.Theme]{By: n.by, Input: in, Request: n.same, ID: n.id, Table: "themes", Find: ThemesByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		if err := lockCoding(ctx, t, n.id); err != nil {
			return err
		}
		if err := n.write(ctx, t); err != nil {
			return err
		}
		return also(t)
	})
}

// lockCoding asks for the right to code, and keeps others from changing codes and codebook until the transaction ends.
func lockCoding(ctx context.Context, t *pg.Tx, subject civic.ID) error {
	if err := lockAnalysed(ctx, t, analyse.CodeComments, subject); err != nil {
		return err
	}
	return lockGroups(ctx, t, subject.Consultation)
}

func (n newTheme) write(ctx context.Context, t *pg.Tx) error {
	if n.parent != nil {
		if _, err := openTheme(ctx, t, n.id.Consultation, *n.parent, "parentId"); err != nil {
			return err
		}
	}
	var themes int
	if err := t.Get(ctx, &themes, `SELECT count(*) FROM themes WHERE consultation_id = $1`, n.id.Consultation); err != nil {
		return err
	}
	if themes >= analyse.MostThemes {
		return civic.Refuse(analyse.TooManyThemes, "", civic.Max(analyse.MostThemes))
	}
	_, err := t.Exec(ctx, `INSERT INTO themes (consultation_id, id, parent_id, title, definition, example, created_by, idempotency_key, request_hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, n.id.Consultation, n.id.Key, pg.KeyOf(n.parent), n.title, n.definition, n.example, n.by.Account, n.same.Key, n.same.Hash)
	return err
}

// openTheme reads a theme of a consultation. It refuses one that there is not, and one that was merged into another.
func openTheme(ctx context.Context, t *pg.Tx, consultation uuid.UUID, id civic.ID, field string) (*analyse.Theme, error) {
	found, err := pg.Single(pg.Rows[analyse.Theme](ctx, t, `SELECT `+themeColumns+` FROM themes h WHERE h.consultation_id = $1 AND h.id = $2 AND $1 = $3`, consultation, id.Key, id.Consultation))
	if err != nil {
		return nil, pg.Under(field, err)
	}
	if found.MergedKey != nil {
		return nil, civic.Refuse(analyse.MergedAway, field)
	}
	return found, nil
}

// changed keeps how a theme was before a change.
func changed(ctx context.Context, t *pg.Tx, was analyse.Theme, kind analyse.ThemeChangeKind, other *uuid.UUID, comments int, reason string) error {
	_, err := t.Exec(ctx, `INSERT INTO theme_changes (consultation_id, id, theme_id, kind, old_title, other_id, comments, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		was.ConsultationKey, civic.NewKey(), was.Key, kind, was.Titles, other, comments, reason)
	return err
}

// ReviseTheme gives a theme another title, definition, example and place. ANALYSTs and EDITORs of the department may, until the report.
func ReviseTheme(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.ReviseThemeInput) (*analyse.Theme, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.ThemeID, ThemesByID, func(t *pg.Tx) error {
		if err := lockCoding(ctx, t, in.ThemeID); err != nil {
			return err
		}
		was, err := openTheme(ctx, t, in.ThemeID.Consultation, in.ThemeID, "themeId")
		if err != nil {
			return err
		}
		if err := checkParent(ctx, t, in.ThemeID, in.ParentID); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `UPDATE themes SET parent_id = $3, title = $4, definition = $5, example = $6 WHERE consultation_id = $1 AND id = $2`,
			in.ThemeID.Consultation, in.ThemeID.Key, pg.KeyOf(in.ParentID), civic.Localize(in.Title), in.Definition, in.Example); err != nil {
			return err
		}
		return changed(ctx, t, *was, analyse.ThemeRenamed, nil, was.Size, in.Reason)
	})
}

// checkParent refuses a parent that there is not, or that lies under the theme.
func checkParent(ctx context.Context, t *pg.Tx, theme civic.ID, parent *civic.ID) error {
	if parent == nil {
		return nil
	}
	if _, err := openTheme(ctx, t, theme.Consultation, *parent, "parentId"); err != nil {
		return err
	}
	var under bool
	if err := t.Get(ctx, &under, `WITH RECURSIVE above AS (
		  SELECT h.id, h.parent_id FROM themes h WHERE h.consultation_id = $1 AND h.id = $3
		  UNION SELECT h.id, h.parent_id FROM themes h JOIN above a ON h.consultation_id = $1 AND h.id = a.parent_id)
		SELECT EXISTS (SELECT FROM above WHERE id = $2)`, theme.Consultation, theme.Key, parent.Key); err != nil || !under {
		return err
	}
	return civic.Refuse(analyse.ThemeCircle, "parentId")
}

// MergeThemes gives all comments of a theme to another one. ANALYSTs and EDITORs of the department may, until the report.
func MergeThemes(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.MergeThemesInput) (*analyse.Theme, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.IntoID, ThemesByID, func(t *pg.Tx) error {
		scope := in.IntoID.Consultation
		if err := lockCoding(ctx, t, in.IntoID); err != nil {
			return err
		}
		was, err := openTheme(ctx, t, scope, in.ThemeID, "themeId")
		if err != nil {
			return err
		}
		if _, err := openTheme(ctx, t, scope, in.IntoID, "intoId"); err != nil {
			return err
		}
		if err := checkParent(ctx, t, in.ThemeID, &in.IntoID); err != nil {
			return pg.Under("intoId", civic.Refuse(analyse.ThemeCircle, ""))
		}
		if err := moveCodes(ctx, t, scope, in.ThemeID.Key, in.IntoID.Key, nil); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `UPDATE themes SET parent_id = $3 WHERE consultation_id = $1 AND parent_id = $2`, scope, in.ThemeID.Key, in.IntoID.Key); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `UPDATE themes SET merged_into = $3 WHERE consultation_id = $1 AND (id = $2 OR merged_into = $2)`, scope, in.ThemeID.Key, in.IntoID.Key); err != nil {
			return err
		}
		if err := inherit(ctx, t, scope, in.ThemeID.Key, in.IntoID.Key); err != nil {
			return err
		}
		return changed(ctx, t, *was, analyse.ThemeMerged, &in.IntoID.Key, was.Size, in.Reason)
	})
}

// SplitTheme makes a new theme beside another one and gives it some of its comments. ANALYSTs and EDITORs of the department may, until the report.
func SplitTheme(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.SplitThemeInput) (*analyse.Theme, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	scope := in.ThemeID.Consultation
	if err := analyse.CheckSame(scope, "commentIds", in.CommentIDs...); err != nil {
		return nil, err
	}
	n := newTheme{id: civic.IDWithin(analyse.ThemeKind, scope, civic.NewKey()), by: by, same: pg.RequestOf(in.IdempotencyKey, in), title: civic.Localize(in.Title), definition: in.Definition, example: in.Example}
	return n.run(ctx, db, in, func(t *pg.Tx) error {
		was, err := openTheme(ctx, t, scope, in.ThemeID, "themeId")
		if err != nil {
			return err
		}
		if err := moveCodes(ctx, t, scope, in.ThemeID.Key, n.id.Key, in.CommentIDs); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `UPDATE themes SET parent_id = $3 WHERE consultation_id = $1 AND id = $2`, scope, n.id.Key, was.ParentKey); err != nil {
			return err
		}
		if err := leaveGroup(ctx, t, scope, pg.KeyArray{in.ThemeID.Key}, pg.KeysOf(in.CommentIDs)); err != nil {
			return err
		}
		return changed(ctx, t, *was, analyse.ThemeSplit, &n.id.Key, len(in.CommentIDs), in.Reason)
	})
}

// moveCodes gives comments of a theme to another one: those that are named, which must all be the theme's, or all.
func moveCodes(ctx context.Context, t *pg.Tx, scope, from, to uuid.UUID, comments []civic.ID) error {
	var named any
	if comments != nil {
		named = pg.KeysOf(comments)
	}
	moved, err := t.Exec(ctx, `INSERT INTO comment_codes AS had (consultation_id, theme_id, comment_id, source, rule_id, coder, created_at)
		SELECT k.consultation_id, $3, k.comment_id, k.source, k.rule_id, k.coder, k.created_at FROM comment_codes k
		WHERE k.consultation_id = $1 AND k.theme_id = $2 AND ($4::uuid[] IS NULL OR k.comment_id = ANY($4)) ORDER BY k.comment_id
		ON CONFLICT (consultation_id, theme_id, comment_id) DO UPDATE SET coder = had.coder`, scope, from, to, named)
	if err != nil {
		return err
	}
	if comments != nil && int(moved) < len(comments) {
		return civic.Refuse(civic.NotFound, "commentIds")
	}
	if _, err := t.Exec(ctx, `DELETE FROM comment_codes WHERE consultation_id = $1 AND theme_id = $2 AND ($3::uuid[] IS NULL OR comment_id = ANY($3))`, scope, from, named); err != nil {
		return err
	}
	return resizeThemes(ctx, t, scope, pg.KeyArray{from, to})
}

// resizeThemes counts the comments of themes.
func resizeThemes(ctx context.Context, t *pg.Tx, scope uuid.UUID, themes pg.KeyArray) error {
	_, err := t.Exec(ctx, `UPDATE themes h SET size = n.size FROM (
		  SELECT w.id, count(k.comment_id) AS size FROM unnest($2::uuid[]) AS w (id) LEFT JOIN comment_codes k ON k.consultation_id = $1 AND k.theme_id = w.id GROUP BY w.id) n
		WHERE h.consultation_id = $1 AND h.id = n.id`, scope, pg.Distinct(themes))
	return err
}
