package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// listenPrivately takes the address for those who run the server, nil where the settings name none.
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

// answerPrivately answers those who run the server, until the function that it returns is called.
func answerPrivately(listener net.Listener, m *metrics) (end func()) {
	if listener == nil {
		return func() {}
	}
	server := &http.Server{Handler: privateRoutes(m), ReadHeaderTimeout: timeForHeaders, IdleTimeout: timeIdle, ErrorLog: quietErrors()}
	go func() { _ = server.Serve(listener) }() // until it is closed
	return func() { _ = server.Close() }
}

// scrapesAtOnce is how many may ask for the metrics at once; each asks the database.
const scrapesAtOnce = 3

// privateRoutes names every address that the public must not reach.
func privateRoutes(m *metrics) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m, promhttp.HandlerOpts{MaxRequestsInFlight: scrapesAtOnce, Timeout: 10 * time.Second}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux
}
