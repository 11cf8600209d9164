package survey

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/google/uuid"
)

// Choices is what one response adds to the cross-tables of its version: its answers to the questions that take one answer, by the questions' keys.
type Choices struct {
	Survey  uuid.UUID         `json:"survey"`
	Version int               `json:"version"`
	Count   int               `json:"count"` // 1, or -1 of a response that leaves
	Key     int32             `json:"key"`   // the response's record key
	Answers map[string]string `json:"answers"`
}

// ChoicesText writes the choices of a response as JSON; empty if no two questions can meet in it. count is 1, or -1 if the response leaves.
func ChoicesText(of SurveyVersion, questions []Question, answers Answers, recordKey int32, count int) string {
	chosen := map[string]string{}
	for _, q := range questions {
		if a, given := answers[q.Key]; given && q.hasOneAnswer() {
			switch {
			case len(a.Choices) > 0:
				chosen[q.Key] = a.Choices[0]
			case a.Number != nil:
				chosen[q.Key] = strconv.FormatFloat(*a.Number, 'f', -1, 64)
			}
		}
	}
	if len(chosen) < 2 {
		return ""
	}
	text, err := json.Marshal(Choices{of.Survey, of.Version, count, recordKey, chosen})
	if err != nil {
		panic(err) // texts and numbers can always be written
	}
	return string(text)
}

// ReadChoices reads what ChoicesText has written.
func ReadChoices(texts []string) ([]Choices, error) {
	all := make([]Choices, len(texts))
	for i, text := range texts {
		if err := json.Unmarshal([]byte(text), &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// PairsOf counts how the answers to two questions of a version meet in choices.
func PairsOf(of SurveyVersion, row, column string, choices []Choices) []Pair {
	var pairs []Pair
	for _, c := range choices {
		first, has := c.Answers[row]
		second, hasToo := c.Answers[column]
		if has && hasToo && c.Survey == of.Survey && c.Version == of.Version {
			pairs = append(pairs, Pair{first, second, c.Count, int64(c.Count) * int64(c.Key)})
		}
	}
	return AddPairs(pairs)
}

// AddPairs adds up the counts of the same answers, in the order of the answers. What adds up to nobody is left out.
func AddPairs(parts ...[]Pair) []Pair {
	sums := map[[2]string]Pair{}
	for _, p := range slices.Concat(parts...) {
		sum := sums[[2]string{p.Row, p.Column}].plus(p)
		sum.Row, sum.Column = p.Row, p.Column
		sums[[2]string{p.Row, p.Column}] = sum
	}
	all := []Pair{}
	for _, sum := range sums {
		if sum.Count != 0 || sum.Keys != 0 {
			all = append(all, sum)
		}
	}
	slices.SortFunc(all, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column)) })
	return all
}

// Times is the pairs so many times: -1 takes them off others.
func Times(pairs []Pair, times int) []Pair {
	all := slices.Clone(pairs)
	for i := range all {
		all[i].Count, all[i].Keys = times*all[i].Count, int64(times)*all[i].Keys
	}
	return all
}
