package disclose

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// ReportFinding is a check of an annual report that breaks. It names its cells.
type ReportFinding struct {
	Check   string // such as T3-A
	At      string // the column, the row or the cell
	Cells   []string
	Want    *float64 // what the check expects of the sum; nil where it expects no number
	Found   *float64
	Warning bool // does not stop the publication
}

// Name is the check with its place, such as T3-A TOTAL.
func (f ReportFinding) Name() string { return strings.TrimSpace(f.Check + " " + f.At) }

// ReportFacts is what the checks of an annual report look at.
type ReportFacts struct {
	Form     ReportForm
	Year     int
	Cells    Figures
	Register Figures            // table 3 as the register gives it; nil if the register does not cover the year
	LastYear Figures            // of the report of the year before; nil if there is none
	Sum      Figures            // of the departments' reports, for the report of a city; nil for others
	Sections map[string]Section // by their codes
}

// Findings lists all checks that break, in the order of the checks.
func (r ReportFacts) Findings() []ReportFinding {
	found := []ReportFinding{}
	for _, check := range []func(ReportFacts) []ReportFinding{
		ReportFacts.outcomesAddUp, ReportFacts.nothingIsLost, ReportFacts.columnsAddUp, ReportFacts.joinsLastYear, ReportFacts.equalsRegister,
		ReportFacts.cellsAreNumbers, ReportFacts.wordsEqualCells, ReportFacts.documentsAddUp, ReportFacts.itemsJoinLastYear, ReportFacts.resultsAddUp,
		ReportFacts.departmentsAddUp, ReportFacts.sectionsAreWritten, ReportFacts.suitsCameDirectly,
	} {
		found = append(found, check(r)...)
	}
	return found
}

// equal compares two sums of cells. Nothing is found where a cell is blank: another check says so.
func (r ReportFacts) equal(check, at string, left, right []string) []ReportFinding {
	return r.compare(check, at, left, right, r.Cells)
}

// compare is equal with the right cells in other figures.
func (r ReportFacts) compare(check, at string, left, right []string, of Figures) []ReportFinding {
	found, whole := r.Cells.sum(left)
	want, known := of.sum(right)
	if !whole || !known || math.Abs(found-want) < 1e-6 {
		return nil
	}
	return []ReportFinding{{Check: check, At: at, Cells: slices.Concat(left, right), Want: &want, Found: &found}}
}

// sum adds up cells, and reports whether none of them is blank.
func (f Figures) sum(cells []string) (sum float64, whole bool) {
	for _, cell := range cells {
		value, has := f[cell]
		if !has {
			return 0, false
		}
		sum += value
	}
	return sum, true
}

// outcomesAddUp is T3-A: in each column, what was handled is the sum of the outcomes.
func (r ReportFacts) outcomesAddUp() (found []ReportFinding) {
	table := r.Form.table("T3")
	for _, column := range table.Columns {
		var outcomes []string
		for _, row := range table.Rows {
			if outcomeGroups[Outcome(row.Code)] != noOutcome {
				outcomes = append(outcomes, table.cell(row.Code, column.Code))
			}
		}
		found = append(found, r.equal("T3-A", column.Code, []string{table.cell(rowHandled, column.Code)}, outcomes)...)
	}
	return found
}

// nothingIsLost is T3-B: in each column, what came in is what was handled or carried out (printed on the form).
func (r ReportFacts) nothingIsLost() (found []ReportFinding) {
	table := r.Form.table("T3")
	for _, column := range table.Columns {
		in := []string{table.cell(rowNew, column.Code), table.cell(rowCarriedIn, column.Code)}
		out := []string{table.cell(rowHandled, column.Code), table.cell(rowCarriedOut, column.Code)}
		found = append(found, r.equal("T3-B", column.Code, in, out)...)
	}
	return found
}

// columnsAddUp is T3-C: in each row, the total is the sum of the kinds of applicants.
func (r ReportFacts) columnsAddUp() (found []ReportFinding) {
	return r.totals("T3-C", r.Form.table("T3"))
}

// resultsAddUp is T4-A: in each row, the total is the sum of the four results.
func (r ReportFacts) resultsAddUp() (found []ReportFinding) {
	return r.totals("T4-A", r.Form.table("T4"))
}

// totals compares the last column of each row of a table with the sum of the others.
func (r ReportFacts) totals(check string, table ReportTable) (found []ReportFinding) {
	for _, row := range table.Rows {
		var parts []string
		for _, column := range table.Columns[:len(table.Columns)-1] {
			parts = append(parts, table.cell(row.Code, column.Code))
		}
		found = append(found, r.equal(check, row.Code, []string{table.cell(row.Code, columnTotal)}, parts)...)
	}
	return found
}

