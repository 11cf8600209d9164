package survey

import (
	"strconv"

	"minyi/domain/civic"
)

// The open data of a survey are its counts, and not its responses without names: who knows a few answers of a neighbour would
// find the row and read the rest of them. Not even rows that many people share could be given. Together with the
// cross-tables they would tell what those tables withhold, and with the counts what the people without such a row answered. So no two
// answers of one person stand together, what people wrote is only counted, and numbers and dates obey SurveyResults.Public.

// AnswerCount is one count of the open data of a survey.
type AnswerCount struct {
	ID       string // the name of its counter, see SurveyCounters
	Version  int
	Question *Question // nil of what is counted over all questions
	Row      *Option   // of a matrix
	Answer   civic.Cell
	Place    int // in a ranking, from 1; else 0
	Count    int
	Share    *float64 // from 0 to 1, of Base
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
		civic.NewExportField("row", func(n AnswerCount) civic.Cell { return option(n.Row) }),
		civic.NewExportField("answer", func(n AnswerCount) civic.Cell { return n.Answer }),
		civic.NewExportField("place", func(n AnswerCount) civic.Cell { return place(n.Place - 1) }),
		civic.NewExportField("count", func(n AnswerCount) civic.Cell { return civic.Whole(n.Count) }),
		civic.NewExportField("share", func(n AnswerCount) civic.Cell { return civic.Maybe(n.Share) }),
		civic.NewExportField("base", func(n AnswerCount) civic.Cell {
			if n.Share == nil {
				return civic.Cell{}
			}
			return civic.Whole(n.Base)
		}),
	}
}

// option is a cell with an option that may be missing.
func option(o *Option) civic.Cell {
	if o == nil {
		return civic.Cell{}
	}
	return civic.Cell{Value: o.Key, Words: o.Titles}
}

// Counts lists all that the results of a version count, in the questions' order.
func (s SurveyResults) Counts() []AnswerCount {
	root := tallyRoot(s.Version)
	all := []AnswerCount{{ID: root + "responses", Count: s.Responses}}
	for _, day := range s.ByDay {
		all = append(all, AnswerCount{ID: root + "day/" + day.Day, Answer: civic.Whole(day.Day), Count: day.Count})
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

// counts lists what one question counts, under the names below it.
func (r QuestionResults) counts() []AnswerCount {
	all := []AnswerCount{{ID: "asked", Count: r.Asked}, {ID: "answered", Count: r.Answered}}
	add := func(row *Option, name string, answer civic.Cell, count int, share float64) {
		all = append(all, AnswerCount{ID: name, Row: row, Answer: answer, Count: count, Share: &share})
	}
	options := r.Options
	if r.Other != nil {
		options = append(options[:len(options):len(options)], *r.Other)
	}
	for _, o := range options {
		add(nil, "option/"+o.Option.Key, option(&o.Option), o.Count, o.Share)
	}
	for _, v := range r.Values {
		add(nil, "value/"+v.Value, r.Question.valueCell(v.Value), v.Count, v.Share)
	}
	for _, row := range r.Rows {
		for _, o := range row.Options {
			add(&row.Row, rowTally(row.Row.Key, o.Option.Key), option(&o.Option), o.Count, o.Share)
		}
	}
	for _, rank := range r.Ranks {
		for i, count := range rank.Positions {
			all = append(all, AnswerCount{ID: rankTally(rank.Option.Key, i+1), Answer: option(&rank.Option), Place: i + 1, Count: count})
		}
	}
	return all
}

// valueCell is a value of a histogram, which are numbers or days.
func (q Question) valueCell(value string) civic.Cell {
	if x, err := strconv.ParseFloat(value, 64); err == nil && q.isNumeric() {
		return civic.Whole(x)
	}
	return civic.Whole(value)
}

// CountsAfter gives the counts that follow the one with an id; all of them where there is none, and BAD_CURSOR where no count has it.
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
