package analyse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The weights of a passage, as shingles count them: it ends at the end of a sentence once it has lightestPassage, and at a comma once
// it has heavyPassage.
const (
	lightestPassage = 24
	heavyPassage    = 48
)

// Passages cuts a text into passages of about a sentence. Who adds to a text or leaves out of it changes whole passages and leaves the others as they are.
func Passages(text string) (passages []string) {
	from, weight := 0, 0
	for at, r := range text {
		if needed := weightToEnd(r, text[at:]); needed == 0 {
			weight += weightIn(r)
		} else if weight >= needed {
			end := at + utf8.RuneLen(r)
			passages, from, weight = append(passages, text[from:end]), end, 0
		}
	}
	if strings.TrimSpace(text[from:]) != "" {
		passages = append(passages, text[from:])
	}
	return passages
}

// weightToEnd is the weight that a passage needs before it ends at a character; 0 if the character ends none.
func weightToEnd(r rune, rest string) int {
	switch r {
	case '。', '！', '？', '；', '!', '?', ';', '…', '\n':
		return lightestPassage
	case '.':
		if len(rest) == 1 || unicode.IsSpace(rune(rest[1])) {
			return lightestPassage
		}
	case '，', '、', '：', ',', ':':
		return heavyPassage
	}
	return 0
}

// weightIn is what a character adds to the weight of a passage.
func weightIn(r rune) int {
	if r >= 0x4E00 && r <= 0x9FFF || unicode.IsLetter(r) || unicode.IsDigit(r) {
		return weightOf(r)
	}
	return 0
}

// SharedText returns the text that most of these texts have in common: of the text that is the most like the others, the passages that at least half
// of the others have too.
func SharedText(texts []string) string {
	sets := make([]Shingles, len(texts))
	for i, text := range texts {
		sets[i] = ShinglesOf(text, nil)
	}
	middle, most := 0, 0.0
	for i, set := range sets {
		like := 0.0
		for _, other := range sets {
			like += float64(set.Shared(other)) / float64(max(1, len(set)+len(other)))
		}
		if like > most {
			middle, most = i, like
		}
	}
	if len(texts) == 0 {
		return ""
	}
	var shared strings.Builder
	for _, passage := range Passages(texts[middle]) {
		if commonTo(ShinglesOf(passage, nil), sets, middle) {
			shared.WriteString(passage)
		}
	}
	return strings.TrimSpace(shared.String())
}

// commonTo tells whether at least half of the other texts hold a passage.
func commonTo(passage Shingles, sets []Shingles, except int) bool {
	holders := 0
	for i, set := range sets {
		if i != except && holds(set, passage) {
			holders++
		}
	}
	return 2*holders >= len(sets)-1
}

// holds tells whether a text holds at least three fifths of a passage.
func holds(text, passage Shingles) bool {
	return len(passage) > 0 && 5*text.Shared(passage) >= 3*len(passage)
}

// Added returns the passages of a text that the shared text does not have.
func Added(text, shared string) []string {
	added, known := []string{}, ShinglesOf(shared, nil)
	for _, passage := range Passages(text) {
		own := ShinglesOf(passage, nil)
		if said := strings.TrimSpace(passage); said != "" && (len(own) == 0 && !strings.Contains(shared, said) || len(own) > 0 && !holds(known, own)) {
			added = append(added, said)
		}
	}
	return added
}
