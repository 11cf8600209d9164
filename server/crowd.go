package main

import (
	"net/http"
	"strings"

	"minyi/consult"
)

// uncrowded lets so many operations run at once and refuses more as OVERLOADED, at once: those who wait would only time out
// later. What stays open to be told news does not count.
func uncrowded(most int) middleware {
	places := make(chan struct{}, most)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if listens(r) {
				next.ServeHTTP(w, r)
				return
			}
			select {
			case places <- struct{}{}:
				defer func() { <-places }()
				next.ServeHTTP(w, r)
			default:
				w.Header().Set("Retry-After", "1")
				refuse(w, r, consult.Refuse(consult.Overloaded, ""))
			}
		})
	}
}

// listens tells whether a request opens a stream of news, by WebSocket or server-sent events.
func listens(r *http.Request) bool {
	return r.Header.Get("Upgrade") != "" || strings.Contains(r.Header.Get("Accept"), "text/event-stream")
}
