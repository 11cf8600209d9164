package legaltext

import (
	"hash/fnv"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/uuid"
)

// holdsAll tells whether a text has all grams of a phrase.
func holdsAll(scope uuid.UUID, text, phrase string) bool {
	has := Grams(scope, text)
	return !slices.ContainsFunc(Grams(scope, phrase), func(g int32) bool { return !slices.Contains(has, g) })
}

func TestGrams(t *testing.T) {
	t.Parallel()
	scope := uuid.MustParse("01890000-0000-7000-8000-000000000001")
	for name, c := range map[string]struct {
		text, phrase string
		found        bool
	}{
		"a word":              {"步道应当全天开放。", "步道", true},
		"a phrase":            {"步道应当全天开放。", "应当全天开放", true},
		"the whole":           {"步道", "步道", true},
		"another word":        {"步道应当全天开放。", "公园", false},
		"the other way round": {"步道应当", "道步", false},
		"cases":               {"请用 LED 灯", "led", true},
		"the Kelvin sign":     {"300 \u212Am", "300 km", true},
		"outside the BMP":     {"姓𠮷的人", "姓𠮷", true},
	} {
		if got := holdsAll(scope, c.text, c.phrase); got != c.found {
			t.Errorf("%s: %v", name, got)
		}
	}
	if other := Grams(uuid.New(), "步道"); slices.Equal(other, Grams(scope, "步道")) {
		t.Error("two scopes share a gram")
	}
	if got := Grams(scope, "步"); len(got) != 0 {
		t.Errorf("one character has the grams %v", got)
	}
	if got := Grams(scope, strings.Repeat("哈", 50)); len(got) != 1 {
		t.Errorf("a repetition has %d grams", len(got))
	}
}

// Databases store these numbers, so they must never change: they are FNV-1a.
func TestGramsAreFNV(t *testing.T) {
	t.Parallel()
	scope := uuid.MustParse("01890000-0000-7000-8000-000000000001")
	h := fnv.New32a()
	_, _ = h.Write(append(scope[:], 0, 0, 0x6B, 0x65, 0, 1, 0xD5, 0xB7)) // 步 and a character outside the BMP
	if got := Grams(scope, "步\U0001D5B7"); !slices.Equal(got, []int32{int32(h.Sum32())}) {
		t.Errorf("got %v, want %d", got, int32(h.Sum32()))
	}
}

func TestCaselessRangeHasNoCases(t *testing.T) {
	t.Parallel()
	for r := rune(firstCaseless); r <= lastCaseless; r++ {
		if unicode.SimpleFold(r) != r {
			t.Errorf("%U has cases", r)
		}
	}
}

func FuzzGrams(f *testing.F) {
	f.Add("步道应当全天开放。", 2, 5)
	f.Add("LED ǆ\u212A", 0, 3)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		runes := []rune(text)
		if from < 0 || to > len(runes) || from >= to {
			return
		}
		for _, part := range []string{string(runes[from:to]), strings.ToLower(string(runes[from:to])), strings.ToUpper(string(runes[from:to]))} {
			if strings.EqualFold(part, string(runes[from:to])) && !holdsAll(uuid.UUID{}, string(runes), part) {
				t.Errorf("%q does not find %q", part, text)
			}
		}
	})
}
