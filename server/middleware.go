package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/language"

	"minyi/consult"
)

// middleware does one thing to every request on its way.
type middleware = func(http.Handler) http.Handler

// chain puts the middlewares around a handler, the first outermost.
func chain(h http.Handler, around ...middleware) http.Handler {
	for i := len(around) - 1; i >= 0; i-- {
		h = around[i](h)
	}
	return h
}

type requestKey struct{}

// goodRequestID is what a proxy before us may call a request in our log.
var goodRequestID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// named gives each request an id, a proxy's where it has one, for the log and for whoever reports a failure.
func named(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-Id")
		if !goodRequestID.MatchString(id) {
			id = uuid.NewString()
		}
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, id)))
	})
}

// logged writes a line for each request, without its query, body or token.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		counted := &countingWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(counted, r)
		level := slog.LevelInfo
		if r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
			level = slog.LevelDebug
		}
		slog.Log(r.Context(), level, "request", "method", r.Method, "path", r.URL.Path,
			"status", counted.status, "bytes", counted.bytes, "took", time.Since(began).Round(10*time.Microsecond))
	})
}

// countingWriter remembers an answer's status and size.
type countingWriter struct {
	http.ResponseWriter
	status, bytes int
}

// WriteHeader remembers the status.
func (w *countingWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Write remembers the size in bytes.
func (w *countingWriter) Write(p []byte) (int, error) {
	n, err := w.ResponseWriter.Write(p)
	w.bytes += n
	return n, err
}

// Unwrap lets net/http find what else the writer can do.
func (w *countingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// guarded tells browsers to do nothing with our answers but show them.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range map[string]string{
			"Content-Security-Policy":      "default-src 'none'; frame-ancestors 'none'",
			"Cross-Origin-Resource-Policy": "cross-origin", // CORS says who may read the API
			"Referrer-Policy":              "no-referrer",
			"X-Content-Type-Options":       "nosniff",
			"X-Frame-Options":              "DENY",
		} {
			w.Header().Set(name, value)
		}
		next.ServeHTTP(w, r)
	})
}

// languages are those that Minyi speaks, the usual one first.
var (
	languages = language.NewMatcher([]language.Tag{language.Chinese, language.English})
	locales   = []consult.Locale{consult.Chinese, consult.English}
)

// localized reads the language that the reader prefers of those that Minyi speaks, Chinese where it prefers none.
func localized(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Language")
		_, at := language.MatchStrings(languages, r.Header.Get("Accept-Language"))
		next.ServeHTTP(w, r.WithContext(consult.WithLocale(r.Context(), locales[at])))
	})
}

// bounded reads the body before the operation's time begins, and refuses one of more bytes than the limit as TOO_LARGE.
func bounded(limit int64) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
			if err != nil {
				problem := consult.Refuse(consult.BadRequest, "")
				if errors.As(err, new(*http.MaxBytesError)) {
					problem = consult.Refuse(consult.TooLarge, "", limit)
				}
				refuse(w, r, problem)
				return
			}
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			next.ServeHTTP(w, r)
		})
	}
}

// timed ends what an operation does in the database when its time is up; it is then answered as TIMEOUT.
func timed(limit time.Duration) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), limit)
			defer cancel()
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}
