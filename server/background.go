package main

import (
	"context"
	"log/slog"
	"time"
)

// fold is what the background does: it adds waiting counts to the tallies and tells how many it took.
type fold func(context.Context) (int, error)

// The pace of folding.
const (
	backlog      = 1000 // a fold that took so many has probably left some
	longestPause = 30 * time.Second
)

// foldForever folds every so often until the context ends. While it fails it pauses longer and longer, and says so once
// for each new reason.
func foldForever(ctx context.Context, every time.Duration, fold fold) {
	pause, said := every, ""
	for wait(ctx, pause) {
		err := foldAll(ctx, fold)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			if said != "" {
				slog.Info("counts are added up again")
			}
			pause, said = every, ""
		default:
			if err.Error() != said {
				slog.Error("counts cannot be added up now; they stay exact and are tried again", "error", err)
			}
			pause, said = min(2*pause, max(every, longestPause)), err.Error()
		}
	}
}

// foldAll folds until little is left: under a steady stream the rest is cheaper to take together with what follows.
func foldAll(ctx context.Context, fold fold) error {
	for {
		if took, err := fold(ctx); err != nil || took < backlog {
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
