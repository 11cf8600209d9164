package main

import (
	_ "embed"
	"html/template"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	disclosedb "minyi/db/disclose"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/server/reply"
)

//go:embed annual.html
var annualText string

var annualPage = template.Must(template.New("annual").Funcs(template.FuncMap{"number": cellText}).Parse(annualText))

// annualView is what the page of an annual report shows.
type annualView struct {
	Report     disclose.AnnualReport
	Department string
}

// cellText writes the number of a cell of a row in a column; empty where the form has no cell.
func cellText(row disclose.AnnualRow, column string) string {
	for _, cell := range row.Cells {
		if cell.Column == column && cell.Value != nil {
			return strconv.FormatFloat(*cell.Value, 'f', -1, 64)
		}
	}
	return ""
}

// annualReports serves the released annual reports as pages in the official layout. Everybody may read them; a correction says that it is one, and what it
// replaced stays at its address.
func annualReports(db *pg.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		view, err := annualViewOf(r, db)
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		w.Header().Set("Cache-Control", "public, max-age=300")
		if err := annualPage.Execute(w, view); err != nil {
			slog.WarnContext(r.Context(), "the page of an annual report was cut off", "error", err)
		}
	}
}

// annualViewOf finds the report that the address names, as somebody who is not signed in.
func annualViewOf(r *http.Request, db *pg.DB) (*annualView, error) {
	name, page := strings.CutSuffix(r.PathValue("file"), ".html")
	id, err := civic.ParseID(name)
	if err != nil || !page || id.Kind != disclose.AnnualReportKind {
		return nil, civic.Refuse(civic.NotFound, "")
	}
	report, err := pg.One(r.Context(), db, civic.Actor{}, disclosedb.AnnualReportsByID, id, "")
	if err != nil {
		return nil, err
	}
	department, err := disclosedb.DepartmentName(r.Context(), db, *report)
	return &annualView{*report, department.In(civic.Chinese)}, err
}
