package consult

import (
	"regexp"
	"slices"
	"testing"
)

// TestPhrases holds both wordings of every code against each other: what one mentions the other mentions too.
func TestPhrases(t *testing.T) {
	t.Parallel()
	verb := regexp.MustCompile(`%\[?\d*\]?[a-z]`)
	for code, words := range phrases {
		zh, en := verb.FindAllString(words.zh, -1), verb.FindAllString(words.en, -1)
		slices.Sort(zh)
		slices.Sort(en)
		if !slices.Equal(zh, en) {
			t.Errorf("%s mentions %v in Chinese and %v in English", code, zh, en)
		}
		if words.zh == "" || words.en == "" {
			t.Errorf("%s lacks a wording", code)
		}
	}
}
