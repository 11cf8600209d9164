package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"minyi/db"
)

// timeToAnswer is how long the database may take to prove that it is there.
const timeToAnswer = 2 * time.Second

// alive says that the program runs, whatever the state of the database.
func alive(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "alive") }

// ready says whether requests can be answered: the database is there and has every migration.
func (s *store) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), timeToAnswer)
	defer cancel()
	migrated, err := db.Migrated(ctx, s.db)
	switch {
	case err != nil:
		slog.WarnContext(ctx, "not ready", "error", err)
		say(w, http.StatusServiceUnavailable, "the database does not answer")
	case !migrated:
		say(w, http.StatusServiceUnavailable, "the database lacks migrations of this program")
	default:
		say(w, http.StatusOK, "ready")
	}
}

// say answers with one line of text that nobody keeps.
func say(w http.ResponseWriter, status int, line string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	fmt.Fprintln(w, line)
}
