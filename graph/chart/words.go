package chartgraph

import (
	"strings"

	"minyi/domain/chart"
	"minyi/domain/civic"
	"minyi/graph/words"
)

// The words of charts.
var (
	commentsByDay  = civic.Bilingual("每日意见数", "Comments by day")
	byStance       = civic.Bilingual("意见的态度", "Comments by stance")
	stanceByClause = civic.Bilingual("各条款意见的态度", "Stance by clause")
	byClause       = civic.Bilingual("各条款的意见数", "Comments by clause")
	draftMap       = civic.Bilingual("草案意见热力图", "Heat map of the draft")
	outcomes       = civic.Bilingual("意见的采纳情况", "What became of the comments")
	themes         = civic.Bilingual("意见的主题", "Themes of the comments")
	responsesByDay = civic.Bilingual("每日答卷数", "Responses by day")

	comments      = civic.Bilingual("意见数", "Comments")
	people        = civic.Bilingual("人数", "People")
	all           = civic.Bilingual("合计", "All")
	unanswered    = civic.Bilingual("未答复", "No official response")
	countComments = civic.Bilingual("单位：条意见", "Counted: comments")
	countPeople   = civic.Bilingual("回答人数：{count}", "People who answered: {count}")
	ownClause     = civic.Bilingual("只计直接针对该条款的意见。", "Comments on the clause itself, not on those under it.")
	ofAll         = civic.Bilingual("百分比以回答人数为基数；可多选，合计可超过 100%。", "Per cent of the people who answered; they could choose several.")
	figures       = civic.Bilingual("平均 {mean}，中位数 {median}，标准差 {deviation}", "Mean {mean}, median {median}, standard deviation {deviation}")
	together      = civic.Bilingual("（合并计数）", " (counted together)")
	before        = civic.Bilingual("{to} 以下", "below {to}")
	from          = civic.Bilingual("{from} 起", "from {from}")
	between       = civic.Bilingual("{from} 至 {to} 以下", "{from} to below {to}")
	rank          = civic.Bilingual("第 {count} 位", "Place {count}")
	whole         = civic.Bilingual("全文", "The whole draft")
	severalThemes = civic.Bilingual("一条意见可以有多个主题。", "A comment can have several themes.")
)

// pen makes charts in one language.
type pen struct {
	locale civic.Locale
	path   string // of the thing that the charts are about
}

// of reads a word, with values in place of the names in braces.
func (p pen) of(word civic.Localized, values ...string) string {
	return strings.NewReplacer(values...).Replace(word.In(p.locale))
}

// value is the word for a value of an enum.
func (p pen) value(enum, value string) string {
	word, _ := words.BuiltIn(p.locale, enum, value)
	return word
}

// words are the words that every chart has.
func (p pen) words() chart.Words {
	w := chart.Words{Locale: string(p.locale), Withheld: "not published", More: "{count} more rows are in the table.", Most: "most in {label}, {count}", Nothing: "no data yet", Comma: ", ", Colon: ": ", Stop: "."}
	if p.locale.BuiltIn() == civic.Chinese {
		w = chart.Words{Locale: string(p.locale), Withheld: "未公布", More: "另有 {count} 行见表格。", Most: "最多的是 {label}（{count}）", Nothing: "暂无数据", Comma: "，", Colon: "：", Stop: "。"}
	}
	return w
}

// chart begins a chart.
func (p pen) chart(name string, form chart.Form, title string, columns ...string) chart.Chart {
	return chart.Chart{Name: name, Path: p.path + "/" + name, Form: form, Title: title, Columns: columns, Notes: []string{}, Rows: []chart.Row{}, Words: p.words()}
}

// row is a row of counts without shares.
func row(label string, counts ...int) chart.Row {
	r := chart.Row{Label: label, Cells: make([]chart.Cell, len(counts))}
	for i := range counts {
		r.Cells[i].Count = &counts[i]
	}
	return r
}
