package main

import (
	_ "embed"
	"html/template"
	"log/slog"
	"net/http"
	"path"
	"strconv"
	"strings"

	disclosedb "minyi/db/disclose"
	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/domain/policy"
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

// annualReports serves the released annual reports in the official layout, as pages, Word files and workbooks. Everybody may read them; a correction says that it is one, and what it
// replaced stays at its address.
func annualReports(db *pg.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		view, err := annualViewOf(r, db)
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		if ending := path.Ext(r.PathValue("file")); ending != ".html" {
			if err := serveAnnualFile(w, *view, ending); err != nil {
				reply.Refuse(w, r, err)
			}
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
	ending := path.Ext(r.PathValue("file"))
	_, known := annualFormats[ending]
	id, err := civic.ParseID(strings.TrimSuffix(r.PathValue("file"), ending))
	if err != nil || !known && ending != ".html" || id.Kind != disclose.AnnualReportKind {
		return nil, civic.Refuse(civic.NotFound, "")
	}
	report, err := pg.One(r.Context(), db, civic.Actor{}, disclosedb.AnnualReportsByID, id, "")
	if err != nil {
		return nil, goneOr(r, db, id, err)
	}
	department, err := disclosedb.DepartmentName(r.Context(), db, *report)
	return &annualView{*report, department.In(civic.Chinese)}, err
}

// goneOr refuses a content that was taken down with the reason, and otherwise with the error.
func goneOr(r *http.Request, db *pg.DB, id civic.ID, err error) error {
	gone, lookErr := policydb.TakenDownContents(r.Context(), db, civic.Actor{}, []civic.ID{id})
	if content, is := gone[id]; is && lookErr == nil {
		return civic.Refuse(policy.ContentTakenDown, "", civic.Found(content.Reason))
	}
	return err
}
