package civic

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold writes a text as searches compare it, so that equal words are found however they are written: without upper case, accents, wide or
// narrow forms, ligatures, soft hyphens and other invisible characters, and with plain spaces, quotation marks and hyphens. Each character is
// folded by itself. So a text that contains a phrase contains the folded phrase when it is folded.
func Fold(text string) string {
	folded := make([]byte, 0, len(text))
	for _, r := range text {
		folded = appendFolded(folded, r)
	}
	return string(folded)
}

// Folded folds the text in all its languages, each on a line of its own.
func (t Localized) Folded() string {
	lines := make([]string, 0, len(t))
	for _, locale := range slices.Sorted(maps.Keys(t)) {
		lines = append(lines, Fold(t[locale]))
	}
	return strings.Join(lines, "\n")
}

// FindFolded finds the first place in a text, in bytes, that says a phrase as Fold compares them. It returns false if there is none.
func FindFolded(text, phrase string) (from, to int, found bool) {
	wanted, folded, ends := Fold(phrase), []byte{}, []int{}
	for at, r := range text {
		folded = appendFolded(folded, r)
		for len(ends) < len(folded) {
			ends = append(ends, at)
		}
	}
	at := strings.Index(string(folded), wanted)
	if at < 0 || wanted == "" {
		return 0, 0, false
	}
	if last := at + len(wanted); last < len(ends) {
		return ends[at], ends[last], true
	}
	return ends[at], len(text), true
}

// appendFolded folds one character. Han characters and ASCII, of which most texts consist, are told first.
func appendFolded(to []byte, r rune) []byte {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF:
		return append(to, string(r)...)
	case r == '\r':
		return to
	case unicode.IsSpace(r):
		return append(to, ' ')
	case r >= 'A' && r <= 'Z':
		return append(to, byte(r)+'a'-'A')
	case r < 0x80:
		return append(to, byte(r))
	}
	for _, part := range norm.NFKD.String(string(r)) {
		to = appendPart(to, part)
	}
	return to
}

// appendPart folds a part of a decomposed character.
func appendPart(to []byte, r rune) []byte {
	switch letters, special := foldedAs[r]; {
	case special:
		return append(to, letters...)
	case unicode.In(r, unicode.Cf, unicode.Variation_Selector, accents):
		return to
	case unicode.IsSpace(r):
		return append(to, ' ')
	}
	return append(to, string(unicode.ToLower(unicode.ToUpper(r)))...)
}

// accents are the marks of the Latin, Greek, Cyrillic, Hebrew and Arabic scripts, which people often leave out. The marks of other scripts tell words apart.
var accents = &unicode.RangeTable{R16: []unicode.Range16{{0x0300, 0x036F, 1}, {0x0591, 0x05BD, 1}, {0x05BF, 0x05C7, 1}, {0x0610, 0x061A, 1}, {0x064B, 0x065F, 1}, {0x0670, 0x0670, 1}}}

// foldedAs are characters that Unicode does not decompose and that are often typed as others.
var foldedAs = map[rune]string{
	'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ø': "o", 'Ø': "o", 'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'ħ': "h", 'Ħ': "h",
	'ł': "l", 'Ł': "l", 'ß': "ss", 'ẞ': "ss", 'þ': "th", 'Þ': "th", 'ı': "i",
	'‘': "'", '’': "'", '‚': "'", '‛': "'", 'ʼ': "'", '“': `"`, '”': `"`, '„': `"`, '‟': `"`,
	'‐': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-",
}
