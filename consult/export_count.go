package consult

import "strconv"

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
	Answer   Cell
	Place    int // in a ranking, from 1; else 0
	Count    int
	Share    *float64 // from 0 to 1, of Base
	Base     PercentBase
}

// CountFields are the columns of the open data of a survey.
func CountFields() []ExportField[AnswerCount] {
	question := func(key string, read func(Question) Cell) ExportField[AnswerCount] {
		return field(key, func(n AnswerCount) Cell {
			if n.Question == nil {
				return Cell{}
			}
			return read(*n.Question)
		})
	}
	return []ExportField[AnswerCount]{
		field("id", func(n AnswerCount) Cell { return whole(n.ID) }),
		field("version", func(n AnswerCount) Cell { return whole(n.Version) }),
		question("question", func(q Question) Cell { return whole(q.Key) }),
		question("title", func(q Question) Cell { return whole(q.Titles) }),
		field("row", func(n AnswerCount) Cell { return option(n.Row) }),
		field("answer", func(n AnswerCount) Cell { return n.Answer }),
		field("place", func(n AnswerCount) Cell { return place(n.Place - 1) }),
		field("count", func(n AnswerCount) Cell { return whole(n.Count) }),
		field("share", func(n AnswerCount) Cell { return maybe(n.Share) }),
		field("base", func(n AnswerCount) Cell {
			if n.Share == nil {
				return Cell{}
			}
			return whole(n.Base)
		}),
	}
}

// option is a cell with an option that may be missing.
func option(o *Option) Cell {
	if o == nil {
		return Cell{}
	}
	return Cell{o.Key, o.Titles}
}

// Counts lists all that the results of a version count, in the questions' order.
func (s SurveyResults) Counts() []AnswerCount {
	root := tallyRoot(s.Version)
	all := []AnswerCount{{ID: root + "responses", Count: s.Responses}}
	for _, day := range s.ByDay {
		all = append(all, AnswerCount{ID: root + "day/" + day.Day, Answer: whole(day.Day), Count: day.Count})
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
	add := func(row *Option, name string, answer Cell, count int, share float64) {
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
func (q Question) valueCell(value string) Cell {
	if x, err := strconv.ParseFloat(value, 64); err == nil && q.isNumeric() {
		return whole(x)
	}
	return whole(value)
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
	return nil, Refuse(BadCursor, "after")
}
