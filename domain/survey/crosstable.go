package survey

import (
	"slices"

	"minyi/domain/civic"
)

// CrossTableMisfit refuses a cross-table of two questions that do not fit.
var CrossTableMisfit = civic.NewRequestCode("CROSS_TABLE_MISFIT", "交叉表只适用于两道不同的单选题或不超过十级的评分题。", "A cross-table is of two different questions, each a single choice or a rating of at most ten steps.")

// Pair is how many people gave this answer to the row's question and this answer to the column's, and the sum of their record keys. An answer
// is an option's key, or a rating as a canonical decimal.
type Pair struct {
	Row    string `db:"row" json:"row"`
	Column string `db:"column" json:"column"`
	Count  int    `db:"count" json:"count"`
	Keys   int64  `db:"keys" json:"keys"`
}

// Turned is the pairs with rows and columns exchanged.
func Turned(pairs []Pair) []Pair {
	turned := slices.Clone(pairs)
	for i, p := range pairs {
		turned[i].Row, turned[i].Column = p.Column, p.Row
	}
	return turned
}

// PeopleIn is how many people the pairs count.
func PeopleIn(pairs []Pair) (people int) {
	for _, p := range pairs {
		people += p.Count
	}
	return people
}

// NextPairs are the pairs that are published after those of before, which are empty if none were published. A few more people would show by the
// cells that changed where they are. So before stays until ten people have come or gone. moved tells whether they are those of now.
func NextPairs(before, now []Pair) (next []Pair, moved bool) {
	if change := PeopleIn(now) - PeopleIn(before); len(before) > 0 && change < minGroup && change > -minGroup {
		return before, false
	}
	return now, true
}

// CrossTable shows how the answers to two questions occur together, over the people who answered both.
type CrossTable struct {
	Row        Question          `json:"row"`
	Column     Question          `json:"column"`
	Protection Protection        `json:"protection"`
	Rows       []CrossTableRow   `json:"rows"`
	Columns    []CrossTableTotal `json:"columns"` // the total of each column
	Total      int               `json:"total"`
}

// CrossTableRow is the counts of one answer to the row's question.
type CrossTableRow struct {
	Option Option           `json:"option"`
	Cells  []CrossTableCell `json:"cells"` // in the order of Columns
	Total  int              `json:"total"`
}

// CrossTableCell is a count of people.
type CrossTableCell struct {
	Count int `json:"count"`
}

// CrossTableTotal is the total of a column.
type CrossTableTotal struct {
	Option Option `json:"option"`
	Count  int    `json:"count"`
}

// CrossTabulate makes the exact cross-table of two questions. Both must be single choices or ratings, where each person is in one cell. It
// refuses other questions as CROSS_TABLE_MISFIT. Pairs with unknown answers are ignored. Only who may read single responses may see the table.
func CrossTabulate(row, column Question, pairs []Pair) (CrossTable, error) {
	if !row.hasOneAnswer() || !column.hasOneAnswer() || row.Key == column.Key {
		return CrossTable{}, civic.Refuse(CrossTableMisfit, "")
	}
	t := tabulation{Exact, groupEach(row.answerOptions()), groupEach(column.answerOptions()), pairs, func(count int, _ int64) int { return count }}
	return t.table(row, column), nil
}

// PublishedCrossTable makes the cross-table that everybody may see. Callers may publish it only when no more responses can come. Each count
// and each total carries its own noise, so they need not add up. Answers of few people are one row or one column with others, because a row
// of one person would be that person's answer. The table is nil for fewer than ten people.
func PublishedCrossTable(row, column Question, pairs []Pair, noise Noise) (*CrossTable, error) {
	exact, err := CrossTabulate(row, column, pairs)
	if err != nil || exact.Total < minGroup {
		return nil, err
	}
	rows, columns := make([]int, len(exact.Rows)), make([]int, len(exact.Columns))
	for i, r := range exact.Rows {
		rows[i] = r.Total
	}
	for i, c := range exact.Columns {
		columns[i] = c.Count
	}
	t := tabulation{Noisy, noise.groups(row, rows), noise.groups(column, columns), pairs, noise.Count}
	return new(t.table(row, column)), nil
}

