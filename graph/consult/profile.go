package consultgraph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
	"minyi/graph/model"
)

func (r *QueryResolver) JurisdictionProfiles(ctx context.Context) ([]consult.JurisdictionProfile, error) {
	return consultdb.JurisdictionProfiles(ctx, r.DB)
}

func (r *QueryResolver) WorkingCalendars(ctx context.Context) ([]civic.WorkingCalendar, error) {
	return consultdb.WorkingCalendars(ctx, r.DB)
}

func (r *MutationResolver) LoadWorkingCalendar(ctx context.Context, input civic.LoadWorkingCalendarInput) (*model.LoadWorkingCalendarPayload, error) {
	calendar, err := consultdb.LoadWorkingCalendar(ctx, r.DB, civic.ActorOf(ctx), input)
	return &model.LoadWorkingCalendarPayload{WorkingCalendar: calendar, UserErrors: graph.UserErrors(ctx, err)}, graph.TopLevel(err)
}
