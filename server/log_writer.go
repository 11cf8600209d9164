package main

import (
	"io"
	"sync"
	"time"
)

// How long and how much a logWriter keeps back.
const (
	logMoment = 10 * time.Millisecond
	logFull   = 32 << 10 // bytes
)

// logWriter writes the lines of a moment together: under load a line for each request would cost as much as the reading of it. What a
// process that is killed outright said in its last moment is lost.
type logWriter struct {
	to    io.Writer
	mu    sync.Mutex
	lines []byte
	due   bool // they will be written when the moment is over
}

// Write takes lines.
func (w *logWriter) Write(lines []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines = append(w.lines, lines...)
	switch {
	case len(w.lines) >= logFull:
		w.write()
	case !w.due:
		w.due = true
		time.AfterFunc(logMoment, w.flush)
	}
	return len(lines), nil
}

// flush writes what there is.
func (w *logWriter) flush() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.due = false
	w.write()
}

// write writes what there is; the caller holds the lock. There is nobody whom to tell that a log cannot be written.
func (w *logWriter) write() {
	if len(w.lines) > 0 {
		_, _ = w.to.Write(w.lines)
		w.lines = w.lines[:0]
	}
}
