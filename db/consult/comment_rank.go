package consultdb

import (
	"context"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// rankedComment is a comment with the number of endorsements by which it stands in order.
type rankedComment struct {
	consult.Comment
	Rank int64 `db:"rank"`
}

// mostEndorsed reads a page of a list in the order of endorsements. An index has the order of the comments with endorsements; those without follow, the
// newest first. The order follows the tallies, into which new endorsements are folded about every second.
func mostEndorsed(ctx context.Context, db *pg.DB, args civic.PageArgs, of pg.Listing[consult.Comment]) (civic.Page[consult.Comment], error) {
	w, err := args.Window(of.Name)
	if err != nil {
		return civic.Page[consult.Comment]{}, err
	}
	l := pg.Listing[rankedComment]{Name: of.Name, Args: of.Args, Descending: true, Unlike: true, Count: of.Paged(db, w, nil).CountListing,
		Place: func(c rankedComment) civic.Place { return civic.Place{Rank: c.Rank, Key: c.Key} }}
	endorsed, others := l, l
	endorsed.From = `comment_ranks k JOIN comments m ON m.consultation_id = k.consultation_id AND m.id = k.comment_id`
	endorsed.Where = of.Where + ` AND k.consultation_id = $1 AND k.endorsements > 0`
	endorsed.Columns, endorsed.Rank, endorsed.RankValue, endorsed.Key = CommentColumns+`, k.endorsements AS rank`, "k.endorsements", pg.ByNumber, "k.comment_id"
	others.From, others.Columns, others.Key = `comments m`, CommentColumns+`, 0 AS rank`, "m.id"
	others.Where = of.Where + ` AND NOT EXISTS (SELECT FROM comment_ranks k WHERE k.consultation_id = m.consultation_id AND k.comment_id = m.id AND k.endorsements > 0)`
	rows, err := readRanked(ctx, db, w, endorsed, others)
	if err != nil {
		return civic.Page[consult.Comment]{}, err
	}
	page := l.Paged(db, w, rows)
	plain := civic.Page[consult.Comment]{Places: page.Places, Window: page.Window, MoreAfter: page.MoreAfter, MoreBefore: page.MoreBefore, CountListing: page.CountListing}
	for _, row := range page.Rows {
		plain.Rows = append(plain.Rows, row.Comment)
	}
	return plain, nil
}

// readRanked reads the rows of a page and one more from the two parts of the list, beginning with the part where the page begins.
func readRanked(ctx context.Context, db *pg.DB, w civic.Window, endorsed, others pg.Listing[rankedComment]) ([]rankedComment, error) {
	inEndorsed, inOthers := w, w
	parts := []struct {
		list   pg.Listing[rankedComment]
		window civic.Window
		beyond bool // no row of the part is in the window
	}{{endorsed, inEndorsed, isUnranked(w.After)}, {others, inOthers, isRanked(w.Before)}}
	if isUnranked(w.Before) {
		parts[0].window.Before = nil
	}
	if isRanked(w.After) {
		parts[1].window.After = nil
	}
	if w.Backward {
		parts[0], parts[1] = parts[1], parts[0]
	}
	var rows []rankedComment
	for _, part := range parts {
		if part.beyond || len(rows) > w.Limit {
			continue
		}
		more, err := part.list.Read(ctx, db, part.window)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows[:min(len(rows), w.Limit+1)], nil
}

func isRanked(p *civic.Place) bool { return p != nil && p.Rank > 0 }

func isUnranked(p *civic.Place) bool { return p != nil && p.Rank <= 0 }
