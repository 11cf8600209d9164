package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"minyi/db"
	"minyi/db/local"
	"minyi/db/pg"
)

// place is the bench's own PostgreSQL with its database, migrated.
type place struct {
	dir      string
	postgres *local.Server
	url      string // of the database
	sql      *sqlx.DB
}

// databaseName is the database that the server under test uses.
const databaseName = "bench"

// openPlace starts PostgreSQL as the server does. The folder stays when the bench ends.
func openPlace(ctx context.Context, dir string) (*place, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	postgres, err := local.Start(ctx, local.Options{Dir: dir, Logger: slog.New(slog.DiscardHandler), Cache: filepath.Join(local.DefaultDir(), "bin"),
		Settings: map[string]string{"max_connections": "120", "max_wal_size": "4GB", "maintenance_work_mem": "512MB"}})
	if err != nil {
		return nil, err
	}
	p := &place{dir: dir, postgres: postgres, url: postgres.URL(databaseName)}
	if err := p.openDatabase(ctx); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// openDatabase creates the database if there is none, and migrates it.
func (p *place) openDatabase(ctx context.Context) error {
	front, err := sqlx.ConnectContext(ctx, "postgres", p.postgres.URL("postgres"))
	if err != nil {
		return err
	}
	defer front.Close()
	var there bool
	if err := front.GetContext(ctx, &there, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, databaseName); err != nil {
		return err
	}
	if !there {
		if _, err := front.ExecContext(ctx, `CREATE DATABASE `+databaseName); err != nil {
			return err
		}
	}
	if err := db.Migrate(ctx, p.url); err != nil {
		return err
	}
	p.sql, err = sqlx.ConnectContext(ctx, "postgres", p.url)
	return err
}

// renew drops the database and creates it again.
func (p *place) renew(ctx context.Context) error {
	if err := p.sql.Close(); err != nil {
		return err
	}
	front, err := sqlx.ConnectContext(ctx, "postgres", p.postgres.URL("postgres"))
	if err != nil {
		return err
	}
	defer front.Close()
	if _, err := front.ExecContext(ctx, `DROP DATABASE `+databaseName+` WITH (FORCE)`); err != nil {
		return err
	}
	return p.openDatabase(ctx)
}

func (p *place) close() {
	if p.sql != nil {
		_ = p.sql.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_ = p.postgres.Stop(ctx)
}

// exec runs statements one after the other until one fails.
func (p *place) exec(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := p.sql.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%w in %.80s", err, strings.TrimSpace(s))
		}
	}
	return nil
}

// pgbench runs scripts, chosen at random, and tells how many transactions a second it did.
func (p *place) pgbench(ctx context.Context, conns int, how time.Duration, scripts []string) (float64, error) {
	address, err := url.Parse(p.url)
	if err != nil {
		return 0, err
	}
	at := address.Query()
	args := []string{"-h", at.Get("host"), "-p", at.Get("port"), "-U", at.Get("user"), "-n", "-M", "prepared",
		"-c", fmt.Sprint(conns), "-j", "2", "-T", fmt.Sprint(int(how.Round(time.Second).Seconds()))}
	for i, script := range scripts {
		name := filepath.Join(p.dir, fmt.Sprintf("script-%d.sql", i))
		if err := os.WriteFile(name, []byte(script), 0o644); err != nil {
			return 0, err
		}
		args = append(args, "-f", name)
	}
	cmd := exec.CommandContext(ctx, "pgbench", append(args, databaseName)...)
	cmd.Env = append(os.Environ(), "PGOPTIONS=-c random_page_cost="+pg.RandomPageCost)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("pgbench: %w\n%s", err, said.String())
	}
	for line := range strings.Lines(said.String()) {
		var rate float64
		if n, _ := fmt.Sscanf(line, "tps = %f", &rate); n == 1 {
			return rate, nil
		}
	}
	return 0, fmt.Errorf("pgbench said no rate:\n%s", said.String())
}
