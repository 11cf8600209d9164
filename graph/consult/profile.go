package consultgraph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

func (r *QueryResolver) JurisdictionProfiles(ctx context.Context) ([]consult.JurisdictionProfile, error) {
	return consultdb.JurisdictionProfiles(ctx, r.DB)
}

func (r *QueryResolver) WorkingCalendars(ctx context.Context) ([]civic.WorkingCalendar, error) {
	return consultdb.WorkingCalendars(ctx, r.DB)
}
