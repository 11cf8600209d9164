package db

import (
	"testing"

	"minyi/db/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m, Migrate) }
