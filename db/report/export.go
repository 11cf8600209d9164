package reportdb

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"github.com/google/uuid"

	"minyi/db/pg"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/report"
	"minyi/domain/trust"
)

// ExportReport reads a report in parts: what was signed, the content, and each page of rows. Each may take as long as the limit. Everybody may.
func ExportReport(ctx context.Context, db *pg.DB, r report.FeedbackReport, limit time.Duration) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		head, err := headOf(ctx, db, r)
		if !yield(head, err) || err != nil || !yield(r.Frozen.Text+"\n", nil) || r.Frozen.Lists == nil {
			return
		}
		for _, list := range r.Frozen.Lists.InOrder() {
			for i := range list.Pages {
				within, cancel := context.WithTimeout(ctx, limit)
				text, err := ReportPage(within, db, r, list.Name, i+1)
				cancel()
				if !yield(text, err) || err != nil {
					return
				}
			}
		}
	}
}

// headOf writes the first line of an exported report.
func headOf(ctx context.Context, db *pg.DB, r report.FeedbackReport) (string, error) {
	note, err := db.LogKey.SignReport(r.ID(), r.ContentHash)
	if err != nil {
		return "", err
	}
	head := report.Head{Note: note}
	if size := r.Frozen.Log.TreeSize; size > 0 {
		c, err := trustdb.Checkpoint(ctx, db, &size)
		if err != nil {
			return "", err
		}
		if c != nil {
			head.Checkpoint = c.Note
		}
	}
	line, err := trust.JCS(head)
	return string(line) + "\n", err
}

// ReportPage reads one page of a list of a report, from 1 on. Everybody may. It refuses a page that there is not as NOT_FOUND.
func ReportPage(ctx context.Context, db *pg.DB, r report.FeedbackReport, list string, page int) (text string, err error) {
	err = db.Get(ctx, &text, `SELECT p.text FROM report_pages p WHERE p.consultation_id = $1 AND p.list = $2 AND p.page = $3`, r.ConsultationKey, list, page)
	if errors.Is(err, sql.ErrNoRows) {
		err = civic.Refuse(civic.NotFound, "page")
	}
	return text, err
}

// CommentKeys reads the keys of the comments on one page of a report, in the order of their rows. They are not for the public: a key tells the instant of its
// comment.
func CommentKeys(ctx context.Context, db *pg.DB, r report.FeedbackReport, page int) ([]uuid.UUID, error) {
	var keys pg.KeyArray
	err := db.Get(ctx, &keys, `SELECT p.keys FROM report_pages p WHERE p.consultation_id = $1 AND p.list = $2 AND p.page = $3`, r.ConsultationKey, report.CommentsList, page)
	return keys, err
}
