// Package progress prints the progress of a long task on the command line.
package progress

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// How often progress is printed. A terminal updates one line; other outputs get a new line each time.
const (
	terminalInterval = 200 * time.Millisecond
	lineInterval     = 10 * time.Second
)

// Work is a long task. It prints its progress to stderr, because stdout may be a file. Its methods are safe for concurrent use.
type Work struct {
	to       io.Writer
	terminal bool
	what     string // such as "rows exported"
	began    time.Time

	mu      sync.Mutex
	printed time.Time
	done    int
}

// Begin starts a task. The text what names the things that are counted. A short task prints nothing.
func Begin(to io.Writer, what string) *Work {
	now := time.Now()
	return &Work{to: to, terminal: isTerminal(to), what: what, began: now, printed: now}
}

// isTerminal tells whether the output is a terminal.
func isTerminal(to io.Writer) bool {
	file, is := to.(*os.File)
	if !is {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Add counts n more things as done.
func (w *Work) Add(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done += n
	wait := lineInterval
	if w.terminal {
		wait = terminalInterval
	}
	if now := time.Now(); now.Sub(w.printed) >= wait {
		w.printed = now
		w.print(now)
	}
}

// eraseLine replaces the current line of the terminal.
const eraseLine = "\r%s\x1b[K"

// print prints the progress.
func (w *Work) print(now time.Time) {
	line := w.line(now)
	if w.terminal {
		fmt.Fprintf(w.to, eraseLine, line)
	} else {
		fmt.Fprintln(w.to, line)
	}
}

// line describes the progress and the speed.
func (w *Work) line(now time.Time) string {
	took := now.Sub(w.began)
	return message.NewPrinter(language.English).Sprintf("%d %s, %.0f a second", w.done, w.what, float64(w.done)/max(took.Seconds(), 0.001))
}

// End prints the last line, unless nothing was printed before.
func (w *Work) End() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := time.Now(); w.printed.After(w.began) {
		w.print(now)
		if w.terminal {
			fmt.Fprintln(w.to)
		}
	}
}
