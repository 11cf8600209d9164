package survey

import (
	"slices"

	"minyi/domain/civic"
)

// Refusals of a cross-table.
var (
	CrossTableMisfit = civic.NewCode("CROSS_TABLE_MISFIT", "交叉表只适用于两道不同的单选题或评分题。", "A cross-table is of two different questions, each a single choice or a rating.")
)

// Pair is how many people gave one answer to the row's question and one to the column's: an option's key, or a
// rating as a canonical decimal.
type Pair struct {
	Row    string `db:"row"`
	Column string `db:"column"`
	Count  int    `db:"count"`
}

// CrossTable shows how the answers to two questions go together, over the people who answered both. Everything that
// could point at someone is withheld, in the table and by what can be worked out from it.
type CrossTable struct {
	Row     Question          `json:"row"`
	Column  Question          `json:"column"`
	Rows    []CrossTableRow   `json:"rows"`
	Columns []CrossTableTotal `json:"columns"` // the total of each column
	Total   *int              `json:"total"`   // nil: withheld
}

// CrossTableRow is one answer to the row's question.
type CrossTableRow struct {
	Option Option           `json:"option"`
	Cells  []CrossTableCell `json:"cells"` // in the order of Columns
	Total  *int             `json:"total"` // nil: withheld
}

// CrossTableCell is a count of people; nil: withheld.
type CrossTableCell struct {
	Count *int `json:"count"`
}

// CrossTableTotal is the count of a whole column; nil: withheld.
type CrossTableTotal struct {
	Option Option `json:"option"`
	Count  *int   `json:"count"`
}

// CrossTabulate makes the table of two questions. Both must be single choices or ratings, where each person is in one
// cell and the cells add up to the totals. Multiple choices are refused: a person would be in several cells, totals
// would no longer bound them, and nothing could be promised of what is withheld. Callers give this to the public only
// once no response can come any more: two tables a response apart differ by that one person. Pairs that name no answer
// of the questions are passed over.
func CrossTabulate(row, column Question, pairs []Pair) (CrossTable, error) {
	if !row.tabulates() || !column.tabulates() || row.Key == column.Key {
		return CrossTable{}, civic.Refuse(CrossTableMisfit, "")
	}
	rows, columns := row.answerOptions(), column.answerOptions()
	grid := gridOf(optionKeys(rows), optionKeys(columns), pairs)
	veil := veilOver(grid)
	table := CrossTable{Row: row, Column: column, Total: veil.show(veil.all, grid.total())}
	for r, option := range rows {
		line := CrossTableRow{Option: option, Total: veil.show(veil.rows[r], grid.row(r))}
		for c := range columns {
			line.Cells = append(line.Cells, CrossTableCell{Count: veil.show(veil.cells[r][c], grid[r][c])})
		}
		table.Rows = append(table.Rows, line)
	}
	for c, option := range columns {
		table.Columns = append(table.Columns, CrossTableTotal{Option: option, Count: veil.show(veil.columns[c], grid.column(c))})
	}
	return table, nil
}

// tabulates tells whether each person gives exactly one of a known set of answers.
func (q Question) tabulates() bool { return q.Kind == SingleChoice || q.Kind == Rating }

// answerOptions lists the possible answers to a choice or a rating, in the survey's order.
func (q Question) answerOptions() []Option {
	options := slices.Clone(q.Options)
	if q.AllowOther {
		options = append(options, theOther)
	}
	if q.Kind == Rating {
		for _, v := range q.wholeScale(nil) {
			options = append(options, Option{Key: v.Value, Titles: civic.Localized{civic.Chinese: v.Value, civic.English: v.Value}})
		}
	}
	return options
}

// grid is the true counts, row by row.
type grid [][]int

// gridOf lays the pairs out.
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
