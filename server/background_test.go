package main

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestFolding simulates a database that is busy, then down, then up again. It records when the task runs.
func TestFolding(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		down := errors.New("down")
		plays := []struct {
			took int
			err  error
		}{{0, nil}, {fullRun, nil}, {fullRun, nil}, {3, nil}, {0, down}, {0, down}, {0, nil}, {0, nil}}
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		var asked []time.Duration
		foldTask(time.Second, func(context.Context) (int, error) {
			asked = append(asked, time.Since(began)/time.Second)
			play := plays[len(asked)-1]
			if len(asked) == len(plays) {
				cancel()
			}
			return play.took, play.err
		}).repeat(ctx)
		// at once after a full run, with growing pauses after failures, at the usual pace after they end
		if want := []time.Duration{1, 2, 2, 2, 3, 5, 9, 10}; !slices.Equal(asked, want) {
			t.Errorf("asked after %d seconds, want %d", asked, want)
		}
	})
}
