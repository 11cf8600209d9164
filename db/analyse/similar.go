package analysedb

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// How many comments a comment is compared with, and how many of them are given.
const (
	mostOfCampaign = 24 // of each campaign
	mostSimilar    = 10
	leastSimilar   = 0.2
)

// similarRow is a comment that is asked for, or compared with one.
type similarRow struct {
	ConsultationKey uuid.UUID  `db:"consultation_id"`
	Key             uuid.UUID  `db:"id"`
	Body            string     `db:"body"`
	Campaign        *uuid.UUID `db:"campaign_id"`
}

func (r similarRow) id() civic.ID {
	return civic.IDWithin(consult.CommentKind, r.ConsultationKey, r.Key)
}

// SimilarComments finds the comments that are like others, the most alike first, by the ids of those: of what shares keys with a comment, and of the campaigns of it. Everybody
// may. What only some may read is not compared.
func SimilarComments(ctx context.Context, db *pg.DB, _ civic.Actor, comments []civic.ID) (map[civic.ID][]analyse.SimilarComment, error) {
	asked, err := pg.Rows[similarRow](ctx, db, `SELECT m.consultation_id, m.id, m.body, g.campaign_id FROM comments m LEFT JOIN grouped_comments g ON g.consultation_id = m.consultation_id AND g.comment_id = m.id
		WHERE m.consultation_id = ANY($1) AND m.id = ANY($2) AND `+standing, pg.ScopesOf(comments), pg.KeysOf(comments))
	if err != nil || len(asked) == 0 {
		return nil, err
	}
	of, found := map[uuid.UUID][]similarRow{}, map[civic.ID][]analyse.SimilarComment{}
	for _, row := range asked {
		of[row.ConsultationKey] = append(of[row.ConsultationKey], row)
	}
	for consultation, rows := range of { // nearly always one
		s := similarity{consultation: consultation, index: analyse.Index{}, sketches: map[uuid.UUID]analyse.Sketch{}}
		if err := s.find(ctx, db, rows, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// similarity compares comments of one consultation.
type similarity struct {
	consultation uuid.UUID
	draft        analyse.Shingles
	index        analyse.Index
	sketches     map[uuid.UUID]analyse.Sketch // of the comments that are asked for
}

func (s *similarity) find(ctx context.Context, db *pg.DB, asked []similarRow, found map[civic.ID][]analyse.SimilarComment) (err error) {
	if s.draft, err = draftOf(ctx, db, s.consultation); err != nil {
		return err
	}
	var bands []int32
	for _, row := range asked {
		s.sketches[row.Key] = analyse.SketchOf(s.consultation, row.Body, s.draft)
		bands = append(bands, s.sketches[row.Key].Bands...)
	}
	if _, err := readHolders(ctx, db, s.consultation, bands, s.index, nil); err != nil {
		return err
	}
	compared, err := s.compared(ctx, db, asked)
	if err != nil {
		return err
	}
	for _, row := range asked {
		found[row.id()] = s.similarTo(row, compared)
	}
	return nil
}

// compared reads the comments that others are compared with: those that hold their keys, and some of each campaign of these.
func (s *similarity) compared(ctx context.Context, db *pg.DB, asked []similarRow) (rows []comparedRow, err error) {
	var keys, campaigns pg.KeyArray
	for _, row := range asked {
		if row.Campaign != nil {
			campaigns = append(campaigns, *row.Campaign)
		}
		for _, k := range s.index.Candidates(s.sketches[row.Key]) {
			keys = append(keys, k.Comment)
		}
	}
	found, err := pg.Rows[similarRow](ctx, db, `WITH held AS (
		  SELECT g.consultation_id, g.comment_id, g.campaign_id FROM grouped_comments g WHERE g.consultation_id = $1 AND g.comment_id = ANY($2)
		), members AS (
		  SELECT i.consultation_id, i.comment_id, i.campaign_id FROM (SELECT campaign_id FROM held WHERE campaign_id IS NOT NULL UNION SELECT unnest($3::uuid[])) w (id), LATERAL (
		    SELECT g.consultation_id, g.comment_id, g.campaign_id FROM grouped_comments g WHERE g.consultation_id = $1 AND g.campaign_id = w.id ORDER BY g.comment_id LIMIT $4) i
		)
		SELECT m.consultation_id, m.id, m.body, w.campaign_id FROM (SELECT consultation_id, comment_id, campaign_id FROM held UNION SELECT consultation_id, comment_id, campaign_id FROM members) w
		JOIN comments m ON m.consultation_id = $1 AND m.id = w.comment_id WHERE `+standing+` ORDER BY m.id`, s.consultation, pg.Distinct(keys), pg.Distinct(campaigns), mostOfCampaign)
	for _, row := range found {
		rows = append(rows, comparedRow{row, analyse.ShinglesOf(row.Body, s.draft)})
	}
	return rows, err
}

// comparedRow is a comment with its shingles.
type comparedRow struct {
	similarRow
	shingles analyse.Shingles
}

func (s *similarity) similarTo(asked similarRow, compared []comparedRow) []analyse.SimilarComment {
	candidates := map[uuid.UUID]bool{}
	for _, k := range s.index.Candidates(s.sketches[asked.Key]) {
		candidates[k.Comment] = true
	}
	campaigns := map[uuid.UUID]bool{}
	for _, row := range compared {
		if row.Campaign != nil && (candidates[row.Key] || asked.Campaign != nil && *row.Campaign == *asked.Campaign) {
			campaigns[*row.Campaign] = true
		}
	}
	similar := []analyse.SimilarComment{}
	for _, row := range compared {
		if row.Key == asked.Key || !candidates[row.Key] && (row.Campaign == nil || !campaigns[*row.Campaign]) {
			continue
		}
		if likeness := s.sketches[asked.Key].Shingles.Jaccard(row.shingles); likeness >= leastSimilar {
			similar = append(similar, analyse.SimilarComment{CommentID: row.id(), Likeness: likeness})
		}
	}
	slices.SortStableFunc(similar, func(a, b analyse.SimilarComment) int { return cmp.Compare(b.Likeness, a.Likeness) })
	return similar[:min(mostSimilar, len(similar))]
}
