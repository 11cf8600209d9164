package analysedb

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
)

// How many comments suggestions are made from, and are made of.
const (
	learnedFrom   = 200
	comparedWith  = 1000
	consideredOf  = 2000
	strongestUsed = 12
	leastLikeness = 0.25
)

// gramsRow is a comment with its pairs of characters.
type gramsRow struct {
	Key   uuid.UUID     `db:"id"`
	Grams pq.Int32Array `db:"grams"`
}

// Suggestions lists comments that may be about a theme and are not coded with it, the likeliest first. They follow from the words of the theme and of its
// comments alone, and nothing leaves the database. Staff with READ_CODING may.
func Suggestions(ctx context.Context, db *pg.DB, by civic.Actor, of analyse.Theme, department string, first int) ([]analyse.CodeSuggestion, error) {
	if err := by.Require(analyse.ReadCoding, department); err != nil {
		return nil, err
	}
	profile, err := profileOf(ctx, db, of)
	if err != nil || len(profile) == 0 {
		return []analyse.CodeSuggestion{}, err
	}
	rows, err := pg.Rows[gramsRow](ctx, db, `SELECT m.id, m.grams FROM comments m WHERE m.consultation_id = $1 AND `+standing+` AND m.grams && $3::int[]
		AND NOT EXISTS (SELECT FROM comment_codes k WHERE k.consultation_id = $1 AND k.theme_id = $2 AND k.comment_id = m.id) ORDER BY m.id DESC LIMIT $4`,
		of.ConsultationKey, of.Key, pg.NumberArray(profile.Heaviest(strongestUsed)), consideredOf)
	suggested := []analyse.CodeSuggestion{}
	for _, row := range rows {
		if likeness := profile.Likeness(row.Grams); likeness >= leastLikeness {
			suggested = append(suggested, analyse.CodeSuggestion{CommentID: civic.IDWithin(consult.CommentKind, of.ConsultationKey, row.Key), Likeness: likeness})
		}
	}
	slices.SortStableFunc(suggested, func(a, b analyse.CodeSuggestion) int { return cmp.Compare(b.Likeness, a.Likeness) })
	return suggested[:min(first, len(suggested))], err
}

// profileOf learns what tells the comments of a theme from others.
func profileOf(ctx context.Context, db *pg.DB, of analyse.Theme) (analyse.Profile, error) {
	coded, err := gramsOf(ctx, db, `SELECT m.id, m.grams FROM comment_codes k JOIN comments m ON m.consultation_id = k.consultation_id AND m.id = k.comment_id
		WHERE k.consultation_id = $1 AND k.theme_id = $2 AND `+standing+` ORDER BY k.created_at DESC LIMIT $3`, of.ConsultationKey, of.Key, learnedFrom)
	if err != nil {
		return nil, err
	}
	words := of.Definition + "\n" + of.Example
	for _, title := range of.Titles {
		words += "\n" + title
	}
	coded = append(coded, legaltext.Grams(of.ConsultationKey, civic.Fold(words)))
	all, err := gramsOf(ctx, db, `SELECT m.id, m.grams FROM comments m WHERE m.consultation_id = $1 AND `+standing+` ORDER BY m.id DESC LIMIT $2`, of.ConsultationKey, comparedWith)
	return analyse.ProfileOf(coded, all), err
}

// gramsOf reads pairs of characters.
func gramsOf(ctx context.Context, db *pg.DB, query string, args ...any) (grams [][]int32, err error) {
	rows, err := pg.Rows[gramsRow](ctx, db, query, args...)
	for _, row := range rows {
		grams = append(grams, row.Grams)
	}
	return grams, err
}
