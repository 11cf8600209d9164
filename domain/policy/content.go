package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// The rights of contents. The enum Action in the schema describes them.
var (
	WriteContent   = civic.NewAction("WRITE_CONTENT", civic.Editor)
	ReviewContent  = civic.NewAction("REVIEW_CONTENT", civic.Editor, civic.Reviewer, civic.Publisher)
	ReleaseContent = civic.NewAction("RELEASE_CONTENT", civic.Publisher)
)

// Refusals of actions on a content.
var (
	WrongContentState = civic.NewCode("WRONG_CONTENT_STATE", "该内容处于 {found} 状态，不能这样办理。", "This content is in the state {found}, which does not allow this.")
	NotApproved       = civic.NewCode("NOT_APPROVED", "该内容尚未完成三审和五关，不能发布。", "This content has not passed the three-level review and its five gates.")
	ContentTakenDown  = civic.NewRequestCode("CONTENT_TAKEN_DOWN", "该内容已撤回：{found}", "This was taken down: {found}")
	RecordNotPublic   = civic.NewCode("RECORD_NOT_PUBLIC", "所属政策尚未公开，内容不能先行发布。", "The policy record is not public yet, so that this cannot be.")
)

// ReviewedContent is everything that passes the three-level review before the public reads it. Drafts pass it too.
type ReviewedContent interface {
	civic.Node
	IsContent()
}

// IsContent marks drafts as contents.
func (Draft) IsContent() {}

// ContentVersion is what all contents except drafts have in common. A row is one version of a content; a released version no longer changes, and
// a correction is the next version.
type ContentVersion struct {
	Key             uuid.UUID  `db:"id"`
	RootKey         uuid.UUID  `db:"root_id"` // the first version
	Version         int        `db:"version"`
	Kind            civic.Kind `db:"kind"`
	DepartmentKey   uuid.UUID  `db:"department_id"`
	DepartmentCode  string     `db:"department_code"`
	PolicyRecordKey *uuid.UUID `db:"policy_record_id"` // of the policy that the content is about; nil if it is about none
	DraftKey        *uuid.UUID `db:"draft_id"`         // the version of the policy's text
	Year            *int       `db:"year"`             // of a report
	State           DraftState `db:"state"`
	ContentHash     string     `db:"content_hash"`
	Revision        int        `db:"revision"` // the number of changes
	CreatedAt       time.Time  `db:"created_at"`
	PublishedAt     *time.Time `db:"published_at"`
	ReplacedAt      *time.Time `db:"replaced_at"`  // when the next version was released
	ConfirmedAt     *time.Time `db:"confirmed_at"` // when somebody last confirmed that it still holds
}

// IsContent marks the type as a content.
func (ContentVersion) IsContent() {}

// IsNode marks the type as a node of the API.
func (ContentVersion) IsNode() {}

// Named is the id of the content.
func (c ContentVersion) Named() civic.ID { return civic.IDOf(c.Kind, c.Key) }

// Reviewed returns what the review looks at.
func (c ContentVersion) Reviewed() Reviewed {
	return Reviewed{c.Key, c.DepartmentCode, c.State, c.ContentHash, c.Revision}
}

// Submit refuses as WRONG_CONTENT_STATE a content that does not wait for its writers.
func (c ContentVersion) Submit() error {
	if c.State != StateDraft {
		return civic.Refuse(WrongContentState, "contentId", civic.Found(c.State))
	}
	return nil
}

// Release refuses as NOT_APPROVED a content that has not passed its review, and as CONTENT_CHANGED one that is not what the publisher read.
func (c ContentVersion) Release(hash string) error {
	switch {
	case c.State != StateApproved:
		return civic.Refuse(NotApproved, "contentId")
	case c.ContentHash != hash:
		return civic.Refuse(ContentChanged, "contentHash")
	}
	return nil
}

// HashContent returns the SHA-256 in hexadecimal of the words of a content as JSON.
func HashContent(words any) string {
	raw, _ := json.Marshal(words)
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// ContentRelease is a version of a content that was released.
type ContentRelease struct {
	RootKey         uuid.UUID  `db:"root_id"`
	Version         int        `db:"version"`
	ContentHash     string     `db:"content_hash"`
	ReleasedAt      time.Time  `db:"published_at"`
	TakenDownAt     *time.Time `db:"taken_down_at"` // nil if it stands
	TakenDownReason *string    `db:"taken_down_reason"`
}

// TakenDownContent is what everybody finds in the place of a content that was taken down: that it was there, and why it is gone.
type TakenDownContent struct {
	Key           uuid.UUID  `db:"id"`
	Kind          civic.Kind `db:"kind"`
	DepartmentKey uuid.UUID  `db:"department_id"`
	Version       int        `db:"version"`
	PublishedAt   time.Time  `db:"published_at"`
	TakenDownAt   time.Time  `db:"taken_down_at"`
	Reason        string     `db:"taken_down_reason"`
}

// ID names the content.
func (c TakenDownContent) ID() civic.ID { return civic.IDOf(c.Kind, c.Key) }

// IsNode marks the type as a node of the API.
func (TakenDownContent) IsNode() {}

// ContentText is what a content says, as the readers of a feed or a channel get it: plain text.
type ContentText struct{ Titles, Bodies civic.Localized }

// Joined returns the title and the body together in each language.
func (t ContentText) Joined() civic.Localized {
	all := civic.Localized{}
	for locale, title := range t.Titles {
		all[locale] = strings.TrimSpace(title + " " + t.Bodies[locale])
	}
	for locale, body := range t.Bodies {
		if _, has := all[locale]; !has {
			all[locale] = body
		}
	}
	return all
}

// ReadText reads the text of a content from its words, which are JSON.
func ReadText[W interface{ Text() ContentText }](words []byte) (ContentText, error) {
	var w W
	err := json.Unmarshal(words, &w)
	if err != nil {
		return ContentText{}, err
	}
	return w.Text(), nil
}

// SubmitContentForReviewInput names the content to submit.
type SubmitContentForReviewInput struct {
	ContentID civic.ID
}

// RecordContentReviewInput is one step of a content's review.
type RecordContentReviewInput struct {
	ContentID   civic.ID
	Stage       ReviewStage        `validate:"oneof=EDIT REVIEW PUBLISH"`
	Decision    ReviewDecision     `validate:"oneof=APPROVE RETURN"`
	Verdicts    []GateVerdictInput `validate:"max=20,dive"`
	Reason      string
	ContentHash string
}

// Step returns the step alone.
func (in RecordContentReviewInput) Step() ReviewStepInput {
	return ReviewStepInput{in.Stage, in.Decision, in.Verdicts, in.Reason, in.ContentHash}
}

// ReleaseContentInput names the content to release, and its hash as the publisher read it.
type ReleaseContentInput struct {
	ContentID   civic.ID
	ContentHash string
}
