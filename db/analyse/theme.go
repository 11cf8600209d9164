package analysedb

import (
	"context"

	"github.com/lib/pq"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

const themeColumns = `h.consultation_id, h.id, h.parent_id, h.title, h.definition, h.example, h.size, h.merged_into, h.created_at`

const themeTables = `themes h JOIN consultations c ON c.id = h.consultation_id JOIN departments dep ON dep.id = c.department_id`

// codingSeen is the condition that the coding of a consultation c may be read: by everybody once it is reported, before by staff with READ_CODING, whose
// reach the parameters $3 and $4 are.
const codingSeen = `(c.reported_at IS NOT NULL OR $3::bool OR dep.code = ANY($4))`

// reach is where an actor may read the coding, as codingSeen takes it.
func reach(by civic.Actor) (all bool, codes any) {
	departments, all := by.Reach(analyse.ReadCoding)
	return all, pq.Array(departments)
}

// ThemesByID finds themes. Staff with READ_CODING may see them, and everybody once the consultation is reported.
func ThemesByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]analyse.Theme, error) {
	all, codes := reach(by)
	return pg.Rows[analyse.Theme](ctx, db, `SELECT `+themeColumns+` FROM `+themeTables+` WHERE h.consultation_id = ANY($1) AND h.id = ANY($2) AND `+codingSeen,
		pg.ScopesOf(ids), pg.KeysOf(ids), all, codes)
}

// ThemesOf lists the codebooks of consultations that the actor may see, by the ids of the consultations: the themes in the order in which they were made.
func ThemesOf(ctx context.Context, db *pg.DB, by civic.Actor, consultations []civic.ID) (map[civic.ID][]analyse.Theme, error) {
	all, codes := reach(by)
	found, err := pg.Rows[analyse.Theme](ctx, db, `SELECT `+themeColumns+` FROM `+themeTables+` WHERE h.consultation_id = ANY($1) AND ($2::bool OR h.merged_into IS NULL) AND `+codingSeen+` ORDER BY h.id`,
		pg.KeysOf(consultations), false, all, codes)
	of := map[civic.ID][]analyse.Theme{}
	for _, t := range found {
		id := civic.IDOf(civic.ConsultationKind, t.ConsultationKey)
		of[id] = append(of[id], t)
	}
	return of, err
}

// ThemeChanges lists the changes of themes, oldest first, by the ids of the themes. Who sees a theme sees its changes.
func ThemeChanges(ctx context.Context, db *pg.DB, _ civic.Actor, themes []civic.ID) (map[civic.ID][]analyse.ThemeChange, error) {
	found, err := pg.Rows[analyse.ThemeChange](ctx, db, `SELECT w.consultation_id, w.id, w.theme_id, w.kind, w.old_title, w.other_id, w.comments, w.reason, w.created_at
		FROM theme_changes w WHERE w.consultation_id = ANY($1) AND w.theme_id = ANY($2) ORDER BY w.id`, pg.ScopesOf(themes), pg.KeysOf(themes))
	of := map[civic.ID][]analyse.ThemeChange{}
	for _, change := range found {
		id := civic.IDWithin(analyse.ThemeKind, change.ConsultationKey, change.ThemeKey)
		of[id] = append(of[id], change)
	}
	return of, err
}

// ThemeComments lists the comments that are about a theme, newest first. Who sees the theme may.
func ThemeComments(ctx context.Context, db *pg.DB, of analyse.Theme, page civic.PageArgs) (civic.Page[consult.Comment], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[consult.Comment]{
		Name: "theme/comments/" + of.Key.String(), Columns: consultdb.CommentColumns, Key: "m.id", Descending: true,
		From:  `comment_codes k JOIN comments m ON m.consultation_id = k.consultation_id AND m.id = k.comment_id`,
		Where: `k.consultation_id = $1 AND k.theme_id = $2 AND m.withdrawn_at IS NULL AND m.state <> 'PENDING'`, Args: []any{of.ConsultationKey, of.Key},
		Place: func(m consult.Comment) civic.Place { return civic.Place{Key: m.Key} },
	})
}
