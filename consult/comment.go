package consult

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// LongestComment is how many characters, as people count them, a comment has at most.
const LongestComment = 5000

// Refusals of comments.
var (
	NotAuthor  = code("NOT_AUTHOR", "只有作者本人可以这样做。", "Only its author may do this.")
	OwnComment = code("OWN_COMMENT", "不能附议自己的意见。", "Nobody endorses their own comment.")
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
	ConsultationKey uuid.UUID  `db:"consultation_id"`
	Key             uuid.UUID  `db:"id"`
	ClauseKey       *uuid.UUID `db:"clause_id"`
	Author          uuid.UUID  `db:"author"` // the account; no field of the API leads to it
	Stance          Stance     `db:"stance"`
	Body            string     `db:"body"`
	Day             Date       `db:"day"` // the day on which it was made, in the profile's time zone
	CreatedAt       time.Time  `db:"created_at"`
	EditedAt        *time.Time `db:"edited_at"`
	WithdrawnAt     *time.Time `db:"withdrawn_at"`
}

// ID names the comment.
func (c Comment) ID() ID { return IDWithin(CommentKind, c.ConsultationKey, c.Key) }

// IsNode marks what the API finds by id.
func (Comment) IsNode() {}

// ViewerIsAuthor tells whether the reader wrote it.
func (c Comment) ViewerIsAuthor(ctx context.Context) bool {
	by := ActorOf(ctx)
	return by.SignedIn() && by.Account == c.Author
}

// SubmitCommentInput is a new comment.
type SubmitCommentInput struct {
	ConsultationID ID  `validate:"id=C"`
	ClauseID       *ID `validate:"omitempty,id=L"`
	Stance         Stance
	Body           string
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// EditCommentInput is new words for a comment.
type EditCommentInput struct {
	CommentID ID `validate:"id=M"`
	Stance    *Stance
	Body      *string
}

// WithdrawCommentInput is a comment to take back.
type WithdrawCommentInput struct {
	CommentID ID `validate:"id=M"`
}

// EndorseCommentInput is a comment to join.
type EndorseCommentInput struct {
	CommentID ID `validate:"id=M"`
}

// WithdrawEndorsementInput is a comment to join no longer.
type WithdrawEndorsementInput struct {
	CommentID ID `validate:"id=M"`
}

// CommentFilter says which comments to list.
type CommentFilter struct {
	ClauseID *ID `validate:"omitempty,id=L"`
	Stance   *Stance
	Answered *bool
	Contains *string `validate:"omitempty,min=1,graphemes=100"`
}

// CommentOrder is the order of a list of comments.
type CommentOrder string

// The orders.
const (
	NewestComments CommentOrder = "NEWEST"
	OldestComments CommentOrder = "OLDEST"
)

// CommentTally counts the comments of one consultation.
type CommentTally struct {
	Total        int
	Endorsements int
	Answered     int
	ByStance     []StanceCount
	ByDay        []DayCount
	ByClause     []ClauseCount
}

// StanceCount counts the comments with one stance.
type StanceCount struct {
	Stance Stance `json:"stance"`
	Count  int    `json:"count"`
}

// ClauseCount counts the comments on one clause.
type ClauseCount struct {
	ClauseKey uuid.UUID
	Count     int
	ByStance  []StanceCount
}
