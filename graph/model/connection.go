// Package model holds the types of the API that are not in the domain: connections, payloads and scalars.
package model

import (
	"context"
	"sync"

	"minyi/domain/civic"
)

// Connection is one page of a list, as Relay's specification describes it.
type Connection[T any] struct {
	page    civic.Page[T]
	counted sync.Once // under however many aliases an operation asks for the total
	total   int
	failed  error
}

// Edge is a row with its cursor.
type Edge[T any] struct {
	Cursor string
	Node   T
}

// PageInfo is the position of a page in its list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// Connect makes a connection from a page.
func Connect[T any](page civic.Page[T], err error) (*Connection[T], error) {
	if err != nil {
		return nil, err
	}
	return &Connection[T]{page: page}, nil
}

// Nodes returns the rows of the page.
func (c *Connection[T]) Nodes() []T {
	if c.page.Rows == nil {
		return []T{}
	}
	return c.page.Rows
}

// Edges returns the rows of the page with their cursors.
func (c *Connection[T]) Edges() []Edge[T] {
	edges := make([]Edge[T], len(c.page.Rows))
	for i, row := range c.page.Rows {
		edges[i] = Edge[T]{Cursor: c.page.Window.Cursor(c.page.Places[i]), Node: row}
	}
	return edges
}

// PageInfo returns the position of the page in its list.
func (c *Connection[T]) PageInfo() PageInfo {
	info := PageInfo{HasNextPage: c.page.MoreAfter, HasPreviousPage: c.page.MoreBefore}
	if n := len(c.page.Places); n > 0 {
		first, last := c.page.Window.Cursor(c.page.Places[0]), c.page.Window.Cursor(c.page.Places[n-1])
		info.StartCursor, info.EndCursor = &first, &last
	}
	return info
}

// TotalCount counts the whole list. It runs a statement only if the query asks for it.
func (c *Connection[T]) TotalCount(ctx context.Context) (int, error) {
	c.counted.Do(func() { c.total, c.failed = c.page.CountListing(ctx) })
	return c.total, c.failed
}
