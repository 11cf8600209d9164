package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strconv"
	"time"

	"minyi/db"
	consultdb "minyi/db/consult"
	"minyi/db/local"
	"minyi/db/pg"
	trustdb "minyi/db/trust"
)

// store is the open database and, if the server runs one, the private PostgreSQL under it.
type store struct {
	db     *pg.DB
	server *local.Server // nil with DATABASE_URL
	log    string        // the log file of the private PostgreSQL
}

// spareConnections are the connections of the private PostgreSQL beyond DB_CONNS. Migrations and administrators use them.
const spareConnections = 10

// openStore starts PostgreSQL unless the settings name one, migrates the database and opens it.
func openStore(ctx context.Context, c config, secret []byte, log *slog.Logger) (*store, error) {
	s, url := &store{log: filepath.Join(c.Data, "postgres.log")}, c.DatabaseURL
	if c.private() {
		server, err := local.Start(ctx, local.Options{Dir: c.Data, Logger: log, Getenv: c.getenv,
			Settings: map[string]string{"max_connections": strconv.Itoa(c.DBConns + spareConnections)}})
		if err != nil {
			return nil, err
		}
		s.server, url = server, server.URL("postgres")
	}
	err := errors.Join(c.useLanguages(), db.Migrate(ctx, url))
	if err == nil {
		s.db, err = pg.Open(ctx, url, pg.Options{Secret: secret, SealKeys: c.SealKeys, MaxConns: c.DBConns, Zone: c.zone()})
	}
	if err == nil {
		err = cmp.Or(s.db.CheckSecret(ctx), trustdb.LoadKeys(ctx, s.db), consultdb.SetGeneralZone(ctx, s.db))
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// ended is closed when the private PostgreSQL has ended. It is nil with DATABASE_URL.
func (s *store) ended() <-chan struct{} {
	if s.server == nil {
		return nil
	}
	return s.server.Done()
}

// endedError is the error of a private PostgreSQL that ended by itself.
func (s *store) endedError() error {
	return fmt.Errorf("PostgreSQL has ended by itself; see %s, then start again", s.log)
}

// stopTimeout is how long the private PostgreSQL may take to stop cleanly. After that it is stopped at once and recovers at the
// next start.
const stopTimeout = 4 * time.Second

// close ends the connections and then the private PostgreSQL. It ignores the errors of connections, because PostgreSQL may have
// ended already.
func (s *store) close() error {
	if s.db != nil {
		_ = s.db.Close()
	}
	if s.server == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	if err := s.server.Stop(ctx); err != nil {
		return fmt.Errorf("PostgreSQL was stopped at once, as it took too long: %w", err)
	}
	return nil
}
