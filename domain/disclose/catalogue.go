package disclose

import (
	"database/sql/driver"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// The rights of catalogues. The enum Action in the schema describes them.
var (
	WriteCatalogue   = civic.NewAction("WRITE_CATALOGUE", civic.Editor)
	PublishCatalogue = civic.NewAction("PUBLISH_CATALOGUE", civic.Publisher)
)

// Refusals of a catalogue.
var (
	NotACatalogue     = civic.NewCode("NOT_A_CATALOGUE", "没有找到表头：须有“公开内容”和“公开时限”两列。", "There is no heading with the columns 公开内容 and 公开时限.")
	AlreadyPublished  = civic.NewCode("ALREADY_PUBLISHED", "该目录已发布。", "This catalogue is published already.")
	CatalogueNotValid = civic.NewCode("CATALOGUE_NOT_IN_FORCE", "该目录尚未发布或者已被替代。", "This catalogue is not published, or a later one took its place.")
	AlreadyFulfilled  = civic.NewCode("ALREADY_FULFILLED", "该信息已登记公开。", "This was published already.")
)

// DisclosureCatalogue lists what must be published in one field of one district, by whom, when and where.
type DisclosureCatalogue struct {
	Key            uuid.UUID         `db:"id"`
	DepartmentKey  uuid.UUID         `db:"department_id"`
	DepartmentCode string            `db:"department_code"`
	District       string            `db:"district"`
	Field          string            `db:"field"`
	Version        int               `db:"version"`
	Doubts         CatalogueWarnings `db:"warnings"`
	CreatedAt      time.Time         `db:"created_at"`
	PublishedAt    *time.Time        `db:"published_at"`
	ReplacedAt     *time.Time        `db:"replaced_at"`
}

// CatalogueKind is the kind of catalogues.
var CatalogueKind = civic.NewKind("c")

// ID names the catalogue.
func (c DisclosureCatalogue) ID() civic.ID { return civic.IDOf(CatalogueKind, c.Key) }

// IsNode marks the type as a node of the API.
func (DisclosureCatalogue) IsNode() {}

// Warnings lists what the import was not sure of.
func (c DisclosureCatalogue) Warnings() []CatalogueWarning { return c.Doubts }

// TimeLimitKind says how the words of a time limit were read.
type TimeLimitKind string

// The kinds. What is to be published promptly, or could not be read, takes the 20 working days of article 26.
const (
	LimitWithin   TimeLimitKind = "WITHIN"
	LimitRealTime TimeLimitKind = "REAL_TIME"
	LimitPromptly TimeLimitKind = "PROMPTLY"
	LimitUnread   TimeLimitKind = "UNREAD"
)

// TimeLimit is how long after its forming something must be published.
type TimeLimit struct {
	Kind TimeLimitKind
	Days int
	Unit civic.DayUnit
}

// limitDays finds numbers of days, such as 20个工作日 and 3日.
var limitDays = regexp.MustCompile(`(\d+)\s*个?\s*(工作日|工作天|日|天)`)

// ReadTimeLimit reads the words of a time limit. Words with several different numbers are not read: they depend on a case.
func ReadTimeLimit(words string) TimeLimit {
	found := limitDays.FindAllStringSubmatch(words, -1)
	same := len(found) > 0 && !slices.ContainsFunc(found, func(m []string) bool { return m[0] != found[0][0] })
	switch days := 0; {
	case same:
		days, _ = strconv.Atoi(found[0][1])
		unit := civic.CalendarDays
		if strings.HasPrefix(found[0][2], "工作") {
			unit = civic.WorkingDays
		}
		return TimeLimit{LimitWithin, min(days, 3650), unit}
	case len(found) > 0:
	case strings.Contains(words, "实时") || strings.Contains(words, "即时"):
		return TimeLimit{LimitRealTime, 0, civic.CalendarDays}
	case strings.Contains(words, "及时"):
		return TimeLimit{LimitPromptly, 20, civic.WorkingDays}
	}
	return TimeLimit{LimitUnread, 20, civic.WorkingDays}
}

// Rule is the limit as a rule of deadlines.
func (l TimeLimit) Rule() civic.DeadlineRule {
	return civic.DeadlineRule{Code: "CATALOGUE_" + string(l.Kind), Days: l.Days, Unit: l.Unit, SourceArticles: civic.Bilingual("标准目录；政府信息公开条例第二十六条", "The catalogue; Decree 711, art. 26")}
}

// CatalogueItem is one row of a catalogue.
type CatalogueItem struct {
	Key          uuid.UUID     `db:"id"`
	CatalogueKey uuid.UUID     `db:"catalogue_id"`
	Position     int           `db:"position"`
	Words        ItemWords     `db:"words"`
	TimeLimit    TimeLimitKind `db:"time_limit"`
	LimitDays    int           `db:"limit_days"`
	LimitUnit    civic.DayUnit `db:"limit_unit"`
}

// ItemWords are the cells of a row.
type ItemWords struct {
	Number    string   `json:"number"`
	Level1    string   `json:"level1"`
	Level2    string   `json:"level2"`
	Elements  string   `json:"elements"`
	Bases     string   `json:"bases"`
	TimeLimit string   `json:"timeLimit"`
	Agency    string   `json:"agency"`
	Channels  []string `json:"channels"`
	Audience  []string `json:"audience"`
	Mode      []string `json:"mode"`
	Levels    []string `json:"levels"`
}

// Scan reads the words from a JSON column.
func (w *ItemWords) Scan(from any) error { return civic.ScanJSON(from, w) }

// Value writes the words to a JSON column.
func (w ItemWords) Value() (driver.Value, error) { return civic.ValueJSON(w) }

// CatalogueItemKind is the kind of rows of catalogues.
var CatalogueItemKind = civic.NewKind("i")

// ID names the row.
func (i CatalogueItem) ID() civic.ID { return civic.IDOf(CatalogueItemKind, i.Key) }

// IsNode marks the type as a node of the API.
func (CatalogueItem) IsNode() {}

// Number, Level1 and the others return what the cells say.
func (i CatalogueItem) Number() string { return i.Words.Number }

// Level1 is the matter.
func (i CatalogueItem) Level1() string { return i.Words.Level1 }

// Level2 is the part of the matter.
func (i CatalogueItem) Level2() string { return i.Words.Level2 }

// Elements says what is to be published.
func (i CatalogueItem) Elements() string { return i.Words.Elements }

// Bases are the laws that ask for it.
func (i CatalogueItem) Bases() string { return i.Words.Bases }

// TimeLimitWords are the words of the time limit.
func (i CatalogueItem) TimeLimitWords() string { return i.Words.TimeLimit }

// Agency is who must publish.
func (i CatalogueItem) Agency() string { return i.Words.Agency }

// Channels lists where to publish.
func (i CatalogueItem) Channels() []string { return i.Words.Channels }

// Audience lists for whom.
func (i CatalogueItem) Audience() []string { return i.Words.Audience }

// Mode lists whether by itself or on request.
func (i CatalogueItem) Mode() []string { return i.Words.Mode }

// Levels lists the levels of government.
func (i CatalogueItem) Levels() []string { return i.Words.Levels }

// DisclosureDuty is the duty to publish something that was formed.
type DisclosureDuty struct {
	Key         uuid.UUID      `db:"id"`
	ItemKey     uuid.UUID      `db:"item_id"`
	Title       string         `db:"title"`
	FormedOn    civic.Date     `db:"formed_on"`
	FulfilledOn *civic.Date    `db:"fulfilled_on"`
	URL         *string        `db:"url"`
	TimeLimit   TimeLimitKind  `db:"time_limit"`
	LimitDays   int            `db:"limit_days"`
	LimitUnit   civic.DayUnit  `db:"limit_unit"`
	Due         civic.Deadline `db:"-"`
	OverdueDays int            `db:"-"`
}

// DutyKind is the kind of duties.
var DutyKind = civic.NewKind("d")

// ID names the duty.
func (d DisclosureDuty) ID() civic.ID { return civic.IDOf(DutyKind, d.Key) }

// IsNode marks the type as a node of the API.
func (DisclosureDuty) IsNode() {}

// Fill counts the deadline, and by how many days the publication is late on a day or was.
func (d *DisclosureDuty) Fill(calendar civic.WorkingCalendar, today civic.Date) {
	d.Due = calendar.Due(TimeLimit{d.TimeLimit, d.LimitDays, d.LimitUnit}.Rule(), d.FormedOn)
	if d.FulfilledOn != nil {
		today = *d.FulfilledOn
	}
	d.OverdueDays = d.Due.OverdueOn(today)
}

// ImportCatalogueInput is a catalogue as departments keep it.
type ImportCatalogueInput struct {
	DepartmentID   civic.ID `validate:"id=D"`
	District       string   `validate:"words=100"`
	Field          string   `validate:"words=100"`
	Table          string   `validate:"words=1000000"`
	IdempotencyKey *string  `validate:"omitempty,idempotency"`
}

// PublishCatalogueInput names the catalogue to publish.
type PublishCatalogueInput struct {
	CatalogueID civic.ID `validate:"id=c"`
}

// RecordFormedInput is something that was formed and must be published.
type RecordFormedInput struct {
	ItemID         civic.ID `validate:"id=i"`
	Title          string   `validate:"words=300"`
	FormedOn       civic.Date
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// FulfilDutyInput says where something was published.
type FulfilDutyInput struct {
	DutyID civic.ID `validate:"id=d"`
	URL    string   `validate:"http_url,words=2000"`
	On     *civic.Date
}
