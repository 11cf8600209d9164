//go:build !unix

package local

import (
	"context"
	"errors"
)

// Server does not exist on this system.
type Server struct{}

// Start refuses: a private server needs unix sockets, file locks and signals.
func Start(context.Context, Options) (*Server, error) {
	return nil, errors.New("the built-in PostgreSQL runs on Linux and macOS only; set DATABASE_URL to a PostgreSQL server")
}

// URL is empty, as no server can have been started.
func (*Server) URL(string) string { return "" }

// RunningURL finds nothing, as no server can have been started.
func RunningURL(dir, database string) (string, bool) { return "", false }

// Stop has nothing to stop.
func (*Server) Stop(context.Context) error { return nil }

// Done never closes.
func (*Server) Done() <-chan struct{} { return nil }

// Remove refuses, as no folder can have been made.
func Remove(dir string) error { return errors.New("no PostgreSQL data in " + dir) }
