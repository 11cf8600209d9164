package legaltext

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"github.com/sergi/go-diff/diffmatchpatch"
)

// MarkKind says which of two texts has some words.
type MarkKind string

// The kinds of marked words.
const (
	Kept     MarkKind = "KEPT"
	Deleted  MarkKind = "DELETED"
	Inserted MarkKind = "INSERTED"
)

// MarkedText is a run of words of one kind. The kept and deleted words of a comparison are the older text, the kept and inserted ones
// the newer.
type MarkedText struct {
	Kind MarkKind
	Text string
}

// mostTokens is the greatest number of words that are compared one by one. Longer texts are compared by sentences, so that a comparison
// takes no longer than a moment.
const mostTokens = 3000

// Marks compares two texts: Chinese by characters, other languages by words. A text of more than mostTokens words is compared by
// sentences, and one of more sentences as a whole. The result depends on nothing but the texts.
func Marks(before, after string) []MarkedText {
	for _, split := range []func(string) []string{splitWords, splitSentences, func(s string) []string { return []string{s} }} {
		a, b := split(before), split(after)
		if len(a) <= mostTokens && len(b) <= mostTokens {
			return diffTokens(a, b)
		}
	}
	return nil
}

// diffTokens compares two texts that are cut into tokens. Each distinct token is one character of the texts that go-diff compares.
func diffTokens(before, after []string) []MarkedText {
	const first = 0x20000 // no token becomes a surrogate
	codes, tokens := map[string]rune{}, []string{}
	encode := func(all []string) []rune {
		coded := make([]rune, len(all))
		for i, token := range all {
			if _, known := codes[token]; !known {
				codes[token] = first + rune(len(tokens))
				tokens = append(tokens, token)
			}
			coded[i] = codes[token]
		}
		return coded
	}
	differ := diffmatchpatch.New()
	differ.DiffTimeout = 0 // a slow machine must not change the result
	diffs := differ.DiffMainRunes(encode(before), encode(after), false)
	if len(before)+len(after) > 4*kept(diffs) { // of a text that was rewritten, scattered words that stayed by chance only disturb
		diffs = differ.DiffCleanupSemantic(diffs)
	} else {
		diffs = differ.DiffCleanupEfficiency(diffs)
	}
	marks := []MarkedText{}
	for _, d := range diffs {
		var words strings.Builder
		for _, code := range d.Text {
			words.WriteString(tokens[code-first])
		}
		if words.Len() > 0 {
			marks = append(marks, MarkedText{markOf[d.Type], words.String()})
		}
	}
	return marks
}

// kept is the number of tokens that both texts have.
func kept(diffs []diffmatchpatch.Diff) (count int) {
	for _, d := range diffs {
		if d.Type == diffmatchpatch.DiffEqual {
			count += utf8.RuneCountInString(d.Text)
		}
	}
	return count
}

var markOf = map[diffmatchpatch.Operation]MarkKind{
	diffmatchpatch.DiffEqual: Kept, diffmatchpatch.DiffDelete: Deleted, diffmatchpatch.DiffInsert: Inserted,
}

// splitWords cuts a text into words by Unicode's rules. Each Han character is a word, and no grapheme cluster is cut.
func splitWords(text string) (words []string) {
	state := -1
	for word := ""; text != ""; {
		word, text, state = uniseg.FirstWordInString(text, state)
		words = append(words, word)
	}
	return words
}

// splitSentences cuts a text behind the marks that end a sentence or a part of it.
func splitSentences(text string) (sentences []string) {
	for text != "" {
		end := len(text)
		if at := strings.IndexAny(text, "。；，.;,\n"); at >= 0 {
			_, width := utf8.DecodeRuneInString(text[at:])
			end = at + width
		}
		sentences, text = append(sentences, text[:end]), text[end:]
	}
	return sentences
}
