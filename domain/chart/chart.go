// Package chart draws numbers with their words as pictures. It knows nothing of consultations: a chart is a table, and a form in which to draw it.
package chart

import (
	"slices"
	"strings"
)

// Form is the way in which a chart is drawn.
type Form int

// The forms.
const (
	Bars      Form = iota // a bar for each row
	Columns               // a column for each row, in an order such as that of days
	Histogram             // a column for each range; the mark of a row is where its range begins
	Stacked               // each row is a whole, which its cells share
	Heat                  // a colour for each cell
)

// Chart is a table of counts and the form in which it is drawn.
type Chart struct {
	Name    string // in its address
	Path    string // of its address, without the end that names the format
	Title   string
	Notes   []string // what a reader has to know, such as what is counted and what is withheld
	Columns []string // one for each cell of a row
	Rows    []Row
	Form    Form
	Ordered bool // the columns go from one end to the other, such as from agreement to disagreement
	Summed  bool // the last column is the sum of the others
	Words   Words
}

// Row is one row of a chart.
type Row struct {
	Label string
	Mark  string // a short label below a column; Label is used if it is empty
	Cells []Cell
}

// Cell is one number of a chart.
type Cell struct {
	Count *int     // nil if it is not published
	Share *float64 // from 0 to 1; nil if the share says nothing
}

// Words are the words of a chart beside its labels, in the language of the chart.
type Words struct {
	Locale   string // a tag of BCP 47
	Withheld string // in place of a count that is not published
	More     string // how many rows are not drawn; {count} is their number
	Most     string // which row has the greatest count; {label} and {count}
	Nothing  string // there is nothing to draw
	Comma    string // between the parts of a list
	Colon    string
	Stop     string // at the end of a sentence
}

// most is how many rows are drawn. The table has all of them.
const most = 100

// total is the sum of the published cells of a row.
func (c Chart) total(r Row) int {
	sum, cells := 0, r.Cells
	if c.Summed {
		cells = cells[len(cells)-1:]
	}
	for _, c := range cells {
		if c.Count != nil {
			sum += *c.Count
		}
	}
	return sum
}

// published tells whether a row has a count that is published.
func (r Row) published() bool {
	return slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.Count != nil })
}

// greatest is the greatest count of all cells.
func greatest(rows []Row) int {
	high := 0
	for _, r := range rows {
		for _, c := range r.Cells {
			if c.Count != nil {
				high = max(high, *c.Count)
			}
		}
	}
	return high
}

// drawn are the rows to draw: all, or those with the greatest totals, in the order of the table.
func (c Chart) drawn() []Row {
	if len(c.Rows) <= most {
		return c.Rows
	}
	totals := make([]int, len(c.Rows))
	for i, r := range c.Rows {
		totals[i] = c.total(r)
	}
	slices.SortFunc(totals, func(a, b int) int { return b - a })
	least, same := totals[most-1], 0
	for _, n := range totals[:most] {
		if n == least {
			same++
		}
	}
	rows := make([]Row, 0, most)
	for _, r := range c.Rows {
		n := c.total(r)
		if n == least {
			same--
		}
		if n > least || n == least && same >= 0 {
			rows = append(rows, r)
		}
	}
	return rows
}

// notes are the notes below the title, with the number of rows that are not drawn.
func (c Chart) notes() []string {
	if left := len(c.Rows) - len(c.drawn()); left > 0 {
		return append(slices.Clone(c.Notes), strings.ReplaceAll(c.Words.More, "{count}", number(left)))
	}
	return c.Notes
}

// SVGPath is the address of the picture as SVG.
func (c Chart) SVGPath() string { return c.Path + ".svg?locale=" + c.Words.Locale }

// PNGPath is the address of the picture as PNG.
func (c Chart) PNGPath() string { return c.Path + ".png?locale=" + c.Words.Locale }
