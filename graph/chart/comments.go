package chartgraph

import (
	"minyi/domain/analyse"
	"minyi/domain/chart"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/report"
)

// days draws a count for each day. The marks leave the year out.
func (p pen) days(name, title, counted string, days []civic.DayCount) chart.Chart {
	c := p.chart(name, chart.Columns, title, counted)
	for _, d := range days {
		r := row(d.Day, d.Count)
		r.Mark = d.Day[len("2006-"):]
		c.Rows = append(c.Rows, r)
	}
	return c
}

// stances draws how many comments have each stance.
func (p pen) stances(counts []consult.StanceCount) chart.Chart {
	c := p.chart("comments-by-stance", chart.Bars, p.of(byStance), p.of(comments))
	for _, n := range counts {
		c.Rows = append(c.Rows, row(p.value("Stance", string(n.Stance)), n.Count))
	}
	return c
}

// stanceWords are the words for the stances, in their order.
func (p pen) stanceWords() []string {
	names := make([]string, len(consult.Stances))
	for i, s := range consult.Stances {
		names[i] = p.value("Stance", string(s))
	}
	return names
}

// clauses draws the stances of the comments on each clause that has comments.
func (p pen) clauses(tally consult.CommentTally, names map[string]string) chart.Chart {
	c := p.chart("stance-by-clause", chart.Stacked, p.of(stanceByClause), p.stanceWords()...)
	c.Notes = append(c.Notes, p.of(countComments))
	for _, n := range tally.ByClause {
		c.Rows = append(c.Rows, row(names[n.ClauseKey.String()], stanceCounts(n.ByStance)...))
	}
	return c
}

func stanceCounts(counts []consult.StanceCount) []int {
	numbers := make([]int, len(counts))
	for i, n := range counts {
		numbers[i] = n.Count
	}
	return numbers
}

// draftMap draws which clauses drew what: every clause of the draft in the order of the text, also those without comments.
func (p pen) draftMap(tally consult.CommentTally, draft []legaltext.Clause, names map[string]string) chart.Chart {
	c := p.chart("draft-map", chart.Heat, p.of(draftMap), append(p.stanceWords(), p.of(all))...)
	c.Notes, c.Summed = append(c.Notes, p.of(countComments), p.of(ownClause)), true
	counted := map[string]consult.ClauseCount{}
	for _, n := range tally.ByClause {
		counted[n.ClauseKey.String()] = n
	}
	for _, clause := range draft {
		if clause.Kind == legaltext.Title { // it takes no comments
			continue
		}
		n, has := counted[clause.Key.String()]
		if !has {
			n = consult.ClauseCountOf(clause.Key, nil)
		}
		c.Rows = append(c.Rows, row(names[clause.Key.String()], append(stanceCounts(n.ByStance), n.Count)...))
	}
	return c
}

// themes draws how many comments are about each theme.
func (p pen) themes(codebook []analyse.Theme) chart.Chart {
	c := p.chart("themes", chart.Bars, p.of(themes), p.of(comments))
	c.Notes = append(c.Notes, p.of(severalThemes))
	for _, t := range codebook {
		c.Rows = append(c.Rows, row(t.Titles.In(p.locale), t.Size))
	}
	return c
}

// outcomes draws what became of the comments.
func (p pen) outcomes(done report.ReportDone) chart.Chart {
	c := p.chart("outcomes", chart.Bars, p.of(outcomes), p.of(comments))
	for _, n := range done.Outcomes {
		c.Rows = append(c.Rows, row(p.value("AdoptionOutcome", string(n.Outcome)), n.Count))
	}
	c.Rows = append(c.Rows, row(p.of(unanswered), done.Unanswered))
	return c
}

// reportClauses draws how many comments a report counts on each clause, and on the whole draft.
func (p pen) reportClauses(said report.ReportSaid) chart.Chart {
	c := p.chart("comments-by-clause", chart.Bars, p.of(byClause), p.of(comments))
	left := said.Comments
	for _, n := range said.ByClause {
		left -= n.Count
	}
	c.Rows = append(c.Rows, row(p.of(whole), left))
	for _, n := range said.ByClause {
		c.Rows = append(c.Rows, row(n.Label, n.Count))
	}
	return c
}
