package main

import (
	"encoding/json"
	"net/http"

	personaldb "minyi/db/personal"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/server/reply"
)

// exportMe replies with everything that Minyi keeps about the signed-in person, as a JSON file. Caches must not store it.
func exportMe(d *pg.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Authorization")
		by := civic.ActorOf(r.Context())
		if !by.SignedIn() {
			reply.Refuse(w, r, civic.Refuse(civic.Unauthenticated, ""))
			return
		}
		data, err := personaldb.PersonalData(r.Context(), d, by)
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="minyi.json"`)
		w.Header().Set("Cache-Control", "private, no-store")
		_ = json.NewEncoder(w).Encode(data) // it fails only when the client is gone
	}
}
