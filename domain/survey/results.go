package survey

import (
	"slices"
	"strings"

	"minyi/domain/civic"
)

// PercentBase says what a share is a share of. Published percentages must name it.
type PercentBase string

// The bases. The shares of a single choice, a rating, a number, a date and each row of a matrix are shares of answers. Those of a
// multiple choice and a ranking are shares of respondents.
const (
	// AnswersBase is all answers to the question. Each person counts once, so the shares add up to 1.
	AnswersBase PercentBase = "ANSWERS"
	// RespondentsBase is all people who answered the question. A person counts under each of their choices, so the shares can add up
	// to more than 1.
	RespondentsBase PercentBase = "RESPONDENTS"
)

// SurveyResults is the aggregate of all responses to one version of a survey. A count that is nil is not published, because it could
// point at a person.
type SurveyResults struct {
	Version   int               `json:"version"`
	Responses *int              `json:"responses"`
	ByDay     []civic.DayCount  `json:"byDay"` // days with at least one response, in order
	Questions []QuestionResults `json:"questions"`
}

// QuestionResults is the aggregate of one question. A field is empty or nil if it has no meaning for the question's kind, without answers, or
// if it is not published.
type QuestionResults struct {
	Question      Question           `json:"question"`
	Protected     Protection         `json:"protection"` // empty in reports of before
	Asked         *int               `json:"asked"`
	Answered      *int               `json:"answered"`
	NotApplicable *int               `json:"notApplicable,omitempty"` // for a rating or number that allows it; not counted as answered
	Redacted      *int               `json:"redacted,omitempty"`      // for a text: the answers that staff took words out of
	PercentBase   PercentBase        `json:"percentBase"`
	Options       []OptionCount      `json:"options,omitempty"`   // for a choice, in the survey's order, without "other"
	Other         *OptionCount       `json:"other,omitempty"`     // for a choice that allows "other"
	Merged        *MergedCount       `json:"merged,omitempty"`    // of a single choice or a rating
	Mean          *float64           `json:"mean,omitempty"`      // for a rating or number
	Median        *float64           `json:"median,omitempty"`    // the middle number, or the mean of the two in the middle
	Deviation     *float64           `json:"deviation,omitempty"` // of the population, because the results describe only the people who answered
	Min           *float64           `json:"least,omitempty"`     // the smallest number given; never published
	Max           *float64           `json:"most,omitempty"`      // the largest; never published
	Values        []ValueCount       `json:"values,omitempty"`    // for a rating (its full scale), number or date, in order
	Bins          []Bin              `json:"bins,omitempty"`      // what is published of the values of a number or date
	Rows          []MatrixRowResults `json:"rows,omitempty"`
	Ranks         []RankCount        `json:"ranks,omitempty"`
}

// OptionCount is how many people chose an option. Share is from 0 to 1, a share of the question's percent base.
type OptionCount struct {
	Option Option   `json:"option"`
	Count  *int     `json:"count"`
	Share  *float64 `json:"share"`
}

// ValueCount is how many people gave one value, a canonical decimal or a day as yyyy-mm-dd.
type ValueCount struct {
	Value string   `json:"value"`
	Count *int     `json:"count"`
	Share *float64 `json:"share"`
}

// MatrixRowResults is the results of one row of a matrix. Its shares are shares of the people who answered this row.
type MatrixRowResults struct {
	Row           Option        `json:"row"`
	Answered      *int          `json:"answered"`
	NotApplicable *int          `json:"notApplicable,omitempty"` // where the question allows it; not counted as answered
	Options       []OptionCount `json:"options"`
	Merged        *MergedCount  `json:"merged,omitempty"`
}

// RankCount is how people ranked an option.
type RankCount struct {
	Option    Option   `json:"option"`
	MeanRank  *float64 `json:"meanRank,omitempty"` // 1 is best; over the people who ranked the option; nil if nobody did
	Ranked    int      `json:"ranked"`
	Positions []int    `json:"positions"` // how many people ranked it first, second, …
}

// ResultsOf computes a version's exact results from its tallies. It ignores the tallies of other versions. Only who may read single responses
// may see them; everybody else sees PublishedResults.
func ResultsOf(version int, questions []Question, counters map[string]int64) SurveyResults {
	results := SurveyResults{
		Version:   version,
		Responses: new(int(counters[tallyRoot(version)+"responses"])),
		ByDay:     daysOf(version, counters),
		Questions: make([]QuestionResults, len(questions)),
	}
	values := valueTallies(version, counters)
	for i, q := range questions {
		exact := tallies{counters, tallyOf(version, q.Key)}
		results.Questions[i] = q.results(exact.count, values[q.Key])
	}
	return results
}