// joinsLastYear is T3-D: what was carried in is what the year before carried out.
func (r ReportFacts) joinsLastYear() (found []ReportFinding) {
	table := r.Form.table("T3")
	for _, column := range table.Columns {
		found = append(found, r.compare("T3-D", column.Code, []string{table.cell(rowCarriedIn, column.Code)}, []string{table.cell(rowCarriedOut, column.Code)}, r.LastYear)...)
	}
	return found
}

// equalsRegister is T3-E: each cell is the number that the register gives.
func (r ReportFacts) equalsRegister() (found []ReportFinding) {
	for _, cell := range r.Form.table("T3").cells() {
		for _, f := range r.compare("T3-E", placeOf(cell), []string{cell}, []string{cell}, r.Register) {
			f.Cells = []string{cell}
			found = append(found, f)
		}
	}
	return found
}

// cellsAreNumbers is T2-F, T3-F and T4-F: every cell holds a number of 0 or more, without a fraction unless it is an amount of money. Only a change
// against the year before may be negative.
func (r ReportFacts) cellsAreNumbers() (found []ReportFinding) {
	for _, cell := range r.Form.Cells() {
		value, has := r.Cells[cell]
		whole := value == math.Trunc(value) || strings.HasSuffix(cell, ".AMOUNT")
		if !has || !whole || value < 0 && !strings.HasSuffix(cell, ".CHANGE") {
			f := ReportFinding{Check: cell[:2] + "-F", At: placeOf(cell), Cells: []string{cell}}
			if has {
				f.Found = &value
			}
			found = append(found, f)
		}
	}
	return found
}

// wordsEqualCells is T3-G: each number in the words of a section that names cells equals their sum.
func (r ReportFacts) wordsEqualCells() (found []ReportFinding) {
	for _, part := range r.Form.Sections {
		for i, claim := range r.Sections[part.Code].Claims {
			sum, whole := r.Cells.sum(claim.Cells)
			if whole && sum != claim.Value {
				found = append(found, ReportFinding{Check: "T3-G", At: fmt.Sprintf("%s %d", part.Code, i+1), Cells: claim.Cells, Want: &sum, Found: &claim.Value})
			}
		}
	}
	return found
}

// documentsAddUp is T2-A of the form of 2021: what is in force is what was last year, with what was made and without what was repealed.
func (r ReportFacts) documentsAddUp() (found []ReportFinding) {
	for _, row := range []string{"RULES", "NORMATIVE_DOCUMENTS"} {
		now, made, repealed := "T2."+row+".IN_FORCE", "T2."+row+".MADE", "T2."+row+".REPEALED"
		left, whole := r.Cells.sum([]string{now, repealed})
		before, known := r.LastYear.sum([]string{now})
		added, _ := r.Cells.sum([]string{made})
		if want := before + added; whole && known && left != want {
			found = append(found, ReportFinding{Check: "T2-A", At: row, Cells: []string{now, made, repealed}, Want: &want, Found: &left})
		}
	}
	return found
}

// itemsJoinLastYear is T2-B of the form of 2019: the items of last year are those that its report had, with its change.
func (r ReportFacts) itemsJoinLastYear() (found []ReportFinding) {
	for _, row := range r.Form.table("T2").Rows {
		if row.has("LAST_YEAR") {
			last, change := "T2."+row.Code+".LAST_YEAR", "T2."+row.Code+".CHANGE"
			found = append(found, r.compare("T2-B", row.Code, []string{last}, []string{last, change}, r.LastYear)...)
		}
	}
	return found
}

// departmentsAddUp is SUM: each cell of a city's report is the sum of the departments' reports.
func (r ReportFacts) departmentsAddUp() (found []ReportFinding) {
	for _, cell := range r.Form.Cells() {
		for _, f := range r.compare("SUM", cell, []string{cell}, []string{cell}, r.Sum) {
			f.Cells = []string{cell}
			found = append(found, f)
		}
	}
	return found
}

// sectionsAreWritten is TEXT: nothing that article 50 asks for is left out.
func (r ReportFacts) sectionsAreWritten() (found []ReportFinding) {
	for _, part := range r.Form.Sections {
		if strings.TrimSpace(r.Sections[part.Code].Text) == "" {
			found = append(found, ReportFinding{Check: "TEXT", At: part.Code, Cells: []string{}})
		}
	}
	return found
}

// suitsCameDirectly is T4-W, a warning: since 2024 a refusal must be reconsidered before a court hears it, so that direct suits are of other kinds only.
func (r ReportFacts) suitsCameDirectly() []ReportFinding {
	const direct = "T4.DIRECT_SUIT.TOTAL"
	if value := r.Cells[direct]; r.Year >= 2024 && value > 0 {
		return []ReportFinding{{Check: "T4-W", At: "DIRECT_SUIT", Cells: []string{direct}, Found: &value, Warning: true}}
	}
	return nil
}

// placeOf names a cell without its table, such as NEW TOTAL.
func placeOf(cell string) string { return strings.ReplaceAll(cell[3:], ".", " ") }
