package singleflight

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
)

// counted is a function that returns the number of its run, and waits in each run until the test releases it.
type counted struct {
	Group[string, int]
	runs    int // never two at a time
	release chan struct{}
}

func (c *counted) do(ctx context.Context) (int, error) {
	return c.Do(ctx, "key", func(ctx context.Context) (int, error) {
		c.runs++
		run := c.runs
		select {
		case <-c.release:
			return run, nil
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	})
}

// want asks in a goroutine of its own and expects the result of a certain run, of any run where it is 0, or an error.
func (c *counted) want(ctx context.Context, t *testing.T, all *sync.WaitGroup, run int, err error) {
	t.Helper()
	all.Go(func() {
		if got, failed := c.do(ctx); run != 0 && got != run || !errors.Is(failed, err) {
			t.Errorf("got run %d (%v), want %d (%v)", got, failed, run, err)
		}
	})
	synctest.Wait()
}

// inGroup runs a test, and sees that the group keeps nothing at its end.
func inGroup(t *testing.T, test func(t *testing.T, c *counted, all *sync.WaitGroup)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var all sync.WaitGroup
		c := &counted{release: make(chan struct{})}
		test(t, c, &all)
		all.Wait()
		if len(c.next) != 0 {
			t.Errorf("%d keys are kept", len(c.next))
		}
	})
}

func TestACallIsSharedByThoseWhoAskedBeforeItBegan(t *testing.T) {
	inGroup(t, func(t *testing.T, c *counted, all *sync.WaitGroup) {
		c.want(t.Context(), t, all, 1, nil)
		for range 20 {
			c.want(t.Context(), t, all, 2, nil)
		}
		c.release <- struct{}{}
		synctest.Wait()
		c.want(t.Context(), t, all, 3, nil)
		c.release <- struct{}{}
		c.release <- struct{}{}
	})
}

func TestOtherKeysDoNotWait(t *testing.T) {
	inGroup(t, func(t *testing.T, c *counted, all *sync.WaitGroup) {
		c.want(t.Context(), t, all, 1, nil)
		if got, err := c.Do(t.Context(), "another", func(context.Context) (int, error) { return 7, nil }); got != 7 || err != nil {
			t.Errorf("another key gets %d, %v", got, err)
		}
		c.release <- struct{}{}
	})
}

func TestAnErrorIsShared(t *testing.T) {
	inGroup(t, func(t *testing.T, c *counted, all *sync.WaitGroup) {
		c.want(t.Context(), t, all, 1, nil)
		failure := errors.New("failure")
		all.Go(func() { _, _ = c.Do(t.Context(), "key", func(context.Context) (int, error) { return 0, failure }) })
		synctest.Wait()
		c.want(t.Context(), t, all, 0, failure)
		c.release <- struct{}{}
	})
}

// Whoever leaves gets the error of their context, and everybody else a result.
func TestWhoLeavesTakesNobodyAlong(t *testing.T) {
	for name, leaver := range map[string]int{"runs the call": 0, "runs the next call": 1, "waits for the next call": 2} {
		t.Run(name, func(t *testing.T) {
			inGroup(t, func(t *testing.T, c *counted, all *sync.WaitGroup) {
				leaving, leave := context.WithCancel(t.Context())
				for i := range 5 {
					switch {
					case i == leaver:
						c.want(leaving, t, all, 0, context.Canceled)
					case i == 0:
						c.want(t.Context(), t, all, 1, nil)
					default:
						c.want(t.Context(), t, all, 2, nil)
					}
				}
				leave()
				synctest.Wait()
				close(c.release)
			})
		})
	}
}

// A panic stays with its caller; the others run the function again.
func TestAPanicIsNotShared(t *testing.T) {
	inGroup(t, func(t *testing.T, c *counted, all *sync.WaitGroup) {
		c.want(t.Context(), t, all, 1, nil)
		all.Go(func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic is lost")
				}
			}()
			_, _ = c.Do(t.Context(), "key", func(context.Context) (int, error) { panic("thirteen") })
		})
		synctest.Wait()
		for range 3 {
			c.want(t.Context(), t, all, 0, nil)
		}
		close(c.release)
	})
}
