package civic

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"

	"github.com/google/uuid"
)

// Refusals of a connection's arguments.
var (
	BadCursor   = NewRequestCode("BAD_CURSOR", "游标无效，或属于另一个列表。", "This cursor is not valid, or comes from another list.")
	BadPageSize = NewRequestCode("BAD_PAGE_SIZE", "每页须为 1 至 {max} 条，且只能用 first 或 last 之一。", "A page holds 1 to {max}; say either first or last.")
)

const (
	// DefaultPageSize is the number of rows of a page if the reader gives neither first nor last.
	DefaultPageSize = 20
	// MaxPageSize is the maximum number of rows of a page, unless its list has its own maximum.
	MaxPageSize = 100
)

// PageArgs holds a connection's arguments as the reader gave them.
type PageArgs struct {
	First   *int
	After   *string
	Last    *int
	Before  *string
	Largest int // the maximum number of rows of a page of this list; 0 means MaxPageSize
}

// Place is the position of a row in its list. The list is ordered by the rank and then by the key.
type Place struct {
	Rank int64
	Key  uuid.UUID
}

// Window is a checked page request: how many rows, from which end, between which places.
type Window struct {
	Limit         int
	Backward      bool
	After, Before *Place
	listHash      uint32
}

// Window checks the arguments for one list. The list's name contains its field, the key of its parent and its order, so that
// a cursor of another list is refused as BAD_CURSOR. A wrong number of rows is refused as BAD_PAGE_SIZE.
func (a PageArgs) Window(list string) (Window, error) {
	w := Window{Limit: DefaultPageSize, Backward: a.Last != nil, listHash: hashOfList(list)}
	largest := cmp.Or(a.Largest, MaxPageSize)
	var problems Problems
	for _, size := range []struct {
		field string
		rows  *int
	}{{"first", a.First}, {"last", a.Last}} {
		if size.rows == nil {
			continue
		}
		if *size.rows < 1 || *size.rows > largest || (a.First != nil && a.Last != nil) {
			problems.Add(BadPageSize, size.field, Max(largest))
		}
		w.Limit = *size.rows
	}
	w.After = w.place(a.After, "after", &problems)
	w.Before = w.place(a.Before, "before", &problems)
	return w, problems.Err()
}

// Cursor returns the opaque cursor of a place in this window's list.
func (w Window) Cursor(p Place) string {
	raw := make([]byte, 0, 28)
	raw = binary.BigEndian.AppendUint32(raw, w.listHash)
	raw = binary.BigEndian.AppendUint64(raw, uint64(p.Rank))
	raw = append(raw, p.Key[:]...)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// place reads a cursor of this window's list. It returns nil if there is none.
func (w Window) place(cursor *string, field string, problems *Problems) *Place {
	if cursor == nil {
		return nil
	}
	raw, err := DecodeOpaque(*cursor)
	if err != nil || len(raw) != 28 || binary.BigEndian.Uint32(raw) != w.listHash {
		problems.Add(BadCursor, field)
		return nil
	}
	return &Place{Rank: int64(binary.BigEndian.Uint64(raw[4:12])), Key: uuid.UUID(raw[12:28])}
}

// Range returns the part of a fixed list of rows that the page has: from begin on, up to but not including end. The rank of a row in
// such a list is its number, from 1 on.
func (w Window) Range(rows int) (begin, end int) {
	end = rows
	if w.After != nil {
		begin = int(min(max(w.After.Rank, 0), int64(rows)))
	}
	if w.Before != nil {
		end = int(min(max(w.Before.Rank-1, int64(begin)), int64(rows)))
	}
	if w.Backward {
		return max(begin, end-w.Limit), end
	}
	return begin, min(end, begin+w.Limit)
}

// hashOfList returns a short hash of a list's name. A cursor contains it and so knows its list.
func hashOfList(list string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(list))
	return h.Sum32()
}

// Page is one page of a list, with the places of its rows. CountListing counts the whole list, and runs only if the reader
// asks for the count.
type Page[T any] struct {
	Rows         []T
	Places       []Place
	Window       Window
	MoreAfter    bool
	MoreBefore   bool
	CountListing func(context.Context) (int, error)
}
