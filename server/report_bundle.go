package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"minyi"
	"minyi/db/pg"
	reportdb "minyi/db/report"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/report"
	"minyi/graph/words"
	"minyi/server/bundle"
	"minyi/server/reply"
)

// reportBundle writes a report and its data into a ZIP. It holds one page of rows at a time, and each may take as long as the limit to read.
type reportBundle struct {
	*bundle.Writer
	ctx   context.Context
	db    *pg.DB
	of    report.FeedbackReport
	words words.Words
	limit time.Duration
}

// bundles serves feedback reports with their data, such as /export/report.zip?id=…. Everybody may have them.
func bundles(db *pg.DB, w words.Words, limit time.Duration) http.HandlerFunc {
	return func(to http.ResponseWriter, r *http.Request) {
		found, err := bundledReport(r, db)
		if err != nil {
			reply.Refuse(to, r, err)
			return
		}
		h := to.Header()
		h.Set("Content-Type", "application/zip")
		h.Set("Content-Disposition", disposition("report-"+found.Key.String()+".zip", found.Frozen.Asked.Titles.In(civic.LocaleOf(r.Context()))+".zip"))
		h.Set("Cache-Control", "public, max-age=60") // comments can still be hidden or erased
		b := reportBundle{bundle.NewWriter(to, found.PublishedAt), r.Context(), db, *found, w, limit}
		if err := b.write(); err != nil {
			slog.WarnContext(r.Context(), "a bundle was cut off", "error", err)
			panic(http.ErrAbortHandler) // closes the connection, which is the only way to tell the client
		}
	}
}

// bundledReport finds the report that the address names. It refuses as BAD_REQUEST other parameters, and as NOT_FOUND reports of the first format, which have
// no rows of their own.
func bundledReport(r *http.Request, db *pg.DB) (*report.FeedbackReport, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || len(query) != 1 || len(query["id"]) != 1 {
		return nil, civic.Refuse(civic.BadRequest, "id")
	}
	id, err := civic.ParseID(query.Get("id"))
	if err == nil {
		_, err = id.Of(civic.FeedbackReportKind, "id")
	}
	if err != nil {
		return nil, err
	}
	found, err := pg.Single(reportdb.FeedbackReportsByID(r.Context(), db, civic.Actor{}, []civic.ID{id}))
	if err == nil && found.Frozen.Lists == nil {
		err = civic.Refuse(civic.NotFound, "id")
	}
	return found, err
}

// write writes all files.
func (b reportBundle) write() error {
	for _, step := range []func() error{b.writePages, b.writeReport, b.writeComments, b.writeAnswers, b.writeSurveys, b.writeCoding, b.writeHelp} {
		if err := step(); err != nil {
			return err
		}
	}
	return b.Close("minyi-report-"+b.of.Key.String(), b.of.Frozen.Asked.Titles.In(civic.English))
}

// writePages writes the report as pages in Minyi's own languages.
func (b reportBundle) writePages() error {
	zone, err := zoneOfReport(b.ctx, b.db, b.of)
	if err != nil {
		return err
	}
	for _, l := range []civic.Locale{civic.Chinese, civic.English} {
		view := newReportView(b.of, zone, l, b.words, func(number int) (string, error) { return b.page(report.AnswersList, number) })
		if err := b.File("report-"+string(l), "report."+string(l)+".html", "text/html", view.write); err != nil {
			return err
		}
	}
	return nil
}

// writeReport writes the content that was signed, and the export that docs/verify.py reads.
func (b reportBundle) writeReport() error {
	if err := b.text("report-content", "report.json", "application/json", b.of.Frozen.Text); err != nil {
		return err
	}
	return b.File("report-rows", "report.ndjson", "application/x-ndjson", func(to io.Writer) error {
		for part, err := range reportdb.ExportReport(b.ctx, b.db, b.of, b.limit) {
			if err != nil {
				return err
			}
			if _, err := io.WriteString(to, part); err != nil {
				return err
			}
		}
		return nil
	})
}

// writeHelp writes what explains and checks the other files.
func (b reportBundle) writeHelp() error {
	for _, f := range [][4]string{{"readme", "README.md", "text/markdown", bundle.README}, {"check", "check.py", "text/x-python", bundle.Check},
		{"verify", "verify.py", "text/x-python", minyi.Verify}, {"log-key", "log-key.txt", "text/plain", trustdb.VerifierKey(b.db)}} {
		if err := b.text(f[0], f[1], f[2], f[3]); err != nil {
			return err
		}
	}
	return b.Table("cannot", bundle.CannotFields, func(add bundle.Row) error {
		for _, c := range bundle.Cannot {
			if err := add(c[0], c[1]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b reportBundle) text(name, path, media, text string) error {
	return b.File(name, path, media, func(to io.Writer) error {
		_, err := io.WriteString(to, text)
		return err
	})
}

// page reads one page of rows within the limit.
func (b reportBundle) page(list string, number int) (string, error) {
	ctx, cancel := context.WithTimeout(b.ctx, b.limit)
	defer cancel()
	text, err := reportdb.ReportPage(ctx, b.db, b.of, list, number)
	if err != nil {
		err = fmt.Errorf("page %d of %s: %w", number, list, err)
	}
	return text, err
}
