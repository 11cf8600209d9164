package inform

import (
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/policy"
)

// Refusals of a topic column.
var (
	EmptyColumn       = civic.NewCode("EMPTY_COLUMN", "栏目没有内容，不能开设。", "The column has no entry.")
	ColumnArchived    = civic.NewCode("COLUMN_ARCHIVED", "该栏目已归档。", "The column is archived.")
	StandingIsDecided = civic.NewCode("STANDING_IS_DECIDED", "该年度为新增或者关闭年度，不能另定。", "In this year the column was opened or closed, which decides its standing.")
)

// TopicStanding is what became of a column in a year.
type TopicStanding string

// The standings. NEW and CLOSED follow from the release and the archiving.
const (
	TopicNew      TopicStanding = "NEW"
	TopicAdjusted TopicStanding = "ADJUSTED"
	TopicKept     TopicStanding = "KEPT"
	TopicClosed   TopicStanding = "CLOSED"
)

// TopicColumn gathers what belongs to one topic: what its writers chose, and what a rule finds.
type TopicColumn struct {
	policy.ContentVersion
	Words      TopicWords `db:"words"`
	Derived    []byte     `db:"derived"`
	ArchivedAt *time.Time `db:"archived_at"`
}

// TopicWords are what a column says and gathers.
type TopicWords struct {
	Locale  civic.Locale `json:"locale"`
	Title   string       `json:"title"`
	Summary string       `json:"summary"`
	Pinned  []string     `json:"pinned"` // ids
	Rule    *TopicRule   `json:"rule,omitempty"`
}

// Scan reads the words from a JSON column.
func (w *TopicWords) Scan(from any) error { return civic.ScanJSON(from, w) }

// Text is the title and the summary, in the column's one language.
func (w TopicWords) Text() policy.ContentText {
	return policy.ContentText{Titles: civic.Localized{w.Locale: w.Title}, Bodies: civic.Localized{w.Locale: w.Summary}}
}

// TopicRule finds policies for a column. All conditions must hold.
type TopicRule struct {
	TitleContains string     `json:"titleContains"`
	DepartmentKey *uuid.UUID `json:"department,omitempty"`
}

// TopicKind is the kind of topic columns.
var TopicKind = civic.NewKind("y")

// ID names the column.
func (c TopicColumn) ID() civic.ID { return civic.IDOf(TopicKind, c.Key) }

// Title, Summary and Locale return what the words say.
func (c TopicColumn) Title() string { return c.Words.Title }

// Summary says what the column is about.
func (c TopicColumn) Summary() string { return c.Words.Summary }

// Locale is the language of the column.
func (c TopicColumn) Locale() civic.Locale { return c.Words.Locale }

// PinnedIDs lists what the writers chose, in their order.
func (c TopicColumn) PinnedIDs() []civic.ID {
	ids := make([]civic.ID, len(c.Words.Pinned))
	for i, text := range c.Words.Pinned {
		ids[i], _ = civic.ParseID(text)
	}
	return ids
}

// TopicYear is the standing of a column in a year.
type TopicYear struct {
	RootKey  uuid.UUID     `db:"root_id"`
	Year     int           `db:"year"`
	Standing TopicStanding `db:"standing"`
	Reason   *string       `db:"reason"`
	At       time.Time     `db:"at"`
}

// TopicCount counts the columns of a year by their standing.
type TopicCount struct {
	New       int `db:"new"`
	Adjusted  int `db:"adjusted"`
	Kept      int `db:"kept"`
	Closed    int `db:"closed"`
	Undecided int `db:"undecided"`
}

// TopicInput is what a column says and gathers.
type TopicInput struct {
	Locale    civic.Locale
	Title     string          `validate:"words=100"`
	Summary   string          `validate:"words=2000"`
	PinnedIDs []civic.ID      `validate:"max=100,unique"`
	Rule      *TopicRuleInput `validate:"omitempty"`
}

// TopicRuleInput finds policies for a column.
type TopicRuleInput struct {
	TitleContains string    `validate:"words=50"`
	DepartmentID  *civic.ID `validate:"omitempty,id=D"`
}

// Words returns the words of the input.
func (in TopicInput) Words() TopicWords {
	w := TopicWords{Locale: in.Locale, Title: in.Title, Summary: in.Summary, Pinned: []string{}}
	for _, id := range in.PinnedIDs {
		w.Pinned = append(w.Pinned, id.String())
	}
	if in.Rule != nil {
		w.Rule = &TopicRule{TitleContains: in.Rule.TitleContains}
		if in.Rule.DepartmentID != nil {
			w.Rule.DepartmentKey = &in.Rule.DepartmentID.Key
		}
	}
	return w
}

// OpenTopicInput is a new column of a department.
type OpenTopicInput struct {
	DepartmentID   civic.ID `validate:"id=D"`
	Topic          TopicInput
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// CurateTopicInput is what a column says and gathers from now on.
type CurateTopicInput struct {
	ContentID civic.ID `validate:"id=y"`
	Topic     TopicInput
}

// RenewTopicInput is the standing of a column in a year.
type RenewTopicInput struct {
	ContentID civic.ID      `validate:"id=y"`
	Year      int           `validate:"min=1990,max=2200"`
	Standing  TopicStanding `validate:"oneof=ADJUSTED KEPT"`
	Reason    *string       `validate:"omitempty,words=1000"`
}

// ArchiveTopicInput closes a column.
type ArchiveTopicInput struct {
	ContentID civic.ID `validate:"id=y"`
	Reason    string   `validate:"words=1000"`
}
