package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the database at the address to the newest schema and adds the rules and calendars that are missing. An advisory lock
// lets one process do so at a time.
func Migrate(ctx context.Context, url string) error {
	pool, err := pg.ConnectInTurn(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	provider, err := migrationsOf(pool.DB)
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	migrated := pg.OnPool(pool)
	return errors.Join(consultdb.LoadDefaults(ctx, migrated), consultdb.FillGrams(ctx, migrated))
}

// Migrated tells whether the database has every migration of this program.
func Migrated(ctx context.Context, db *pg.DB) (bool, error) {
	provider, err := migrationsOf(db.Pool.DB)
	if err != nil {
		return false, err
	}
	pending, err := provider.HasPending(ctx)
	return !pending, err
}

// migrationsOf reads the program's migrations for a database.
func migrationsOf(pool *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, pool, files, goose.WithSessionLocker(locker))
}
