package main

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// exchange is a request under way and what becomes of its answer.
type exchange struct {
	http.ResponseWriter
	civic.Request
	began         time.Time
	status, bytes int
	whole         bool // nothing broke it off
}

// received stands around everything. It is the one place where a request is named, its reader's language found and its context
// made; it counts the request and leaves a line in the log.
func received(m *metrics) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			e := &exchange{ResponseWriter: w, began: time.Now(), status: http.StatusOK}
			e.Began, e.ID, e.Locale = e.began, nameOf(r), localeOf(r.Header.Get("Accept-Language"))
			guard(w.Header(), r, e.ID)
			m.inFlight.Inc()
			r = r.WithContext(civic.WithRequest(r.Context(), &e.Request))
			defer e.finish(m, r)
			next.ServeHTTP(e, r)
			e.whole = true
		})
	}
}

// WriteHeader remembers the status.
func (e *exchange) WriteHeader(status int) {
	e.status = status
	e.ResponseWriter.WriteHeader(status)
}

// Write remembers the size in bytes.
func (e *exchange) Write(p []byte) (int, error) {
	n, err := e.ResponseWriter.Write(p)
	e.bytes += n
	return n, err
}

// Unwrap lets net/http find what else the writer can do.
func (e *exchange) Unwrap() http.ResponseWriter { return e.ResponseWriter }

// finish counts the request and writes its line, whatever became of it.
func (e *exchange) finish(m *metrics, r *http.Request) {
	m.inFlight.Dec()
	m.answered(e)
	level := slog.LevelInfo
	if r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
		level = slog.LevelDebug
	}
	if log := slog.Default().Handler(); log.Enabled(r.Context(), level) {
		line := slog.NewRecord(time.Now(), level, "request", 0) // without looking for its place in the program
		e.describe(&line, r)
		_ = log.Handle(r.Context(), line)
	}
}

// describe says in a line what was asked and what came of it, without query, body or token. Of the address it tells what we
// named ourselves; the rest are words of whoever asks.
func (e *exchange) describe(line *slog.Record, r *http.Request) {
	_, path, _ := strings.Cut(r.Pattern, "/")
	line.AddAttrs(slog.String("method", methodOf(r)), slog.String("path", "/"+path), slog.Int("status", e.status),
		slog.Int("bytes", e.bytes), slog.Duration("took", line.Time.Sub(e.began).Round(10*time.Microsecond)))
	if e.Code != "" {
		line.AddAttrs(slog.String("code", string(e.Code)))
	}
	if !e.whole {
		line.AddAttrs(slog.Bool("cut", true))
	}
}

// methodOf is the request's method if it is one that we answer.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions:
		return r.Method
	default:
		return "other"
	}
}

// longestName is how many characters a proxy may use to name a request in our log.
const longestName = 64

// nameOf is the request's id for the log and for whoever reports a failure: that of a proxy before us, or else one of ours.
func nameOf(r *http.Request) string {
	if given := r.Header.Get("X-Request-Id"); given != "" && len(given) <= longestName && !strings.ContainsFunc(given, strange) {
		return given
	}
	return uuid.NewString()
}

// strange tells whether a character may not stand in a request's id.
func strange(c rune) bool {
	return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-'
}
