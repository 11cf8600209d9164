package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	analysedb "minyi/db/analyse"
	consultdb "minyi/db/consult"
	disclosedb "minyi/db/disclose"
	informdb "minyi/db/inform"
	"minyi/db/pg"
	surveydb "minyi/db/survey"
	trustdb "minyi/db/trust"
	"minyi/graph/live"
	"minyi/server/deliver"
	"minyi/server/example"
	"minyi/server/metrics"
	"minyi/server/middleware"
	"minyi/server/signin"
)

// drainTimeout is how long running requests may still take after the program was asked to stop.
const drainTimeout = 4 * time.Second

// serve runs the API until the context ends, or until the listener or the private PostgreSQL fails. It listens first: if the port
// is in use, nothing is changed.
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
	secret, err := c.serverSecret()
	if err != nil {
		return err
	}
	site, err := newSite(c)
	if err != nil {
		return misused{err}
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
		if err := example.Seed(ctx, s.db); err != nil {
			return fmt.Errorf("fill the database with the example: %w", err)
		}
	}
	if unfit := c.documents.Invalid(); len(unfit) > 0 {
		slog.Warn("documents of DOCUMENTS do not fit the contract of this version", "count", len(unfit), "first", unfit[0])
	}
	who, err := newSignIn(c, s.db, secret)
	if err != nil {
		return err
	}
	if c.PublicURL == "" {
		c.PublicURL = reachableURL(c, listener)
	}
	streams := middleware.NewStreams(c.MaxStreams, c.clientStreams(), c.TrustedProxies, live.NewHub(s.db))
	m := metrics.New()
	m.WatchStreams(streams.Open, streams.Hub)
	m.WatchDatabase(s.db)
	defer startBackground(c, s, streams.Hub, m)()
	defer servePrivately(private, m)()
	releaseMemory()
	announce(stdout, c, listener, private, time.Since(began), call)
	server := newHTTP(c, s, who, streams, m, call, site)
	server.TLSConfig = certificate
	return serveUntilDone(ctx, server, listener, s, streams)
}

// newSignIn accepts the tokens that the settings allow.
func newSignIn(c config, db *pg.DB, secret []byte) (*signin.SignIn, error) {
	if !c.devTokens() {
		return signin.New(db, c.providers, nil)
	}
	tokens, err := signin.NewTokens(secret)
	if err != nil {
		return nil, err
	}
	return signin.New(db, c.providers, tokens)
}

// startBackground starts the background tasks. The function that it returns stops them and waits for their end.
func startBackground(c config, s *store, hub *live.Hub, m *metrics.Metrics) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	for _, t := range []task{
		foldTask(c.FoldInterval, m.CountTask("fold", func(ctx context.Context) (int, error) { return s.db.FoldTallies(ctx) })),
		sequenceTask(m.CountTask("sequence", func(ctx context.Context) (int, error) { return trustdb.SequenceReceipts(ctx, s.db) })),
		mergeTask(m.CountTask("merge", func(ctx context.Context) (int, error) { return consultdb.MergeGrams(ctx, s.db) })),
		groupTask(m.CountTask("group", func(ctx context.Context) (int, error) { return analysedb.GroupComments(ctx, s.db) })),
		opinionTask(m.CountTask("opinions", func(ctx context.Context) (int, error) { return analysedb.FindOpinions(ctx, s.db) })),
		maintainTask(m.CountTask("maintain", func(ctx context.Context) (int, error) {
			n, err := disclosedb.Maintain(ctx, s.db)
			sealed, sealErr := informdb.SealAddresses(ctx, s.db)
			return n + sealed, cmp.Or(err, sealErr)
		})),
		deliverTask(m.CountTask("deliver", deliver.New(s.db, c.PublicURL, c.mail(), c.PrivateHooks).Run)),
		dropTask(m.CountTask("drop", func(ctx context.Context) (int, error) { return surveydb.DropSavedForms(ctx, s.db) })),
	} {
		running.Go(func() { t.repeat(ctx) })
	}
	running.Go(func() { hub.Run(ctx) })
	running.Go(func() { trimMemory(ctx) })
	return func() { cancel(); running.Wait() }
}

// serveUntilDone serves requests until the context ends, and then lets running requests finish. It returns at once if the private
// PostgreSQL ends.
func serveUntilDone(ctx context.Context, server *http.Server, listener net.Listener, s *store, streams *middleware.Streams) error {
	failed := make(chan error, 1)
	go func() { failed <- serveHTTP(server, listener) }()
	defer server.Close()
	select {
	case err := <-failed:
		return err
	case <-s.ended():
		return s.endedError()
	case <-ctx.Done():
	}
	slog.Info("stopping")
	ctx, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	server.RegisterOnShutdown(streams.End)
	defer streams.Close(ctx)
	if err := server.Shutdown(ctx); err != nil {
		slog.Warn("requests under way were cut off", "error", err)
	}
	return nil
}

// announce prints the addresses of the server and the folder of the data.
func announce(to io.Writer, c config, public, private net.Listener, took time.Duration, call string) {
	address, data := reachableURL(c, public), c.Data
	if !c.private() {
		data = "the PostgreSQL of DATABASE_URL"
	}
	fmt.Fprintf(to, "Minyi is ready after %v.\n", took.Round(10*time.Millisecond))
	if c.Site {
		fmt.Fprintf(to, "  Site   %s/\n", address)
	}
	fmt.Fprintf(to, "  API    %s/graphql  (start at %s/developers)\n", address, address)
	if private != nil {
		fmt.Fprintf(to, "  Watch  http://%s/metrics and /debug/pprof/\n", reachable(private.Addr()))
	}
	fmt.Fprintf(to, "  Data   %s\n", data)
	if c.devTokens() {
		fmt.Fprintf(to, "  Token  %s token -subject admin -role ADMIN\n", call)
		fmt.Fprintln(to, "  WARNING: DEVELOPMENT TOKENS ARE ON. Whoever has the secret can be anybody. Never let the public in like this.")
	}
}

// reachableURL is the address by which this machine reaches the server.
func reachableURL(c config, at net.Listener) string {
	if c.TLSCert != "" {
		return "https://" + reachable(at.Addr())
	}
	return "http://" + reachable(at.Addr())
}

// reachable is the address by which this machine reaches the listener: localhost if it listens on every address.
func reachable(at net.Addr) string {
	if tcp, is := at.(*net.TCPAddr); is && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("localhost:%d", tcp.Port)
	}
	return at.String()
}
