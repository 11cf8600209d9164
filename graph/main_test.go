package graph_test

import (
	"testing"

	"minyi/db"
	"minyi/db/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m, db.Migrate) }
