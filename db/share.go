package db

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"
)

// sharing lets readers who ask the same at the same time share one answer. Nobody gets an answer that was begun before they asked:
// it might not hold what they know was written. So each question is answered once at a time, and all who ask meanwhile share the
// answer after that: however many read a page, it costs as much as a few readers.
type sharing struct {
	mutex sync.Mutex
	busy  map[question]*turn // the next turn of what runs now; nil where nobody waits
}

func newSharing() sharing { return sharing{busy: map[question]*turn{}} }

// question is a statement with its arguments.
type question struct{ statement, args string }

// turn is what will be read for all who wait for it. The first of them reads.
type turn struct {
	begin, end chan struct{}
	others     int  // who share it with the first
	left       bool // the first went away without an answer
	value      any
	err        error
}

// shared answers a question by read, or gives the answer of another reader; alone tells whether nobody else has it too.
func shared[T any](ctx context.Context, s *sharing, q question, read func(context.Context) (T, error)) (value T, alone bool, err error) {
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
func lead[T any](ctx context.Context, s *sharing, q question, t *turn, read func(context.Context) (T, error)) (value T, alone bool, err error) {
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
func (s *sharing) cancel(q question, t *turn) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.busy[q] != t {
		return false
	}
	s.busy[q] = nil
	return true
}

// pass ends a statement and begins the turn after it.
func (s *sharing) pass(q question) {
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

// questionOf makes a question of a statement and puts its arguments into the form in which they are sent.
func questionOf(statement string, args []any) (question, []any, error) {
	var key strings.Builder
	values := make([]any, len(args))
	for i, arg := range args {
		value, err := driver.DefaultParameterConverter.ConvertValue(arg)
		if err != nil {
			return question{}, nil, fmt.Errorf("argument %d: %w", i+1, err)
		}
		values[i] = value
		writeValue(&key, value)
	}
	return question{statement, key.String()}, values, nil
}

// writeValue writes a value so that no two lists of values are written alike.
func writeValue(key *strings.Builder, value any) {
	number := func(kind byte, n uint64) {
		var written [9]byte
		written[0] = kind
		binary.BigEndian.PutUint64(written[1:], n)
		key.Write(written[:])
	}
	switch v := value.(type) {
	case nil:
		key.WriteByte('0')
	case string:
		number('s', uint64(len(v)))
		key.WriteString(v)
	case []byte:
		number('b', uint64(len(v)))
		key.Write(v)
	case int64:
		number('i', uint64(v))
	case float64:
		number('f', math.Float64bits(v))
	case bool:
		number('l', map[bool]uint64{true: 1}[v])
	case time.Time:
		number('t', uint64(v.Unix()))
		number('n', uint64(v.Nanosecond()))
	}
}
