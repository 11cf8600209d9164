package logging

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// watched is a writer that others may read meanwhile.
type watched struct {
	mu     sync.Mutex
	text   bytes.Buffer
	writes int
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.writes++
	return w.text.Write(p)
}

func (w *watched) read() (string, int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String(), w.writes
}

// Lines are written together and in order: after a moment, and at once if there are many.
func TestBufferedWriter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		to := &watched{}
		w := &bufferedWriter{to: to}
		var want strings.Builder
		line := strings.Repeat("x", 99) + "\n"
		for range 2 * flushSize / len(line) {
			_, _ = w.Write([]byte(line))
			want.WriteString(line)
		}
		if text, writes := to.read(); len(text) < flushSize || writes > 10 || text == want.String() {
			t.Errorf("%d bytes in %d writes", len(text), writes)
		}
		time.Sleep(2 * flushAfter)
		if text, _ := to.read(); text != want.String() {
			t.Errorf("only %d bytes are written", len(text))
		}
	})
}

// What went wrong is written at once.
func TestWarningsAreWrittenAtOnce(t *testing.T) {
	t.Parallel()
	to := &watched{}
	w := &bufferedWriter{to: to, scheduled: true} // nothing is written by itself
	log := slog.New(requestHandler{slog.NewTextHandler(w, nil), w})
	log.Info("a request")
	if text, _ := to.read(); text != "" {
		t.Errorf("%q is written already", text)
	}
	log.Warn("the disc is full")
	if text, _ := to.read(); !strings.Contains(text, "a request") || !strings.Contains(text, "the disc is full") {
		t.Errorf("only %q is written", text)
	}
}
