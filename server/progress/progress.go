// Package progress tells whoever waits how far a long work on the command line is.
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

// How often progress is told: on a terminal often enough to be seen moving and seldom enough not to flicker, elsewhere in lines.
const (
	tellTerminal = 200 * time.Millisecond
	tellLines    = 10 * time.Second
)

// Work is a long work, of which stderr is told: what goes to stdout may be a file. On a terminal one line changes. Its methods may be called
// from many goroutines at once.
type Work struct {
	to       io.Writer
	terminal bool
	what     string // such as "rows exported"
	began    time.Time

	mu   sync.Mutex
	told time.Time
	done int
}

// Begin begins to tell of a work that is counted in things of a name, first when it has taken a while.
func Begin(to io.Writer, what string) *Work {
	now := time.Now()
	return &Work{to: to, terminal: isTerminal(to), what: what, began: now, told: now}
}

// isTerminal tells whether somebody may be looking on.
func isTerminal(to io.Writer) bool {
	file, is := to.(*os.File)
	if !is {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Add notes that so much more is done.
func (w *Work) Add(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done += n
	wait := tellLines
	if w.terminal {
		wait = tellTerminal
	}
	if now := time.Now(); now.Sub(w.told) >= wait {
		w.told = now
		w.tell(now)
	}
}

// eraseLine takes the cursor to the line's beginning and clears what follows the new text.
const eraseLine = "\r%s\x1b[K"

// tell says how far the work is.
func (w *Work) tell(now time.Time) {
	said := w.line(now)
	if w.terminal {
		fmt.Fprintf(w.to, eraseLine, said)
	} else {
		fmt.Fprintln(w.to, said)
	}
}

// line is how far the work is and how fast it goes.
func (w *Work) line(now time.Time) string {
	took := now.Sub(w.began)
	return message.NewPrinter(language.English).Sprintf("%d %s, %.0f a second", w.done, w.what, float64(w.done)/max(took.Seconds(), 0.001))
}

// End leaves the last line where one was told.
func (w *Work) End() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := time.Now(); w.told.After(w.began) {
		w.tell(now)
		if w.terminal {
			fmt.Fprintln(w.to)
		}
	}
}
