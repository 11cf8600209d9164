package main

import (
	"net/http"

	"minyi/domain/civic"
)

// uncrowded lets so many operations run at once and refuses more as OVERLOADED, at once: those who wait would only time out
// later.
func uncrowded(most int) middleware {
	places := make(chan struct{}, most)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			select {
			case places <- struct{}{}:
				defer func() { <-places }()
				next.ServeHTTP(w, r)
			default:
				w.Header().Set("Retry-After", "1")
				refuse(w, r, civic.Refuse(civic.Overloaded, ""))
			}
		})
	}
}
