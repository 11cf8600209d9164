package main

import (
	"encoding/json"
	"html/template"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"minyi/domain/chart"
	"minyi/domain/civic"
	"minyi/domain/report"
	chartgraph "minyi/graph/chart"
	"minyi/graph/words"
)

// reportView is what the page of a feedback report shows, in one language. Its numbers are those of the report's content.
type reportView struct {
	report.FeedbackReport
	Locale  civic.Locale
	Style   template.CSS
	Charts  []chartView
	Surveys []surveyView

	zone  *time.Location // the consultation's
	words words.Table
	page  func(number int) (string, error) // reads a page of official responses
	err   error                            // of the last read
}

// fact is a value with its name.
type fact struct{ Name, Value string }

// chartView is a chart with its table.
type chartView struct {
	chart.Chart
	Picture template.HTML
}

// tableLine is a row of the table of a chart.
type tableLine struct {
	Name  string
	Cells []string
}

// surveyView is a survey of a report.
type surveyView struct {
	Title, Responses string
	Charts           []chartView
	Counted          []fact // the questions whose answers are counted only
}

// answerView is an official response.
type answerView struct {
	Number                    int
	Outcome, Comments, Reason string
	Effects                   []string
}

func newReportView(r report.FeedbackReport, zone *time.Location, l civic.Locale, w words.Words, page func(int) (string, error)) *reportView {
	v := &reportView{FeedbackReport: r, Locale: l, Style: template.CSS(reportStyle), zone: zone, words: w.In(l), page: page}
	comments, surveys := chartgraph.ReportCharts(r, l)
	v.Charts = chartViews(comments)
	for i, s := range r.Frozen.Said.Surveys {
		v.Surveys = append(v.Surveys, v.survey(s, surveys[i]))
	}
	return v
}

func chartViews(charts []chart.Chart) []chartView {
	views := make([]chartView, len(charts))
	for i, c := range charts {
		views[i] = chartView{c, template.HTML(c.SVG())} // the SVG is escaped
	}
	return views
}

// Lines are the rows of the table.
func (c chartView) Lines() []tableLine {
	lines := make([]tableLine, len(c.Rows))
	for i, r := range c.Rows {
		lines[i] = tableLine{r.Label, make([]string, len(r.Cells))}
		for n, cell := range r.Cells {
			lines[i].Cells[n] = c.CellText(cell)
		}
	}
	return lines
}

// write writes the page. Official responses are read page by page.
func (v *reportView) write(to io.Writer) error {
	err := reportTemplate.Execute(to, v)
	if v.err != nil {
		return v.err
	}
	return err
}

// Title is the title of the consultation.
func (v *reportView) Title() string { return v.Frozen.Asked.Titles.In(v.Locale) }

// Summary is the department's own summary.
func (v *reportView) Summary() string { return v.Frozen.Summary.In(v.Locale) }

// UnansweredReason says why some comments have no official response; empty if all have one.
func (v *reportView) UnansweredReason() string {
	if reason := v.Frozen.Done.UnansweredReason; reason != nil {
		return *reason
	}
	return ""
}

// Facts are what was asked, and the totals.
func (v *reportView) Facts() []fact {
	asked, said := v.Frozen.Asked, v.Frozen.Said
	facts := []fact{{v.Say("opened"), civic.From(asked.OpensAt, v.zone).Tell(v.Locale)}, {v.Say("closed"), civic.Until(asked.ClosesAt, v.zone).Tell(v.Locale)},
		{v.Say("published"), civic.From(v.PublishedAt, v.zone).Tell(v.Locale)}}
	if asked.DraftTitle != nil {
		facts = append(facts, fact{v.Say("draft"), *asked.DraftTitle + " (" + v.Say("version") + " " + strconv.Itoa(*asked.DraftVersion) + ")"})
	}
	return append(facts, fact{v.Say("comments"), strconv.Itoa(said.Comments)}, fact{v.Say("hidden"), strconv.Itoa(said.Hidden)},
		fact{v.Say("endorsements"), strconv.Itoa(said.Endorsements)}, fact{v.Say("without"), strconv.Itoa(v.Frozen.Done.Unanswered)})
}

// Proof is what lets anybody check the page against the report.
func (v *reportView) Proof() []fact {
	return []fact{{v.Say("id"), v.ID().String()}, {v.Say("hash"), v.ContentHash}, {v.Say("size"), strconv.Itoa(v.Frozen.Log.TreeSize)}, {v.Say("root"), v.Frozen.Log.RootHash}}
}

