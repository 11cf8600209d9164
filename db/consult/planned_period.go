package consultdb

import (
	"context"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// PlannedPeriod tells the period that a launch would have now, and why it would be refused. Whoever may see the record may ask. Nothing is
// stored. The refusals are NOT_FOUND, UNKNOWN_PROFILE and WRONG_PROFILE.
func PlannedPeriod(ctx context.Context, db *pg.DB, by civic.Actor, in consult.LaunchConsultationInput) (*consult.PlannedPeriod, error) {
	record, err := pg.Single(policydb.PolicyRecordsByID(ctx, db, by, []civic.ID{in.PolicyRecordID}))
	if err != nil {
		return nil, err
	}
	r, err := rulesOfLaunch(ctx, db, record.Kind, in.Profile)
	if err != nil {
		return nil, err
	}
	planned, err := r.profile.PlanLaunch(in, r.calendar, r.now)
	return &planned, err
}
