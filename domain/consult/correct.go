package consult

import (
	"minyi/domain/civic"
	"minyi/domain/policy"
)

// UpdateConsultationInput corrects the title and the notice of a consultation in some languages.
type UpdateConsultationInput struct {
	ConsultationID civic.ID                   `validate:"id=C"`
	Title          []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=200"`
	Notice         []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=20000"`
	Reason         *string
}

// Check returns all problems of the input.
func (in UpdateConsultationInput) Check() error {
	return policy.CheckCorrection(in, in.Reason, in.Title, in.Notice)
}
