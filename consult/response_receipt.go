package consult

import (
	"strings"
	"time"
)

// acceptedResponse is a survey response as its receipt commits to it, but for the answers, which come last.
type acceptedResponse struct {
	accepted
	Survey  string `json:"survey"`
	Version int    `json:"version"`
}

// Act is what its author did last.
func (r SurveyResponse) Act() Act {
	if r.Revision > 1 {
		return ActChange
	}
	return ActSubmit
}

// ChangedAt is when its author did that.
func (r SurveyResponse) ChangedAt() time.Time {
	if r.RevisedAt != nil {
		return *r.RevisedAt
	}
	return r.CreatedAt
}

// Accepted is the response as a receipt commits to it, after an act.
func (r SurveyResponse) Accepted(act Act) string { return r.AcceptedWith(r.Given.Text(), act) }

// AcceptedWith is the same where the answers were written already.
func (r SurveyResponse) AcceptedWith(answers string, act Act) string {
	begun := written(acceptedResponse{accepted: acceptedAs(act, r.ID(), r.Revision, r.CreatedAt), Survey: IDOf(SurveyKind, r.SurveyKey).String(), Version: r.Version})
	return strings.TrimSuffix(begun, "}") + `,"answers":` + answers + "}"
}
