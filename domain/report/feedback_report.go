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
	"minyi/domain/trust"
)

// PublishReport is a right; the enum Action in the schema describes it.
var PublishReport = civic.NewAction("PUBLISH_REPORT", civic.Publisher)

// CommentsUnanswered refuses a report while comments have no official response and no reason is given.
var CommentsUnanswered = civic.NewCode("COMMENTS_UNANSWERED", "还有 {count} 条意见未答复；不答复的，须说明理由。", "{count} comments have no official response; answer them or say why not.")

// FeedbackReport is the frozen result of a consultation. It belongs to the policy record for good.
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
	return civic.IDWithin(civic.FeedbackReportKind, r.ConsultationKey, r.Key)
}

// IsNode marks the type as a node of the API.
func (FeedbackReport) IsNode() {}

// Weight returns the size of the report's content in bytes.
func (r FeedbackReport) Weight() int { return len(r.Frozen.Text) }

// Content returns the text that ContentHash covers.
func (r FeedbackReport) Content() string { return r.Frozen.Text }

// Asked returns what the consultation asked.
func (r FeedbackReport) Asked() ReportAsked { return r.Frozen.Asked }

// Said returns what people said.
func (r FeedbackReport) Said() ReportSaid { return r.Frozen.Said }

// Done returns what the department did with it.
func (r FeedbackReport) Done() ReportDone { return r.Frozen.Done }

// Log returns the state of the log when the report was made.
func (r FeedbackReport) Log() ReportLog { return r.Frozen.Log }

// Summary returns the department's summary in the wanted language.
func (r FeedbackReport) Summary(ctx context.Context, locale *civic.WantedLocale) string {
	return r.Frozen.Summary.Read(ctx, locale)
}

// FrozenReport is a report's content together with its exact text, so that anybody can calculate the hash again.
type FrozenReport struct {
	Text string
	ReportContent
}

// Freeze writes a report's content as canonical JSON (RFC 8785). Instants are in UTC.
func (c ReportContent) Freeze() (FrozenReport, error) {
	c.Format = Format
	text, err := trust.JCS(c)
	return FrozenReport{Text: string(text), ReportContent: c}, err
}

// Hash returns the SHA-256 of the text in hexadecimal.
func (f FrozenReport) Hash() string {
	sum := sha256.Sum256([]byte(f.Text))
	return hex.EncodeToString(sum[:])
}

// Scan reads the content from its text.
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

// CheckReport checks a report by the rules that need no other data, and returns all problems.
func CheckReport(in PublishFeedbackReportInput) error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	if in.UnansweredReason != nil {
		problems.Join(civic.CheckOptionalBody("unansweredReason", *in.UnansweredReason, 2000))
	}
	return problems.Err()
}

// PublishFeedbackReportInput is a feedback report to publish.
type PublishFeedbackReportInput struct {
	ConsultationID   civic.ID                   `validate:"id=C"`
	Summary          []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=20000"`
	UnansweredReason *string
	IdempotencyKey   *string `validate:"omitempty,idempotency"`
}
