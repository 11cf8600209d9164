package middleware

import (
	"net/http"

	"minyi/domain/civic"
	"minyi/server/reply"
)

// LimitConcurrency lets at most so many requests run at once. It refuses any further request immediately as OVERLOADED,
// because a request that waited would only time out later.
func LimitConcurrency(most int) Middleware {
	slots := make(chan struct{}, most)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			select {
			case slots <- struct{}{}:
				defer func() { <-slots }()
				next.ServeHTTP(w, r)
			default:
				w.Header().Set("Retry-After", "1")
				reply.Refuse(w, r, civic.Refuse(civic.Overloaded, ""))
			}
		})
	}
}