// survey is one survey of the report. A question whose answers are counted only has no chart.
func (v *reportView) survey(s report.ReportSurvey, charts []chart.Chart) surveyView {
	of := surveyView{Title: s.Titles.In(v.Locale), Responses: v.Say("responses") + " " + v.count(s.Results.Responses), Charts: chartViews(charts)}
	drawn := map[string]bool{}
	for _, c := range charts {
		drawn[c.Name[strings.LastIndex(c.Name, "-")+1:]] = true
	}
	for _, q := range s.Results.Questions {
		if !drawn[q.Question.Key] {
			of.Counted = append(of.Counted, fact{q.Question.Titles.In(v.Locale), v.Say("answered") + " " + v.count(q.Answered)})
		}
	}
	return of
}

// count writes a count that may be withheld.
func (v *reportView) count(n *int) string {
	if n == nil {
		return v.Say("withheld")
	}
	return strconv.Itoa(*n)
}

// Answers reads the official responses, the oldest first.
func (v *reportView) Answers() iter.Seq[answerView] {
	return func(yield func(answerView) bool) {
		if v.Frozen.Lists == nil { // a report of the first format
			return
		}
		for page := range v.Frozen.Lists.Answers.Pages {
			text, err := v.page(page + 1)
			for line := range strings.Lines(text) {
				if err != nil {
					break
				}
				var row report.AnswerRow
				if row, err = readAnswer(line); err == nil && !yield(v.answer(row)) {
					return
				}
			}
			if err != nil {
				v.err = err
				return
			}
		}
	}
}

func readAnswer(line string) (row report.AnswerRow, err error) {
	raw, err := report.RowOf([]byte(line))
	if err == nil {
		err = json.Unmarshal(raw, &row)
	}
	return row, err
}

func (v *reportView) answer(a report.AnswerRow) answerView {
	view := answerView{a.Number, v.words["AdoptionOutcome"][string(a.Outcome)], v.Say("answers for") + " " + strconv.Itoa(a.Comments), a.Reasons.In(v.Locale), nil}
	for _, e := range a.Clauses {
		label := ""
		if e.Label != nil {
			label = *e.Label + " "
		}
		view.Effects = append(view.Effects, label+v.words["ClauseEffect"][string(e.Effect)])
	}
	return view
}

// reportWords are the page's own words.
var reportWords = map[string]civic.Localized{
	"report":       civic.Bilingual("公众意见反馈报告", "Feedback report"),
	"summary":      civic.Bilingual("部门说明", "The department's summary"),
	"said":         civic.Bilingual("公众说了什么，部门做了什么", "What people said, and what the department did"),
	"unanswered":   civic.Bilingual("部分意见未答复的理由", "Why some comments have no official response"),
	"answers":      civic.Bilingual("官方答复", "Official responses"),
	"answers for":  civic.Bilingual("答复的意见数：", "Comments that it answers:"),
	"none":         civic.Bilingual("无", "None"),
	"check":        civic.Bilingual("如何核验", "How to check this report"),
	"how":          civic.Bilingual("本页的数字均来自下列摘要所对应的报告内容；任何人都可以逐行重新计数。", "The numbers of this page are those of the content with this hash, and anybody can count them again, row by row."),
	"opened":       civic.Bilingual("征求意见开始", "Comments from"),
	"closed":       civic.Bilingual("征求意见结束", "Comments until"),
	"published":    civic.Bilingual("报告发布", "Report published"),
	"draft":        civic.Bilingual("草案", "Draft"),
	"version":      civic.Bilingual("版本", "version"),
	"comments":     civic.Bilingual("意见数", "Comments"),
	"hidden":       civic.Bilingual("其中隐藏", "Of these hidden"),
	"endorsements": civic.Bilingual("附议数", "Endorsements"),
	"without":      civic.Bilingual("未答复的意见", "Comments without an official response"),
	"responses":    civic.Bilingual("答卷数：", "Responses:"),
	"answered":     civic.Bilingual("作答人数：", "People who answered:"),
	"withheld":     civic.Bilingual("未公布", "not published"),
	"id":           civic.Bilingual("报告标识", "Id of the report"),
	"hash":         civic.Bilingual("内容摘要（SHA-256）", "SHA-256 of the content"),
	"size":         civic.Bilingual("回执日志的条数", "Leaves of the receipt log"),
	"root":         civic.Bilingual("回执日志的根", "Root of the receipt log"),
}

// Say is a word of the page.
func (v *reportView) Say(word string) string { return reportWords[word].In(v.Locale.BuiltIn()) }
