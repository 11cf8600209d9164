package consult

import (
	"reflect"
	"testing"
)

func TestTermsOfASearch(t *testing.T) {
	t.Parallel()
	word := func(text string) SearchTerm { return SearchTerm{text, true} }
	plain := func(text string) SearchTerm { return SearchTerm{text, false} }
	for text, want := range map[string]SearchTerms{
		"路灯":               {All: []SearchTerm{plain("路灯")}},
		" 路灯　步道 ":          {All: []SearchTerm{plain("路灯"), plain("步道")}},
		"路灯 -步道":           {All: []SearchTerm{plain("路灯")}, None: []SearchTerm{plain("步道")}},
		"“路灯 步道”":          {All: []SearchTerm{plain("路灯 步道")}},
		"-\"a b\" c":       {All: []SearchTerm{word("c")}, None: []SearchTerm{word("a b")}},
		"Policies":         {All: []SearchTerm{word("polic")}},
		"policy":           {All: []SearchTerm{word("polic")}},
		"charging CHARGED": {All: []SearchTerm{word("charg"), word("charg")}},
		"\"charging":       {All: []SearchTerm{word("charging")}},
		"fees":             {All: []SearchTerm{word("fee")}},
		"bus":              {All: []SearchTerm{word("bus")}},
		"used":             {All: []SearchTerm{word("use")}},
		"ＡＰＰ":              {All: []SearchTerm{word("app")}},
		"Café":             {All: []SearchTerm{word("cafe")}},
		"a - b":            {All: []SearchTerm{word("a"), plain("-"), word("b")}},
		"-":                {All: []SearchTerm{plain("-")}},
		"\"":               {},
		"--x":              {None: []SearchTerm{plain("-x")}},
	} {
		got := Search{Text: text}.Terms()
		if got.Whole = ""; !reflect.DeepEqual(got, want) {
			t.Errorf("%q is %+v, want %+v", text, got, want)
		}
	}
}

// FuzzTerms reads any text, and marks in any words what it looks for without losing a character.
func FuzzTerms(f *testing.F) {
	for _, seed := range [][2]string{{"路灯 -步道", "路灯和步道"}, {"“a b”", "A B c"}, {"ﬃ", "oﬃce"}, {"\"", ""}, {"́", "é"}, {"ss", "ß"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, words string) {
		terms := Search{Text: text}.Terms()
		whole := ""
		for _, part := range (SearchResult{Words: words, Wanted: terms}).SnippetParts() {
			whole += part.Text
		}
		if snippet := (SearchResult{Words: words, Wanted: terms}).Snippet(); snippet != whole {
			t.Errorf("%q is not %q", snippet, whole)
		}
	})
}
