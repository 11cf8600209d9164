package survey

import (
	"strings"
	"time"

	"minyi/domain/civic"
	"minyi/domain/trust"
)

// acceptedResponse is a survey response as its receipt commits to it, but for the answers, which come last.
type acceptedResponse struct {
	trust.Accepted
	Survey  string `json:"survey"`
	Version int    `json:"version"`
}

// Act is what its author did last.
func (r SurveyResponse) Act() trust.Act {
	if r.Revision > 1 {
		return trust.ActChange
	}
	return trust.ActSubmit
}

// ChangedAt is when its author did that.
func (r SurveyResponse) ChangedAt() time.Time {
	if r.RevisedAt != nil {
		return *r.RevisedAt
	}
	return r.CreatedAt
}

// Accepted is the response as a receipt commits to it, after an act.
func (r SurveyResponse) Accepted(act trust.Act) string { return r.AcceptedWith(r.Given.Text(), act) }

// AcceptedWith is the same where the answers were written already.
func (r SurveyResponse) AcceptedWith(answers string, act trust.Act) string {
	begun := trust.Written(acceptedResponse{Accepted: trust.AcceptedAs(act, r.ID(), r.Revision, r.CreatedAt), Survey: civic.IDOf(SurveyKind, r.SurveyKey).String(), Version: r.Version})
	return strings.TrimSuffix(begun, "}") + `,"answers":` + answers + "}"
}
