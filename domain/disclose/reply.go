package disclose

import "minyi/domain/civic"

// DraftDisclosureReplyInput is the draft of a reply to a request.
type DraftDisclosureReplyInput struct {
	DisclosureRequestID civic.ID `validate:"id=Q"`
	Outcome             Outcome
	Text                string  `validate:"words=20000"`
	LegalBasis          *string `validate:"omitempty,words=2000"`
	WithheldParts       *string `validate:"omitempty,words=2000"`
}

// Check validates the input by its rules and returns all problems at once. A reply that does not give all names its legal basis, and one
// that gives a part says which parts are withheld (art. 36 and 37).
func (in DraftDisclosureReplyInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	if in.LegalBasis == nil && in.Outcome != Granted {
		problems.Add(LegalBasisRequired, "legalBasis")
	}
	if in.WithheldParts == nil && in.Outcome == PartlyGranted {
		problems.Add(PartsRequired, "withheldParts")
	}
	return problems.Err()
}
