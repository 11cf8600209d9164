package middleware

import (
	"testing"
	"time"
)

// TestBudget plays one client's bucket by a clock of its own.
func TestBudget(t *testing.T) {
	t.Parallel()
	b := NewBudgets(60, 100, nil) // one unit a second
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for i, c := range []struct {
		client      string
		after, cost int // after so many seconds
		left        int
		pause       time.Duration
		full        int // after so many seconds more
	}{
		{"a", 0, 40, 60, 0, 40},
		{"a", 0, 60, 0, 0, 100},
		{"a", 0, 10, 0, 10 * time.Second, 100},
		{"b", 0, 10, 90, 0, 10},
		{"a", 9, 10, 9, time.Second, 91},
		{"a", 10, 10, 0, 0, 100},
		{"a", 1000, 100, 0, 0, 100},
	} {
		now := noon.Add(time.Duration(c.after) * time.Second)
		left, pause := b.take(now, c.client, c.cost)
		if left.Remaining != c.left || pause.Round(time.Millisecond) != c.pause || left.Limit != 100 || left.ResetAt.Sub(now).Round(time.Millisecond) != time.Duration(c.full)*time.Second {
			t.Errorf("%d: %+v, pause %v", i, left, pause)
		}
	}
}
