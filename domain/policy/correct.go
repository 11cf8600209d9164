package policy

import "minyi/domain/civic"

// UpdatePolicyRecordInput corrects the title of a policy record in some languages.
type UpdatePolicyRecordInput struct {
	PolicyRecordID civic.ID                   `validate:"id=P"`
	Title          []civic.LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=200"`
	Reason         *string
}

// Check returns all problems of the input.
func (in UpdatePolicyRecordInput) Check() error { return CheckCorrection(in, in.Reason) }

// CheckCorrection checks the form of a correction. One of the texts must be given, if there are several. The refusals are those of the form, REQUIRED
// at the first of the texts, and those of a public reason.
func CheckCorrection(in any, reason *string, texts ...[]civic.LocalizedTextInput) error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	if len(texts) > 0 && len(texts[0])+len(texts[1]) == 0 {
		problems.Add(civic.Required, "title")
	}
	if reason != nil {
		problems.Join(civic.CheckReason(*reason))
	}
	return problems.Err()
}
