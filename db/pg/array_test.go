package pg

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"minyi/db/dbtest"
)

// connected opens a database of the test's own as the program does.
func connected(t *testing.T) *sqlx.DB {
	t.Helper()
	pool, err := connect(t.Context(), dbtest.New(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}

// TestArraysArriveAsTheyAre sends arrays of every type and asks what arrived.
func TestArraysArriveAsTheyAre(t *testing.T) {
	t.Parallel()
	pool := connected(t)
	for _, c := range []struct {
		sent       any
		kind, want string
	}{
		{KeyArray(nil), "uuid", `[]`},
		{KeyArray{uuid.Nil, uuid.Max}, "uuid", `["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"]`},
		{NumberArray{}, "int", `[]`},
		{NumberArray{0, -1, math.MaxInt32, math.MinInt32}, "int", `[0, -1, 2147483647, -2147483648]`},
		{CountArray{1, math.MaxInt64, math.MinInt64}, "bigint", `[1, 9223372036854775807, -9223372036854775808]`},
		{TextArray{"", `{"a,b"}`, "NULL", `\x41`, "建议\n改善"}, "text", `["", "{\"a,b\"}", "NULL", "\\x41", "建议\n改善"]`},
		{BytesArray{nil, {}, {0, '\\', 255}}, "bytea", `["\\x", "\\x", "\\x005cff"]`},
	} {
		var got string
		if err := pool.GetContext(t.Context(), &got, `SELECT CAST(to_jsonb(CAST($1 AS `+c.kind+`[])) AS text)`, c.sent); err != nil || got != c.want {
			t.Errorf("%#v arrived as %s, %v", c.sent, got, err)
		}
	}
	for _, refused := range []TextArray{{"a\x00b"}, {"\xff"}} {
		if _, err := pool.ExecContext(t.Context(), `SELECT CAST($1 AS text[])`, refused); err == nil {
			t.Errorf("%q was taken", refused)
		}
	}
}

// TestKeysComeBack reads arrays of keys; one that is missing has none.
func TestKeysComeBack(t *testing.T) {
	t.Parallel()
	pool := connected(t)
	for _, sent := range []KeyArray{{}, {uuid.New()}, {uuid.New(), uuid.Nil, uuid.New()}} {
		var got KeyArray
		if err := pool.GetContext(t.Context(), &got, `SELECT CAST($1 AS uuid[])`, sent); err != nil || !slices.Equal(got, sent) {
			t.Errorf("%v came back as %v, %v", sent, got, err)
		}
	}
	got := KeyArray{uuid.New()}
	if err := pool.GetContext(t.Context(), &got, `SELECT CAST(NULL AS uuid[])`); err != nil || len(got) > 0 {
		t.Errorf("no array came back as %v, %v", got, err)
	}
	if err := got.Scan([]byte("{abc}")); err == nil {
		t.Error("what is no key was read")
	}
}

// Bytes that stand alone are sent as they are too.
func TestBytesArriveAsTheyAre(t *testing.T) {
	t.Parallel()
	pool := connected(t)
	sent, got := []byte("\\x41\x00"), []byte(nil)
	if err := pool.GetContext(t.Context(), &got, `SELECT CAST($1 AS bytea)`, sent); err != nil || !bytes.Equal(got, sent) {
		t.Errorf("%q arrived as %q, %v", sent, got, err)
	}
}
