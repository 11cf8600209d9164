package consultgraph

import (
	"context"
	"time"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
	"minyi/graph/model"
)

func (r *QueryResolver) PlannedPeriod(ctx context.Context, policyRecordID civic.ID, profile *string, opensAt *time.Time, closesOn *civic.Date, closesAtTime *string, shorteningReason *string) (*consult.PlannedPeriod, error) {
	in := consult.LaunchConsultationInput{PolicyRecordID: policyRecordID, Profile: profile, OpensAt: opensAt, ClosesAtTime: closesAtTime, ShorteningReason: shorteningReason}
	if closesOn != nil {
		in.ClosesOn = *closesOn
	}
	return consultdb.PlannedPeriod(ctx, r.DB, civic.ActorOf(ctx), in)
}

func (r *PlannedPeriodResolver) Refusal(ctx context.Context, p *consult.PlannedPeriod) (*model.UserError, error) {
	return graph.Refusal(ctx, p.Problem), nil
}