// daysOf lists the days with at least one response.
func daysOf(version int, counters map[string]int64) []civic.DayCount {
	days := []civic.DayCount{}
	for name, amount := range counters {
		if day, is := strings.CutPrefix(name, tallyRoot(version)+"day/"); is && amount > 0 {
			days = append(days, civic.DayCount{Day: day, Count: int(amount)})
		}
	}
	slices.SortFunc(days, func(a, b civic.DayCount) int { return strings.Compare(a.Day, b.Day) })
	return days
}

// counting tells how many people a tally of a question counts.
type counting func(name string) int

// results computes the results of one question.
func (q Question) results(count counting, values []ValueCount) QuestionResults {
	r := QuestionResults{Question: q, Protected: Exact, Asked: new(count("asked")), Answered: new(count("answered")), PercentBase: q.percentBase()}
	r.countAnswers(count)
	switch q.Kind {
	case Rating, Number:
		r.addStatistics(values)
	case Date:
		r.Values = sortedValues(values, *r.Answered)
	}
	return r
}

// percentBase says what the question's shares are shares of.
func (q Question) percentBase() PercentBase {
	if q.Kind == MultipleChoice || q.Kind == Ranking {
		return RespondentsBase
	}
	return AnswersBase
}

// countAnswers counts the answers to a question that has options.
func (r *QuestionResults) countAnswers(count counting) {
	q, option := r.Question, func(key string) int { return count("option/" + key) }
	if q.NotApplicable && q.Kind != Matrix {
		r.NotApplicable = new(count(noneTally))
	}
	switch q.Kind {
	case Text:
		r.Redacted = new(count(redactedTally))
	case SingleChoice, MultipleChoice:
		r.Options = optionCounts(q.Options, *r.Answered, option)
		if q.AllowOther {
			r.Other = &optionCounts([]Option{theOther}, *r.Answered, option)[0]
		}
	case Matrix:
		r.Rows = q.matrixResults(count)
	case Ranking:
		r.Ranks = q.rankCounts(count)
	}
}

// theNone is the answer "not applicable" in exports.
var theNone = Option{Key: NotApplicableOption, Titles: civic.Localized{civic.Chinese: "不适用或不清楚", civic.English: "Not applicable, or do not know"}}

// theOther is the option "other" in results and cross-tables.
var theOther = Option{Key: OtherOption, Titles: civic.Localized{civic.Chinese: "其他", civic.English: "Other"}}

func optionCounts(options []Option, base int, count func(key string) int) []OptionCount {
	counts := make([]OptionCount, len(options))
	for i, option := range options {
		n := count(option.Key)
		counts[i] = OptionCount{Option: option, Count: &n, Share: new(share(n, base))}
	}
	return counts
}

// share is a part of a whole, from 0 to 1. It is 0 if the whole is 0. A published part can be greater than the published whole, because each
// has its own noise.
func share(part, whole int) float64 {
	if whole <= 0 {
		return 0
	}
	return min(1, float64(part)/float64(whole))
}

// matrixResults computes the results of each row of a matrix. The number of answers to a row is the sum over its columns.
func (q Question) matrixResults(count counting) []MatrixRowResults {
	rows := make([]MatrixRowResults, len(q.Rows))
	for i, row := range q.Rows {
		chosen := func(column string) int { return count(rowTally(row.Key, column)) }
		answered := 0
		for _, column := range q.Options {
			answered += chosen(column.Key)
		}
		rows[i] = MatrixRowResults{Row: row, Answered: &answered, Options: optionCounts(q.Options, answered, chosen)}
		if q.NotApplicable {
			rows[i].NotApplicable = new(chosen(NotApplicableOption))
		}
	}
	return rows
}

// rankCounts computes how people ranked each option.
func (q Question) rankCounts(count counting) []RankCount {
	ranks := make([]RankCount, len(q.Options))
	for i, option := range q.Options {
		rank := RankCount{Option: option, Positions: make([]int, int(*q.Max))}
		sum := 0
		for p := range rank.Positions {
			n := count(rankTally(option.Key, p+1))
			rank.Positions[p] = n
			rank.Ranked += n
			sum += n * (p + 1)
		}
		if rank.Ranked > 0 {
			rank.MeanRank = new(float64(sum) / float64(rank.Ranked))
		}
		ranks[i] = rank
	}
	return ranks
}
