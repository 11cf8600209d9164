package disclose

import (
	"fmt"

	"minyi/domain/civic"
)

// The rows of table 3 that are no outcomes, the column of the sums, and the sum of the outcomes.
const (
	rowNew        = "NEW"
	rowCarriedIn  = "CARRIED_IN"
	rowHandled    = "HANDLED"
	rowCarriedOut = "CARRIED_OUT"
	columnTotal   = "TOTAL"
)

// Figures are the values of cells by the cells' names. A cell that is missing is blank.
type Figures map[string]float64

// CountedRequests are requests that table 3 counts in the same cells.
type CountedRequests struct {
	Kind       ApplicantKind `db:"kind"`
	ReceivedOn civic.Date    `db:"received_on"` // or another day of its year; empty for requests that were not received: they do not count
	DecidedOn  civic.Date    `db:"decided_on"`  // or another day of its year; empty while they run
	Outcome    Outcome       `db:"outcome"`
	N          int           `db:"n"`
}

// Recount returns table 3 of a year by the form, as the register gives it. Each request counts once, under one outcome.
func (f ReportForm) Recount(year int, requests []CountedRequests) Figures {
	table, first, last := f.table("T3"), civic.Date(fmt.Sprintf("%d-01-01", year)), civic.Date(fmt.Sprintf("%d-12-31", year))
	cells := Figures{}
	for _, cell := range table.cells() {
		cells[cell] = 0
	}
	for _, r := range requests {
		for _, row := range f.rowsOf(r, first, last) {
			cells[table.cell(row, string(r.Kind))] += float64(r.N)
			cells[table.cell(row, columnTotal)] += float64(r.N)
		}
	}
	return cells
}

// rowsOf lists the rows of table 3 in which requests count. The days are the first and the last one of the year.
func (f ReportForm) rowsOf(r CountedRequests, first, last civic.Date) (rows []string) {
	switch {
	case r.ReceivedOn == "" || r.ReceivedOn > last || r.DecidedOn != "" && r.DecidedOn < first:
		return nil
	case r.ReceivedOn < first:
		rows = append(rows, rowCarriedIn)
	default:
		rows = append(rows, rowNew)
	}
	if r.DecidedOn == "" || r.DecidedOn > last {
		return append(rows, rowCarriedOut)
	}
	return append(rows, f.rowOf(r.Outcome), rowHandled)
}

// rowOf returns the row of an outcome. The form of 2019 has one row for all that was handled in another way.
func (f ReportForm) rowOf(o Outcome) string {
	for _, row := range f.table("T3").Rows {
		if row.Code == string(o) {
			return row.Code
		}
	}
	return string(OtherHandling)
}
