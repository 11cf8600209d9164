package chart

import (
	"strconv"
	"strings"
)

// spoken is how many rows the alternative text tells one by one.
const spoken = 8

// AlternativeText tells in words what the picture shows. Of a long table it tells the greatest row; the table tells the rest.
func (c Chart) AlternativeText() string {
	if len(c.Rows) == 0 {
		return c.lead() + c.Words.Nothing + c.Words.Stop
	}
	if len(c.Rows) > spoken {
		high := c.Rows[0]
		for _, r := range c.Rows {
			if c.total(r) > c.total(high) {
				high = r
			}
		}
		said := strings.NewReplacer("{label}", high.Label, "{count}", number(c.total(high))).Replace(c.Words.Most)
		return c.lead() + said + c.Words.Stop
	}
	parts := make([]string, len(c.Rows))
	for i, r := range c.Rows {
		parts[i] = r.Label + " " + c.cellsText(r)
	}
	return c.lead() + strings.Join(parts, c.Words.Comma) + c.Words.Stop
}

// lead is the title before what the picture says. A question needs no colon.
func (c Chart) lead() string {
	if strings.HasSuffix(c.Title, "?") {
		return c.Title + " "
	}
	if strings.HasSuffix(c.Title, "？") {
		return c.Title
	}
	return c.Title + c.Words.Colon
}

// cellsText writes the cells of a row with the names of their columns.
func (c Chart) cellsText(r Row) string {
	parts := make([]string, len(r.Cells))
	for i, cell := range r.Cells {
		parts[i] = c.CellText(cell)
		if len(r.Cells) > 1 {
			parts[i] = c.Columns[i] + " " + parts[i]
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return "(" + strings.Join(parts, c.Words.Comma) + ")"
}

// CellText writes a count with its share.
func (c Chart) CellText(cell Cell) string {
	if cell.Count == nil {
		return c.Words.Withheld
	}
	if cell.Share == nil {
		return number(*cell.Count)
	}
	return number(*cell.Count) + " (" + Percent(*cell.Share) + ")"
}

// Percent writes a share as a percentage with one decimal.
func Percent(share float64) string { return strconv.FormatFloat(share*100, 'f', 1, 64) + "%" }

// number writes a count with commas between thousands.
func number(n int) string {
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}
