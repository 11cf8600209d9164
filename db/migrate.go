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
	policydb "minyi/db/policy"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewerSchema is the error for a database that a newer program has migrated.
var ErrNewerSchema = errors.New("the database has a newer schema than this program; install the newer program, or restore a backup from before the upgrade")

// Migrate brings the database at the address to the newest schema and adds the rules and calendars that are missing. An advisory lock
// lets one process do so at a time. The error is ErrNewerSchema if the program does not know the schema.
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
	if _, err := upToDate(ctx, provider); err != nil {
		return err
	}
	migrated := pg.OnPool(pool)
	return errors.Join(consultdb.LoadDefaults(ctx, migrated), consultdb.FillGrams(ctx, migrated), consultdb.FillFolded(ctx, migrated), policydb.FillSearchWords(ctx, migrated))
}

// Migrated tells whether the database has every migration of this program. The error is ErrNewerSchema if it has others too.
func Migrated(ctx context.Context, db *pg.DB) (bool, error) {
	provider, err := migrationsOf(db.Pool.DB)
	if err != nil {
		return false, err
	}
	return upToDate(ctx, provider)
}

// upToDate tells whether the schema of the database has the program's version. A newer schema is an error.
func upToDate(ctx context.Context, provider *goose.Provider) (bool, error) {
	current, target, err := provider.GetVersions(ctx)
	if err == nil && current > target {
		err = ErrNewerSchema
	}
	return current == target, err
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
