package graph_test

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"testing"

	"minyi/graph/graphtest"
)

// ranked is a cursor with another rank in it.
func ranked(t *testing.T, cursor string, rank int64) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		t.Fatal(err)
	}
	binary.BigEndian.PutUint64(raw[4:12], uint64(rank))
	return base64.RawURLEncoding.EncodeToString(raw)
}

func TestAlteredCursorsReadNothingOrEverything(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.SQL.MustExec(`UPDATE consultations SET feedback_due_on = '2020-01-01', opens_at = '2019-01-01', closes_at = '2019-02-01'`)
	for name, list := range map[string]struct{ query, edges string }{
		"instants": {`query ($after: String) { consultations(orderBy: CLOSING_SOONEST, after: $after) { edges { cursor } } }`, "consultations.edges"},
		"days":     {`query ($after: String) { overdueFeedback(after: $after) { edges { cursor } } }`, "overdueFeedback.edges"},
		"numbers":  {`query ($after: String) { node(id: "` + asked.Draft + `") { ... on Draft { clauses(after: $after) { edges { cursor } } } } }`, "node.clauses.edges"},
	} {
		t.Run(name, func(t *testing.T) {
			edges := city.Anyone().Must(list.query).Get(list.edges).Array()
			for rank, want := range map[int64]int{math.MinInt64: len(edges), math.MaxInt64: 0} {
				altered := ranked(t, edges[0].Get("cursor").String(), rank)
				if got := len(city.Anyone().Must(list.query, "after", altered).Get(list.edges).Array()); got != want {
					t.Errorf("after the rank %d stand %d rows, want %d", rank, got, want)
				}
			}
		})
	}
}
