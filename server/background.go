package main

import (
	"context"
	"log/slog"
	"time"
)

// task is something that the background does over and over: it takes some of what waits and tells how many it took.
type task struct {
	every  time.Duration
	do     func(context.Context) (int, error)
	failed string // what is said when it cannot be done
	again  string // and when it can be done again
}

// The tasks.
func folding(every time.Duration, do func(context.Context) (int, error)) task {
	return task{every, do, "counts cannot be added up now; they stay exact and are tried again", "counts are added up again"}
}

func sequencing(do func(context.Context) (int, error)) task {
	return task{time.Second, do, "receipts cannot be taken into the log now; they wait and are tried again", "receipts are taken into the log again"}
}

func merging(do func(context.Context) (int, error)) task {
	return task{time.Second, do, "new comments cannot be taken into the search now; they are found all the same, more slowly", "new comments are taken into the search again"}
}

// The pace of tasks.
const (
	backlog      = 1000 // a turn that took so many has probably left some
	longestPause = 30 * time.Second
)

// forever does the task every so often until the context ends. While it fails it pauses longer and longer, and says so once
// for each new reason.
func (t task) forever(ctx context.Context) {
	pause, said := t.every, ""
	for wait(ctx, pause) {
		err := t.untilLittleIsLeft(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			if said != "" {
				slog.Info(t.again)
			}
			pause, said = t.every, ""
		default:
			if err.Error() != said {
				slog.Error(t.failed, "error", err)
			}
			pause, said = min(2*pause, max(t.every, longestPause)), err.Error()
		}
	}
}

// untilLittleIsLeft does it again after a full turn: under a steady stream the rest is cheaper to take together with what follows.
func (t task) untilLittleIsLeft(ctx context.Context) error {
	for {
		if took, err := t.do(ctx); err != nil || took < backlog {
			return err
		}
	}
}

// wait waits and tells whether the context lives on.
func wait(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
