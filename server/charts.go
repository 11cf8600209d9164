package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"minyi/db/pg"
	"minyi/domain/chart"
	"minyi/domain/civic"
	chartgraph "minyi/graph/chart"
	"minyi/server/middleware"
	"minyi/server/picture"
	"minyi/server/reply"
)

// chartCost is what a picture costs: as much as the field charts.
const chartCost = 200

// routeCharts registers the addresses of charts. It looks for the font of PNG once.
func routeCharts(mux *http.ServeMux, db *pg.DB, path string, around ...middleware.Middleware) {
	font, err := picture.Find(path)
	if err != nil {
		slog.Info("charts are SVG only", "reason", err)
	}
	mux.Handle("GET /charts/{id}/{file}", middleware.Chain(charts(db, font), around...))
}

// charts serves the pictures that the API names, such as /charts/ID/outcomes.svg?locale=en. Everybody may have them; none shows what is not published.
// font is nil on a server that has none.
func charts(db *pg.DB, font *picture.Font) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name, format, _ := strings.Cut(r.PathValue("file"), ".")
		if format != "svg" && format != "png" || format == "png" && font == nil {
			reply.Refuse(w, r, civic.Refuse(civic.NotFound, ""))
			return
		}
		c, err := findChart(r, db, name)
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		if format == "svg" {
			sendChart(w, r, "image/svg+xml", []byte(c.SVG()))
			return
		}
		var file bytes.Buffer
		if err := font.WritePNG(&file, c.Draw()); err != nil {
			reply.Refuse(w, r, err)
			return
		}
		sendChart(w, r, "image/png", file.Bytes())
	}
}

// surveyChart is the name of a chart of a survey: its version, and the key of the question.
var surveyChart = regexp.MustCompile(`^v([1-9][0-9]{0,5})-`)

// findChart draws the chart that an address names.
func findChart(r *http.Request, db *pg.DB, name string) (*chart.Chart, error) {
	s, err := chartSubject(r)
	if err != nil {
		return nil, err
	}
	if version := surveyChart.FindStringSubmatch(name); version != nil {
		s.Version, _ = strconv.Atoi(version[1])
	}
	all, err := chartgraph.Charts(r.Context(), db, s)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Name == name {
			return &all[i], nil
		}
	}
	return nil, civic.Refuse(civic.NotFound, "")
}

// chartSubject reads what an address asks for. It refuses BAD_ID, and as BAD_REQUEST a language or a parameter that it does not know.
func chartSubject(r *http.Request) (s chartgraph.Subject, err error) {
	if s.Locale, err = wantedLocale(r); err != nil {
		return s, err
	}
	s.ID, err = civic.ParseID(r.PathValue("id"))
	return s, err
}

// wantedLocale is the language that the parameter locale asks for, which is the only one, or else the reader's.
func wantedLocale(r *http.Request) (civic.Locale, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	for name, values := range query {
		if name != "locale" || len(values) != 1 {
			return "", civic.Refuse(civic.BadRequest, name)
		}
	}
	if err != nil {
		return "", civic.Refuse(civic.BadRequest, "")
	}
	l := civic.Locale(query.Get("locale"))
	switch {
	case !query.Has("locale"):
		return civic.LocaleOf(r.Context()), nil
	case !civic.KnownLocale(l):
		return "", civic.Refuse(civic.BadRequest, "locale")
	}
	return l, nil
}

// sendChart sends a picture. Its ETag is its hash, and caches ask each time, because the counts change.
func sendChart(w http.ResponseWriter, r *http.Request, media string, file []byte) {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(file)))
	h.Set("Cache-Control", "public, max-age=0, must-revalidate")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(file))
}
