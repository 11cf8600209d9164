package reportdb

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/report"
)

// RowsOfReport reads one page of a report's comments, or nil if the report has only their number. Everybody may.
func RowsOfReport(ctx context.Context, db *pg.DB, r report.FeedbackReport, args civic.PageArgs) (*civic.Page[report.ReportRow], error) {
	w, err := args.Window("feedbackReport/rows/" + r.Key.String())
	if err != nil {
		return nil, err
	}
	var count, begin, end int
	var rows []report.ReportRow
	if lists := r.Frozen.Lists; lists != nil {
		count = lists.Comments.Count
		begin, end = w.Range(count)
		rows, err = rowsBetween(ctx, db, r, begin, end)
	} else if before := r.RowsBefore(); before != nil {
		count = len(before)
		begin, end = w.Range(count)
		rows = before[begin:end]
	} else {
		return nil, nil
	}
	page := &civic.Page[report.ReportRow]{Window: w, Rows: rows, MoreBefore: begin > 0, MoreAfter: end < count,
		CountListing: func(context.Context) (int, error) { return count, nil }}
	for _, row := range rows {
		page.Places = append(page.Places, civic.Place{Rank: int64(row.Number), Key: row.Key})
	}
	return page, err
}

// rowsBetween reads the comments with numbers from begin + 1 to end.
func rowsBetween(ctx context.Context, db *pg.DB, r report.FeedbackReport, begin, end int) ([]report.ReportRow, error) {
	numbers := make([]int, 0, end-begin)
	for n := begin + 1; n <= end; n++ {
		numbers = append(numbers, n)
	}
	comments, keys, err := readRows[report.CommentRow](ctx, db, r.ConsultationKey, report.CommentsList, r.Frozen.Lists.Comments, numbers)
	if err != nil {
		return nil, err
	}
	wanted := map[int]bool{}
	for _, c := range comments {
		if c.Answer != nil {
			wanted[*c.Answer] = true
		}
	}
	answers, _, err := readRows[report.AnswerRow](ctx, db, r.ConsultationKey, report.AnswersList, r.Frozen.Lists.Answers, slices.Sorted(maps.Keys(wanted)))
	rows := make([]report.ReportRow, len(numbers))
	for i, n := range numbers {
		rows[i] = report.ReportRow{CommentRow: comments[n], ConsultationKey: r.ConsultationKey, Key: keys[n]}
		if answer := comments[n].Answer; answer != nil {
			rows[i].Reasons = answers[*answer].Reasons
		}
	}
	return rows, err
}

// readRows reads rows of a list by their numbers, and the keys of what they are about.
func readRows[T any](ctx context.Context, db *pg.DB, consultation uuid.UUID, name string, list report.List, numbers []int) (rows map[int]T, keys map[int]uuid.UUID, err error) {
	pages := pg.NumberArray{}
	for _, n := range numbers {
		if page, _ := list.PageOf(n); !slices.Contains(pages, int32(page)) {
			pages = append(pages, int32(page))
		}
	}
	var found []struct {
		Page int         `db:"page"`
		Keys pg.KeyArray `db:"keys"`
		Text string      `db:"text"`
	}
	if err := db.List(ctx, &found, `SELECT p.page, p.keys, p.text FROM report_pages p WHERE p.consultation_id = $1 AND p.list = $2 AND p.page = ANY($3)`, consultation, name, pages); err != nil {
		return nil, nil, err
	}
	rows, keys = map[int]T{}, map[int]uuid.UUID{}
	for _, p := range found {
		lines := strings.SplitAfter(p.Text, "\n")
		for _, n := range numbers {
			page, index := list.PageOf(n)
			if page != p.Page {
				continue
			}
			raw, err := report.RowOf([]byte(lines[index]))
			if err != nil {
				return nil, nil, err
			}
			var row T
			if err := json.Unmarshal(raw, &row); err != nil {
				return nil, nil, err
			}
			rows[n], keys[n] = row, p.Keys[index]
		}
	}
	return rows, keys, nil
}
