package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"minyi/db"
	"minyi/db/local"
)

// openToRead opens the database as it is and migrates nothing: that of DATABASE_URL, or the private one, which is started
// where no server runs it.
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
		running, is := local.RunningURL(c.Data, "postgres")
		if url = running; !is {
			if s.server, err = local.Start(ctx, local.Options{Dir: c.Data, Logger: slog.New(slog.DiscardHandler), Getenv: c.getenv}); err != nil {
				return nil, err
			}
			url = s.server.URL("postgres")
		}
	}
	const one = 1 // an audit is one transaction
	if s.DB, err = db.Open(ctx, url, secret, one); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}
