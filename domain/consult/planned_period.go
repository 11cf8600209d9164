package consult

import (
	"errors"
	"time"

	"minyi/domain/civic"
)

// PlannedPeriod is the comment period that a launch would have now.
type PlannedPeriod struct {
	PeriodPlan
	ClosesOn         civic.Date
	EarliestClosesOn *civic.Date // of a period with the minimum length; nil without a minimum
	Problem          error       // why a launch would be refused; nil if it would not be
}

// PlanLaunch tells the period that a launch would have. Without a closing day it ends as early as the rules allow without a reason, and
// after a day where they have no minimum. Its errors are INVALID for a time of day that is none, and those of CheckTimes.
func (p JurisdictionProfile) PlanLaunch(in LaunchConsultationInput, calendar civic.WorkingCalendar, now time.Time) (PlannedPeriod, error) {
	if in.ClosesAtTime != nil && !civic.IsTimeOfDay(*in.ClosesAtTime) {
		return PlannedPeriod{}, civic.Refuse(civic.Invalid, "closesAtTime")
	}
	opensAt := now
	if in.OpensAt != nil {
		opensAt = *in.OpensAt
	}
	opening := civic.DateOf(opensAt, p.zone())
	planned := PlannedPeriod{EarliestClosesOn: p.earliestClose(opening, calendar)}
	switch {
	case in.ClosesOn != "":
	case planned.EarliestClosesOn != nil:
		in.ClosesOn = *planned.EarliestClosesOn
	default:
		in.ClosesOn = opening.Add(1)
	}
	planned.ClosesOn = in.ClosesOn
	var err error
	planned.PeriodPlan, err = p.Plan(in, calendar, now)
	if refused := (civic.Problems)(nil); errors.As(err, &refused) {
		planned.Problem, err = refused, nil
	}
	return planned, err
}
