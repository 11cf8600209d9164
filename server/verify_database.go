package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	analysedb "minyi/db/analyse"
	informdb "minyi/db/inform"
	"minyi/db/local"
	"minyi/db/pg"
	trustdb "minyi/db/trust"
	verifydb "minyi/db/verify"
	"minyi/domain/trust"
	"minyi/server/progress"
	"minyi/server/verify"
)

// verifyDatabase compares the database with its log, and the log with checkpoints from outside.
func verifyDatabase(ctx context.Context, a verifyArgs, getenv func(string) string, stdout, stderr io.Writer) error {
	_, s, err := openSettings(ctx, getenv)
	if err != nil {
		return err
	}
	defer func() { _ = s.close() }()
	if !strings.Contains(trustdb.VerifierKey(s.db), strings.TrimSpace(a.key)) {
		return fmt.Errorf("the keys of the database are %s and not that of -key", strings.ReplaceAll(trustdb.VerifierKey(s.db), "\n", ", "))
	}
	kept, err := readCheckpoints(a, trustdb.VerifierKey(s.db))
	if err != nil {
		return err
	}
	v := verify.Verdicts{To: stdout}
	inexact, err := verifydb.InexactEnums(ctx, s.db)
	for _, finding := range inexact {
		v.Fail("%s", finding)
	}
	if err != nil {
		return err
	}
	miscounted, err := analysedb.InexactCounts(ctx, s.db)
	for _, finding := range miscounted {
		v.Fail("%s", finding)
	}
	if err != nil {
		return err
	}
	lost, err := informdb.InexactReleases(ctx, s.db)
	for _, finding := range lost {
		v.Fail("%s", finding)
	}
	if err != nil {
		return err
	}
	work := progress.Begin(stderr, "leaves and rows checked")
	audit, err := verifydb.AuditLog(ctx, s.db, kept, work.Add)
	work.End()
	if err != nil {
		return err
	}
	printAudit(audit, &v)
	return v.Err()
}

// readCheckpoints reads the checkpoints that the arguments name.
func readCheckpoints(a verifyArgs, key string) ([]trust.Checkpoint, error) {
	names := a.Older
	if a.Checkpoint != "" {
		names = append(names, a.Checkpoint)
	}
	verifier, err := trust.NewLogVerifier(key)
	if err != nil {
		return nil, err
	}
	var kept []trust.Checkpoint
	for _, name := range names {
		e, err := verify.ReadEvidence(name)
		if err != nil {
			return nil, err
		}
		c, err := verifier.ReadCheckpoint(e.Note)
		if err != nil {
			return nil, fmt.Errorf("checkpoint in %s: %w", name, err)
		}
		kept = append(kept, c)
	}
	return kept, nil
}

// printAudit prints the result of an audit.
func printAudit(audit *trust.LogAudit, v *verify.Verdicts) {
	for _, finding := range audit.Findings {
		v.Fail("%s", finding)
	}
	fmt.Fprintf(v.To, "The log has %d leaves and %d checkpoints; %d receipts wait for their place.\n", audit.Leaves, audit.Checkpoints, audit.Pending)
	fmt.Fprintf(v.To, "%d comments and survey responses are what their receipts say; of %d the salt was erased, so that nothing can be said.\n", audit.Held, audit.Forgotten)
}

// openSettings reads the settings and opens their database with openToRead.
func openSettings(ctx context.Context, getenv func(string) string) (config, *store, error) {
	c, err := readConfig(getenv)
	if err != nil {
		return c, nil, misused{err}
	}
	s, err := openToRead(ctx, c)
	return c, s, err
}

// openToRead opens the database without migrations. It starts the private PostgreSQL unless a server already runs it.
func openToRead(ctx context.Context, c config) (*store, error) {
	if c.private() {
		if _, err := os.Stat(filepath.Join(c.Data, "data")); err != nil {
			return nil, fmt.Errorf("there is no database in %s", c.Data)
		}
	}
	secret, err := c.secret()
	if err != nil {
		return nil, err
	}
	s, url := &store{}, c.DatabaseURL
	if c.private() {
		var running bool
		if url, running = local.RunningURL(c.Data, "postgres"); !running {
			if s.server, err = local.Start(ctx, local.Options{Dir: c.Data, Logger: slog.New(slog.DiscardHandler), Getenv: c.getenv}); err != nil {
				return nil, err
			}
			url = s.server.URL("postgres")
		}
	}
	if err = c.useLanguages(); err != nil {
		return nil, errors.Join(err, s.close())
	}
	const one = 1 // an audit is one transaction
	if s.db, err = pg.Open(ctx, url, pg.Options{Secret: secret, SealKeys: c.SealKeys, MaxConns: one, Zone: c.zone()}); err == nil {
		err = cmp.Or(s.db.CheckSecret(ctx), trustdb.LoadKeys(ctx, s.db))
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}
