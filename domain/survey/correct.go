package survey

import (
	"minyi/domain/civic"
	"minyi/domain/policy"
)

// UpdateSurveyInput corrects the title and the introduction of a survey in some languages.
type UpdateSurveyInput struct {
	SurveyID     civic.ID                   `validate:"id=S"`
	Title        []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=200"`
	Introduction []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=5000"`
	Reason       *string
}

// Check returns all problems of the input.
func (in UpdateSurveyInput) Check() error {
	return policy.CheckCorrection(in, in.Reason, in.Title, in.Introduction)
}
