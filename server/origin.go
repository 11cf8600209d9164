package main

import (
	"net/http"
	"slices"
	"time"

	"github.com/rs/cors"

	"minyi/domain/civic"
)

// crossOrigin lets the pages of some origins ask the API from a browser; without any, only our own.
func crossOrigin(origins []string) middleware {
	if len(origins) == 0 {
		return func(next http.Handler) http.Handler { return next }
	}
	return cors.New(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{"Authorization", "Content-Type", "If-None-Match", "X-Request-Id"},
		ExposedHeaders: []string{"Content-Disposition", "ETag", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "X-Request-Id"},
		MaxAge:         int((10 * time.Minute).Seconds()),
	}).Handler
}

// sameOrigin refuses what a browser sends for the page of an origin that is not among those allowed, even where it could
// not read the answer.
func sameOrigin(origins []string) middleware {
	if slices.Contains(origins, "*") {
		return func(next http.Handler) http.Handler { return next }
	}
	protection := http.NewCrossOriginProtection()
	for _, origin := range origins {
		_ = protection.AddTrustedOrigin(origin) // the settings are checked
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r, civic.Refuse(civic.CrossOrigin, ""))
	}))
	return protection.Handler
}
