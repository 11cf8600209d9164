package consult

import (
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/trust"
)

// LongestComment is how many characters, as people count them, a comment has at most.
const LongestComment = 5000

// Refusals of comments.
var (
	NotAuthor  = civic.NewCode("NOT_AUTHOR", "只有作者本人可以这样做。", "Only its author may do this.")
	OwnComment = civic.NewCode("OWN_COMMENT", "不能附议自己的意见。", "Nobody endorses their own comment.")
)

// Stance is what somebody thinks of what is proposed.
type Stance string

// The stances.
const (
	Support            Stance = "SUPPORT"
	SupportWithChanges Stance = "SUPPORT_WITH_CHANGES"
	Oppose             Stance = "OPPOSE"
	Neutral            Stance = "NEUTRAL"
)

// Stances lists them in the order in which they are shown.
var Stances = []Stance{Support, SupportWithChanges, Oppose, Neutral}

// Comment is one thing that somebody said in a consultation.
type Comment struct {
	ConsultationKey uuid.UUID      `db:"consultation_id"`
	Key             uuid.UUID      `db:"id"`
	ClauseKey       *uuid.UUID     `db:"clause_id"`
	Author          uuid.UUID      `db:"author"` // the account; no field of the API leads to it
	Stance          Stance         `db:"stance"`
	Body            string         `db:"body"`
	Day             civic.Date     `db:"day"` // the day on which it was made, in the profile's time zone
	CreatedAt       time.Time      `db:"created_at"`
	EditedAt        *time.Time     `db:"edited_at"`
	WithdrawnAt     *time.Time     `db:"withdrawn_at"`
	ErasedAt        *time.Time     `db:"erased_at"` // the words are gone for good, and Body is empty
	Revision        int            `db:"revision"`  // how often its author submitted, edited or withdrew it
	Receipt         *trust.Receipt `db:"-"`         // of the act that has just been done; nil in a comment that was read

	State            ModerationState   `db:"state"`
	HiddenReason     *ModerationReason `db:"hidden_reason"`
	HiddenNote       *string           `db:"hidden_note"`
	ModeratedAt      *time.Time        `db:"moderated_at"`    // the last decision
	AwaitsDecision   bool              `db:"awaits_decision"` // it stands in the moderators' queue
	OpenReports      int               `db:"open_reports"`    // how many reported it since the last decision
	DisputedAt       *time.Time        `db:"disputed_at"`
	DisputeStatement *string           `db:"dispute_statement"`
}

// CommentKind is the kind of comments.
var CommentKind = trust.ReceiptsFor(civic.NewKindWithin("M"), "comment")

// ID names the comment.
func (c Comment) ID() civic.ID { return civic.IDWithin(CommentKind, c.ConsultationKey, c.Key) }

// IsNode marks what the API finds by id.
func (Comment) IsNode() {}

// ViewerIsAuthor tells whether the reader wrote it.
func (c Comment) ViewerIsAuthor(ctx context.Context) bool { return c.writtenBy(civic.ActorOf(ctx)) }

func (c Comment) writtenBy(by civic.Actor) bool { return by.SignedIn() && by.Account == c.Author }

// RequireAuthor refuses as NOT_AUTHOR what only the author of a comment may do with it.
func (c Comment) RequireAuthor(by civic.Actor) error {
	if !c.writtenBy(by) {
		return civic.Refuse(NotAuthor, "commentId")
	}
	return nil
}

// Endorsable refuses as OWN_COMMENT that somebody joins their own comment, and as COMMENT_HIDDEN or ERASED what cannot be read.
func (c Comment) Endorsable(by civic.Actor) error {
	if c.writtenBy(by) {
		return civic.Refuse(OwnComment, "commentId")
	}
	if c.State == CommentIsHidden {
		return civic.Refuse(CommentHidden, "commentId")
	}
	return c.Legible()
}

// Legible refuses as ERASED what needs the words of a comment that has none any more.
func (c Comment) Legible() error {
	if c.ErasedAt != nil {
		return civic.Refuse(Erased, "commentId")
	}
	return nil
}

// Edited is the comment with the input's stance and words where it has them, and whether that makes a difference. Where
// comments are read before they are published, new words wait as the first ones did; a hidden comment stays hidden, and its new words
// go to the moderators.
func (c Comment) Edited(in EditCommentInput, mode ModerationMode) (edited Comment, differs bool) {
	edited = c
	if in.Stance != nil {
		edited.Stance = *in.Stance
	}
	if in.Body == nil || *in.Body == c.Body {
		return edited, edited.Stance != c.Stance
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
	Stance         Stance
	Body           string
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// Check holds the input against its rules and gives all problems at once.
func (in SubmitCommentInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(civic.CheckBody("body", in.Body, LongestComment))
	return problems.Err()
}

// EditCommentInput is new words for a comment.
type EditCommentInput struct {
	CommentID civic.ID `validate:"id=M"`
	Stance    *Stance
	Body      *string
}

// Check holds the input against its rules and gives all problems at once.
func (in EditCommentInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	if in.Body != nil {
		problems.Join(civic.CheckBody("body", *in.Body, LongestComment))
	}
	return problems.Err()
}

// WithdrawCommentInput is a comment to take back.
type WithdrawCommentInput struct {
	CommentID civic.ID `validate:"id=M"`
}

// EndorseCommentInput is a comment to join.
type EndorseCommentInput struct {
	CommentID civic.ID `validate:"id=M"`
}

// WithdrawEndorsementInput is a comment to join no longer.
type WithdrawEndorsementInput struct {
	CommentID civic.ID `validate:"id=M"`
}

// CommentFilter says which comments to list.
type CommentFilter struct {
	ClauseID *civic.ID `validate:"omitempty,id=L"`
	Stance   *Stance
	Answered *bool
	Contains *string
	Disputed *bool
}

// Check holds the filter against its rules and gives all problems at once. What is looked for obeys the rules of what is
// written: nothing else could be found.
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
)

// Erased refuses what needs the words of a comment that its author has erased.
var Erased = civic.NewCode("ERASED", "作者已删除该意见的内容。", "Its author has erased what it said.")
