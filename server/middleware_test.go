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
)

// BenchmarkChain measures what stands around each operation.
func BenchmarkChain(b *testing.B) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer slog.SetDefault(slog.Default())
	c := config{LogLevel: "info", LogFormat: "json", MaxBody: 4 << 20, MaxOperations: 256, RequestTimeout: 10 * time.Second, MaxStreams: 10}
	newLogger(c, null)
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
	m := newMetrics()
	mux.Handle("/graphql", around(api, c, who, newBudgets(c), newStreams(10, nil), httpapi.NewAnswerCache(live.NewHub(nil), 0), m))
	h := chain(mux, received(m), crossOrigin(c.CORSOrigins))
	for name, of := range map[string]struct {
		handler  http.Handler
		language string
	}{"no language": {h, ""}, "a language": {h, "zh-CN,zh;q=0.9,en;q=0.8"}, "nothing around": {api, ""}} {
		b.Run(name, func(b *testing.B) { asked(b, of.handler, of.language) })
	}
}

// asked asks a handler over and over; what a request and its answer cost by themselves is the same for all.
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

// quiet is an answer that nobody reads.
type quiet struct{ header http.Header }

func (q *quiet) Header() http.Header         { return q.header }
func (q *quiet) Write(p []byte) (int, error) { return len(p), nil }
func (q *quiet) WriteHeader(int)             {}
