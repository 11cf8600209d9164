package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
	"minyi/server/export"
	"minyi/server/reply"
	"minyi/server/signin"
)

// exports replies with an export, row by row. If an export breaks off, the connection is closed without the end of the reply, so that
// the client reports an error.
func exports(d *pg.DB, who *signin.SignIn, limit time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Authorization")
		request, err := readExport(r)
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		table, err := request.open(r.Context(), d, limit)
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		if !table.Open {
			request.may = func(ctx context.Context) error { return who.Still(ctx, r) }
		}
		request.describe(w.Header(), table, civic.LocaleOf(r.Context()))
		if r.Method == http.MethodHead {
			return
		}
		to := &startedWriter{ResponseWriter: w}
		switch err := request.send(r.Context(), to, table, limit, func(string) {}); {
		case err == nil:
		case !to.started:
			w.Header().Del("Content-Disposition")
			reply.Refuse(w, r, err)
		default:
			slog.WarnContext(r.Context(), "an export was cut off", "error", err)
			panic(http.ErrAbortHandler) // closes the connection, which is the only way to tell the client
		}
	}
}

// exportRequest says what to export.
type exportRequest struct {
	subject civic.ID // a consultation to export its comments, or a survey to export its responses
	format  export.Format
	after   *string                     // export only the rows after this one
	since   *string                     // export only what changed since this cursor
	may     func(context.Context) error // whether its reader may still have it
}

// anybodyMay is for open data, and for a person with access to the database.
func anybodyMay(context.Context) error { return nil }

// exportKinds are the kinds of subjects, by the names of the files.
var exportKinds = map[string]civic.Kind{"comments": civic.ConsultationKind, "responses": survey.SurveyKind}

// readExport reads the address of an export, such as /export/comments.csv?id=…. An unknown file is NOT_FOUND. An unknown parameter is
// BAD_REQUEST: if "after" is misspelt, the export must not silently start from the first row.
func readExport(r *http.Request) (exportRequest, error) {
	name, format, _ := strings.Cut(r.PathValue("file"), ".")
	kind, known := exportKinds[name]
	asked := exportRequest{format: export.Format(format), may: anybodyMay}
	if !known || asked.format.MediaType() == "" {
		return asked, civic.Refuse(civic.NotFound, "")
	}
	if !r.ProtoAtLeast(1, 1) {
		return asked, civic.Refuse(consult.HTTPTooOld, "")
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	for parameter, values := range query {
		if parameter != "id" && parameter != "after" && parameter != "since" || len(values) != 1 {
			return asked, civic.Refuse(civic.BadRequest, parameter)
		}
	}
	if err != nil {
		return asked, civic.Refuse(civic.BadRequest, "")
	}
	if query.Has("after") {
		asked.after = new(query.Get("after"))
	}
	if query.Has("since") {
		asked.since = new(query.Get("since"))
	}
	asked.subject, err = civic.ParseID(query.Get("id"))
	if err == nil {
		_, err = asked.subject.Of(kind, "id")
	}
	return asked, err
}

// open opens the export for the actor of the context.
func (e exportRequest) open(ctx context.Context, d *pg.DB, limit time.Duration) (*pg.Export, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if e.subject.Kind == survey.SurveyKind {
		return surveydb.ExportResponses(ctx, d, civic.ActorOf(ctx), survey.ExportResponsesInput{SurveyID: e.subject, After: e.after, Since: e.since})
	}
	return consultdb.ExportComments(ctx, d, civic.ActorOf(ctx), consult.ExportCommentsInput{ConsultationID: e.subject, After: e.after, Since: e.since})
}

// errBrokeOff is the error of an export that failed after some rows. The output ends with a whole row.
var errBrokeOff = errors.New("the export broke off after a whole row")

// send writes the rows and calls sent with the id of each row. If the database fails after the first row, the error is errBrokeOff.
func (e exportRequest) send(ctx context.Context, w io.Writer, table *pg.Export, limit time.Duration, sent func(row string)) error {
	to, some := bufio.NewWriterSize(w, 64<<10), false
	sheet, err := e.format.NewSheet(to, table.Table, civic.LocaleOf(ctx), e.after != nil)
	if err != nil {
		return err
	}
	for row, err := range table.Rows(ctx, limit, e.may) {
		if err != nil && some {
			return cmp.Or(to.Flush(), fmt.Errorf("%w: %w", errBrokeOff, err))
		}
		if err == nil {
			err = sheet.Write(row)
		}
		if err != nil {
			return err
		}
		some = true
		sent(fmt.Sprint(row[0].Value))
	}
	if err := sheet.Close(); err != nil {
		return err
	}
	return to.Flush()
}

// describe sets the headers of an export. Caches must not store what only staff may read. They may store open data for one minute,
// because a comment can still be hidden or erased after the report.
func (e exportRequest) describe(h http.Header, table *pg.Export, l civic.Locale) {
	h.Set("Content-Type", e.format.MediaType())
	h.Set("Content-Disposition", disposition(e.fileName(), table.Titles.In(l)+" "+exportNames[e.subject.Kind].In(l)+"."+string(e.format)))
	h.Set("Cache-Control", "private, no-store")
	if table.Cursor != "" {
		h.Set("Export-Cursor", table.Cursor)
	}
	if table.Open {
		h.Set("Cache-Control", "public, max-age=60")
	}
}

// exportNames name the exports in the names of files.
var exportNames = map[civic.Kind]civic.Localized{
	civic.ConsultationKind: {civic.Chinese: "意见", civic.English: "comments"},
	survey.SurveyKind:      {civic.Chinese: "答卷", civic.English: "responses"},
}

// fileName is a file name in plain ASCII.
func (e exportRequest) fileName() string {
	return exportNames[e.subject.Kind].In(civic.English) + "-" + e.subject.Key.String() + "." + string(e.format)
}

// maxFileName is the most bytes that a file name may have on every system.
const maxFileName = 255

// disposition asks the browser to save the file under its full name. Old browsers use the plain name. Characters that mean a folder or
// a wildcard on some system are replaced.
func disposition(plain, full string) string {
	full = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, full)
	header := `attachment; filename="` + plain + `"`
	if len(full) > maxFileName {
		return header
	}
	return header + "; filename*=UTF-8''" + url.PathEscape(full)
}

// startedWriter knows whether the reply has started. After the start the status cannot change.
type startedWriter struct {
	http.ResponseWriter
	started bool
}

// Write writes a part of the reply.
func (w *startedWriter) Write(p []byte) (int, error) {
	w.started = true
	return w.ResponseWriter.Write(p)
}
