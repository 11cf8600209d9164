package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"minyi/graph/httpapi"
	"minyi/graph/live"
	"minyi/server/logging"
	"minyi/server/metrics"
	"minyi/server/middleware"
)

// BenchmarkChain measures the middlewares.
func BenchmarkChain(b *testing.B) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer slog.SetDefault(slog.Default())
	c := config{LogLevel: "info", LogFormat: "json", MaxBody: 4 << 20, MaxOperations: 256, RequestTimeout: 10 * time.Second, MaxStreams: 10}
	logging.New(c.LogLevel, c.LogFormat, null)
	who, err := newSignIn(c, nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	api := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}"))
	})
	mux := http.NewServeMux()
	m := metrics.New()
	mux.Handle("/graphql", wrapAPI(api, c, who, middleware.NewBudgets(0, 0, nil), middleware.NewStreams(10, 10, nil, nil), httpapi.NewAnswerCache(live.NewHub(nil), 0), m))
	h := middleware.Chain(mux, middleware.Request(m), middleware.CORS(c.CORSOrigins), middleware.SameOrigin(c.CORSOrigins))
	for name, of := range map[string]struct {
		handler  http.Handler
		language string
	}{"no language": {h, ""}, "a language": {h, "zh-CN,zh;q=0.9,en;q=0.8"}, "nothing around": {api, ""}} {
		b.Run(name, func(b *testing.B) { asked(b, of.handler, of.language) })
	}
}

// asked sends requests to a handler. The cost of a request and of its reply is the same for all handlers.
func asked(b *testing.B, h http.Handler, language string) {
	b.ReportAllocs()
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	body := `{"query":"` + strings.Repeat("x", 600) + `"}`
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	if language != "" {
		request.Header.Set("Accept-Language", language)
	}
	for b.Loop() {
		r := *request
		r.Body = io.NopCloser(strings.NewReader(body))
		h.ServeHTTP(&quiet{header: http.Header{}}, &r)
	}
}

// quiet is a ResponseWriter that drops the reply.
type quiet struct{ header http.Header }

func (q *quiet) Header() http.Header         { return q.header }
func (q *quiet) Write(p []byte) (int, error) { return len(p), nil }
func (q *quiet) WriteHeader(int)             {}
