package consult

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/domain/trust"
)

// The rights of this subject. The enum Action in the schema describes them.
var (
	CommentAction = civic.ForBrowsers(civic.NewAction("COMMENT", civic.Resident))
	EndorseAction = civic.ForBrowsers(civic.NewAction("ENDORSE", civic.Resident))
)

// LongestComment is the maximum length of a comment, in characters as people count them.
const LongestComment = 5000

// Refusals of comments.
var (
	NotAuthor  = civic.NewCode("NOT_AUTHOR", "只有作者本人可以这样做。", "Only its author may do this.")
	OwnComment = civic.NewCode("OWN_COMMENT", "不能附议自己的意见。", "Nobody endorses their own comment.")
)

// Stance is an author's opinion of a proposal.
type Stance string

// The stances.
const (
	Support            Stance = "SUPPORT"
	SupportWithChanges Stance = "SUPPORT_WITH_CHANGES"
	Oppose             Stance = "OPPOSE"
	Neutral            Stance = "NEUTRAL"
)

// Stances lists the stances in their order of display.
var Stances = []Stance{Support, SupportWithChanges, Oppose, Neutral}

// Comment is one comment of an author in a consultation.
type Comment struct {
	ConsultationKey uuid.UUID       `db:"consultation_id"`
	Key             uuid.UUID       `db:"id"`
	ClauseKey       *uuid.UUID      `db:"clause_id"`
	Passage         *policy.Passage `db:"passage"` // nil for the whole clause
	Author          uuid.UUID       `db:"author"`  // the account; no field of the API shows it
	Stance          Stance          `db:"stance"`
	AcceptedStance  *Stance         `db:"accepted_stance"` // the stance as the receipt has it, where the row was mended
	Body            string          `db:"body"`
	Day             civic.Date      `db:"day"` // the day of its creation, in the profile's time zone
	CreatedAt       time.Time       `db:"created_at"`
	EditedAt        *time.Time      `db:"edited_at"`
	WithdrawnAt     *time.Time      `db:"withdrawn_at"`
	ErasedAt        *time.Time      `db:"erased_at"` // the author has erased the words, and Body is empty
	Revision        int             `db:"revision"`  // the number of times that its author submitted, edited or withdrew it
	Receipt         *trust.Receipt  `db:"-"`         // the receipt of an act in this request; nil in a comment that was only read

	Channel    CommentChannel `db:"channel"`
	ReceivedOn *civic.Date    `db:"received_on"` // when a comment came that staff entered

	State            ModerationState   `db:"state"`
	HiddenReason     *ModerationReason `db:"hidden_reason"`
	HiddenNote       *string           `db:"hidden_note"`
	ModeratedAt      *time.Time        `db:"moderated_at"`    // the instant of the last decision
	AwaitsDecision   bool              `db:"awaits_decision"` // it is in the moderators' queue
	OpenReports      int               `db:"open_reports"`    // the number of reports since the last decision
	DisputedAt       *time.Time        `db:"disputed_at"`
	DisputeStatement *string           `db:"dispute_statement"`

	MovedAt          *time.Time `db:"moved_at"`
	MovedFrom        *uuid.UUID `db:"moved_from"`        // nil for the whole draft
	MovedUnreceipted bool       `db:"moved_unreceipted"` // a moderator moved it, and the receipt names the clause of before
}

// CommentKind is the kind of comments.
var CommentKind = trust.ReceiptsFor(civic.NewKindWithin("M"), "comment")

// Weight returns the size of the comment's words in bytes.
func (c Comment) Weight() int { return len(c.Body) }

// ID names the comment.
func (c Comment) ID() civic.ID { return civic.IDWithin(CommentKind, c.ConsultationKey, c.Key) }

// IsNode marks the type as a node of the API.
func (Comment) IsNode() {}

// ViewerIsAuthor reports whether the reader is the author.
func (c Comment) ViewerIsAuthor(ctx context.Context) bool { return c.writtenBy(civic.ActorOf(ctx)) }

// writtenBy reports whether the actor is the author.
func (c Comment) writtenBy(by civic.Actor) bool { return by.SignedIn() && by.Account == c.Author }

// RequireAuthor refuses as NOT_AUTHOR every actor except the author.
func (c Comment) RequireAuthor(by civic.Actor) error {
	if !c.writtenBy(by) {
		return civic.Refuse(NotAuthor, "commentId")
	}
	return nil
}

