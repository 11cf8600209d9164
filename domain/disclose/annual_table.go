package disclose

// AnnualTable is a table of a report as its readers see it.
type AnnualTable struct {
	Code    string
	Title   string
	Columns []ReportPart
	Rows    []AnnualRow
}

// AnnualRow is a row of a table. It has only the cells that the form has.
type AnnualRow struct {
	Code  string
	Label string
	Cells []AnnualCell
}

// AnnualCell is a cell with its number. A cell that nobody filled in has no number and no source.
type AnnualCell struct {
	Cell   string
	Column string
	Value  *float64
	Source *CellSource
	Reason string
}

// AnnualSection is a section of a report as its readers see it.
type AnnualSection struct {
	Code   string
	Title  string
	Text   string
	Claims []Claim
}

// Tables lists the tables of the report by its form.
func (r AnnualReport) Tables() []AnnualTable {
	tables := []AnnualTable{}
	for _, t := range r.Form().Tables {
		table := AnnualTable{Code: t.Code, Title: t.Title, Columns: t.Columns}
		for _, row := range t.Rows {
			table.Rows = append(table.Rows, r.row(t, row))
		}
		tables = append(tables, table)
	}
	return tables
}

// row returns a row with its numbers.
func (r AnnualReport) row(t ReportTable, row ReportPart) AnnualRow {
	made := AnnualRow{Code: row.Code, Label: row.Label, Cells: []AnnualCell{}}
	for _, column := range t.Columns {
		if !row.has(column.Code) {
			continue
		}
		name := t.cell(row.Code, column.Code)
		cell := AnnualCell{Cell: name, Column: column.Code}
		if filled, is := r.Words.Cells[name]; is {
			cell.Value, cell.Source, cell.Reason = filled.Value, &filled.Source, filled.Reason
		}
		made.Cells = append(made.Cells, cell)
	}
	return made
}

// Sections lists the sections of the report by its form. What is not written is empty.
func (r AnnualReport) Sections() []AnnualSection {
	sections := []AnnualSection{}
	for _, part := range r.Form().Sections {
		written := r.Words.Sections[part.Code]
		sections = append(sections, AnnualSection{part.Code, part.Title, written.Text, append([]Claim{}, written.Claims...)})
	}
	return sections
}
