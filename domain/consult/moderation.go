package consult

import (
	"context"
	"time"

	"minyi/domain/civic"
)

// Refusals of moderation.
var (
	WrongModerationState = civic.NewCode("WRONG_MODERATION_STATE", "该意见处于 %v 状态，不能这样处理。", "The comment is in the state %v, which does not allow this.")
	CommentHidden        = civic.NewCode("COMMENT_HIDDEN", "该意见已被隐藏。", "This comment is hidden.")
)

// ModerationMode says whether the comments of a consultation are read by a moderator before others see them.
type ModerationMode string

// The modes. Where nothing is said comments are seen at once.
const (
	BeforePublishing ModerationMode = "BEFORE_PUBLISHING"
	AfterPublishing  ModerationMode = "AFTER_PUBLISHING"
)

// ModerationState is whether a comment is seen.
type ModerationState string

// The states. A pending comment is found by its author and by those who read moderation, and counts only as pending. A
// hidden one is found and counted as others are, but its words are read by its author and by those who read moderation alone.
const (
	CommentPending   ModerationState = "PENDING"
	CommentPublished ModerationState = "PUBLISHED"
	CommentIsHidden  ModerationState = "HIDDEN"
)

// ModerationReason is why a comment is hidden, or why somebody reports it.
type ModerationReason string

// ReasonOther is the reason that a note must explain.
const ReasonOther ModerationReason = "OTHER"

// ModerationDecision is what a moderator decides on a comment.
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

// CommentModeration is what everybody may know of a comment's moderation. It never says who decided.
type CommentModeration struct {
	State  ModerationState
	Reason *ModerationReason
	Note   *string
	At     *time.Time
}

// ModerationCase is what those who read moderation know of a comment.
type ModerationCase struct{ Comment }

// Moderation tells how the comment stands.
func (c Comment) Moderation() CommentModeration {
	return CommentModeration{State: c.State, Reason: c.HiddenReason, Note: c.HiddenNote, At: c.ModeratedAt}
}

// AuthorshipDisputed tells whether the account that wrote it says that its person did not.
func (c Comment) AuthorshipDisputed() bool { return c.DisputedAt != nil }

// WordsFor gives the words to a reader: those of a hidden comment to its author and to those who read the moderation of its
// department, and nil to everybody else. Those that the author erased are nil to all.
func (c Comment) WordsFor(by civic.Actor, department string) *string {
	if c.ErasedAt != nil || c.State == CommentIsHidden && !c.writtenBy(by) && !by.Can(civic.ReadModeration, department) {
		return nil
	}
	return &c.Body
}

// Moderated is the comment as a verdict leaves it, and whether that makes a difference. A comment that already is as the
// verdict wants it stays; so the same request may come twice. Publishing one that is published says that what was reported about it is
// no reason to hide it; hiding one that is hidden corrects the reason. It refuses as WRONG_MODERATION_STATE to publish what is
// hidden, which is restored instead, and to restore what nobody has published. It looks at no clock: personal data must be hidden
// after the feedback report too, whose frozen counts stay as they are.
func (c Comment) Moderated(v Verdict) (moderated Comment, differs bool, err error) {
	moderated = c
	moderated.HiddenReason, moderated.HiddenNote, moderated.AwaitsDecision, moderated.OpenReports = nil, nil, false, 0
	switch {
	case v.Decision == DecideHide:
		moderated.State, moderated.HiddenReason, moderated.HiddenNote = CommentIsHidden, v.Reason, v.Note
		return moderated, c.AwaitsDecision || c.State != CommentIsHidden || !same(c.HiddenReason, v.Reason) || !same(c.HiddenNote, v.Note), nil
	case v.Decision == DecidePublish && c.State != CommentIsHidden:
		moderated.State = CommentPublished
		return moderated, c.AwaitsDecision || c.State != CommentPublished, nil
	case v.Decision == DecideRestore && c.State == CommentPublished:
		return c, false, nil
	case v.Decision == DecideRestore && c.State == CommentIsHidden:
		moderated.State = CommentPublished
		return moderated, true, nil
	}
	return c, false, civic.Refuse(WrongModerationState, "", c.State)
}

// same tells whether two values that may be missing are the same.
func same[T comparable](a, b *T) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// check holds the verdict against its rules: hiding says why, for the public may know it, and the other decisions have no
// reason to keep.
func (v Verdict) check() error {
	var problems civic.Problems
	if v.Decision == DecideHide {
		if v.Reason == nil {
			problems.Add(ReasonRequired, "reason")
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

// longestNote is how many characters, as people count them, a note or a statement has at most.
const longestNote = 1000

// checkNote holds the note of a reason against its rules: 1 to 1,000 characters where there is one, and OTHER needs one.
func checkNote(reason ModerationReason, note *string) error {
	switch {
	case note != nil:
		return civic.CheckBody("note", *note, longestNote)
	case reason == ReasonOther:
		return civic.Refuse(ReasonRequired, "note")
	}
	return nil
}

// ViewerCanModerate tells whether the reader moderates the consultation's comments.
func (c Consultation) ViewerCanModerate(ctx context.Context) bool {
	return civic.ActorOf(ctx).Can(civic.Moderate, c.DepartmentCode)
}
