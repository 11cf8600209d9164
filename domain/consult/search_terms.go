package consult

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"

	"minyi/domain/civic"
)

// SearchTerms are the words and phrases of a search: a text must hold all of the first, in any order, and none of the others.
type SearchTerms struct {
	All, None []SearchTerm
	Whole     string // all that was written, folded
}

// SearchTerm is a word or a phrase, folded as civic.Fold does.
type SearchTerm struct {
	Text string
	Word bool // it is a word of letters or digits, which stands at the beginning of a word; others stand anywhere, as in Chinese
}

// quotes are the marks that begin a phrase, with those that end it.
var quotes = map[rune]string{'"': "\"“”", '“': "”\"", '”': "\"”", '＂': "＂", '「': "」", '『': "』", '«': "»"}

// Terms reads what is looked for. Words stand apart by spaces. Quotes hold a phrase together. A minus before a word or a phrase excludes it.
func (s Search) Terms() SearchTerms {
	terms := SearchTerms{Whole: strings.TrimSpace(civic.Fold(s.Text))}
	for rest := []rune(strings.TrimSpace(s.Text)); len(rest) > 0; rest = trimSpace(rest) {
		excluded := strings.ContainsRune("-－−", rest[0]) && len(rest) > 1 && !unicode.IsSpace(rest[1])
		if excluded {
			rest = rest[1:]
		}
		var term SearchTerm
		term, rest = nextTerm(rest)
		switch {
		case term.Text == "":
		case excluded:
			terms.None = append(terms.None, term)
		default:
			terms.All = append(terms.All, term)
		}
	}
	return terms
}

// nextTerm reads one term. A quote that nobody closes goes on to the end.
func nextTerm(text []rune) (term SearchTerm, rest []rune) {
	if ends, quoted := quotes[text[0]]; quoted {
		end := slices.IndexFunc(text[1:], func(r rune) bool { return strings.ContainsRune(ends, r) })
		if end < 0 {
			return termOf(string(text[1:]), true), nil
		}
		return termOf(string(text[1:end+1]), true), text[end+2:]
	}
	end := slices.IndexFunc(text, unicode.IsSpace)
	if end < 0 {
		end = len(text)
	}
	return termOf(string(text[:end]), false), text[end:]
}

func trimSpace(text []rune) []rune {
	for len(text) > 0 && unicode.IsSpace(text[0]) {
		text = text[1:]
	}
	return text
}

var (
	wordStart = regexp.MustCompile(`^[a-z0-9]`)
	letters   = regexp.MustCompile(`^[a-z]{4,}$`)
)

// termOf is a term as texts are compared with it. A phrase is kept as it is, a word of English loses its ending, so that it finds its other forms.
func termOf(text string, phrase bool) SearchTerm {
	folded := strings.TrimSpace(civic.Fold(text))
	term := SearchTerm{folded, wordStart.MatchString(folded)}
	if !phrase && letters.MatchString(folded) {
		term.Text = stem(folded)
	}
	return term
}

// stem is what the forms of an English word have in common at their beginning.
func stem(word string) string {
	root := strings.TrimSuffix(english.Stem(word, false), "i") // the stem of policy is polici
	same := 0
	for same < min(len(root), len(word)) && root[same] == word[same] {
		same++
	}
	return word[:max(same, 3)]
}
