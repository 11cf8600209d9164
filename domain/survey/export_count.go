package survey

import (
	"strconv"
	"strings"

	"minyi/domain/civic"
)

// The open data of a survey are its counts. They are not the responses without names: a reader who knows a few answers of a neighbour
// would find the neighbour's row and read the other answers. Even rows that many people share are not published. Together with the
// cross-tables they would reveal what those tables withhold, and together with the counts they would reveal the answers of the people
// without such a row. So the open data never combine two answers of one person, they only count free text, and they protect people
// in the same way as PublishedResults.

// AnswerCount is one count in the open data of a survey.
type AnswerCount struct {
	ID       string // the name of its counter, see SurveyCounters
	Version  int
	Question *Question // nil for a count over all questions
	Row      *Option   // of a matrix
	Answer   civic.Cell
	Place    int      // in a ranking, from 1; 0 otherwise
	Count    *int     // nil: not published
	Share    *float64 // from 0 to 1, a share of Base
	Base     PercentBase
}

// CountFields are the columns of the open data of a survey.
func CountFields() []civic.ExportField[AnswerCount] {
	question := func(key string, read func(Question) civic.Cell) civic.ExportField[AnswerCount] {
		return civic.NewExportField(key, func(n AnswerCount) civic.Cell {
			if n.Question == nil {
				return civic.Cell{}
			}
			return read(*n.Question)
		})
	}
	return []civic.ExportField[AnswerCount]{
		civic.NewExportField("id", func(n AnswerCount) civic.Cell { return civic.Whole(n.ID) }),
		civic.NewExportField("version", func(n AnswerCount) civic.Cell { return civic.Whole(n.Version) }),
		question("question", func(q Question) civic.Cell { return civic.Whole(q.Key) }),
		question("title", func(q Question) civic.Cell { return civic.Whole(q.Titles) }),
		civic.NewExportField("row", func(n AnswerCount) civic.Cell { return optionCell(n.Row) }),
		civic.NewExportField("answer", func(n AnswerCount) civic.Cell { return n.Answer }),
		civic.NewExportField("place", func(n AnswerCount) civic.Cell { return rankCell(n.Place - 1) }),
		civic.NewExportField("count", func(n AnswerCount) civic.Cell { return civic.Maybe(n.Count) }),
		civic.NewExportField("share", func(n AnswerCount) civic.Cell { return civic.Maybe(n.Share) }),
		civic.NewExportField("base", func(n AnswerCount) civic.Cell {
			if n.Share == nil {
				return civic.Cell{}
			}
			return civic.Whole(n.Base)
		}),
	}
}

// optionCell is a cell with an option, or empty if it is nil.
func optionCell(o *Option) civic.Cell {
	if o == nil {
		return civic.Cell{}
	}
	return civic.Cell{Value: o.Key, Words: o.Titles}
}

// Counts lists all counts of a version's results, in the order of its questions.
func (s SurveyResults) Counts() []AnswerCount {
	root := tallyRoot(s.Version)
	all := []AnswerCount{{ID: root + "responses", Count: s.Responses}}
	for _, day := range s.ByDay {
		all = append(all, AnswerCount{ID: root + "day/" + day.Day, Answer: civic.Whole(day.Day), Count: &day.Count})
	}
	for _, r := range s.Questions {
		for _, n := range r.counts() {
			n.ID, n.Question, n.Base = tallyOf(s.Version, r.Question.Key)+n.ID, &r.Question, r.PercentBase
			all = append(all, n)
		}
	}
	for i := range all {
		all[i].Version = s.Version
	}
	return all
}

// counts lists the counts of one question. Their ids lack the question's prefix.
func (r QuestionResults) counts() []AnswerCount {
	all := []AnswerCount{{ID: "asked", Count: r.Asked}, {ID: "answered", Count: r.Answered}}
	if r.NotApplicable != nil {
		all = append(all, AnswerCount{ID: noneTally, Answer: optionCell(&theNone), Count: r.NotApplicable})
	}
	add := func(row *Option, name string, answer civic.Cell, count *int, share *float64) {
		all = append(all, AnswerCount{ID: name, Row: row, Answer: answer, Count: count, Share: share})
	}
	addMerged := func(row *Option, name string, m *MergedCount) {
		if m != nil {
			add(row, name, civic.Whole(strings.Join(m.Keys, " ")), &m.Count, m.Share)
		}
	}
	options := r.Options
	if r.Other != nil {
		options = append(options[:len(options):len(options)], *r.Other)
	}
	for _, o := range options {
		add(nil, "option/"+o.Option.Key, optionCell(&o.Option), o.Count, o.Share)
	}
	for _, v := range r.Values {
		add(nil, "value/"+v.Value, r.Question.valueCell(v.Value), v.Count, v.Share)
	}
	for _, b := range r.Bins {
		add(nil, "bin/"+b.name(), civic.Whole(b.name()), &b.Count, &b.Share)
	}
	addMerged(nil, "merged", r.Merged)
	for _, row := range r.Rows {
		for _, o := range row.Options {
			add(&row.Row, rowTally(row.Row.Key, o.Option.Key), optionCell(&o.Option), o.Count, o.Share)
		}
		addMerged(&row.Row, "row/"+row.Row.Key+"/merged", row.Merged)
		if row.NotApplicable != nil {
			add(&row.Row, rowTally(row.Row.Key, NotApplicableOption), optionCell(&theNone), row.NotApplicable, nil)
		}
	}
	for _, rank := range r.Ranks {
		for i, count := range rank.Positions {
			all = append(all, AnswerCount{ID: rankTally(rank.Option.Key, i+1), Answer: optionCell(&rank.Option), Place: i + 1, Count: &count})
		}
	}
	return all
}

// valueCell is a cell with a value of a histogram, a number or a day.
func (q Question) valueCell(value string) civic.Cell {
	if x, err := strconv.ParseFloat(value, 64); err == nil && q.isNumeric() {
		return civic.Whole(x)
	}
	return civic.Whole(value)
}

// CountsAfter lists the counts after the one with an id, or all counts if the id is nil. It refuses an unknown id as BAD_CURSOR.
func CountsAfter(counts []AnswerCount, after *string) ([]AnswerCount, error) {
	if after == nil {
		return counts, nil
	}
	for i, n := range counts {
		if n.ID == *after {
			return counts[i+1:], nil
		}
	}
	return nil, civic.Refuse(civic.BadCursor, "after")
}
