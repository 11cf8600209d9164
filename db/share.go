package db

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
	"time"
)

// sharing lets readers who ask the same at the same time share one statement. A reader never shares one that had begun before
// they asked: it might not see what they know was written. So of one question a single statement runs at a time, and all who ask
// meanwhile share the one after it: however many read a page, it costs the database as much as a few readers.
type sharing struct {
	mutex sync.Mutex
	busy  map[question]*turn // the next turn of what runs now; nil where nobody waits
}

func newSharing() sharing { return sharing{busy: map[question]*turn{}} }

// question is a statement with its arguments.
type question struct{ statement, args string }

// turn is a statement that will run for all who wait for it. The first of them runs it.
type turn struct {
	begin, end chan struct{}
	others     int  // who share it with the first
	left       bool // the first went away without an answer
	rows       reflect.Value
	err        error
}

// ask answers a question by run, which fills rows, a pointer to a slice, or takes the answer of another reader.
func (s *sharing) ask(ctx context.Context, q question, rows any, run func(context.Context, any) error) error {
	for {
		s.mutex.Lock()
		next, running := s.busy[q]
		switch {
		case !running:
			s.busy[q] = nil
			s.mutex.Unlock()
			defer s.pass(q)
			return run(ctx, rows)
		case next == nil:
			next = &turn{begin: make(chan struct{}), end: make(chan struct{})}
			s.busy[q] = next
			s.mutex.Unlock()
			return s.lead(ctx, q, next, rows, run)
		}
		next.others++
		s.mutex.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-next.end:
		}
		if !next.left {
			next.copyTo(rows)
			return next.err
		}
	}
}

// lead waits for the turn and takes it for all who share it. Who goes away leaves it to them to ask again.
func (s *sharing) lead(ctx context.Context, q question, t *turn, rows any, run func(context.Context, any) error) error {
	defer close(t.end)
	t.left = true
	select {
	case <-t.begin:
	case <-ctx.Done():
		if s.cancel(q, t) {
			return ctx.Err()
		}
		<-t.begin
	}
	defer s.pass(q)
	if t.others == 0 {
		return run(ctx, rows)
	}
	t.rows = reflect.New(reflect.TypeOf(rows).Elem())
	t.err = run(ctx, t.rows.Interface())
	t.left = ctx.Err() != nil
	t.copyTo(rows)
	return t.err
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

// copyTo gives each reader rows of their own, which they may reorder. What rows point at is shared, and nobody writes to it.
func (t *turn) copyTo(rows any) {
	found := t.rows.Elem()
	if found.IsNil() {
		return
	}
	own := reflect.MakeSlice(found.Type(), found.Len(), found.Len())
	reflect.Copy(own, found)
	reflect.ValueOf(rows).Elem().Set(own)
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
