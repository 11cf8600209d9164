package report

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/trust"
)

// Refusals of feedback reports.
var (
	CommentsUnanswered = civic.NewCode("COMMENTS_UNANSWERED", "还有 %v 条意见未答复；不答复的，须说明理由。", "%v comments have no official response; answer them or say why not.")
)

// FeedbackReport is the frozen result of a consultation, pinned to its policy record.
type FeedbackReport struct {
	ConsultationKey uuid.UUID    `db:"consultation_id"`
	Key             uuid.UUID    `db:"id"`
	PolicyRecordKey uuid.UUID    `db:"policy_record_id"`
	Frozen          FrozenReport `db:"content"`
	ContentHash     string       `db:"content_hash"`
	PublishedAt     time.Time    `db:"published_at"`
}

// ID names the report.
func (r FeedbackReport) ID() civic.ID {
	return civic.IDWithin(consult.FeedbackReportKind, r.ConsultationKey, r.Key)
}

// IsNode marks what the API finds by id.
func (FeedbackReport) IsNode() {}

// Content is the text that was hashed.
func (r FeedbackReport) Content() string { return r.Frozen.Text }

// Asked is what was asked.
func (r FeedbackReport) Asked() ReportAsked { return r.Frozen.Asked }

// Said is what was said.
func (r FeedbackReport) Said() ReportSaid { return r.Frozen.Said }

// Done is what was done.
func (r FeedbackReport) Done() ReportDone { return r.Frozen.Done }

// Log is the log that it was made from.
func (r FeedbackReport) Log() ReportLog { return r.Frozen.Log }

// Summary reads the department's own summary.
func (r FeedbackReport) Summary(ctx context.Context, locale *civic.Locale) string {
	return r.Frozen.Summary.Read(ctx, locale)
}

// FrozenReport is a report's content with the very text that it was frozen as, so that anybody can hash it again.
type FrozenReport struct {
	Text string
	ReportContent
}

// Freeze writes a report's content as canonical JSON: without blanks, the fields in the order of the types here, the keys
// of texts in several languages in alphabetical order, instants in UTC, and no character escaped that need not be.
func (c ReportContent) Freeze() (FrozenReport, error) {
	text, err := trust.Canonical(c)
	return FrozenReport{Text: text, ReportContent: c}, err
}

// Hash is the SHA-256 of the text in hexadecimal.
func (f FrozenReport) Hash() string {
	sum := sha256.Sum256([]byte(f.Text))
	return hex.EncodeToString(sum[:])
}

// Scan reads the content back from its text.
func (f *FrozenReport) Scan(from any) error {
	switch text := from.(type) {
	case []byte:
		f.Text = string(text)
	case string:
		f.Text = text
	}
	return json.Unmarshal([]byte(f.Text), &f.ReportContent)
}

// Value writes the text.
func (f FrozenReport) Value() (driver.Value, error) { return f.Text, nil }

// CheckReport holds a report against what can be said of it without looking anything up, and gives all problems.
func CheckReport(in PublishFeedbackReportInput) error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	if in.UnansweredReason != nil {
		problems.Join(civic.CheckOptionalBody("unansweredReason", *in.UnansweredReason, 2000))
	}
	return problems.Err()
}

// PublishFeedbackReportInput is a feedback report.
type PublishFeedbackReportInput struct {
	ConsultationID   civic.ID                   `validate:"id=C"`
	Summary          []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=20000"`
	UnansweredReason *string
	IdempotencyKey   *string `validate:"omitempty,idempotency"`
}
