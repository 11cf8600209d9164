package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"minyi/domain/civic"
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

// guards tell browsers to do nothing with our answers but show them, and caches that answers are in a language. What is
// the same for all answers is not made anew for each.
var guards = []struct {
	name  string
	value []string
}{
	{"Content-Security-Policy", []string{"default-src 'none'; frame-ancestors 'none'"}},
	{"Cross-Origin-Resource-Policy", []string{"cross-origin"}}, // CORS says who may read the API
	{"Referrer-Policy", []string{"no-referrer"}},
	{"Vary", []string{"Accept-Language"}},
	{"X-Content-Type-Options", []string{"nosniff"}},
	{"X-Frame-Options", []string{"DENY"}},
}

// guard writes the headers that every answer has. Where the request came in TLS, the browser is to speak it from now on.
func guard(h http.Header, r *http.Request, id string) {
	for _, g := range guards {
		h[g.name] = g.value
	}
	h["X-Request-Id"] = []string{id}
	if r.TLS != nil {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// believed is how many bytes of a body are expected because its request says so.
const believed = 64 << 10

// bounded reads the body before the operation's time begins, and refuses one of more bytes than the limit as TOO_LARGE.
func bounded(limit int64) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var body bytes.Buffer
			body.Grow(bytes.MinRead + int(min(max(r.ContentLength, 0), believed)))
			if _, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, limit)); err != nil {
				problem := civic.Refuse(civic.BadRequest, "")
				if errors.As(err, new(*http.MaxBytesError)) {
					problem = civic.Refuse(civic.TooLarge, "", limit)
				}
				refuse(w, r, problem)
				return
			}
			r.Body, r.ContentLength = io.NopCloser(&body), int64(body.Len())
			civic.RequestOf(r.Context()).Began = time.Now()
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
