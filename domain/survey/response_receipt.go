package survey

import (
	"strings"
	"time"

	"minyi/domain/civic"
	"minyi/domain/trust"
)

// acceptedResponse is the part of a survey response that its receipt commits to, without the answers. The answers follow it.
type acceptedResponse struct {
	trust.Accepted
	Survey  string `json:"survey"`
	Version int    `json:"version"`
}

// Act is the last act of the response's author.
func (r SurveyResponse) Act() trust.Act {
	if r.Revision > 1 {
		return trust.ActChange
	}
	return trust.ActSubmit
}

// ChangedAt is the time of the last act.
func (r SurveyResponse) ChangedAt() time.Time {
	if r.RevisedAt != nil {
		return *r.RevisedAt
	}
	return r.CreatedAt
}

// Accepted is the text that a receipt commits to, after an act.
func (r SurveyResponse) Accepted(act trust.Act) string { return r.AcceptedWith(r.Given.Text(), act) }

// AcceptedWith is Accepted for answers that are already written as JSON.
func (r SurveyResponse) AcceptedWith(answers string, act trust.Act) string {
	start := trust.Written(acceptedResponse{Accepted: trust.AcceptedAs(act, r.ID(), r.Revision, r.CreatedAt), Survey: civic.IDOf(SurveyKind, r.SurveyKey).String(), Version: r.Version})
	return strings.TrimSuffix(start, "}") + `,"answers":` + answers + "}"
}
