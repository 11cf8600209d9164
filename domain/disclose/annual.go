package disclose

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"minyi/domain/civic"
	"minyi/domain/policy"
)

// Refusals of an annual report.
var (
	CheckBroken    = civic.NewCode("CHECK_BROKEN", "校验未通过：{expected}。", "A check breaks: {expected}.")
	ReportExists   = civic.NewCode("REPORT_EXISTS", "该年度报告已建立。", "There is a report of this year already.")
	NoForm         = civic.NewCode("NO_FORM", "该年度没有可用的格式。", "No form is known for this year.")
	UnknownCell    = civic.NewCode("UNKNOWN_CELL", "格式中没有这一项：{found}。", "The form has no cell {found}.")
	UnknownSection = civic.NewCode("UNKNOWN_SECTION", "格式中没有这一部分：{found}。", "The form has no section {found}.")
	NotInWords     = civic.NewCode("NOT_IN_WORDS", "文字中没有这个数：{found}。", "The words do not have the number {found}.")
)

// ReportScope says whose numbers a report has.
type ReportScope string

// The scopes. A city's report adds up those of its departments.
const (
	OfDepartment ReportScope = "DEPARTMENT"
	OfCity       ReportScope = "CITY"
)

// CellSource says where the number of a cell comes from.
type CellSource string

// The sources.
const (
	FromRecount CellSource = "RECOUNT"
	Entered     CellSource = "ENTERED"
)

// ReportCell is the number of a cell.
type ReportCell struct {
	Value  *float64   `json:"value"` // nil if the cell is blank
	Source CellSource `json:"source"`
	Reason string     `json:"reason,omitempty"` // of a number that was entered: where it comes from
}

// Section is the text of a section, with the numbers in it that name cells.
type Section struct {
	Text   string  `json:"text"`
	Claims []Claim `json:"claims,omitempty"`
}

// Claim says that a number in the words is the sum of some cells.
type Claim struct {
	Cells []string `json:"cells"`
	Value float64  `json:"value"`
}

// AnnualWords are what an annual report says.
type AnnualWords struct {
	Year           int                   `json:"year"`
	Form           string                `json:"form"`
	Scope          ReportScope           `json:"scope"`
	RegisterCovers bool                  `json:"registerCovers"` // whether the register here has all requests of the year
	Cells          map[string]ReportCell `json:"cells"`
	Sections       map[string]Section    `json:"sections"`
}

// Scan reads the words from a JSON column.
func (w *AnnualWords) Scan(from any) error { return civic.ScanJSON(from, w) }

// Text is the title and the sections. The sections are in one language; both readers get them.
func (w AnnualWords) Text() policy.ContentText {
	var said []string
	for _, key := range slices.Sorted(maps.Keys(w.Sections)) {
		said = append(said, w.Sections[key].Text)
	}
	body := strings.Join(said, "\n\n")
	return policy.ContentText{Titles: civic.Bilingual(fmt.Sprintf("%d年政府信息公开工作年度报告", w.Year), fmt.Sprintf("Annual report on open government, %d", w.Year)), Bodies: civic.Bilingual(body, body)}
}

// AnnualReport is the report of a department or a city on a year of open government (art. 49 and 50).
type AnnualReport struct {
	policy.ContentVersion
	Words   AnnualWords `db:"words"`
	Derived []byte      `db:"derived"`
}

// AnnualReportKind is the kind of annual reports.
var AnnualReportKind = civic.NewKind("Z")

// ID names the report.
func (r AnnualReport) ID() civic.ID { return civic.IDOf(AnnualReportKind, r.Key) }

// Year is the year that the report is about.
func (r AnnualReport) Year() int { return r.Words.Year }

// Scope says whose numbers the report has.
func (r AnnualReport) Scope() ReportScope { return r.Words.Scope }

// RegisterCovers reports whether the register here has all requests of the year.
func (r AnnualReport) RegisterCovers() bool { return r.Words.RegisterCovers }

// Form is the official form of the year.
func (r AnnualReport) Form() ReportForm {
	form, _ := FormOf(r.Words.Year)
	return form
}

// FormCode names the form.
func (r AnnualReport) FormCode() string { return r.Words.Form }

// HTMLPath is the address of the report as a page.
func (r AnnualReport) HTMLPath() string { return "/annual-reports/" + r.ID().String() + ".html" }

// Figures are the numbers of the cells that are not blank.
func (w AnnualWords) Figures() Figures {
	cells := Figures{}
	for name, cell := range w.Cells {
		if cell.Value != nil {
			cells[name] = *cell.Value
		}
	}
	return cells
}

// Recounted returns the cells with the recount in all cells that nobody entered.
func (w AnnualWords) Recounted(counted Figures) AnnualWords {
	cells := map[string]ReportCell{}
	for name, cell := range w.Cells {
		if cell.Source == Entered {
			cells[name] = cell
		}
	}
	for name, value := range counted {
		if _, entered := cells[name]; !entered {
			cells[name] = ReportCell{Value: &value, Source: FromRecount}
		}
	}
	w.Cells = cells
	return w
}

// Rules of the day on which a report is due (art. 49): hard days, also on a holiday.
func dueRule(scope ReportScope) (civic.DeadlineRule, string) {
	if scope == OfCity {
		return civic.DeadlineRule{Code: "ANNUAL_REPORT_OF_GOVERNMENT", Unit: civic.CalendarDays, SourceArticles: civic.Bilingual("政府信息公开条例第四十九条", "Decree 711, art. 49")}, "03-31"
	}
	return civic.DeadlineRule{Code: "ANNUAL_REPORT_OF_DEPARTMENT", Unit: civic.CalendarDays, SourceArticles: civic.Bilingual("政府信息公开条例第四十九条", "Decree 711, art. 49")}, "01-31"
}