// optionGroup is answers that are one row or column.
type optionGroup struct {
	option Option
	keys   []string
}

func groupEach(options []Option) []optionGroup {
	groups := make([]optionGroup, len(options))
	for i, o := range options {
		groups[i] = optionGroup{o, []string{o.Key}}
	}
	return groups
}

// groups are the answers to a question that so many people gave, those of few people together.
func (n Noise) groups(q Question, counts []int) []optionGroup {
	each, few := groupEach(q.answerOptions()), optionGroup{option: theMerged}
	var groups []optionGroup
	for i, merged := range n.merge(q.Key, q.answerKeys(), counts) {
		if merged {
			few.keys = append(few.keys, each[i].keys...)
		} else {
			groups = append(groups, each[i])
		}
	}
	if few.keys != nil {
		groups = append(groups, few)
	}
	return groups
}

// tabulation is what a cross-table is made of.
type tabulation struct {
	protection    Protection
	rows, columns []optionGroup
	pairs         []Pair
	publish       func(count int, keys int64) int
}

// table counts the cells and the totals.
func (t tabulation) table(row, column Question) CrossTable {
	cells := t.cells()
	all := CrossTable{Row: row, Column: column, Protection: t.protection}
	columns, total := make([]Pair, len(t.columns)), Pair{}
	for r, group := range t.rows {
		line, sum := CrossTableRow{Option: group.option, Cells: []CrossTableCell{}}, Pair{}
		for c, cell := range cells[r] {
			line.Cells = append(line.Cells, CrossTableCell{t.publish(cell.Count, cell.Keys)})
			sum, columns[c], total = sum.plus(cell), columns[c].plus(cell), total.plus(cell)
		}
		line.Total = t.publish(sum.Count, sum.Keys)
		all.Rows = append(all.Rows, line)
	}
	for c, group := range t.columns {
		all.Columns = append(all.Columns, CrossTableTotal{group.option, t.publish(columns[c].Count, columns[c].Keys)})
	}
	all.Total = t.publish(total.Count, total.Keys)
	return all
}

// cells adds up the pairs of each cell.
func (t tabulation) cells() [][]Pair {
	cells := make([][]Pair, len(t.rows))
	for r := range cells {
		cells[r] = make([]Pair, len(t.columns))
	}
	for _, p := range t.pairs {
		r := slices.IndexFunc(t.rows, func(g optionGroup) bool { return slices.Contains(g.keys, p.Row) })
		c := slices.IndexFunc(t.columns, func(g optionGroup) bool { return slices.Contains(g.keys, p.Column) })
		if r >= 0 && c >= 0 {
			cells[r][c] = cells[r][c].plus(p)
		}
	}
	return cells
}

// plus adds the people and the record keys of two cells.
func (p Pair) plus(q Pair) Pair { return Pair{Count: p.Count + q.Count, Keys: p.Keys + q.Keys} }

// FitForTable lists the questions that can be tabulated by the answers to one of them. It refuses a question whose answers are no groups as
// CROSS_TABLE_MISFIT.
func FitForTable(groups Question, questions []Question) ([]Question, error) {
	if !groups.hasOneAnswer() {
		return nil, civic.Refuse(CrossTableMisfit, "question")
	}
	return slices.DeleteFunc(slices.Clone(questions), func(q Question) bool { return q.Key == groups.Key || !q.hasOneAnswer() }), nil
}

// hasOneAnswer tells whether each person gives exactly one of a known set of answers.
func (q Question) hasOneAnswer() bool {
	return q.Kind == SingleChoice || q.Kind == Rating && !q.isBinned()
}

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

func (q Question) answerKeys() []string { return optionKeys(q.answerOptions()) }
