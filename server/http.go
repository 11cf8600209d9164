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
	"minyi/server/feeds"
	"minyi/server/logging"
	"minyi/server/metrics"
	"minyi/server/middleware"
	"minyi/server/reply"
	"minyi/server/signin"
	"minyi/web"
)

// The time limits of connections.
const (
	headerTimeout = 5 * time.Second
	bodyTimeout   = time.Minute // a long draft over a slow line
	writeTimeout  = 30 * time.Second
	idleTimeout   = 2 * time.Minute
)

// siteCost is what a feed or a page of the website costs: about the objects in it.
const siteCost = 200

// newHTTP makes the HTTP server of the API.
func newHTTP(c config, s *store, who *signin.SignIn, streams *middleware.Streams, m *metrics.Metrics, call string, site *web.Site) *http.Server {
	return &http.Server{
		Handler:           routes(c, s, who, streams, m, call, site),
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       bodyTimeout,
		WriteTimeout:      bodyTimeout + c.RequestTimeout + writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          logging.ForHTTPServer(),
	}
}

// routes registers every public address of the server.
func routes(c config, s *store, who *signin.SignIn, streams *middleware.Streams, m *metrics.Metrics, call string, site *web.Site) http.Handler {
	api := httpapi.Handler(s.db, httpapi.Limits{Time: c.RequestTimeout, Cost: c.MaxCost, Introspection: c.Introspection, Answer: c.MaxAnswer, Gqlgen: c.Executor == executorGqlgen, Documents: c.documents.With(web.Documents())},
		httpapi.Streams{Hub: streams.Hub, Origins: c.CORSOrigins, SignIn: who.Actor, Admit: streams.Admit, Answered: m.Operations.Count})
	answers := httpapi.NewAnswerCache(streams.Hub, c.AnswerCache)
	m.WatchCache(answers)
	mux, budgets := http.NewServeMux(), middleware.NewBudgets(c.RateLimit, c.burst(), c.TrustedProxies)
	operations := wrapAPI(api, c, who, budgets, streams, answers, m)
	mux.Handle("/graphql", operations)
	mux.Handle("GET /export/{file}", middleware.Chain(exports(s.db, who, c.RequestTimeout), who.Handler, budgets.Charge(c.MaxCost), streams.Exports, middleware.Compress))
	mux.Handle("GET /export/report.ndjson", middleware.Chain(exportReport(s.db, c.RequestTimeout), who.Handler, budgets.Charge(c.MaxCost), streams.Exports, middleware.Compress))
	mux.Handle("GET /export/report.zip", middleware.Chain(bundles(s.db, c.words, c.RequestTimeout), who.Handler, budgets.Charge(c.MaxCost), streams.Exports))
	mux.Handle("GET /export/me.json", middleware.Chain(exportMe(s.db), who.Handler, budgets.Charge(c.MaxCost), streams.Exports, middleware.Compress, middleware.LimitTime(c.RequestTimeout)))
	routeSurveyFiles(mux, s.db, c.PublicURL, who.Handler, budgets.Charge(draftFileCost), middleware.LimitTime(c.RequestTimeout))
	routeDraftFiles(mux, s.db, who.Handler, budgets.Charge(draftFileCost), middleware.LimitTime(c.RequestTimeout))
	mux.HandleFunc("GET /sign-in.json", signin.Offers(c.providers, c.ChallengeCost > 0, c.devTokens()))
	mux.HandleFunc("GET /altcha/challenge", signin.Challenge(s.db, c.ChallengeCost))
	if c.Introspection {
		mux.Handle("GET /schema.graphql", middleware.Compress(schema()))
	}
	mux.Handle("GET /words/{file}", middleware.Compress(wordsHandler(c.words)))
	mux.Handle("GET /annual-reports/{file}", middleware.Chain(annualReports(s.db), budgets.Charge(c.MaxCost), middleware.Compress, middleware.LimitTime(c.RequestTimeout)))
	mux.Handle("POST /catalogue-table", middleware.Chain(http.HandlerFunc(catalogueTable), who.Handler, budgets.Charge(draftFileCost), middleware.LimitTime(c.RequestTimeout), middleware.LimitBody(largestWorkbook)))
	feeds.Site{DB: s.db, URL: c.PublicURL}.Routes(mux, func(h http.Handler) http.Handler {
		return middleware.Chain(h, budgets.Charge(siteCost), middleware.Compress, middleware.LimitTime(c.RequestTimeout))
	})
	mux.Handle("GET /reports/{file}", middleware.Chain(reportPages(s.db, c.words), budgets.Charge(c.MaxCost), middleware.Compress, middleware.LimitTime(c.RequestTimeout)))
	routeCharts(mux, s.db, c.ChartFont, budgets.Charge(chartCost), middleware.Compress, middleware.LimitTime(c.RequestTimeout))
	mux.HandleFunc("GET /healthz", alive)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("GET /log/key", func(w http.ResponseWriter, _ *http.Request) { reply.Text(w, http.StatusOK, trustdb.VerifierKey(s.db)) })
	routeSite(mux, c, site, operations, who.Tokens(), call)
	return middleware.Chain(mux, middleware.Request(m), middleware.CORS(c.CORSOrigins), middleware.SameOrigin(c.CORSOrigins))
}

// wrapAPI adds the middlewares of the API. A cached answer passes only the middlewares before the cache.
func wrapAPI(api http.Handler, c config, who *signin.SignIn, budgets middleware.Budgets, streams *middleware.Streams, answers *httpapi.AnswerCache, m *metrics.Metrics) http.Handler {
	return middleware.Chain(api, m.Operations.Handler,
		httpapi.NewMemory(c.AnswerMemory, c.answerShare()).Handler(c.TrustedProxies.NetworkOf), answers.Handler(budgets.Pay), middleware.LimitBody(c.MaxBody),
		httpapi.StreamSubscriptions, streams.Split(middleware.Compress, middleware.TakeTurns(c.clientOperations(), c.RequestTimeout, c.TrustedProxies), middleware.LimitConcurrency(c.MaxOperations), middleware.LimitTime(c.RequestTimeout)), who.Handler, budgets.Handler)
}

// schema serves schema.graphql. Only a new program changes it, so that the ETag is the hash of its text.
func schema() http.HandlerFunc {
	etag := fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(minyi.Schema)))
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "public, max-age=300")
		w.Header().Set("ETag", etag)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(minyi.Schema))
	}
}
