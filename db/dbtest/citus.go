package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"testing"
)

// citusVariable names the database of a Citus cluster that tests may use: its coordinator's URL, of a user who may make schemas.
const citusVariable = "MINYI_TEST_CITUS"

// Citus gives the test a migrated schema of its own on the Citus cluster that the environment names and returns its URL; without
// one the test is skipped. The schema is dropped at the test's end.
func Citus(t testing.TB) string {
	t.Helper()
	said := os.Getenv(citusVariable)
	if said == "" {
		t.Skipf("%s names no database of a Citus cluster", citusVariable)
	}
	address, err := url.Parse(said)
	if err != nil {
		t.Fatal(err)
	}
	front, err := sql.Open("postgres", address.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { front.Close() })
	name := fmt.Sprintf("minyi_test_%d", os.Getpid())
	if _, err := front.Exec(`CREATE SCHEMA ` + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := front.Exec(`SET citus.multi_shard_modify_mode TO sequential; DROP SCHEMA ` + name + ` CASCADE`); err != nil {
			t.Error(err)
		}
	})
	within := address.Query()
	within.Set("options", "-c citus.shard_count=8 -c search_path="+name)
	address.RawQuery = within.Encode()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := process.migrate(ctx, address.String()); err != nil {
		t.Fatalf("migrating: %v", err)
	}
	return address.String()
}
