package disclosedb

import (
	"context"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/disclose"
)

// OwnRequests reads all requests of the actor, in the order in which they were made, and who applied as the actor stated it. What was erased
// is empty.
func OwnRequests(ctx context.Context, db *pg.DB, by civic.Actor) ([]disclose.DisclosureRequest, []disclose.DisclosureApplicant, error) {
	own, err := read(ctx, db, db, readableBy(by), `q.applicant = $1 ORDER BY q.id`, by.Account)
	applicants := make([]disclose.DisclosureApplicant, len(own))
	for i, r := range own {
		sealed, sealedErr := pg.Rows[pg.Sealed](ctx, db, `SELECT a.key_id, a.box FROM disclosure_applicants a WHERE a.request_id = $1`, r.Key)
		if err == nil {
			err = sealedErr
		}
		if err == nil && len(sealed) > 0 {
			err = db.Open(applicantOf(r.Key), sealed[0], &applicants[i])
		}
	}
	return own, applicants, err
}
