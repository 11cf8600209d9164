package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strconv"
	"time"

	"minyi/db"
	"minyi/db/local"
	"minyi/db/pg"
)

// store is the open database, with the PostgreSQL under it where that is ours.
type store struct {
	db     *pg.DB
	server *local.Server // nil with DATABASE_URL
	log    string        // where our PostgreSQL writes
}

// spareConnections are those of our PostgreSQL that the program does not count on: for migrations, the check of
// readiness and whoever looks in by hand.
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
	err := db.Migrate(ctx, url)
	if err == nil {
		s.db, err = pg.Open(ctx, url, secret, c.DBConns)
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// died is closed when our PostgreSQL has ended; with another's it never is.
func (s *store) died() <-chan struct{} {
	if s.server == nil {
		return nil
	}
	return s.server.Done()
}

// lost is the error of a PostgreSQL that ended by itself.
func (s *store) lost() error {
	return fmt.Errorf("PostgreSQL has ended by itself; see %s, then start again", s.log)
}

// timeToStop is how long our PostgreSQL may take for a clean stop; what it then leaves is recovered at the next start.
const timeToStop = 4 * time.Second

// close ends the connections, then our PostgreSQL. That connections end badly where PostgreSQL is gone is no news.
func (s *store) close() error {
	if s.db != nil {
		_ = s.db.Close()
	}
	if s.server == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeToStop)
	defer cancel()
	if err := s.server.Stop(ctx); err != nil {
		return fmt.Errorf("PostgreSQL was stopped at once, as it took too long: %w", err)
	}
	return nil
}
