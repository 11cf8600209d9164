package main

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"time"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	reportdb "minyi/db/report"
	"minyi/domain/civic"
	"minyi/domain/report"
	"minyi/graph/words"
	"minyi/server/reply"
)

var (
	//go:embed report.html
	reportText string
	//go:embed report.css
	reportStyle string

	reportTemplate = template.Must(template.New("report").Parse(reportText))
)

// reportPolicy lets the page of a report have its own style and nothing else.
var reportPolicy = func() string {
	hash := sha256.Sum256([]byte(reportStyle))
	return fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", base64.StdEncoding.EncodeToString(hash[:]))
}()

// reportPages serves feedback reports as pages to read and to print, such as /reports/ID.html?locale=en. Everybody may read them.
func reportPages(db *pg.DB, w words.Words) http.HandlerFunc {
	return func(to http.ResponseWriter, r *http.Request) {
		view, err := reportViewOf(r, db, w)
		if err != nil {
			reply.Refuse(to, r, err)
			return
		}
		h := to.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Language", string(view.Locale))
		h.Set("Content-Security-Policy", reportPolicy)
		h.Set("Cache-Control", "public, max-age=300")
		if err := view.write(to); err != nil {
			slog.WarnContext(r.Context(), "the page of a report was cut off", "error", err)
			panic(http.ErrAbortHandler) // closes the connection, which is the only way to tell the client
		}
	}
}

// reportViewOf finds the report that the address names, as somebody who is not signed in.
func reportViewOf(r *http.Request, db *pg.DB, w words.Words) (*reportView, error) {
	name, page := strings.CutSuffix(r.PathValue("file"), ".html")
	locale, err := wantedLocale(r)
	if err != nil {
		return nil, err
	}
	id, err := civic.ParseID(name)
	if err != nil || !page || id.Kind != civic.FeedbackReportKind {
		return nil, civic.Refuse(civic.NotFound, "")
	}
	found, err := pg.One(r.Context(), db, civic.Actor{}, reportdb.FeedbackReportsByID, id, "")
	if err != nil {
		return nil, err
	}
	zone, err := zoneOfReport(r.Context(), db, *found)
	if err != nil {
		return nil, err
	}
	return newReportView(*found, zone, locale, w, func(number int) (string, error) {
		return reportdb.ReportPage(r.Context(), db, *found, report.AnswersList, number)
	}), nil
}

// zoneOfReport returns the time zone of the report's consultation.
func zoneOfReport(ctx context.Context, db *pg.DB, r report.FeedbackReport) (*time.Location, error) {
	of, err := pg.One(ctx, db, civic.Actor{}, consultdb.ConsultationsByID, civic.IDOf(civic.ConsultationKind, r.ConsultationKey), "")
	if err != nil {
		return nil, err
	}
	return civic.TimeZone(of.Timezone), nil
}
