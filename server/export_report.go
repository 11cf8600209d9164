package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"minyi/db/pg"
	reportdb "minyi/db/report"
	"minyi/domain/civic"
	"minyi/domain/report"
	"minyi/server/export"
	"minyi/server/reply"
)

// reportRequest says which report to export, and which page of it. Without a list it is the whole report.
type reportRequest struct {
	id   civic.ID
	list string
	page int
}

// exportReport replies with a feedback report and its rows, or with one page of rows. Nothing changes them, so caches may keep a page for good.
func exportReport(d *pg.DB, limit time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		asked, err := readReportRequest(r.URL.RawQuery)
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		found, err := pg.Single(reportdb.FeedbackReportsByID(r.Context(), d, civic.Actor{}, []civic.ID{asked.id}))
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		w.Header().Set("Content-Type", export.NDJSON.MediaType())
		if asked.list != "" {
			sendReportPage(w, r, d, *found, asked)
			return
		}
		w.Header().Set("Content-Disposition", `attachment; filename="report-`+found.Key.String()+`.ndjson"`)
		w.Header().Set("Cache-Control", "public, max-age=3600")
		sendReport(w, r, d, *found, limit)
	}
}

// readReportRequest reads the parameters: id, and list with page.
func readReportRequest(raw string) (asked reportRequest, err error) {
	query, err := url.ParseQuery(raw)
	for name, values := range query {
		if name != "id" && name != "list" && name != "page" || len(values) != 1 {
			return asked, civic.Refuse(civic.BadRequest, name)
		}
	}
	if err != nil || query.Has("list") != query.Has("page") {
		return asked, civic.Refuse(civic.BadRequest, "page")
	}
	if query.Has("page") {
		if asked.page, err = strconv.Atoi(query.Get("page")); err != nil {
			return asked, civic.Refuse(civic.BadRequest, "page")
		}
	}
	asked.list = query.Get("list")
	if asked.id, err = civic.ParseID(query.Get("id")); err == nil {
		_, err = asked.id.Of(civic.FeedbackReportKind, "id")
	}
	return asked, err
}

// sendReportPage sends one page. Its ETag is its hash.
func sendReportPage(w http.ResponseWriter, r *http.Request, d *pg.DB, of report.FeedbackReport, asked reportRequest) {
	text, err := reportdb.ReportPage(r.Context(), d, of, asked.list, asked.page)
	if err != nil {
		reply.Refuse(w, r, err)
		return
	}
	w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(text))))
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(text))
}

// sendReport sends the whole report, and holds only one page of it. Each page may take as long as the limit to read.
func sendReport(w http.ResponseWriter, r *http.Request, d *pg.DB, of report.FeedbackReport, limit time.Duration) {
	started := false
	for part, err := range reportdb.ExportReport(r.Context(), d, of, limit) {
		if err == nil {
			_, err = io.WriteString(w, part)
			started = true
		}
		switch {
		case err == nil:
		case !started:
			w.Header().Del("Content-Disposition")
			reply.Refuse(w, r, err)
			return
		default:
			slog.WarnContext(r.Context(), "a report was cut off", "error", err)
			panic(http.ErrAbortHandler) // closes the connection, which is the only way to tell the client
		}
	}
}