// Due is the last day of the publication. It does not move to a working day.
func (r AnnualReport) Due() civic.Deadline {
	rule, day := dueRule(r.Words.Scope)
	return civic.Deadline{Limit: rule, DueOn: civic.Date(fmt.Sprintf("%d-%s", r.Words.Year+1, day)), Steps: []civic.DeadlineStep{}}
}

// LastWorkingDay is the last day on which people work before the report is due, or on that day.
func (r AnnualReport) LastWorkingDay(calendar civic.WorkingCalendar) civic.Date {
	day := r.Due().DueOn
	for !calendar.Working(day) {
		day = day.Add(-1)
	}
	return day
}

// RefuseFindings refuses as CHECK_BROKEN each finding that is no warning.
func RefuseFindings(found []ReportFinding) error {
	var problems civic.Problems
	for _, f := range found {
		if !f.Warning {
			problems.Add(CheckBroken, "contentId", civic.Expected(f.Name()))
		}
	}
	return problems.Err()
}

// OpenAnnualReportInput is a new report.
type OpenAnnualReportInput struct {
	DepartmentID   civic.ID `validate:"id=D"`
	Year           int
	Scope          ReportScope
	RegisterCovers bool
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// Words returns the words of a new report, without numbers. It refuses NO_FORM.
func (in OpenAnnualReportInput) Words() (AnnualWords, error) {
	form, known := FormOf(in.Year)
	if !known {
		return AnnualWords{}, civic.Refuse(NoForm, "year")
	}
	return AnnualWords{Year: in.Year, Form: form.Code, Scope: in.Scope, RegisterCovers: in.RegisterCovers, Cells: map[string]ReportCell{}, Sections: map[string]Section{}}, nil
}

// FigureInput is the number of a cell.
type FigureInput struct {
	Cell   string `validate:"words=100"`
	Value  *float64
	Reason string `validate:"words=500"`
}

// EnterFiguresInput is numbers of cells.
type EnterFiguresInput struct {
	ContentID civic.ID      `validate:"id=Z"`
	Figures   []FigureInput `validate:"min=1,max=300,unique=Cell,dive"`
}

// Apply returns the words with the numbers. It refuses UNKNOWN_CELL.
func (in EnterFiguresInput) Apply(w AnnualWords) (AnnualWords, error) {
	form, _ := FormOf(w.Year)
	known, cells := form.Cells(), map[string]ReportCell{}
	for name, cell := range w.Cells {
		cells[name] = cell
	}
	var problems civic.Problems
	for i, f := range in.Figures {
		if !slices.Contains(known, f.Cell) {
			problems.Add(UnknownCell, civic.Indexed("figures", i)+".cell", civic.Found(f.Cell))
		}
		cells[f.Cell] = ReportCell{Value: f.Value, Source: Entered, Reason: f.Reason}
	}
	w.Cells = cells
	return w, problems.Err()
}

// RecountAnnualReportInput names the report whose cells are counted again, and the cells whose entered numbers go.
type RecountAnnualReportInput struct {
	ContentID civic.ID `validate:"id=Z"`
	Cells     []string `validate:"max=300,dive,words=100"`
}

// Drop returns the words without the numbers that go.
func (in RecountAnnualReportInput) Drop(w AnnualWords) AnnualWords {
	cells := map[string]ReportCell{}
	for name, cell := range w.Cells {
		if !slices.Contains(in.Cells, name) {
			cells[name] = cell
		}
	}
	w.Cells = cells
	return w
}

// ClaimInput says that a number in the words is the sum of some cells.
type ClaimInput struct {
	Cells []string `validate:"min=1,max=20,unique,dive,words=100"`
	Value float64
}

// WriteSectionInput is the text of a section.
type WriteSectionInput struct {
	ContentID civic.ID     `validate:"id=Z"`
	Section   string       `validate:"words=100"`
	Text      string       `validate:"words=20000"`
	Claims    []ClaimInput `validate:"max=50,dive"`
}

// Apply returns the words with the section. It refuses UNKNOWN_SECTION, UNKNOWN_CELL, and NOT_IN_WORDS for a number that the text does not have.
func (in WriteSectionInput) Apply(w AnnualWords) (AnnualWords, error) {
	form, _ := FormOf(w.Year)
	var problems civic.Problems
	if !form.section(in.Section) {
		problems.Add(UnknownSection, "section", civic.Found(in.Section))
	}
	section, known := Section{Text: in.Text}, form.Cells()
	for i, c := range in.Claims {
		for j, cell := range c.Cells {
			if !slices.Contains(known, cell) {
				problems.Add(UnknownCell, civic.Indexed(civic.Indexed("claims", i)+".cells", j), civic.Found(cell))
			}
		}
		if number := fmt.Sprint(c.Value); !hasNumber(in.Text, number) {
			problems.Add(NotInWords, civic.Indexed("claims", i)+".value", civic.Found(number))
		}
		section.Claims = append(section.Claims, Claim(c))
	}
	sections := map[string]Section{in.Section: section}
	for code, other := range w.Sections {
		if code != in.Section {
			sections[code] = other
		}
	}
	w.Sections = sections
	return w, problems.Err()
}

// hasNumber reports whether a text has a number as such, and not as a part of a longer one. A comma may group its digits.
func hasNumber(text, number string) bool {
	digit := func(r rune) bool { return r >= '0' && r <= '9' || r == '.' }
	plain := strings.NewReplacer(",", "", "，", " ").Replace(text)
	return slices.ContainsFunc(strings.FieldsFunc(plain, func(r rune) bool { return !digit(r) }), func(run string) bool { return strings.Trim(run, ".") == number })
}
