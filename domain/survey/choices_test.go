package survey

import (
	"math/rand/v2"
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
)

// TestPairsOfChoices counts random choices, some of which leave again, beside a count of those that are left.
func TestPairsOfChoices(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	questions := []Question{{Key: "a", Kind: SingleChoice}, {Key: "b", Kind: Rating, Min: new(1.0), Max: new(5.0)}, {Key: "words", Kind: Text}}
	of := SurveyVersion{Survey: uuid.New(), Version: 2}
	var texts []string
	left := map[Pair]int{} // how many are left, by their answers
	for range 300 {
		a, b, key := "o"+strconv.Itoa(r.IntN(3)), float64(1+r.IntN(5)), r.Int32()
		answers := Answers{"a": {Choices: []string{a}}, "b": {Number: &b}, "words": {Text: new("words")}}
		if r.IntN(5) == 0 {
			delete(answers, "b")
		}
		counts := []int{1}
		if r.IntN(3) == 0 {
			counts = []int{1, -1}
		}
		for _, count := range counts {
			if text := ChoicesText(of, questions, answers, key, count); text != "" {
				texts = append(texts, text)
				left[Pair{a, strconv.Itoa(int(b)), 0, 0}] += count
			}
		}
	}
	choices, err := ReadChoices(texts)
	if err != nil {
		t.Fatal(err)
	}
	got := PairsOf(of, "a", "b", choices)
	for _, p := range got {
		if left[Pair{p.Row, p.Column, 0, 0}] != p.Count || p.Count < 1 || p.Keys < 1 {
			t.Errorf("seed %d: %+v, and %d are left", seed, p, left[Pair{p.Row, p.Column, 0, 0}])
		}
	}
	half := len(choices) / 2
	if parts := AddPairs(PairsOf(of, "a", "b", choices[:half]), PairsOf(of, "a", "b", choices[half:])); !reflect.DeepEqual(parts, got) || PeopleIn(got) == 0 {
		t.Errorf("seed %d: in two parts %v, at once %v", seed, parts, got)
	}
	if none := AddPairs(got, Times(got, -1)); len(none) != 0 {
		t.Errorf("seed %d: taken off themselves they leave %v", seed, none)
	}
	if turned := AddPairs(Turned(PairsOf(of, "b", "a", choices))); !reflect.DeepEqual(turned, got) {
		t.Errorf("seed %d: the other way round %v, and %v", seed, turned, got)
	}
	if other := PairsOf(SurveyVersion{Survey: of.Survey, Version: 1}, "a", "b", choices); len(other) != 0 {
		t.Errorf("seed %d: another version has %v", seed, other)
	}
}
