package analyse

import (
	"database/sql/driver"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

// CodeSource says how a comment came to a code.
type CodeSource string

// The sources.
const (
	ByPerson     CodeSource = "PERSON"
	ByRule       CodeSource = "RULE"
	BySuggestion CodeSource = "SUGGESTION"
)

// CommentCode says that a comment is about a theme.
type CommentCode struct {
	ConsultationKey uuid.UUID  `db:"consultation_id"`
	ThemeKey        uuid.UUID  `db:"theme_id"`
	CommentKey      uuid.UUID  `db:"comment_id"`
	Source          CodeSource `db:"source"`
	RuleKey         *uuid.UUID `db:"rule_id"`
	Coder           *string    `db:"coder"` // nil for readers without READ_CODING
	CreatedAt       time.Time  `db:"created_at"`
}

// CodeCommentsInput names comments that are about a theme, or are not.
type CodeCommentsInput struct {
	ThemeID    civic.ID   `validate:"id=H"`
	CommentIDs []civic.ID `validate:"min=1,max=1000,unique,dive,id=M"`
	Suggested  bool
	Remove     bool
}

// Check validates the input by its rules and returns all problems at once.
func (in CodeCommentsInput) Check() error {
	if err := civic.Check(in); err != nil {
		return err
	}
	return CheckSame(in.ThemeID.Consultation, "commentIds", in.CommentIDs...)
}

// Source says how the comments come to the code.
func (in CodeCommentsInput) Source() CodeSource {
	if in.Suggested {
		return BySuggestion
	}
	return ByPerson
}

// RuleInput says which comments a rule codes. A comment must meet all conditions; of the words it must hold one.
type RuleInput struct {
	Words      []string        `json:"words,omitempty" validate:"max=20,dive,words=100"`
	ClauseID   *civic.ID       `json:"clauseId,omitempty" validate:"omitempty,id=L"`
	Stance     *consult.Stance `json:"stance,omitempty"`
	CampaignID *civic.ID       `json:"campaignId,omitempty" validate:"omitempty,id=K"`
}

// Scan reads the rule from a JSON column.
func (r *RuleInput) Scan(from any) error { return civic.ScanJSON(from, r) }

// Value writes the rule to a JSON column.
func (r RuleInput) Value() (driver.Value, error) { return civic.ValueJSON(r) }

// Check validates the rule. A rule without conditions would code everything.
func (r RuleInput) Check() error {
	if err := civic.Check(r); err != nil {
		return err
	}
	if len(r.Words) == 0 && r.ClauseID == nil && r.Stance == nil && r.CampaignID == nil {
		return civic.Refuse(civic.Required, "")
	}
	return nil
}

// CodeByRuleInput codes all comments that a rule touches.
type CodeByRuleInput struct {
	ThemeID        civic.ID `validate:"id=H"`
	Rule           RuleInput
	Count          int     `validate:"min=1"`
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// CodingRule is a rule that has coded comments.
type CodingRule struct {
	ConsultationKey uuid.UUID `db:"consultation_id"`
	Key             uuid.UUID `db:"id"`
	ThemeKey        uuid.UUID `db:"theme_id"`
	Rule            RuleInput `db:"rule"`
	Comments        int       `db:"comments"`
	CreatedAt       time.Time `db:"created_at"`
}

// CodingRuleKind is the kind of rules.
var CodingRuleKind = civic.NewKindWithin("h")

// ID names the rule.
func (r CodingRule) ID() civic.ID { return civic.IDWithin(CodingRuleKind, r.ConsultationKey, r.Key) }

// IsNode marks the type as a node of the API.
func (CodingRule) IsNode() {}

// Words lists the words of which a comment must hold one.
func (r CodingRule) Words() []string {
	if r.Rule.Words == nil {
		return []string{}
	}
	return r.Rule.Words
}

// Stance is the stance that a comment must have; nil for any.
func (r CodingRule) Stance() *consult.Stance { return r.Rule.Stance }

// CodingPreview is what a rule would touch.
type CodingPreview struct {
	Count    int
	Comments []consult.Comment
}

// CodeSuggestion is a comment that may be about a theme.
type CodeSuggestion struct {
	CommentID civic.ID
	Likeness  float64
}

// CommentNote is what a member of the staff notes about a comment for colleagues.
type CommentNote struct {
	ConsultationKey uuid.UUID `db:"consultation_id"`
	Key             uuid.UUID `db:"id"`
	CommentKey      uuid.UUID `db:"comment_id"`
	Text            string    `db:"text"`
	Writer          string    `db:"writer"`
	CreatedAt       time.Time `db:"created_at"`
}

// CommentNoteKind is the kind of notes.
var CommentNoteKind = civic.NewKindWithin("n")

// ID names the note.
func (n CommentNote) ID() civic.ID { return civic.IDWithin(CommentNoteKind, n.ConsultationKey, n.Key) }

// IsNode marks the type as a node of the API.
func (CommentNote) IsNode() {}

// WriteCommentNoteInput is a note about a comment.
type WriteCommentNoteInput struct {
	CommentID      civic.ID `validate:"id=M"`
	Text           string   `validate:"words=2000"`
	IdempotencyKey *string  `validate:"omitempty,idempotency"`
}
