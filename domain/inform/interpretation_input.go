package inform

import (
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// InterpretationInput is what an interpretation says.
type InterpretationInput struct {
	Title      []civic.LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=200"`
	Body       []civic.LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=50000"`
	Origin     InterpretationOrigin
	Medium     InterpretationMedium
	MediaURL   *string                    `validate:"omitempty,http_url,words=2000"`
	Transcript []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=50000"`
	Source     *string                    `validate:"omitempty,words=300"`
	SourceURL  *string                    `validate:"omitempty,http_url,words=2000"`
	Elements   []InterpretationElement    `validate:"max=7,unique"`
	DraftID    *civic.ID                  `validate:"omitempty,id=T"`
	ClauseIDs  []civic.ID                 `validate:"max=200,unique,dive,id=L"`
}

// check refuses what a medium or an origin needs and does not have.
func (in InterpretationInput) check(problems *civic.Problems) {
	if in.Medium != AsText && in.MediaURL == nil {
		problems.Add(MediaRequired, "interpretation.mediaUrl")
	}
	if in.Medium != AsText && len(in.Transcript) == 0 {
		problems.Add(NoTranscript, "interpretation.transcript")
	}
	if in.Origin == HigherLevel && in.Source == nil {
		problems.Add(SourceRequired, "interpretation.source")
	}
}

// Words returns the words of the input. The draft is the one that is explained.
func (in InterpretationInput) Words(draft *uuid.UUID) InterpretationWords {
	w := InterpretationWords{Titles: civic.Localize(in.Title), Bodies: civic.Localize(in.Body), Origin: in.Origin, Medium: in.Medium, MediaURL: in.MediaURL,
		Transcripts: civic.Localize(in.Transcript), Source: in.Source, SourceURL: in.SourceURL, Elements: append([]InterpretationElement{}, in.Elements...),
		Draft: draft, Clauses: []uuid.UUID{}}
	for _, id := range in.ClauseIDs {
		w.Clauses = append(w.Clauses, id.Key)
	}
	return w
}

// CreateInterpretationInput is a new interpretation.
type CreateInterpretationInput struct {
	PolicyRecordID civic.ID `validate:"id=P"`
	Interpretation InterpretationInput
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// Check validates the input by its rules and returns all problems at once.
func (in CreateInterpretationInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	in.Interpretation.check(&problems)
	return problems.Err()
}

// ReviseInterpretationInput is what an interpretation says from now on.
type ReviseInterpretationInput struct {
	ContentID      civic.ID `validate:"id=I"`
	Interpretation InterpretationInput
}

// Check validates the input by its rules and returns all problems at once.
func (in ReviseInterpretationInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	in.Interpretation.check(&problems)
	return problems.Err()
}

// InterpretationFilter says which interpretations to list.
type InterpretationFilter struct {
	Year         *int
	DepartmentID *civic.ID `validate:"omitempty,id=D"`
	Origin       *InterpretationOrigin
	Medium       *InterpretationMedium
}

// ConfirmInterpretationInput names an interpretation that still holds.
type ConfirmInterpretationInput struct {
	ContentID civic.ID `validate:"id=I"`
}

// interpretationRule is the limit for the interpretation of an adopted text: at latest three working days after the text (orders of several cities
// since 2016).
var interpretationRule = civic.DeadlineRule{Code: "INTERPRETATION", Days: 3, Unit: civic.WorkingDays,
	SourceArticles: civic.Bilingual("政策解读与文件同步公开，最迟不晚于文件公开后三个工作日（各地办法）", "Orders of several cities: with the text, at latest three working days after it")}

// InterpretationDutyState says whether an adopted text is explained.
type InterpretationDutyState string

// The states.
const (
	InterpretedInTime     InterpretationDutyState = "IN_TIME"
	InterpretedLate       InterpretationDutyState = "LATE"
	InterpretationDue     InterpretationDutyState = "DUE"
	InterpretationOverdue InterpretationDutyState = "OVERDUE"
)

// InterpretationDuty is the duty to explain an adopted text.
type InterpretationDuty struct {
	RecordKey         uuid.UUID               `db:"policy_record_id"`
	DraftKey          uuid.UUID               `db:"draft_id"`
	AdoptedAt         time.Time               `db:"adopted_at"`
	ReleasedAt        *time.Time              `db:"released_at"` // of the first own interpretation of this version, or of the confirmation of an earlier one
	InterpretationKey *uuid.UUID              `db:"interpretation_id"`
	Due               civic.Deadline          `db:"-"`
	State             InterpretationDutyState `db:"-"`
	OverdueDays       int                     `db:"-"` // working days
}

// Fill computes the deadline and the state on a day.
func (d *InterpretationDuty) Fill(calendar civic.WorkingCalendar, today civic.Date, zone *time.Location) {
	d.Due = calendar.Due(interpretationRule, civic.DateOf(d.AdoptedAt, zone))
	on, state := today, [2]InterpretationDutyState{InterpretationDue, InterpretationOverdue}
	if d.ReleasedAt != nil {
		on, state = civic.DateOf(*d.ReleasedAt, zone), [2]InterpretationDutyState{InterpretedInTime, InterpretedLate}
	}
	d.OverdueDays, d.State = d.Due.OverdueOn(on), state[0]
	if d.OverdueDays > 0 {
		d.State = state[1]
	}
}

// InterpretationCount counts the interpretations that were released in a year. Each is of one kind only.
type InterpretationCount struct {
	Latest       int `db:"latest"`
	HigherLevel  int `db:"higher_level"`
	Videos       int `db:"videos"`
	Infographics int `db:"infographics"`
}

// Total is the number of all of them.
func (c InterpretationCount) Total() int {
	return c.Latest + c.HigherLevel + c.Videos + c.Infographics
}
