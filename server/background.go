package main

import (
	"context"
	"log/slog"
	"time"
)

// task is background work that runs again and again. One run handles some of the waiting rows and returns how many.
type task struct {
	every     time.Duration
	run       func(context.Context) (int, error)
	failed    string // the log message of a failure
	recovered string // the log message of the first success after a failure
}

// foldTask adds new counts to the tallies.
func foldTask(every time.Duration, run func(context.Context) (int, error)) task {
	return task{every, run, "counts cannot be added up now; they stay exact, and the server tries again", "counts are added up again"}
}

// sequenceTask appends new receipts to the log.
func sequenceTask(run func(context.Context) (int, error)) task {
	return task{time.Second, run, "receipts cannot be appended to the log now; they wait, and the server tries again", "receipts are appended to the log again"}
}

// mergeTask adds new comments to the search index.
func mergeTask(run func(context.Context) (int, error)) task {
	return task{time.Second, run, "new comments cannot be added to the search index now; search finds them more slowly", "new comments are added to the search index again"}
}

// groupTask puts new comments into the groups of those that are nearly the same.
func groupTask(run func(context.Context) (int, error)) task {
	return task{time.Second, paced(run), "comments cannot be put into their campaigns now; the server tries again", "comments are put into their campaigns again"}
}

// opinionTask finds the groups of people who think alike in a consultation whose period is over.
func opinionTask(run func(context.Context) (int, error)) task {
	return task{time.Minute, run, "opinion groups cannot be found now; the server tries again", "opinion groups are found again"}
}

// maintainTask erases applicants whose time is over, encrypts with a new key, and counts deadlines by a new calendar, or whose day has come.
func maintainTask(run func(context.Context) (int, error)) task {
	return task{time.Minute, run, "applicants cannot be erased and deadlines cannot be counted again now; the server tries again", "applicants are erased and deadlines are counted again"}
}

// deliverTask sends released contents to their channels.
func deliverTask(run func(context.Context) (int, error)) task {
	return task{time.Second, run, "released contents cannot be sent to their channels now; they wait, and the server tries again", "released contents are sent to their channels again"}
}

// dropTask deletes the forms that nobody finished in time.
func dropTask(run func(context.Context) (int, error)) task {
	return task{time.Hour, run, "saved forms cannot be deleted now; the server tries again", "saved forms are deleted again"}
}

// paced lets a task rest four times as long as a full run took, so that it takes at most a fifth of one processor from those who write.
func paced(run func(context.Context) (int, error)) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) {
		began := time.Now()
		n, err := run(ctx)
		if n >= fullRun {
			wait(ctx, 4*time.Since(began))
		}
		return n, err
	}
}

const (
	fullRun  = 1000 // rows; after a run of so many there are probably more
	maxPause = 30 * time.Second
)

// repeat runs the task until the context ends. While the task fails, each pause is twice as long as the one before. Each new reason
// is logged once.
func (t task) repeat(ctx context.Context) {
	pause, lastError := t.every, ""
	for wait(ctx, pause) {
		err := t.drain(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			if lastError != "" {
				slog.Info(t.recovered)
			}
			pause, lastError = t.every, ""
		default:
			if err.Error() != lastError {
				slog.Error(t.failed, "error", err)
			}
			pause, lastError = min(2*pause, max(t.every, maxPause)), err.Error()
		}
	}
}

// drain runs the task until a run is not full. It leaves a small rest: the next run handles the rest together with newer rows, which
// is cheaper under constant load.
func (t task) drain(ctx context.Context) error {
	for {
		if n, err := t.run(ctx); err != nil || n < fullRun {
			return err
		}
	}
}

// wait pauses. It returns false if the context ends first.
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
