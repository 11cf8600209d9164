package chartgraph

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"minyi/domain/chart"
	"minyi/domain/civic"
	"minyi/domain/survey"
)

// survey draws the published results of a version: one chart for each question with counts. The names begin with the prefix.
func (p pen) survey(prefix string, results survey.SurveyResults) []chart.Chart {
	charts := []chart.Chart{}
	if len(results.ByDay) > 0 {
		charts = append(charts, p.days(prefix+"responses-by-day", p.of(responsesByDay), p.of(people), results.ByDay))
	}
	for _, r := range results.Questions {
		c, has := p.question(prefix+r.Question.Key, r)
		if !has {
			continue
		}
		if r.Answered != nil {
			c.Notes = append(c.Notes, p.of(countPeople, "{count}", strconv.Itoa(*r.Answered)))
		}
		if r.PercentBase == survey.RespondentsBase && len(r.Options) > 0 {
			c.Notes = append(c.Notes, p.of(ofAll))
		}
		if r.Mean != nil && r.Median != nil && r.Deviation != nil {
			c.Notes = append(c.Notes, p.of(figures, "{mean}", decimal(*r.Mean), "{median}", decimal(*r.Median), "{deviation}", decimal(*r.Deviation)))
		}
		if r.Protected != "" && r.Protected != survey.Exact {
			c.Notes = append(c.Notes, r.Protected.Words().In(p.locale))
		}
		charts = append(charts, c)
	}
	return charts
}

// decimal writes a figure with at most two decimals.
func decimal(x float64) string { return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64) }

// question draws the results of one question. Words are counted only, so that a question for words has no chart.
func (p pen) question(name string, r survey.QuestionResults) (c chart.Chart, has bool) {
	title := r.Question.Titles.In(p.locale)
	switch {
	case len(r.Rows) > 0:
		return p.matrix(name, title, r), true
	case len(r.Ranks) > 0:
		return p.ranking(name, title, r), true
	case len(r.Bins) > 0:
		return p.histogram(name, title, r), true
	case len(r.Values) > 0:
		return p.steps(name, title, r), true
	case len(r.Options) > 0:
		return p.choice(name, title, r), true
	}
	return c, false
}

// choice draws a bar for each option.
func (p pen) choice(name, title string, r survey.QuestionResults) chart.Chart {
	c := p.chart(name, chart.Bars, title, p.of(people))
	options := r.Options
	if r.Other != nil {
		options = append(options[:len(options):len(options)], *r.Other)
	}
	for _, o := range options {
		if r.Merged == nil || !merges(r.Merged, o.Option.Key) {
			c.Rows = append(c.Rows, chart.Row{Label: o.Option.Titles.In(p.locale), Cells: []chart.Cell{{Count: o.Count, Share: o.Share}}})
		}
	}
	if r.Merged != nil {
		c.Rows = append(c.Rows, p.merged(r.Merged, options))
	}
	return c
}

func merges(m *survey.MergedCount, key string) bool { return slices.Contains(m.Keys, key) }

// merged is the row of options that are counted together.
func (p pen) merged(m *survey.MergedCount, options []survey.OptionCount) chart.Row {
	titles := map[string]string{}
	for _, o := range options {
		titles[o.Option.Key] = o.Option.Titles.In(p.locale)
	}
	names := make([]string, len(m.Keys))
	for i, key := range m.Keys {
		if names[i] = titles[key]; names[i] == "" {
			names[i] = key
		}
	}
	return chart.Row{Label: strings.Join(names, " + ") + p.of(together), Cells: []chart.Cell{{Count: &m.Count, Share: m.Share}}}
}

// steps draws a column for each step of a rating.
func (p pen) steps(name, title string, r survey.QuestionResults) chart.Chart {
	c := p.chart(name, chart.Columns, title, p.of(people))
	for _, v := range r.Values {
		if r.Merged != nil && merges(r.Merged, v.Value) {
			continue
		}
		c.Rows = append(c.Rows, chart.Row{Label: v.Value, Cells: []chart.Cell{{Count: v.Count, Share: v.Share}}})
	}
	if r.Merged != nil {
		merged := p.merged(r.Merged, nil)
		merged.Mark = strings.Join(r.Merged.Keys, "+")
		c.Rows = append(c.Rows, merged)
	}
	return c
}

// histogram draws a column for each range.
func (p pen) histogram(name, title string, r survey.QuestionResults) chart.Chart {
	unit := r.Question.Units.In(p.locale)
	counted := p.of(people)
	c := p.chart(name, chart.Histogram, strings.TrimSpace(title+" "+parens(unit, p.locale)), counted)
	for _, b := range r.Bins {
		cells := chart.Row{Label: p.rangeOf(b), Cells: []chart.Cell{{Count: &b.Count, Share: &b.Share}}}
		if b.From != nil {
			cells.Mark = *b.From
		}
		c.Rows = append(c.Rows, cells)
	}
	return c
}

func parens(text string, l civic.Locale) string {
	switch {
	case text == "":
		return ""
	case l.BuiltIn() == civic.Chinese:
		return "（" + text + "）"
	}
	return "(" + text + ")"
}

// rangeOf names a range.
func (p pen) rangeOf(b survey.Bin) string {
	switch {
	case b.From == nil && b.To == nil:
		return p.of(all)
	case b.From == nil:
		return p.of(before, "{to}", *b.To)
	case b.To == nil:
		return p.of(from, "{from}", *b.From)
	}
	return p.of(between, "{from}", *b.From, "{to}", *b.To)
}

// matrix draws each row as a whole that its options share, as is usual for scales of agreement. Options that are counted together are the last part.
func (p pen) matrix(name, title string, r survey.QuestionResults) chart.Chart {
	columns, some := p.optionTitles(r.Question.Options), false
	for _, of := range r.Rows {
		some = some || of.Merged != nil
	}
	if some {
		columns = append(columns, strings.TrimSpace(strings.Trim(p.of(together), "（）() ")))
	}
	c := p.chart(name, chart.Stacked, title, columns...)
	c.Ordered = !some
	for _, of := range r.Rows {
		line := chart.Row{Label: of.Row.Titles.In(p.locale), Cells: make([]chart.Cell, len(columns))}
		for i, o := range of.Options {
			line.Cells[i] = chart.Cell{Count: o.Count, Share: o.Share}
		}
		if of.Merged != nil {
			line.Cells[len(columns)-1] = chart.Cell{Count: &of.Merged.Count, Share: of.Merged.Share}
		}
		c.Rows = append(c.Rows, line)
	}
	return c
}

// ranking draws how many people put each option at each place.
func (p pen) ranking(name, title string, r survey.QuestionResults) chart.Chart {
	var columns []string
	for i := range r.Ranks[0].Positions {
		columns = append(columns, p.of(rank, "{count}", strconv.Itoa(i+1)))
	}
	c := p.chart(name, chart.Heat, title, columns...)
	for _, of := range r.Ranks {
		c.Rows = append(c.Rows, row(of.Option.Titles.In(p.locale), of.Positions...))
	}
	return c
}

func (p pen) optionTitles(options []survey.Option) []string {
	titles := make([]string, len(options))
	for i, o := range options {
		titles[i] = o.Titles.In(p.locale)
	}
	return titles
}
