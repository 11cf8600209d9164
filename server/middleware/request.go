package middleware

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/server/metrics"
)

// exchange is a request together with what is known of its reply.
type exchange struct {
	http.ResponseWriter
	civic.Request
	began         time.Time
	status, bytes int
	complete      bool // the handler returned, so that nothing cut the reply off
}

// Request is the outermost middleware. It gives the request its id, its language and its context, counts the request and
// writes its log line.
func Request(m *metrics.Metrics) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			e := &exchange{ResponseWriter: w, began: time.Now(), status: http.StatusOK}
			e.Began, e.ID, e.Locale = e.began, requestID(r), localeOf(r.Header.Get("Accept-Language"))
			setHeaders(w.Header(), r, e.ID)
			m.InFlight.Inc()
			r = r.WithContext(civic.WithRequest(r.Context(), &e.Request))
			defer e.finish(m, r)
			next.ServeHTTP(e, r)
			e.complete = true
		})
	}
}

// WriteHeader records the status.
func (e *exchange) WriteHeader(status int) {
	e.status = status
	e.ResponseWriter.WriteHeader(status)
}

// Write records the size in bytes.
func (e *exchange) Write(p []byte) (int, error) {
	n, err := e.ResponseWriter.Write(p)
	e.bytes += n
	return n, err
}

// Unwrap gives net/http access to the other methods of the writer, such as Flush.
func (e *exchange) Unwrap() http.ResponseWriter { return e.ResponseWriter }

// finish counts the request and writes its log line, also after a panic.
func (e *exchange) finish(m *metrics.Metrics, r *http.Request) {
	m.InFlight.Dec()
	m.CountReply(e.status, e.complete)
	level := slog.LevelInfo
	if r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
		level = slog.LevelDebug
	}
	if log := slog.Default().Handler(); log.Enabled(r.Context(), level) {
		line := slog.NewRecord(time.Now(), level, "request", 0) // 0: do not look up the place in the source
		e.describe(&line, r)
		_ = log.Handle(r.Context(), line)
	}
}

// describe adds the request and its outcome to a log line. The line never has the query string, the body or the token. Its
// path is the prefix of a registered route, because the client chooses the rest of the address.
func (e *exchange) describe(line *slog.Record, r *http.Request) {
	_, path, _ := strings.Cut(r.Pattern, "/")
	line.AddAttrs(slog.String("method", knownMethod(r)), slog.String("path", "/"+path), slog.Int("status", e.status),
		slog.Int("bytes", e.bytes), slog.Duration("took", line.Time.Sub(e.began).Round(10*time.Microsecond)))
	if e.Code != "" {
		line.AddAttrs(slog.String("code", string(e.Code)))
	}
	if !e.complete {
		line.AddAttrs(slog.Bool("cut", true))
	}
}

// knownMethod returns the method of the request, or "other" for a method that the server does not serve.
func knownMethod(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions:
		return r.Method
	default:
		return "other"
	}
}

// maxRequestID is the most characters that an X-Request-Id from outside may have.
const maxRequestID = 64

// requestID returns the id of the request for the log and for error reports: the X-Request-Id of a proxy, or a new id.
func requestID(r *http.Request) string {
	if given := r.Header.Get("X-Request-Id"); given != "" && len(given) <= maxRequestID && !strings.ContainsFunc(given, notInRequestID) {
		return given
	}
	return uuid.NewString()
}

// notInRequestID tells whether a character is not allowed in a request's id.
func notInRequestID(c rune) bool {
	return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-'
}
