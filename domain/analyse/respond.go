package analyse

import (
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// RespondToGroupInput is one official response to a theme or a campaign.
type RespondToGroupInput struct {
	GroupID        civic.ID `validate:"-"` // Check checks it, because it has one of two kinds
	Outcome        consult.AdoptionOutcome
	Reason         []civic.LocalizedTextInput    `validate:"max=10,unique=Locale,texts=5000"`
	Clauses        []consult.AffectedClauseInput `validate:"max=100,dive"`
	IdempotencyKey *string                       `validate:"omitempty,idempotency"`
}

// Check validates the input by its rules and returns all problems at once.
func (in RespondToGroupInput) Check() error {
	if err := civic.Check(in); err != nil {
		return err
	}
	var problems civic.Problems
	if in.GroupID.Kind != ThemeKind && in.GroupID.Kind != CampaignKind {
		problems.Add(civic.BadID, "groupId")
	}
	problems.Join(consult.CheckOutcome(in.Outcome, in.Reason, in.Clauses))
	return problems.Err()
}

// ExcludeCommentsInput names comments that the response to their theme or campaign does not answer.
type ExcludeCommentsInput struct {
	OfficialResponseID civic.ID   `validate:"id=O"`
	CommentIDs         []civic.ID `validate:"min=1,max=1000,unique,dive,id=M"`
	Reason             consult.RemovalReason
}

// Check validates the input by its rules and returns all problems at once.
func (in ExcludeCommentsInput) Check() error {
	if err := civic.Check(in); err != nil {
		return err
	}
	return CheckSame(in.OfficialResponseID.Consultation, "commentIds", in.CommentIDs...)
}
