package logging

import (
	"io"
	"sync"
	"time"
)

// The limits of the buffer.
const (
	flushAfter = 10 * time.Millisecond
	flushSize  = 32 << 10 // bytes
)

// bufferedWriter writes several lines together. Under load, one write for each request would cost as much as reading the
// request. If the process is killed, the lines of the last 10 ms are lost.
type bufferedWriter struct {
	to        io.Writer
	mu        sync.Mutex
	lines     []byte
	scheduled bool // a flush is scheduled
}

// Write buffers lines.
func (w *bufferedWriter) Write(lines []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines = append(w.lines, lines...)
	switch {
	case len(w.lines) >= flushSize:
		w.flushLocked()
	case !w.scheduled:
		w.scheduled = true
		time.AfterFunc(flushAfter, w.flush)
	}
	return len(lines), nil
}

// flush writes the buffer.
func (w *bufferedWriter) flush() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.scheduled = false
	w.flushLocked()
}

// flushLocked writes the buffer; the caller holds the lock. It ignores errors, because there is no other place to report them.
func (w *bufferedWriter) flushLocked() {
	if len(w.lines) > 0 {
		_, _ = w.to.Write(w.lines)
		w.lines = w.lines[:0]
	}
}
