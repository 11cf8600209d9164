package civic

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"

	"github.com/google/uuid"
)

// Refusals of a page that cannot be read.
var (
	BadCursor   = NewCode("BAD_CURSOR", "游标无效，或属于另一个列表。", "This cursor is not valid, or comes from another list.")
	BadPageSize = NewCode("BAD_PAGE_SIZE", "每页须为 1 至 %d 条，且只能用 first 或 last 之一。", "A page holds 1 to %d; say either first or last.")
)

const (
	// UsualPage is how many rows a page holds where nothing is said.
	UsualPage = 20
	// LargestPage is how many rows a page holds at most, where its list says nothing else.
	LargestPage = 100
)

// PageArgs are a connection's arguments as the reader gave them.
type PageArgs struct {
	First   *int
	After   *string
	Last    *int
	Before  *string
	Largest int // how many rows a page of this list holds at most; LargestPage where it is 0
}

// Place is where a row stands in its list: a rank by which the list is ordered, then its key.
type Place struct {
	Rank int64
	Key  uuid.UUID
}

// Window is a checked page: how many rows, from which end, between which places.
type Window struct {
	Limit         int
	Backward      bool
	After, Before *Place
	list          uint32
}

// Window checks the arguments against one list, which is named by its field, the key of its parent and its order,
// so that a cursor of another list is refused as BAD_CURSOR.
func (a PageArgs) Window(list string) (Window, error) {
	w := Window{Limit: UsualPage, Backward: a.Last != nil, list: listMark(list)}
	largest := cmp.Or(a.Largest, LargestPage)
	var problems Problems
	for _, size := range []struct {
		field string
		rows  *int
	}{{"first", a.First}, {"last", a.Last}} {
		if size.rows == nil {
			continue
		}
		if *size.rows < 1 || *size.rows > largest || (a.First != nil && a.Last != nil) {
			problems.Add(BadPageSize, size.field, largest)
		}
		w.Limit = *size.rows
	}
	w.After = w.place(a.After, "after", &problems)
	w.Before = w.place(a.Before, "before", &problems)
	return w, problems.Err()
}

// Cursor writes a place of this window's list as the reader sees it.
func (w Window) Cursor(p Place) string {
	raw := make([]byte, 0, 28)
	raw = binary.BigEndian.AppendUint32(raw, w.list)
	raw = binary.BigEndian.AppendUint64(raw, uint64(p.Rank))
	raw = append(raw, p.Key[:]...)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// place reads a cursor of this window's list.
func (w Window) place(cursor *string, field string, problems *Problems) *Place {
	if cursor == nil {
		return nil
	}
	raw, err := DecodeOpaque(*cursor)
	if err != nil || len(raw) != 28 || binary.BigEndian.Uint32(raw) != w.list {
		problems.Add(BadCursor, field)
		return nil
	}
	return &Place{Rank: int64(binary.BigEndian.Uint64(raw[4:12])), Key: uuid.UUID(raw[12:28])}
}

// listMark is the short mark by which a cursor knows its list.
func listMark(list string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(list))
	return h.Sum32()
}

// Page is one page of a list, with the places of its rows, and a way to count the list when somebody asks.
type Page[T any] struct {
	Rows         []T
	Places       []Place
	Window       Window
	MoreAfter    bool
	MoreBefore   bool
	CountListing func(context.Context) (int, error)
}
