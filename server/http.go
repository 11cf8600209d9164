package main

import (
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/rs/cors"

	"minyi"
	"minyi/graph"
)

// deepest is how deep an operation's selections may be nested: the longest walk of the story, from a record through its
// drafts and comments to their answers, and a tool's introspection both fit well.
const deepest = 20

// The time that a client has for what it sends.
const (
	timeForHeaders = 5 * time.Second
	timeForBody    = time.Minute // a long draft over a slow line
	timeToRead     = 30 * time.Second
	timeIdle       = 2 * time.Minute
)

// newHTTP makes the HTTP server of the API.
func newHTTP(c config, s *store, who *signIn, live *streams, call string) *http.Server {
	return &http.Server{
		Handler:           routes(c, s, who, live, call),
		ReadHeaderTimeout: timeForHeaders,
		ReadTimeout:       timeForBody,
		WriteTimeout:      timeForBody + c.RequestTimeout + timeToRead,
		IdleTimeout:       timeIdle,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
}

// routes names every address of the server.
func routes(c config, s *store, who *signIn, live *streams, call string) http.Handler {
	api := graph.Handler(s.DB, graph.Limits{Time: c.RequestTimeout, Depth: deepest},
		graph.Streams{Hub: live.hub, Origins: c.CORSOrigins, SignIn: who.said})
	mux := http.NewServeMux()
	mux.Handle("/graphql", chain(api, bounded(c.MaxBody), live.apart(timed(c.RequestTimeout)), who.handler))
	mux.HandleFunc("GET /altcha/challenge", challenge(s.DB, c.ChallengeCost))
	mux.HandleFunc("GET /schema.graphql", schema())
	mux.HandleFunc("GET /healthz", alive)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("GET /{$}", home(call, c.devTokens()))
	return chain(mux, named, logged, guarded, localized, crossOrigin(c.CORSOrigins))
}

// crossOrigin lets the pages of some origins ask the API from a browser; without any, only our own.
func crossOrigin(origins []string) middleware {
	if len(origins) == 0 {
		return func(next http.Handler) http.Handler { return next }
	}
	return cors.New(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{"Authorization", "Content-Type", "X-Request-Id"},
		ExposedHeaders: []string{"ETag", "X-Request-Id"},
		MaxAge:         int((10 * time.Minute).Seconds()),
	}).Handler
}

// schema shows the contract. It changes with the program alone, and readers ask whether it did.
func schema() http.HandlerFunc {
	etag := fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(minyi.Schema)))
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "public, max-age=300")
		w.Header().Set("ETag", etag)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(minyi.Schema))
	}
}
