package middleware

import (
	"net/http"
	"slices"
	"time"

	"github.com/rs/cors"

	"minyi/domain/civic"
	"minyi/server/reply"
)

// CORS lets web pages of these origins call the API from a browser. Without origins, only pages of the server itself may.
func CORS(origins []string) Middleware {
	if len(origins) == 0 {
		return func(next http.Handler) http.Handler { return next }
	}
	return cors.New(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{"*"}, // clients add headers of their own, and none of them gives a right
		ExposedHeaders: []string{"Content-Disposition", "Export-Cursor", "ETag", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "X-Request-Id"},
		MaxAge:         int((10 * time.Minute).Seconds()),
	}).Handler
}

// SameOrigin refuses requests that a browser sends for a page of another origin, unless the origin is in the list.
// CORS alone is not enough: it only keeps the page from reading the reply. It stands before every address, so that no address that acts
// can be left out.
func SameOrigin(origins []string) Middleware {
	if slices.Contains(origins, "*") {
		return func(next http.Handler) http.Handler { return next }
	}
	protection := http.NewCrossOriginProtection()
	for _, origin := range origins {
		_ = protection.AddTrustedOrigin(origin) // the settings were checked at the start
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reply.Refuse(w, r, civic.Refuse(civic.CrossOrigin, ""))
	}))
	return protection.Handler
}
