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
)

// exportsAtOnce is how many exports run at once. Each holds some megabytes, and a connection to the database while it reads a page.
const exportsAtOnce = 16

// exports answers with what may be taken away, row by row. What breaks off is never ended as if it were whole: the client's
// library then reports an error.
func exports(d *pg.DB, limit time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Authorization")
		asked, err := readExport(r)
		if err != nil {
			refuse(w, r, err)
			return
		}
		table, err := asked.open(r.Context(), d, limit)
		if err != nil {
			refuse(w, r, err)
			return
		}
		asked.describe(w.Header(), table.Table, civic.LocaleOf(r.Context()))
		if r.Method == http.MethodHead {
			return
		}
		to := &onset{ResponseWriter: w}
		switch err := asked.send(r.Context(), to, table, limit, func(string) {}); {
		case err == nil:
		case !to.begun:
			w.Header().Del("Content-Disposition")
			refuse(w, r, err)
		default:
			slog.WarnContext(r.Context(), "an export was cut off", "error", err)
			panic(http.ErrAbortHandler) // the one way to end a connection so that the client learns of it
		}
	}
}

// exportRequest is what somebody asks to take away.
type exportRequest struct {
	subject civic.ID // a consultation, whose comments are meant, or a survey, whose responses are
	format  export.Format
	after   *string // the row to go on after
}

// exportKinds are the subjects of exports by the names of their files.
var exportKinds = map[string]civic.Kind{"comments": civic.ConsultationKind, "responses": survey.SurveyKind}

// readExport reads the address of an export, such as /export/comments.csv?id=…. A file that there is not is NOT_FOUND, and a parameter
// that there is not BAD_REQUEST: who misspells "after" should not begin anew without a word.
func readExport(r *http.Request) (exportRequest, error) {
	name, format, _ := strings.Cut(r.PathValue("file"), ".")
	kind, known := exportKinds[name]
	asked := exportRequest{format: export.Format(format)}
	if !known || asked.format.MediaType() == "" {
		return asked, civic.Refuse(civic.NotFound, "")
	}
	if !r.ProtoAtLeast(1, 1) {
		return asked, civic.Refuse(consult.HTTPTooOld, "")
	}
	said, err := url.ParseQuery(r.URL.RawQuery)
	for parameter, values := range said {
		if parameter != "id" && parameter != "after" || len(values) != 1 {
			return asked, civic.Refuse(civic.BadRequest, parameter)
		}
	}
	if err != nil {
		return asked, civic.Refuse(civic.BadRequest, "")
	}
	if said.Has("after") {
		asked.after = new(said.Get("after"))
	}
	asked.subject, err = civic.ParseID(said.Get("id"))
	if err == nil {
		_, err = asked.subject.Of(kind, "id")
	}
	return asked, err
}

// open opens the export for whoever asks.
func (e exportRequest) open(ctx context.Context, d *pg.DB, limit time.Duration) (*pg.Export, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if e.subject.Kind == survey.SurveyKind {
		return surveydb.ExportResponses(ctx, d, civic.ActorOf(ctx), survey.ExportResponsesInput{SurveyID: e.subject, After: e.after})
	}
	return consultdb.ExportComments(ctx, d, civic.ActorOf(ctx), consult.ExportCommentsInput{ConsultationID: e.subject, After: e.after})
}

// errBrokeOff is the error of an export of which so much is written as there is, in whole rows.
var errBrokeOff = errors.New("the export broke off after a whole row")

// send writes the rows, and tells another function of each by its id. The error is the writer's, or the database's, and then
// errBrokeOff where there are rows already.
func (e exportRequest) send(ctx context.Context, w io.Writer, table *pg.Export, limit time.Duration, sent func(row string)) error {
	to, some := bufio.NewWriterSize(w, 64<<10), false
	sheet, err := e.format.NewSheet(to, table.Table, civic.LocaleOf(ctx), e.after != nil)
	if err != nil {
		return err
	}
	for row, err := range table.Rows(ctx, limit) {
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
		sent(row[0].Value.(string))
	}
	if err := sheet.Close(); err != nil {
		return err
	}
	return to.Flush()
}

// describe says what comes. What staff may take away is nobody else's; the open data may be kept for a minute, as comments are still
// hidden and erased after the report.
func (e exportRequest) describe(h http.Header, table civic.Table, l civic.Locale) {
	h.Set("Content-Type", e.format.MediaType())
	h.Set("Content-Disposition", disposition(e.fileName(), table.Titles.In(l)+" "+exportNames[e.subject.Kind].In(l)+"."+string(e.format)))
	h.Set("Cache-Control", "private, no-store")
	if table.Open {
		h.Set("Cache-Control", "public, max-age=60")
	}
}

// exportNames are what exports are called in the names of files.
var exportNames = map[civic.Kind]civic.Localized{
	civic.ConsultationKind: {civic.Chinese: "意见", civic.English: "comments"},
	survey.SurveyKind:      {civic.Chinese: "答卷", civic.English: "responses"},
}

// fileName is the name that every program can keep a file under.
func (e exportRequest) fileName() string {
	return exportNames[e.subject.Kind].In(civic.English) + "-" + e.subject.Key.String() + "." + string(e.format)
}

// longestFileName is how many bytes the name of a file has in all systems.
const longestFileName = 255

// disposition has a file kept under its full name, or the plain one where that cannot be read. What some system takes for
// another folder, or for a wildcard, is replaced.
func disposition(plain, full string) string {
	full = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, full)
	said := `attachment; filename="` + plain + `"`
	if len(full) > longestFileName {
		return said
	}
	return said + "; filename*=UTF-8''" + url.PathEscape(full)
}

// onset knows whether an answer has begun, after which nothing can be refused any more.
type onset struct {
	http.ResponseWriter
	begun bool
}

// Write begins the answer.
func (o *onset) Write(p []byte) (int, error) {
	o.begun = true
	return o.ResponseWriter.Write(p)
}
