package consult

import (
	"context"
	"database/sql/driver"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// Refusals of what is done to drafts.
var (
	DraftPublished       = civic.NewCode("DRAFT_PUBLISHED", "草案已公开，不能再修改；请另起新的版本。", "The draft is published and can no longer change; begin a new version.")
	WrongDraftState      = civic.NewCode("WRONG_DRAFT_STATE", "草案处于 %v 状态，不能这样办理。", "The draft is in the state %v, which does not allow this.")
	NotNewestVersion     = civic.NewCode("NOT_NEWEST_VERSION", "只能从最新版本修订。", "Only the record's newest version can be revised.")
	ClauseAlreadyMatched = civic.NewCode("CLAUSE_ALREADY_MATCHED", "该条款已由另一条款承接。", "Another clause already continues this one.")
	OtherDraft           = civic.NewCode("OTHER_DRAFT", "该条款不属于所指的草案。", "This clause belongs to another draft.")
	ContentChanged       = civic.NewCode("CONTENT_CHANGED", "内容在审阅后已有改动，请重新阅读。", "The content has changed since it was read; read it again.")
)

// Draft is one version of the text of a policy. Its clauses are kept apart.
type Draft struct {
	Key              uuid.UUID       `db:"id"`
	PolicyRecordKey  uuid.UUID       `db:"policy_record_id"`
	DepartmentCode   string          `db:"department_code"`
	Version          int             `db:"version"`
	Title            string          `db:"title"`
	ExplanatoryNotes civic.Localized `db:"explanatory_note"`
	LegalBases       LegalBases      `db:"legal_bases"`
	State            DraftState      `db:"state"`
	ContentHash      string          `db:"content_hash"`
	Revision         int             `db:"revision"` // how often the content was changed
	ImportWarnings   ImportWarnings  `db:"import_warnings"`
	PreviousKey      *uuid.UUID      `db:"previous_id"`
	CreatedAt        time.Time       `db:"created_at"`
	PublishedAt      *time.Time      `db:"published_at"`
	AdoptedAt        *time.Time      `db:"adopted_at"`
	EffectiveOn      *civic.Date     `db:"effective_on"`
}

// LegalBasis is a law or a fact that a draft rests on.
type LegalBasis struct {
	Title   string  `json:"title"`
	Article *string `json:"article,omitempty"`
	URL     *string `json:"url,omitempty"`
	Note    *string `json:"note,omitempty"`
}

// LegalBasisInput is a law or a fact that a draft rests on.
type LegalBasisInput struct {
	Title   string  `validate:"words=300"`
	Article *string // checkBases holds the rules of what may be empty
	URL     *string `validate:"omitempty,http_url,words=2000"`
	Note    *string
}

// LegalBases are stored as JSON.
type LegalBases []LegalBasis

// Scan reads the bases from a JSON column.
func (b *LegalBases) Scan(from any) error { return civic.ScanJSON(from, b) }

// Value writes the bases to a JSON column.
func (b LegalBases) Value() (driver.Value, error) { return civic.ValueJSON(b) }

// ImportWarnings are stored as JSON.
type ImportWarnings []legaltext.ImportWarning

// Scan reads the warnings from a JSON column.
func (w *ImportWarnings) Scan(from any) error { return civic.ScanJSON(from, w) }

// Value writes the warnings to a JSON column.
func (w ImportWarnings) Value() (driver.Value, error) { return civic.ValueJSON(w) }

// DraftKind is the kind of drafts.
var DraftKind = civic.NewKind("T")

// ID names the draft.
func (d Draft) ID() civic.ID { return civic.IDOf(DraftKind, d.Key) }

// IsNode marks what the API finds by id.
func (Draft) IsNode() {}

// ExplanatoryNote reads why the draft says what it says.
func (d Draft) ExplanatoryNote(ctx context.Context, locale *civic.Locale) string {
	return d.ExplanatoryNotes.Read(ctx, locale)
}

// DraftComparison says how one version of a draft follows from the one before.
type DraftComparison struct {
	Previous                             Draft
	Unchanged, Changed, Moved, New, Gone int
	GoneClauses                          []legaltext.Clause
}

// Count notes how many clauses underwent a change.
func (c *DraftComparison) Count(change legaltext.ClauseChange, count int) {
	switch change {
	case legaltext.Unchanged:
		c.Unchanged = count
	case legaltext.Changed:
		c.Changed = count
	case legaltext.Moved:
		c.Moved = count
	case legaltext.New:
		c.New = count
	}
}

// ImportDraftInput is a text to be cut into clauses.
type ImportDraftInput struct {
	PolicyRecordID  civic.ID                   `validate:"id=P"`
	Text            string                     `validate:"words=1000000"`
	Title           *string                    `validate:"omitempty,words=300"`
	ExplanatoryNote []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=100000"`
	LegalBases      []LegalBasisInput          `validate:"max=100,dive"`
	IdempotencyKey  *string                    `validate:"omitempty,idempotency"`
}

// ReviseDraftInput is a new version of a draft.
type ReviseDraftInput struct {
	DraftID         civic.ID                   `validate:"id=T"`
	Text            *string                    `validate:"omitempty,words=1000000"`
	ExplanatoryNote []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=100000"`
	LegalBases      []LegalBasisInput          `validate:"max=100,dive"`
	IdempotencyKey  *string                    `validate:"omitempty,idempotency"`
}

// EditClauseInput is new words for a clause.
type EditClauseInput struct {
	ClauseID civic.ID `validate:"id=L"`
	Heading  *string
	Text     *string
}

// CorrectClauseMatchInput is a correction of the matching of clauses.
type CorrectClauseMatchInput struct {
	ClauseID         civic.ID  `validate:"id=L"`
	PreviousClauseID *civic.ID `validate:"omitempty,id=L"`
}

// SetLegalBasesInput is the legal bases of a draft.
type SetLegalBasesInput struct {
	DraftID    civic.ID          `validate:"id=T"`
	LegalBases []LegalBasisInput `validate:"max=100,dive"`
}

// SubmitDraftForReviewInput is the draft to hand to review.
type SubmitDraftForReviewInput struct {
	DraftID civic.ID `validate:"id=T"`
}
