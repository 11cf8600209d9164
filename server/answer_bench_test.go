package main

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"syscall"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"minyi/graph/live"
	"minyi/server/logging"
	"minyi/server/metrics"
	"minyi/server/middleware"
)

// keptPage is the address of a reply of about 12 KiB that needs no database.
var keptPage = "/graphql?" + url.Values{"query": {`{ __schema { directives { name } types { name kind } } }`}}.Encode()

// wholeChain is the whole server without a database.
func wholeChain(b *testing.B) http.Handler {
	b.Helper()
	c, err := readConfig(func(name string) string {
		return map[string]string{"MINYI_DATA": b.TempDir(), "LOG_LEVEL": "info", "RATE_LIMIT": "0"}[name]
	})
	if err != nil {
		b.Fatal(err)
	}
	logging.New(c.LogLevel, c.LogFormat, io.Discard)
	b.Cleanup(func() { slog.SetDefault(slog.New(slog.DiscardHandler)) })
	who, err := newSignIn(c, nil, make([]byte, minSecret))
	if err != nil {
		b.Fatal(err)
	}
	return routes(c, &store{}, who, middleware.NewStreams(1, 1, nil, live.NewHub(nil)), metrics.New(), "minyi", nil)
}

// discard is a ResponseWriter that drops the reply.
type discard struct{ header http.Header }

func (d discard) Header() http.Header             { return d.header }
func (d discard) WriteHeader(int)                 {}
func (d discard) Write(piece []byte) (int, error) { return len(piece), nil }

// BenchmarkKeptAnswer reads a cached reply through all middlewares, without a network.
func BenchmarkKeptAnswer(b *testing.B) {
	api := wholeChain(b)
	r := httptest.NewRequest(http.MethodGet, keptPage, nil)
	r.Header.Set("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8")
	r.Header.Set("Accept", "application/graphql-response+json, application/json;q=0.9")
	b.ReportAllocs()
	before := used()
	for b.Loop() {
		api.ServeHTTP(discard{http.Header{}}, r)
	}
	processor(b, before)
}

// processor reports the processor time of one operation, because elapsed time means little on a busy machine.
func processor(b *testing.B, before time.Duration) {
	b.ReportMetric(float64(used()-before)/float64(b.N), "cpu-ns/op")
}

// used returns the processor time of this process.
func used() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkKeptAnswerOverTCP reads the reply over open connections. For comparison, a bare handler writes as many bytes.
func BenchmarkKeptAnswerOverTCP(b *testing.B) {
	page := make([]byte, 12<<10)
	bare := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(page)
	})
	for _, c := range []struct {
		name    string
		handler http.Handler
	}{{"bare", bare}, {"whole", wholeChain(b)}} {
		b.Run(c.name, func(b *testing.B) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			server := &http.Server{Handler: c.handler, ReadHeaderTimeout: time.Minute}
			go func() { _ = server.Serve(listener) }()
			defer server.Close()
			client := &fasthttp.Client{MaxConnsPerHost: 64}
			b.SetParallelism(16)
			b.ReportAllocs()
			before := used()
			b.RunParallel(func(pb *testing.PB) {
				asked, answer := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
				asked.SetRequestURI("http://" + listener.Addr().String() + keptPage)
				for pb.Next() {
					if err := client.Do(asked, answer); err != nil || answer.StatusCode() != http.StatusOK {
						b.Error(answer.StatusCode(), err)
						return
					}
				}
				b.SetBytes(int64(len(answer.Body())))
			})
			processor(b, before)
		})
	}
}
