// Package middleware holds what every HTTP request passes before and after its handler: limits, budgets, CORS, the log line.
package middleware

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"minyi/domain/civic"
	"minyi/server/reply"
)

// Middleware wraps a handler.
type Middleware = func(http.Handler) http.Handler

// Chain wraps a handler in middlewares. The first middleware is the outermost.
func Chain(h http.Handler, around ...Middleware) http.Handler {
	for i := len(around) - 1; i >= 0; i-- {
		h = around[i](h)
	}
	return h
}

// securityHeaders tell browsers to do nothing with a reply except show it. Vary tells caches that a reply is in one language.
// The values are slices so that no request allocates them.
var securityHeaders = []struct {
	name  string
	value []string
}{
	{"Content-Security-Policy", []string{"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}},
	{"Cross-Origin-Resource-Policy", []string{"cross-origin"}}, // CORS says who may read the API
	{"Referrer-Policy", []string{"no-referrer"}},
	{"Vary", []string{"Accept-Language"}},
	{"X-Content-Type-Options", []string{"nosniff"}},
	{"X-Frame-Options", []string{"DENY"}},
}

// setHeaders writes the headers that every reply has. If the request came over TLS, the browser must use TLS from now on.
func setHeaders(h http.Header, r *http.Request, id string) {
	for _, header := range securityHeaders {
		h[header.name] = header.value
	}
	h["X-Request-Id"] = []string{id}
	if r.TLS != nil {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// maxPreallocation is the most bytes that a stated Content-Length may reserve before the body arrives.
const maxPreallocation = 64 << 10

// mostDiscarded is the most bytes of a body that is too large which the server reads on, so that its client gets the refusal: many
// clients send all before they read, and a connection that closes meanwhile is only a reset to them.
const mostDiscarded = 64 << 20

// LimitBody reads the whole body before the time limit of the operation starts. It refuses a body of more bytes than the
// limit as TOO_LARGE.
func LimitBody(limit int64) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var body bytes.Buffer
			body.Grow(bytes.MinRead + int(min(max(r.ContentLength, 0), maxPreallocation)))
			_, err := body.ReadFrom(io.LimitReader(takenReader{r.Body, civic.RequestOf(r.Context())}, limit+1))
			if err == nil && int64(body.Len()) > limit {
				err = civic.Refuse(civic.TooLarge, "", civic.Max(int(limit)))
			}
			switch refused := (civic.Problems{}); {
			case errors.As(err, &refused):
				body = bytes.Buffer{} // its memory is free while the client sends on
				refuseBody(w, r, refused)
			case err != nil:
				reply.Refuse(w, r, civic.Refuse(civic.BadRequest, ""))
			default:
				r.Body, r.ContentLength = io.NopCloser(&body), int64(body.Len())
				civic.RequestOf(r.Context()).Began = time.Now()
				next.ServeHTTP(w, r)
			}
		})
	}
}

// takenReader takes memory for what is read: twice, because a buffer doubles as it grows.
type takenReader struct {
	from io.Reader
	of   *civic.Request
}

func (t takenReader) Read(p []byte) (int, error) {
	n, err := t.from.Read(p)
	if full := t.of.Take(2 * n); full != nil {
		return n, full
	}
	return n, err
}

// refuseBody refuses a body, and reads on what its client sends.
func refuseBody(w http.ResponseWriter, r *http.Request, refused civic.Problems) {
	w.Header().Set("Connection", "close")
	if refused[0].Code != civic.TooLarge {
		w.Header().Set("Retry-After", "1")
	}
	reply.Refuse(w, r, refused)
	_ = http.NewResponseController(w).Flush()
	_, _ = io.CopyN(io.Discard, r.Body, mostDiscarded)
}

// LimitTime cancels the database work of an operation when its time is over. The reply is then TIMEOUT.
func LimitTime(limit time.Duration) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), limit)
			defer cancel()
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}
