package plan

import (
	"slices"
	"testing"
)

// TestJudge tells plans that reach their rows by a key from those that do not.
func TestJudge(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		plans string
		good  bool
	}{
		"a key":                 {"duration: 0.1 ms  plan:\n\tLimit\n\t  ->  Index Scan Backward using comments_pkey on comments m  (cost=0)\n\t        Index Cond: (consultation_id = $1)\n", true},
		"a walk along an index": {"duration: 0.1 ms  plan:\n\tIndex Only Scan using comments_pkey on comments m  (cost=0)\n\t  Filter: (withdrawn_at IS NULL)\n", false},
		"a walk":                {"duration: 0.1 ms  plan:\n\tIndex Scan using clauses_pkey on clauses\nduration: 0.1 ms  plan:\n\tSeq Scan on comments m  (cost=0.00..4711.00 rows=9)\n", false},
		"a walk of a page":      {"duration: 0.1 ms  plan:\n\tIndex Scan using clauses_pkey on clauses\nduration: 0.1 ms  plan:\n\tSeq Scan on comments m  (cost=0.00..1.58 rows=1)\n", true},
		"a small table":         {"duration: 0.1 ms  plan:\n\tHash Join\n\t  ->  Seq Scan on departments dep\n\t  ->  Index Scan using clauses_pkey on clauses\n", true},
		"nothing":               {"", false},
	} {
		if indexes, err := Judge(c.plans); (err == nil) != c.good || c.good && len(indexes) != 1 {
			t.Errorf("%s: %v, %v", name, indexes, err)
		}
	}
	if got := around("duration: 1\nduration: 2 here\nduration: 3", 25); got != "duration: 2 here\n" {
		t.Errorf("around gives %q", got)
	}
	if indexes, _ := Judge("duration: 0.1 ms\nIndex Scan using b on x\nIndex Scan using a on y\nBitmap Index Scan on a\n"); !slices.Equal(indexes, []string{"a", "b"}) {
		t.Errorf("indexes: %v", indexes)
	}
}
