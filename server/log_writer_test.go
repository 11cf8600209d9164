package main

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"
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

// Lines are written together and in order, soon by themselves, and at once where there are many.
func TestLogWriter(t *testing.T) {
	t.Parallel()
	to := &watched{}
	w := &logWriter{to: to}
	var want strings.Builder
	line := strings.Repeat("x", 99) + "\n"
	for range 2 * logFull / len(line) {
		_, _ = w.Write([]byte(line))
		want.WriteString(line)
	}
	if text, writes := to.read(); len(text) < logFull || writes > 10 {
		t.Errorf("%d bytes in %d writes", len(text), writes)
	}
	until(t, "the rest is written", func() bool { text, _ := to.read(); return text == want.String() })
}

// What went wrong is written at once.
func TestWarningsAreWrittenAtOnce(t *testing.T) {
	t.Parallel()
	to := &watched{}
	w := &logWriter{to: to, due: true} // nothing is written by itself
	log := slog.New(requestLog{slog.NewTextHandler(w, nil), w})
	log.Info("a request")
	if text, _ := to.read(); text != "" {
		t.Errorf("%q is written already", text)
	}
	log.Warn("the disc is full")
	if text, _ := to.read(); !strings.Contains(text, "a request") || !strings.Contains(text, "the disc is full") {
		t.Errorf("only %q is written", text)
	}
}
