package main

import (
	"encoding/json"
	"net/http"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	"minyi/domain/civic"
)

// challenge sets work for a browser in ALTCHA's format; createBrowserKey takes its solution.
func challenge(db *pg.DB, cost int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if cost == 0 {
			refuse(w, r, civic.Refuse(civic.NotFound, ""))
			return
		}
		set, err := civicdb.Challenge(db, cost)
		if err != nil {
			refuse(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(set)
	}
}
