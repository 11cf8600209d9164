package signin

import (
	"encoding/json"
	"net/http"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/server/reply"
)

// Challenge gives a browser a proof of work to solve, in ALTCHA's format. The mutation createBrowserKey takes the solution. The
// cost is the number of PBKDF2 iterations of one try; with 0 there are no challenges, and the reply is NOT_FOUND.
func Challenge(db *pg.DB, cost int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if cost == 0 {
			reply.Refuse(w, r, civic.Refuse(civic.NotFound, ""))
			return
		}
		set, err := civicdb.Challenge(db, cost)
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(set)
	}
}
