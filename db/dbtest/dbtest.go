// Package dbtest gives tests databases of their own on a throwaway PostgreSQL server. A package that uses it has
//
//	func TestMain(m *testing.M) { dbtest.Main(m, db.Migrate) }
//
// The server starts with the first test that asks for a database and ends with the test process, however that ends.
package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minyi/db/local"
)

const (
	template = "template_minyi"
	patience = time.Minute // for the server's start and the migrations; both need about a second
)

// settings give up durability for speed: nothing here outlives the process. Cloning needs no autovacuum in the template.
var settings = map[string]string{
	"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off",
	"dynamic_shared_memory_type": "mmap", // in the data folder, which goes even when we are killed
	"wal_level":                  "minimal", "max_wal_senders": "0", "max_connections": "200", "shared_buffers": "64MB",
}

// Migrate makes the schema in the database of the url.
type Migrate = func(ctx context.Context, url string) error

// process is the one server of this test process.
var process struct {
	main     bool
	migrate  Migrate
	start    sync.Once
	err      error
	dir      string
	server   *local.Server
	admin    *sql.DB
	create   sync.Mutex   // a template can be copied by one session at a time
	strategy string       // what CREATE DATABASE says about copying
	count    atomic.Int64 // names the databases
}

// Main runs a package's tests; migrate prepares the template once, when a test asks for the first database.
func Main(m *testing.M, migrate Migrate) { os.Exit(Run(m.Run, migrate)) }

// Run runs tests like Main, and returns their exit code.
func Run(tests func() int, migrate Migrate) int {
	process.main, process.migrate = true, migrate
	defer end()
	return tests()
}

// New gives the test a migrated database of its own and returns its URL. It is dropped at the test's end.
func New(t testing.TB) string {
	t.Helper()
	return copyOf(t, template)
}

// Empty gives the test a database without a schema, for tests of the migrations themselves, and returns its URL.
func Empty(t testing.TB) string {
	t.Helper()
	return copyOf(t, "template1")
}

// Template is a migrated database that is filled for the first test which asks for a copy.
type Template struct {
	Name   string
	Fill   func(t testing.TB, url string) // must leave no connection open
	filled sync.Once
}

// New gives the test a copy of its own and returns its URL. It is dropped at the test's end.
func (m *Template) New(t testing.TB) string {
	t.Helper()
	m.filled.Do(func() {
		server := Server(t)
		create(t, m.Name, template)
		m.Fill(t, server.URL(m.Name))
	})
	return copyOf(t, m.Name)
}

// Server is the server of this test process, for tests that need more than a database.
func Server(t testing.TB) *local.Server {
	t.Helper()
	process.start.Do(func() { process.err = begin() })
	if process.err != nil {
		t.Fatalf("dbtest: %v", process.err)
	}
	return process.server
}

// copyOf copies a database, and drops the copy at the test's end with the connections that the test forgot.
func copyOf(t testing.TB, from string) string {
	t.Helper()
	server := Server(t)
	name := fmt.Sprintf("test_%d", process.count.Add(1))
	create(t, name, from)
	t.Cleanup(func() {
		if _, err := process.admin.Exec(`DROP DATABASE ` + name + ` WITH (FORCE)`); err != nil {
			t.Errorf("dbtest: %v", err)
		}
	})
	return server.URL(name)
}

// create creates a database as a copy of another one.
func create(t testing.TB, name, from string) {
	t.Helper()
	process.create.Lock()
	defer process.create.Unlock()
	if _, err := process.admin.Exec(`CREATE DATABASE ` + name + ` TEMPLATE ` + from + process.strategy); err != nil {
		t.Fatalf("dbtest: %v", err)
	}
}

// begin starts the server and prepares the template.
func begin() (err error) {
	if !process.main {
		return errors.New("the package needs: func TestMain(m *testing.M) { dbtest.Main(m, migrate) }")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	sweep()
	if process.dir, err = newDir(); err != nil {
		return err
	}
	options := local.Options{Dir: process.dir, Settings: settings, Logger: slog.New(slog.DiscardHandler),
		Cache: filepath.Join(local.DefaultDir(), "bin")}
	if process.server, err = local.Start(ctx, options); err != nil {
		return err
	}
	if process.admin, err = sql.Open("postgres", process.server.URL("postgres")); err != nil {
		return err
	}
	return prepare(ctx)
}

// prepare migrates the template and closes it, because a database can be copied only while nobody is connected to it.
func prepare(ctx context.Context) error {
	if _, err := process.admin.ExecContext(ctx, `CREATE DATABASE `+template); err != nil {
		return err
	}
	if err := process.migrate(ctx, process.server.URL(template)); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	_, err := process.admin.ExecContext(ctx, `ALTER DATABASE `+template+` ALLOW_CONNECTIONS false`)
	if err == nil {
		_, err = process.admin.ExecContext(ctx, `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1`, template)
	}
	if err != nil {
		return err
	}
	process.strategy, err = copyStrategy(ctx)
	return err
}

// copyStrategy copies files, which is the fastest here; PostgreSQL 14 knows no other way and no word for it.
func copyStrategy(ctx context.Context) (string, error) {
	var version int
	err := process.admin.QueryRowContext(ctx, `SELECT current_setting('server_version_num')::int`).Scan(&version)
	if version < 150000 {
		return "", err
	}
	return ` STRATEGY FILE_COPY`, err
}

// end stops the server and removes its folder.
func end() {
	if process.admin != nil {
		process.admin.Close()
	}
	if process.server != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = process.server.Stop(ctx)
	}
	if process.dir != "" {
		_ = os.RemoveAll(process.dir)
	}
}
