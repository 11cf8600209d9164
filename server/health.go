package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"minyi/db"
	"minyi/server/reply"
)

// readyTimeout is how long the database may take to answer the readiness check.
const readyTimeout = 2 * time.Second

// alive replies that the program runs. It does not ask the database.
func alive(w http.ResponseWriter, _ *http.Request) { reply.Text(w, http.StatusOK, "alive") }

// ready replies whether the server can serve requests: the database answers, and its schema has the version of this program.
func (s *store) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
	defer cancel()
	migrated, err := db.Migrated(ctx, s.db)
	switch {
	case errors.Is(err, db.ErrNewerSchema):
		reply.Text(w, http.StatusServiceUnavailable, err.Error())
	case err != nil:
		slog.WarnContext(ctx, "not ready", "error", err)
		reply.Text(w, http.StatusServiceUnavailable, "the database does not answer")
	case !migrated:
		reply.Text(w, http.StatusServiceUnavailable, "the database lacks migrations of this program")
	default:
		reply.Text(w, http.StatusOK, "ready")
	}
}
