package pg

import (
	"context"
	"testing"

	"minyi/db/dbtest"
)

// TestMain gives the tests an empty database: the kernel needs no table.
func TestMain(m *testing.M) {
	dbtest.Main(m, func(context.Context, string) error { return nil })
}
