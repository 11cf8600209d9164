package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	consultdb "minyi/db/consult"
	trustdb "minyi/db/trust"
	"minyi/graph/live"
)

// timeToDrain is how long requests under way may take when the program is asked to stop.
const timeToDrain = 4 * time.Second

// serve runs the API until the context ends or something it needs does. It takes the address first, so that a port in
// use is known before anything is touched.
func serve(ctx context.Context, c config, log *slog.Logger, stdout io.Writer, call string) (err error) {
	began := time.Now()
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("%w; ADDR chooses another address", err)
	}
	defer listener.Close()
	private, err := c.listenPrivately()
	if err != nil {
		return err
	}
	certificate, err := c.certificate()
	if err != nil {
		return err
	}
	secret, err := c.secret()
	if err != nil {
		return err
	}
	s, err := openStore(ctx, c, secret, log)
	if ctx.Err() != nil && err != nil {
		return errors.New("stopped before it was ready")
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if c.example() {
		if err := seedExample(ctx, s.db); err != nil {
			return fmt.Errorf("fill the database with the example: %w", err)
		}
	}
	who, err := newSignIn(c, s.db, secret)
	if err != nil {
		return err
	}
	live := newStreams(c.MaxStreams, live.NewHub(s.db))
	m := newMetrics()
	m.watch(s, live)
	defer inBackground(c, s, live.hub, m)()
	defer answerPrivately(private, m)()
	settle()
	announce(stdout, c, listener, private, time.Since(began), call)
	server := newHTTP(c, s, who, live, m, call)
	server.TLSConfig = certificate
	return answer(ctx, server, listener, s, live)
}

// inBackground begins what is done beside requests; the function that it returns ends it and waits.
func inBackground(c config, s *store, hub *live.Hub, m *metrics) (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	for _, t := range []task{
		folding(c.FoldInterval, m.counted("fold", func(ctx context.Context) (int, error) { return s.db.FoldTallies(ctx) })),
		sequencing(m.counted("sequence", func(ctx context.Context) (int, error) { return trustdb.SequenceReceipts(ctx, s.db) })),
		merging(m.counted("merge", func(ctx context.Context) (int, error) { return consultdb.MergeGrams(ctx, s.db) })),
	} {
		running.Go(func() { t.forever(ctx) })
	}
	running.Go(func() { hub.Run(ctx) })
	return func() { cancel(); running.Wait() }
}

// answer answers requests until the context ends, then lets those under way finish; it returns at once when PostgreSQL ends.
func answer(ctx context.Context, server *http.Server, listener net.Listener, s *store, live *streams) error {
	failed := make(chan error, 1)
	go func() { failed <- listen(server, listener) }()
	defer server.Close()
	select {
	case err := <-failed:
		return err
	case <-s.died():
		return s.lost()
	case <-ctx.Done():
	}
	slog.Info("stopping")
	ctx, cancel := context.WithTimeout(context.Background(), timeToDrain)
	defer cancel()
	server.RegisterOnShutdown(live.end)
	defer live.close(ctx)
	if err := server.Shutdown(ctx); err != nil {
		slog.Warn("requests under way were cut off", "error", err)
	}
	return nil
}

// announce says where everything is.
func announce(to io.Writer, c config, public, private net.Listener, took time.Duration, call string) {
	address, data := "http://"+reachable(public.Addr()), c.Data
	if c.TLSCert != "" {
		address = "https://" + reachable(public.Addr())
	}
	if !c.private() {
		data = "the PostgreSQL of DATABASE_URL"
	}
	fmt.Fprintf(to, "Minyi is ready after %v.\n", took.Round(10*time.Millisecond))
	fmt.Fprintf(to, "  API    %s/graphql  (start at %s/)\n", address, address)
	if private != nil {
		fmt.Fprintf(to, "  Watch  http://%s/metrics and /debug/pprof/\n", reachable(private.Addr()))
	}
	fmt.Fprintf(to, "  Data   %s\n", data)
	if c.devTokens() {
		fmt.Fprintf(to, "  Token  %s token -subject admin -role ADMIN\n", call)
		fmt.Fprintln(to, "  WARNING: DEVELOPMENT TOKENS ARE ON. Whoever has the secret can be anybody. Never let the public in like this.")
	}
}

// reachable is the address by which this machine reaches the listener: localhost where it listens everywhere.
func reachable(at net.Addr) string {
	if tcp, is := at.(*net.TCPAddr); is && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("localhost:%d", tcp.Port)
	}
	return at.String()
}
