package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"minyi/server/logging"
	"minyi/server/metrics"
)

// listenPrivately listens on PRIVATE_ADDR, for the operators of the server. The listener is nil if the setting is empty.
func (c config) listenPrivately() (net.Listener, error) {
	if c.PrivateAddr == "" {
		return nil, nil
	}
	listener, err := net.Listen("tcp", c.PrivateAddr)
	if err != nil {
		return nil, fmt.Errorf("%w; PRIVATE_ADDR chooses another address", err)
	}
	if tcp, is := listener.Addr().(*net.TCPAddr); is && !tcp.IP.IsLoopback() {
		slog.Warn("PRIVATE_ADDR is reached from other machines: whoever comes there sees the metrics and the program's memory", "address", listener.Addr().String())
	}
	return listener, nil
}

// servePrivately serves the operators until the function that it returns is called.
func servePrivately(listener net.Listener, m *metrics.Metrics) (stop func()) {
	if listener == nil {
		return func() {}
	}
	server := &http.Server{Handler: privateRoutes(m), ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, ErrorLog: logging.ForHTTPServer()}
	go func() { _ = server.Serve(listener) }() // returns when the server is closed
	return func() { _ = server.Close() }
}

// maxScrapes is how many requests for the metrics may run at once. Each one queries the database.
const maxScrapes = 3

// privateRoutes registers every address that the public must not reach.
func privateRoutes(m *metrics.Metrics) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m, promhttp.HandlerOpts{MaxRequestsInFlight: maxScrapes, Timeout: 10 * time.Second}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux
}
