package survey

import (
	"slices"

	"minyi/domain/civic"
)

// CrossTableMisfit refuses a cross-table of two questions that do not fit.
var CrossTableMisfit = civic.NewRequestCode("CROSS_TABLE_MISFIT", "交叉表只适用于两道不同的单选题或评分题。", "A cross-table is of two different questions, each a single choice or a rating.")

// Pair is how many people gave this answer to the row's question and this answer to the column's. An answer is an option's key, or a
// rating as a canonical decimal.
type Pair struct {
	Row    string `db:"row"`
	Column string `db:"column"`
	Count  int    `db:"count"`
}

// CrossTable shows how the answers to two questions occur together, over the people who answered both. All counts that could point at
// a person are withheld, and nobody can compute them from the published counts.
type CrossTable struct {
	Row     Question          `json:"row"`
	Column  Question          `json:"column"`
	Rows    []CrossTableRow   `json:"rows"`
	Columns []CrossTableTotal `json:"columns"` // the total of each column
	Total   *int              `json:"total"`   // nil: withheld
}

// CrossTableRow is the counts of one answer to the row's question.
type CrossTableRow struct {
	Option Option           `json:"option"`
	Cells  []CrossTableCell `json:"cells"` // in the order of Columns
	Total  *int             `json:"total"` // nil: withheld
}

// CrossTableCell is a count of people. It is nil if it is withheld.
type CrossTableCell struct {
	Count *int `json:"count"`
}

// CrossTableTotal is the total of a column. Its count is nil if it is withheld.
type CrossTableTotal struct {
	Option Option `json:"option"`
	Count  *int   `json:"count"`
}

// CrossTabulate makes the cross-table of two questions. Both must be single choices or ratings, where each person is in one cell and
// the cells add up to the totals. It refuses other questions as CROSS_TABLE_MISFIT: with multiple choices a person would be in several
// cells, totals would not bound the cells, and there would be no guarantee for withheld cells. Callers may publish the table only
// when no more responses can come, because two tables, one response apart, reveal that response. Pairs with unknown answers are
// ignored.
func CrossTabulate(row, column Question, pairs []Pair) (CrossTable, error) {
	if !row.hasOneAnswer() || !column.hasOneAnswer() || row.Key == column.Key {
		return CrossTable{}, civic.Refuse(CrossTableMisfit, "")
	}
	rows, columns := row.answerOptions(), column.answerOptions()
	grid := gridOf(optionKeys(rows), optionKeys(columns), pairs)
	withheld := suppress(grid)
	table := CrossTable{Row: row, Column: column, Total: published(withheld.total, grid.total())}
	for r, option := range rows {
		line := CrossTableRow{Option: option, Total: published(withheld.rows[r], grid.row(r))}
		for c := range columns {
			line.Cells = append(line.Cells, CrossTableCell{Count: published(withheld.cells[r][c], grid[r][c])})
		}
		table.Rows = append(table.Rows, line)
	}
	for c, option := range columns {
		table.Columns = append(table.Columns, CrossTableTotal{Option: option, Count: published(withheld.columns[c], grid.column(c))})
	}
	return table, nil
}

// hasOneAnswer tells whether each person gives exactly one of a known set of answers.
func (q Question) hasOneAnswer() bool { return q.Kind == SingleChoice || q.Kind == Rating }

// answerOptions lists the possible answers to a choice or a rating, in the survey's order.
func (q Question) answerOptions() []Option {
	options := slices.Clone(q.Options)
	if q.AllowOther {
		options = append(options, theOther)
	}
	if q.Kind == Rating {
		for _, v := range q.fullScale(nil) {
			options = append(options, Option{Key: v.Value, Titles: civic.Localized{civic.Chinese: v.Value, civic.English: v.Value}})
		}
	}
	return options
}

// grid is the true counts, row by row.
type grid [][]int

// gridOf arranges the pairs in a grid.
func gridOf(rows, columns []string, pairs []Pair) grid {
	g := make(grid, len(rows))
	for r := range g {
		g[r] = make([]int, len(columns))
	}
	for _, pair := range pairs {
		r, c := slices.Index(rows, pair.Row), slices.Index(columns, pair.Column)
		if r >= 0 && c >= 0 {
			g[r][c] += pair.Count
		}
	}
	return g
}

func (g grid) row(r int) (sum int) {
	for _, n := range g[r] {
		sum += n
	}
	return sum
}

func (g grid) column(c int) (sum int) {
	for r := range g {
		sum += g[r][c]
	}
	return sum
}

func (g grid) total() (sum int) {
	for r := range g {
		sum += g.row(r)
	}
	return sum
}
