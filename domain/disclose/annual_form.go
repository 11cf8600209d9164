package disclose

import (
	"embed"
	"encoding/json"
	"slices"

	"minyi/domain/civic"
)

// ReportForm is the official form of an annual report: its sections and its tables.
type ReportForm struct {
	Code      string        `json:"code"`
	FirstYear int           `json:"firstYear"`
	LastYear  int           `json:"lastYear"`
	Sections  []ReportPart  `json:"sections"`
	Tables    []ReportTable `json:"tables"`
}

// ReportPart is a section, a row or a column of a form.
type ReportPart struct {
	Code    string   `json:"code"`
	Title   string   `json:"title,omitempty"`
	Label   string   `json:"label,omitempty"`
	Columns []string `json:"columns,omitempty"` // of a row: its columns; all if empty
}

// ReportTable is a table of a form.
type ReportTable struct {
	Code    string       `json:"code"`
	Title   string       `json:"title"`
	Columns []ReportPart `json:"columns"`
	Rows    []ReportPart `json:"rows"`
}

//go:embed forms/*.json
var formFiles embed.FS

// forms are the forms of 2019 (for 2019 and 2020) and of 2021 (国办公开办函〔2021〕30号).
var forms = []ReportForm{readForm("forms/annual-2019.json"), readForm("forms/annual-2021.json")}

func readForm(name string) (form ReportForm) {
	raw, err := formFiles.ReadFile(name)
	civic.Must(err)
	civic.Must(json.Unmarshal(raw, &form))
	return form
}

// FormOf returns the form of a year. No form is known for a year before 2019.
func FormOf(year int) (ReportForm, bool) {
	for _, form := range forms {
		if form.FirstYear <= year && year <= form.LastYear {
			return form, true
		}
	}
	return ReportForm{}, false
}

// Cells lists the names of all cells in their order, such as T3.NEW.TOTAL.
func (f ReportForm) Cells() (cells []string) {
	for _, table := range f.Tables {
		cells = append(cells, table.cells()...)
	}
	return cells
}

func (t ReportTable) cells() (cells []string) {
	for _, row := range t.Rows {
		for _, column := range t.Columns {
			if row.has(column.Code) {
				cells = append(cells, t.cell(row.Code, column.Code))
			}
		}
	}
	return cells
}

// cell names a cell.
func (t ReportTable) cell(row, column string) string { return t.Code + "." + row + "." + column }

// has reports whether the row has a cell in the column.
func (r ReportPart) has(column string) bool {
	return len(r.Columns) == 0 || slices.Contains(r.Columns, column)
}

// table returns the table with this code.
func (f ReportForm) table(code string) ReportTable {
	return f.Tables[slices.IndexFunc(f.Tables, func(t ReportTable) bool { return t.Code == code })]
}

// section reports whether the form has a section with this code.
func (f ReportForm) section(code string) bool {
	return slices.ContainsFunc(f.Sections, func(s ReportPart) bool { return s.Code == code })
}
