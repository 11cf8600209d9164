package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// How often progress is told: on a terminal often enough to be seen moving and seldom enough not to flicker, elsewhere in lines.
const (
	tellTerminal = 200 * time.Millisecond
	tellLines    = 10 * time.Second
)

// progress tells how far a long work is, on stderr: what goes to stdout may be a file. On a terminal one line changes. It may be
// told of nothing, where it tells nothing.
type progress struct {
	to          io.Writer
	terminal    bool
	what        string // such as "rows exported"
	began, told time.Time
	done        int
}

// newProgress begins to tell of a work, first when that has taken a while.
func newProgress(to io.Writer, what string) *progress {
	now := time.Now()
	return &progress{to: to, terminal: isTerminal(to), what: what, began: now, told: now}
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

// add notes that so much more is done.
func (p *progress) add(n int) {
	p.done += n
	wait := tellLines
	if p.terminal {
		wait = tellTerminal
	}
	if now := time.Now(); now.Sub(p.told) >= wait {
		p.told = now
		p.tell(now)
	}
}

// eraseLine takes the cursor to the line's beginning and clears what follows the new text.
const eraseLine = "\r%s\x1b[K"

// tell says how far the work is.
func (p *progress) tell(now time.Time) {
	said := p.line(now)
	if p.terminal {
		fmt.Fprintf(p.to, eraseLine, said)
	} else {
		fmt.Fprintln(p.to, said)
	}
}

// line is how far the work is and how fast it goes.
func (p *progress) line(now time.Time) string {
	took := now.Sub(p.began)
	return message.NewPrinter(language.English).Sprintf("%d %s, %.0f a second", p.done, p.what, float64(p.done)/max(took.Seconds(), 0.001))
}

// end leaves the last line where one was told.
func (p *progress) end() {
	if now := time.Now(); p.told.After(p.began) {
		p.tell(now)
		if p.terminal {
			fmt.Fprintln(p.to)
		}
	}
}