// Endorsable decides whether the actor may endorse the comment. It refuses the author as OWN_COMMENT, a hidden comment as
// COMMENT_HIDDEN and an erased one as ERASED.
func (c Comment) Endorsable(by civic.Actor) error {
	if c.writtenBy(by) {
		return civic.Refuse(OwnComment, "commentId")
	}
	if c.State == CommentIsHidden {
		return civic.Refuse(CommentHidden, "commentId")
	}
	return c.CheckNotErased()
}

// CheckNotErased refuses as ERASED a comment whose words are erased.
func (c Comment) CheckNotErased() error {
	if c.ErasedAt != nil {
		return civic.Refuse(Erased, "commentId")
	}
	return nil
}

// SameWords returns the words of a text without the differences that no reader sees: the number and kind of spaces.
func SameWords(text string) string { return strings.Join(strings.Fields(text), " ") }

// SaysTheSame reports whether the other comment has the same stance, the same words and the same passage, so that endorsements of one are good for the other.
func (c Comment) SaysTheSame(other Comment) bool {
	return c.Stance == other.Stance && c.Body == other.Body && c.Passage.Equals(other.Passage)
}

// Edited returns the comment with the stance, the words and the clause of the input, and whether it differs from before. A part that the
// input does not have stays. If moderators read comments before publication, a published comment with new words becomes
// pending again. A hidden comment stays hidden, and its new words go to the moderators.
func (c Comment) Edited(in EditCommentInput, mode ModerationMode) (edited Comment, differs bool) {
	edited = c
	if in.Stance != nil {
		edited.Stance = *in.Stance
	}
	moves := in.ClauseID != nil && (c.ClauseKey == nil || *c.ClauseKey != in.ClauseID.Key)
	if moves {
		edited = edited.Relocated(&in.ClauseID.Key, false)
	}
	if c.MovedUnreceipted {
		edited.Passage = nil // of the clause that a moderator moved it from
	}
	if in.Body == nil || *in.Body == c.Body {
		return edited, moves || edited.Stance != c.Stance
	}
	edited.Body = *in.Body
	if mode == BeforePublishing && c.State == CommentPublished {
		edited.State = CommentPending
	}
	edited.AwaitsDecision = c.AwaitsDecision || edited.State != CommentPublished
	return edited, true
}

// SubmitCommentInput is a new comment.
type SubmitCommentInput struct {
	ConsultationID civic.ID  `validate:"id=C"`
	ClauseID       *civic.ID `validate:"omitempty,id=L"`
	Passage        *policy.PassageInput
	Stance         Stance
	Body           string
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// Check validates the input by its rules and returns all problems at once.
func (in SubmitCommentInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(civic.CheckBody("body", in.Body, LongestComment))
	problems.Join(in.Passage.Check())
	return problems.Err()
}

// EditCommentInput is a new stance or new words for a comment.
type EditCommentInput struct {
	CommentID civic.ID `validate:"id=M"`
	Stance    *Stance
	Body      *string
	ClauseID  *civic.ID `validate:"omitempty,id=L"`
	Passage   *policy.PassageInput
}

// Check validates the input by its rules and returns all problems at once.
func (in EditCommentInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	if in.Body != nil {
		problems.Join(civic.CheckBody("body", *in.Body, LongestComment))
	}
	problems.Join(in.Passage.Check())
	return problems.Err()
}

// WithdrawCommentInput names the comment that its author withdraws.
type WithdrawCommentInput struct {
	CommentID civic.ID `validate:"id=M"`
}

// EndorseCommentInput names the comment to endorse.
type EndorseCommentInput struct {
	CommentID civic.ID `validate:"id=M"`
}

// WithdrawEndorsementInput names the comment that the actor no longer endorses.
type WithdrawEndorsementInput struct {
	CommentID civic.ID `validate:"id=M"`
}

// CommentFilter says which comments to list.
type CommentFilter struct {
	ClauseID   *civic.ID `validate:"omitempty,id=L"`
	WholeDraft *bool
	Stance     *Stance
	Answered   *bool
	Contains   *string
	Disputed   *bool
}

// Check validates the filter by its rules and returns all problems at once. The text to search for must obey the rules of a
// comment's text, because no comment contains any other text.
func (f CommentFilter) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(f))
	if f.Contains != nil {
		problems.Join(civic.CheckBody("contains", *f.Contains, 100))
	}
	return problems.Err()
}

// CommentOrder is the order of a list of comments.
type CommentOrder string

// The orders.
const (
	NewestComments CommentOrder = "NEWEST"
	OldestComments CommentOrder = "OLDEST"
	MostEndorsed   CommentOrder = "MOST_ENDORSED"
)

// Erased refuses an action that needs the words of a comment that its author has erased.
var Erased = civic.NewCode("ERASED", "作者已删除该意见的内容。", "Its author has erased what it said.")
