package main

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
	"time"

	"minyi"
	trustdb "minyi/db/trust"
	"minyi/graph/httpapi"
)

// The time that a client has for what it sends.
const (
	timeForHeaders = 5 * time.Second
	timeForBody    = time.Minute // a long draft over a slow line
	timeToRead     = 30 * time.Second
	timeIdle       = 2 * time.Minute
)

// newHTTP makes the HTTP server of the API.
func newHTTP(c config, s *store, who *signIn, live *streams, m *metrics, call string) *http.Server {
	return &http.Server{
		Handler:           routes(c, s, who, live, m, call),
		ReadHeaderTimeout: timeForHeaders,
		ReadTimeout:       timeForBody,
		WriteTimeout:      timeForBody + c.RequestTimeout + timeToRead,
		IdleTimeout:       timeIdle,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          quietErrors(),
	}
}

// routes names every address of the server.
func routes(c config, s *store, who *signIn, live *streams, m *metrics, call string) http.Handler {
	api := httpapi.Handler(s.db, httpapi.Limits{Time: c.RequestTimeout, Cost: c.MaxCost, Introspection: c.Introspection, Answer: c.MaxAnswer, Gqlgen: c.Executor == executorGqlgen},
		httpapi.Streams{Hub: live.hub, Origins: c.CORSOrigins, SignIn: who.said, Answered: m.operations.answered})
	answers := httpapi.NewAnswerCache(live.hub, c.AnswerCache)
	m.keeping(answers)
	mux, spent := http.NewServeMux(), newBudgets(c)
	mux.Handle("/graphql", around(api, c, who, spent, live, answers, m))
	mux.Handle("GET /export/{file}", chain(exports(s.db, c.RequestTimeout), who.handler, spent.priced(c.MaxCost), uncrowded(exportsAtOnce), live.lasting))
	mux.HandleFunc("GET /altcha/challenge", challenge(s.db, c.ChallengeCost))
	if c.Introspection {
		mux.HandleFunc("GET /schema.graphql", schema())
	}
	mux.HandleFunc("GET /healthz", alive)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("GET /log/key", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, trustdb.VerifierKey(s.db)) })
	mux.HandleFunc("GET /{$}", home(call, c.devTokens()))
	return chain(mux, received(m), crossOrigin(c.CORSOrigins))
}

// around puts around the API what every operation passes; an answer that is kept passes only what stands before the cache.
func around(api http.Handler, c config, who *signIn, spent budgets, live *streams, answers *httpapi.AnswerCache, m *metrics) http.Handler {
	return chain(api, m.operations.measured, sameOrigin(c.CORSOrigins), answers.Handler(spent.pay), bounded(c.MaxBody),
		live.apart(uncrowded(c.MaxOperations), timed(c.RequestTimeout)), who.handler, spent.handler)
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
