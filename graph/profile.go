package graph

import (
	"context"
	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph/model"
)

func (r *QueryResolver) JurisdictionProfiles(ctx context.Context) ([]consult.JurisdictionProfile, error) {
	return consultdb.JurisdictionProfiles(ctx, r.db)
}

func (r *QueryResolver) WorkingCalendars(ctx context.Context) ([]civic.WorkingCalendar, error) {
	return consultdb.WorkingCalendars(ctx, r.db)
}

func (r *MutationResolver) LoadWorkingCalendar(ctx context.Context, input civic.LoadWorkingCalendarInput) (*model.LoadWorkingCalendarPayload, error) {
	calendar, err := consultdb.LoadWorkingCalendar(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.LoadWorkingCalendarPayload{WorkingCalendar: calendar, UserErrors: userErrors(ctx, err)}, foreign(err)
}
