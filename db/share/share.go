// Package share lets readers who ask the same at the same time share one answer.
package share

import (
	"context"
	"sync"
)

// Answers are what is being asked now. Nobody gets an answer that was begun before they asked:
// it might not hold what they know was written. So each question is answered once at a time, and all who ask meanwhile share the
// answer after that: however many read a page, it costs as much as a few readers.
type Answers struct {
	mutex sync.Mutex
	busy  map[Question]*turn // the next turn of what runs now; nil where nobody waits
}

// New makes room for questions.
func New() *Answers { return &Answers{busy: map[Question]*turn{}} }

// Question is what is asked, and with which arguments.
type Question struct{ What, With string }

// turn is what will be read for all who wait for it. The first of them reads.
type turn struct {
	begin, end chan struct{}
	others     int  // who share it with the first
	left       bool // the first went away without an answer
	value      any
	err        error
}

// Ask answers a question by read, or gives the answer of another reader; alone tells whether nobody else has it too.
func Ask[T any](ctx context.Context, s *Answers, q Question, read func(context.Context) (T, error)) (value T, alone bool, err error) {
	for {
		s.mutex.Lock()
		next, running := s.busy[q]
		switch {
		case !running:
			s.busy[q] = nil
			s.mutex.Unlock()
			defer s.pass(q)
			value, err = read(ctx)
			return value, true, err
		case next == nil:
			next = &turn{begin: make(chan struct{}), end: make(chan struct{}), left: true}
			s.busy[q] = next
			s.mutex.Unlock()
			return lead(ctx, s, q, next, read)
		}
		next.others++
		s.mutex.Unlock()
		select {
		case <-ctx.Done():
			return value, true, ctx.Err()
		case <-next.end:
		}
		if !next.left {
			value, _ = next.value.(T)
			return value, false, next.err
		}
	}
}

// lead waits for the turn and reads for all who share it. Who goes away leaves it to them to ask again.
func lead[T any](ctx context.Context, s *Answers, q Question, t *turn, read func(context.Context) (T, error)) (value T, alone bool, err error) {
	defer close(t.end)
	select {
	case <-t.begin:
	case <-ctx.Done():
		if s.cancel(q, t) {
			return value, true, ctx.Err()
		}
		<-t.begin
	}
	defer s.pass(q)
	value, err = read(ctx)
	t.value, t.err, t.left = value, err, ctx.Err() != nil
	return value, t.others == 0, err
}

// cancel takes a turn back that has not begun; false when it has.
func (s *Answers) cancel(q Question, t *turn) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.busy[q] != t {
		return false
	}
	s.busy[q] = nil
	return true
}

// pass ends a statement and begins the turn after it.
func (s *Answers) pass(q Question) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	next := s.busy[q]
	if next == nil {
		delete(s.busy, q)
		return
	}
	s.busy[q] = nil
	close(next.begin)
}
