package consult

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"minyi/domain/civic"
)

// The maximum numbers of characters of a snippet before and after the first word that was looked for.
const snippetBefore, snippetAfter = 30, 60

// SnippetPart is a part of a snippet, which is or is not what was looked for.
type SnippetPart struct {
	Text  string
	Match bool
}

// span is a place in a text, in bytes.
type span struct{ from, to int }

// places finds each term once in a text. They do not overlap and stand in order.
func (t SearchTerms) places(text string) (found []span) {
	for _, term := range t.All {
		if at, is := term.find(text); is {
			found = append(found, at)
		}
	}
	slices.SortFunc(found, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	end := -1
	return slices.DeleteFunc(found, func(s span) bool {
		overlaps := s.from < end
		end = max(end, s.to)
		return overlaps
	})
}

// find finds the first place of a term. A word stands at the beginning of a word.
func (t SearchTerm) find(text string) (span, bool) {
	for skipped := 0; ; {
		from, to, found := civic.FindFolded(text[skipped:], t.Text)
		if !found || to == 0 {
			return span{}, false
		}
		from, to = from+skipped, to+skipped
		if before, _ := utf8.DecodeLastRuneInString(text[:from]); !t.Word || !inWord(before) {
			return span{from, to}, true
		}
		skipped = to
	}
}

// inWord tells whether a word goes on after this character.
func inWord(r rune) bool {
	folded := civic.Fold(string(r))
	return folded != "" && (folded[0] >= 'a' && folded[0] <= 'z' || folded[0] >= '0' && folded[0] <= '9')
}

// Snippet returns the words around the first place that holds what was looked for, on one line.
func (r SearchResult) Snippet() string {
	var all strings.Builder
	for _, part := range r.SnippetParts() {
		all.WriteString(part.Text)
	}
	return all.String()
}

// SnippetParts returns the snippet in parts, so that a reader sees what was found.
func (r SearchResult) SnippetParts() (parts []SnippetPart) {
	found := r.Wanted.places(r.Words)
	first := span{}
	if len(found) > 0 {
		first = found[0]
	}
	from, to := backwards(r.Words, first.from, snippetBefore), forwards(r.Words, first.to, snippetAfter)
	add := func(text string, match bool) {
		if text != "" {
			parts = append(parts, SnippetPart{text, match})
		}
	}
	if from > 0 {
		add("…", false)
	}
	from = to - len(strings.TrimLeft(r.Words[from:to], space))
	to = from + len(strings.TrimRight(r.Words[from:to], space))
	at := from
	for _, s := range found {
		if s.from < at || s.from >= to {
			break
		}
		add(oneLine(r.Words[at:s.from]), false)
		add(oneLine(r.Words[s.from:min(s.to, to)]), true)
		at = min(s.to, to)
	}
	add(oneLine(r.Words[at:to]), false)
	if to < len(r.Words) {
		add("…", false)
	}
	return parts
}

// space is what stands between words.
const space = " \t\r\n　"

// oneLine makes a space of all space between words.
func oneLine(text string) string {
	words := strings.Join(strings.Fields(text), " ")
	if words == "" && text != "" {
		return " "
	}
	if trimmed := strings.TrimLeft(text, space); len(trimmed) < len(text) {
		words = " " + words
	}
	if trimmed := strings.TrimRight(text, space); len(trimmed) < len(text) {
		words += " "
	}
	return words
}

// backwards is the place so many characters before another.
func backwards(text string, at, count int) int {
	for ; at > 0 && count > 0; count-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

// forwards is the place so many characters after another.
func forwards(text string, at, count int) int {
	for ; at < len(text) && count > 0; count-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}
