package policy

import (
	"context"
	"database/sql/driver"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// WriteDraft is a right; the enum Action in the schema describes it.
var WriteDraft = civic.NewAction("WRITE_DRAFT", civic.Editor)

// Refusals of actions on a draft.
var (
	DraftPublished       = civic.NewCode("DRAFT_PUBLISHED", "草案已公开，不能再修改；请另起新的版本。", "The draft is published and can no longer change; begin a new version.")
	WrongDraftState      = civic.NewCode("WRONG_DRAFT_STATE", "草案处于 {found} 状态，不能这样办理。", "The draft is in the state {found}, which does not allow this.")
	NotNewestVersion     = civic.NewCode("NOT_NEWEST_VERSION", "只能修订或公布最新版本。", "Only the record's newest version can be revised or launched.")
	ClauseAlreadyMatched = civic.NewCode("CLAUSE_ALREADY_MATCHED", "该条款已由另一条款承接。", "Another clause already continues this one.")
	OtherDraft           = civic.NewCode("OTHER_DRAFT", "该条款不属于所指的草案。", "This clause belongs to another draft.")
	TitleClause          = civic.NewCode("TITLE_CLAUSE", "标题不接受意见，请对条款或整个草案发表意见。", "The title takes no comments: comment on a clause, or on the whole draft.")
	ContentChanged       = civic.NewCode("CONTENT_CHANGED", "内容在审阅后已有改动，请重新阅读。", "The content has changed since it was read; read it again.")
)

// Draft is one version of the text of a policy. Its clauses are separate rows.
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
	Revision         int             `db:"revision"` // the number of changes of the content
	ImportWarnings   ImportWarnings  `db:"import_warnings"`
	PreviousKey      *uuid.UUID      `db:"previous_id"`
	CreatedAt        time.Time       `db:"created_at"`
	PublishedAt      *time.Time      `db:"published_at"`
	AdoptedAt        *time.Time      `db:"adopted_at"`
	EffectiveOn      *civic.Date     `db:"effective_on"`
}

// LegalBasis is a law or a fact on which a draft is based.
type LegalBasis struct {
	Title   string  `json:"title"`
	Article *string `json:"article,omitempty"`
	URL     *string `json:"url,omitempty"`
	Note    *string `json:"note,omitempty"`
}

// LegalBasisInput is a law or a fact on which a draft is based.
type LegalBasisInput struct {
	Title   string  `validate:"words=300"`
	Article *string // checkBases checks it and Note, which may be empty
	URL     *string `validate:"omitempty,http_url,words=2000"`
	Note    *string
}

// LegalBases is stored as JSON.
type LegalBases []LegalBasis

// Scan reads the bases from a JSON column.
func (b *LegalBases) Scan(from any) error { return civic.ScanJSON(from, b) }

// Value writes the bases to a JSON column.
func (b LegalBases) Value() (driver.Value, error) { return civic.ValueJSON(b) }

// ImportWarnings is stored as JSON.
type ImportWarnings []legaltext.ImportWarning

// Scan reads the warnings from a JSON column.
func (w *ImportWarnings) Scan(from any) error { return civic.ScanJSON(from, w) }

// Value writes the warnings to a JSON column.
func (w ImportWarnings) Value() (driver.Value, error) { return civic.ValueJSON(w) }

// DraftKind is the kind of drafts.
var DraftKind = civic.NewKind("T")

// ID names the draft.
func (d Draft) ID() civic.ID { return civic.IDOf(DraftKind, d.Key) }

// IsNode marks the type as a node of the API.
func (Draft) IsNode() {}

// ExplanatoryNote returns the reasons for the draft in the wanted language.
func (d Draft) ExplanatoryNote(ctx context.Context, locale *civic.WantedLocale) string {
	return d.ExplanatoryNotes.Read(ctx, locale)
}

// DraftComparison compares one version of a draft with the version before.
type DraftComparison struct {
	Previous                                            Draft
	Unchanged, Changed, Moved, New, Gone, Split, Merged int
	GoneClauses                                         []legaltext.Clause
}

// Count sets the number of clauses with this kind of change.
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
	case legaltext.Split:
		c.Split = count
	case legaltext.Merged:
		c.Merged = count
	}
}

// ImportDraftInput is a text that the server splits into clauses.
type ImportDraftInput struct {
	PolicyRecordID  civic.ID `validate:"id=P"`
	Text            string   `validate:"words=1000000"` // empty with an UploadID
	UploadID        *string
	Title           *string                    `validate:"omitempty,words=300"`
	ExplanatoryNote []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=100000"`
	LegalBases      []LegalBasisInput          `validate:"max=100,dive"`
	IdempotencyKey  *string                    `validate:"omitempty,idempotency"`
}

// ReviseDraftInput is a new version of a draft.
type ReviseDraftInput struct {
	DraftID         civic.ID `validate:"id=T"`
	Text            *string  `validate:"omitempty,words=1000000"`
	UploadID        *string
	ExplanatoryNote []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=100000"`
	LegalBases      []LegalBasisInput          `validate:"max=100,dive"`
	IdempotencyKey  *string                    `validate:"omitempty,idempotency"`
}

// EditClauseInput is a new heading or text for a clause.
type EditClauseInput struct {
	ClauseID civic.ID `validate:"id=L"`
	Heading  *string
	Text     *string
}

// CorrectClauseMatchInput says which clause of the version before a clause continues, or that it continues none.
type CorrectClauseMatchInput struct {
	ClauseID         civic.ID  `validate:"id=L"`
	PreviousClauseID *civic.ID `validate:"omitempty,id=L"`
}

// SetLegalBasesInput replaces the legal bases of a draft.
type SetLegalBasesInput struct {
	DraftID    civic.ID          `validate:"id=T"`
	LegalBases []LegalBasisInput `validate:"max=100,dive"`
}

// SubmitDraftForReviewInput names the draft to submit for review.
type SubmitDraftForReviewInput struct {
	DraftID civic.ID `validate:"id=T"`
}
