package progress

import (
	"bytes"
	"testing"
	"time"
)

// On a terminal one line changes; elsewhere there are lines, and none of work that is done at once.
func TestProgress(t *testing.T) {
	t.Parallel()
	longAgo := time.Now().Add(-time.Hour)
	for terminal, want := range map[bool]string{true: "\r3,600,000 rows, 1,000 a second\x1b[K\r3,600,001 rows, 1,000 a second\x1b[K\n", false: "3,600,000 rows, 1,000 a second\n3,600,001 rows, 1,000 a second\n"} {
		var to bytes.Buffer
		w := &Work{to: &to, terminal: terminal, what: "rows", began: longAgo, printed: longAgo}
		w.Add(3_600_000)
		w.Add(1)
		w.End()
		if to.String() != want {
			t.Errorf("printed %q, want %q", to.String(), want)
		}
	}
	var to bytes.Buffer
	w := Begin(&to, "rows")
	w.Add(1)
	w.End()
	if to.Len() > 0 || w.terminal {
		t.Errorf("of what is done at once it printed %q", to.String())
	}
}
