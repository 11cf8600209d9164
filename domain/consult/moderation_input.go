package consult

import (
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// ModerateCommentInput is a decision on one comment.
type ModerateCommentInput struct {
	CommentID civic.ID `validate:"id=M"`
	Decision  ModerationDecision
	Reason    *ModerationReason
	Note      *string
}

// Verdict returns the input's verdict.
func (in ModerateCommentInput) Verdict() Verdict { return Verdict{in.Decision, in.Reason, in.Note} }

// Check validates the input by its rules and returns all problems at once.
func (in ModerateCommentInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(in.Verdict().check())
	return problems.Err()
}

// ModerateCommentsInput is one decision on many comments of one consultation.
type ModerateCommentsInput struct {
	CommentIDs []civic.ID `validate:"min=1,max=1000,unique,dive,id=M"`
	Decision   ModerationDecision
	Reason     *ModerationReason
	Note       *string
}

// Verdict returns the input's verdict.
func (in ModerateCommentsInput) Verdict() Verdict { return Verdict{in.Decision, in.Reason, in.Note} }

// Check validates the input by its rules and returns all problems at once.
func (in ModerateCommentsInput) Check() error {
	if err := civic.Check(in); err != nil {
		return err
	}
	var problems civic.Problems
	for i, id := range in.CommentIDs {
		if id.Consultation != in.CommentIDs[0].Consultation {
			problems.Add(OtherConsultation, civic.Indexed("commentIds", i))
		}
	}
	problems.Join(in.Verdict().check())
	return problems.Err()
}

// ReportCommentInput is a report that a comment should not be visible.
type ReportCommentInput struct {
	CommentID civic.ID `validate:"id=M"`
	Reason    ModerationReason
	Note      *string
}

// Check validates the input by its rules and returns all problems at once.
func (in ReportCommentInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(checkNote(in.Reason, in.Note))
	return problems.Err()
}

// CommentReport is one person's report about a comment. It does not identify the person.
type CommentReport struct {
	Key       uuid.UUID        `db:"-"` // a keyed hash of the comment and the account
	Reason    ModerationReason `db:"reason"`
	Note      *string          `db:"note"`
	CreatedAt time.Time        `db:"created_at"`
}

// CommentReportKind is the kind of reports about comments.
var CommentReportKind = civic.NewKind("N")

// ID returns the report's id.
func (r CommentReport) ID() civic.ID { return civic.IDOf(CommentReportKind, r.Key) }

// DisputeAuthorshipInput states that somebody else wrote a comment with the actor's account.
type DisputeAuthorshipInput struct {
	CommentID civic.ID `validate:"id=M"`
	Statement string
}

// Check validates the input by its rules and returns all problems at once.
func (in DisputeAuthorshipInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(civic.CheckBody("statement", in.Statement, longestNote))
	return problems.Err()
}

// ModerationFilter says which comments of the moderators' queue to list.
type ModerationFilter struct {
	State    *ModerationState
	Disputed *bool
}

// ModerationOrder is the order of the moderators' queue.
type ModerationOrder string

// The orders.
const (
	OldestFirst       ModerationOrder = "OLDEST"
	MostReportedFirst ModerationOrder = "MOST_REPORTED"
)
