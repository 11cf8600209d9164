package consult

import (
	"context"
	"time"

	"minyi/domain/civic"
)

// The rights of this subject. The enum Action in the schema describes them.
var (
	ReportComment  = civic.NewAction("REPORT_COMMENT", civic.Resident)
	ReadModeration = civic.NewAction("READ_MODERATION", civic.Moderator, civic.Auditor)
	Moderate       = civic.NewAction("MODERATE", civic.Moderator)
)

// Refusals of moderation.
var (
	WrongModerationState = civic.NewCode("WRONG_MODERATION_STATE", "该意见处于 {found} 状态，不能这样处理。", "The comment is in the state {found}, which does not allow this.")
	CommentHidden        = civic.NewCode("COMMENT_HIDDEN", "该意见已被隐藏。", "This comment is hidden.")
)

// ModerationMode says whether a moderator reads the comments of a consultation before their publication or after it.
type ModerationMode string

// The modes. The default is AFTER_PUBLISHING.
const (
	BeforePublishing ModerationMode = "BEFORE_PUBLISHING"
	AfterPublishing  ModerationMode = "AFTER_PUBLISHING"
)

// ModerationState says whether a comment is visible.
type ModerationState string

// The states. Only its author and those who read moderation can find a pending comment, and it is counted only as pending.
// Everybody can find a hidden comment, and it is counted like any other. Only its author and those who read moderation can read
// its words.
const (
	CommentPending   ModerationState = "PENDING"
	CommentPublished ModerationState = "PUBLISHED"
	CommentIsHidden  ModerationState = "HIDDEN"
)

// ModerationReason is a reason to hide a comment or to report it.
type ModerationReason string

// ReasonOther is the reason that needs an explanation in a note.
const ReasonOther ModerationReason = "OTHER"

// ModerationDecision is a moderator's decision on a comment.
type ModerationDecision string

// The decisions.
const (
	DecidePublish ModerationDecision = "PUBLISH"
	DecideHide    ModerationDecision = "HIDE"
	DecideRestore ModerationDecision = "RESTORE"
)

// Verdict is a decision with its public reason and note.
type Verdict struct {
	Decision ModerationDecision
	Reason   *ModerationReason
	Note     *string
}

// CommentModeration is the public part of a comment's moderation. It never names the moderator.
type CommentModeration struct {
	State     ModerationState
	Reason    *ModerationReason
	Note      *string
	DecidedAt *time.Time
}

// ModerationCase is a comment as those who read moderation see it.
type ModerationCase struct{ Comment }

// Moderation returns the public part of the comment's moderation.
func (c Comment) Moderation() CommentModeration {
	return CommentModeration{State: c.State, Reason: c.HiddenReason, Note: c.HiddenNote, DecidedAt: c.ModeratedAt}
}

// DecidedBeforeEdit returns the instant of the last decision, if the comment was edited after it: reports from before are about other words.
func (c Comment) DecidedBeforeEdit() *time.Time {
	if c.ModeratedAt == nil || c.EditedAt == nil || !c.EditedAt.After(*c.ModeratedAt) {
		return nil
	}
	return c.ModeratedAt
}

// AuthorshipDisputed reports whether the account's person says that somebody else wrote the comment.
func (c Comment) AuthorshipDisputed() bool { return c.DisputedAt != nil }

// WordsFor returns the words of the comment for a reader. Only the author and those who read the department's moderation get the
// words of a hidden comment; everybody else gets nil. Nobody gets erased words.
func (c Comment) WordsFor(by civic.Actor, department string) *string {
	if c.ErasedAt != nil || c.State == CommentIsHidden && !c.writtenBy(by) && !by.Can(ReadModeration, department) {
		return nil
	}
	return &c.Body
}

// Moderated returns the comment after a verdict, and whether it differs from before. The same verdict a second time changes
// nothing. PUBLISH on a published comment dismisses the reports about it. HIDE on a hidden comment corrects the reason.
// Moderated refuses as WRONG_MODERATION_STATE to publish a hidden comment, which needs RESTORE, and to restore a pending one.
// It does not depend on the time, because a moderator must be able to hide personal data after the feedback report too. The
// counts in the report stay as they are.
func (c Comment) Moderated(v Verdict) (moderated Comment, differs bool, err error) {
	moderated = c
	moderated.HiddenReason, moderated.HiddenNote, moderated.AwaitsDecision, moderated.OpenReports = nil, nil, false, 0
	switch {
	case v.Decision == DecideHide:
		moderated.State, moderated.HiddenReason, moderated.HiddenNote = CommentIsHidden, v.Reason, v.Note
		return moderated, c.AwaitsDecision || c.State != CommentIsHidden || !equal(c.HiddenReason, v.Reason) || !equal(c.HiddenNote, v.Note), nil
	case v.Decision == DecidePublish && c.State != CommentIsHidden:
		moderated.State = CommentPublished
		return moderated, c.AwaitsDecision || c.State != CommentPublished, nil
	case v.Decision == DecideRestore && c.State == CommentPublished:
		return c, false, nil
	case v.Decision == DecideRestore && c.State == CommentIsHidden:
		moderated.State = CommentPublished
		return moderated, true, nil
	}
	return c, false, civic.Refuse(WrongModerationState, "", civic.Found(c.State))
}

// equal reports whether two values are equal. Each may be nil.
func equal[T comparable](a, b *T) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// check checks the verdict by its rules. HIDE needs a reason, which is public. The other decisions must have neither a reason
// nor a note.
func (v Verdict) check() error {
	var problems civic.Problems
	if v.Decision == DecideHide {
		if v.Reason == nil {
			problems.Add(civic.ReasonRequired, "reason")
		} else {
			problems.Join(checkNote(*v.Reason, v.Note))
		}
		return problems.Err()
	}
	if v.Reason != nil {
		problems.Add(civic.Invalid, "reason")
	}
	if v.Note != nil {
		problems.Add(civic.Invalid, "note")
	}
	return problems.Err()
}

// longestNote is the maximum length of a note or a statement, in characters as people count them.
const longestNote = 1000

// checkNote checks the note of a reason. A note has 1 to 1,000 characters. The reason OTHER needs a note.
func checkNote(reason ModerationReason, note *string) error {
	switch {
	case note != nil:
		return civic.CheckBody("note", *note, longestNote)
	case reason == ReasonOther:
		return civic.Refuse(civic.ReasonRequired, "note")
	}
	return nil
}

// ViewerCanModerate reports whether the reader may moderate the consultation's comments.
func (c Consultation) ViewerCanModerate(ctx context.Context) bool {
	return civic.ActorOf(ctx).Can(Moderate, c.DepartmentCode)
}
