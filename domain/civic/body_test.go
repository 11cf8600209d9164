package civic

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

func TestCheckBody(t *testing.T) {
	t.Parallel()
	family := "👨‍👩‍👧‍👦"
	for name, c := range map[string]struct {
		body string
		want []Code
	}{
		"one character":                      {"好", nil},
		"five thousand characters":           {strings.Repeat("民", 5000), nil},
		"one more":                           {strings.Repeat("民", 5001), []Code{TooLong}},
		"five thousand families":             {strings.Repeat(family, 5000), nil},
		"one family more":                    {strings.Repeat(family, 5001), []Code{TooLong}},
		"accents count with their letters":   {strings.Repeat("e\u0301", 5000), nil},
		"a hundred marks on one letter":      {"a" + strings.Repeat("\u0301", 100), []Code{TooLong}},
		"lines and tabs":                     {"一\r\n二\n\t三", nil},
		"nothing":                            {"", []Code{Empty}},
		"white space":                        {" \u3000\n", []Code{Empty}},
		"nothing but zero-width characters":  {"\u200b\u200d\u2060", []Code{Empty}},
		"nothing but fillers of Hangul":      {"\u115f\u1160\u3164\uffa0", []Code{Empty}},
		"nothing but empty Braille cells":    {"\u2800\u2800", []Code{Empty}},
		"nothing but marks without a letter": {"\u0301", []Code{Empty}},
		"Korean":                             {"의견", nil},
		"a bell":                             {"好\a", []Code{ControlCharacters}},
		"a NUL":                              {"好\x00", []Code{ControlCharacters}},
		"a turn of the direction of reading": {"\u202e好", []Code{ControlCharacters}},
		"an isolate that ends":               {"\u2067مرحبا\u2069 ok", nil},
		"an embedding that ends":             {"\u202bשלום\u202c", nil},
		"an isolate without end":             {"好\u2067مرحبا", []Code{ControlCharacters}},
		"a line break of Word":               {"好\u000b好\u000c好", nil},
		"an isolate of that direction":       {"好\u2066", []Code{ControlCharacters}},
		"a control of the second kind":       {"好\u0085", []Code{ControlCharacters}},
		"Persian with its non-joiner":        {"می\u200cخواهم", nil},
		"Sinhala with its joiner":            {"ශ්\u200dරී", nil},
		"a heart with its selector":          {"❤\ufe0f", nil},
		"bytes that are no text":             {"好\xff", []Code{InvalidText}},
		"Mongolian with its selectors":       {"ᠮᠣᠩᠭᠣᠯ᠋", nil},
	} {
		if got := CodesOf(CheckBody("body", c.body, 5000)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func FuzzCheckBody(f *testing.F) {
	for _, seed := range []string{"", "好", "a\u0301", "👨‍👩‍👧‍👦", "\u202e", "\xff", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if CheckBody("body", body, 50) != nil {
			return
		}
		if !utf8.ValidString(body) || strings.ContainsRune(body, 0) || len(body) > 50*longestCluster*utf8.UTFMax {
			t.Errorf("%q is accepted", body)
		}
	})
}

func TestCodePointsThatNeverCombine(t *testing.T) {
	t.Parallel()
	var single []rune
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !mayCombine(r) {
			single = append(single, r, r)
		}
	}
	if got := uniseg.GraphemeClusterCount(string(single)); got != len(single) {
		t.Errorf("%d code points are %d characters", len(single), got)
	}
}

func TestControlCharacterIsNamed(t *testing.T) {
	t.Parallel()
	err := CheckBody("body", "第一行\n第\a二行", 5000)
	if got, want := err.Error(), "CONTROL_CHARACTERS body: Character 2 of line 2 (U+0007) is an invisible control character: delete it."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
