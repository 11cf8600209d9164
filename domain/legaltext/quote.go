package legaltext

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Quote is some words of a text with the words around them, as the TextQuoteSelector of the W3C's Web Annotation Data Model.
type Quote struct {
	Exact  string `json:"exact"`
	Prefix string `json:"prefix,omitempty"` // the words right before; may be empty
	Suffix string `json:"suffix,omitempty"` // the words right behind; may be empty
}

// Places are the indexes in bytes at which the quoted words stand in a text between their prefix and suffix. They begin and end at the
// borders of grapheme clusters.
func (q Quote) Places(text string) (places []int) {
	if q.Exact == "" {
		return nil
	}
	borders := graphemeBorders(text)
	for from := 0; ; {
		at := strings.Index(text[from:], q.Exact)
		if at < 0 {
			return places
		}
		at += from
		end := at + len(q.Exact)
		if borders[at] && borders[end] && strings.HasSuffix(text[:at], q.Prefix) && strings.HasPrefix(text[end:], q.Suffix) {
			places = append(places, at)
		}
		from = at + 1
	}
}

// graphemeBorders marks the indexes at which a grapheme cluster begins, and the end of the text.
func graphemeBorders(text string) []bool {
	borders := make([]bool, len(text)+1)
	state, rest := -1, text
	for at := 0; rest != ""; {
		borders[at] = true
		cluster := ""
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		at += len(cluster)
	}
	borders[len(text)] = true
	return borders
}

// FindAgain finds the quoted words in a later text, also if the words around them are others. Where they stand several times, the place
// whose surroundings are most alike counts. It returns the quote with its new surroundings; false if the words are not there, or
// nothing tells which of several places is meant.
func (q Quote) FindAgain(text string) (Quote, bool) {
	places := q.Places(text)
	if len(places) != 1 {
		places = Quote{Exact: q.Exact}.Places(text)
	}
	best, alike, tied := -1, -1, false
	for _, at := range places {
		score := sharedEnd(text[:at], q.Prefix) + sharedStart(text[at+len(q.Exact):], q.Suffix)
		if tied = tied && score <= alike || score == alike; score > alike {
			best, alike, tied = at, score, false
		}
	}
	if best < 0 || tied {
		return Quote{}, false
	}
	return q.at(text, best), true
}

// at is the quote with as much of the text around it as before.
func (q Quote) at(text string, at int) Quote {
	before, behind := []rune(text[:at]), []rune(text[at+len(q.Exact):])
	return Quote{
		Exact:  q.Exact,
		Prefix: string(before[max(0, len(before)-len([]rune(q.Prefix))):]),
		Suffix: string(behind[:min(len(behind), len([]rune(q.Suffix)))]),
	}
}

// sharedStart is the number of bytes with which both texts start.
func sharedStart(a, b string) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// sharedEnd is the number of bytes with which both texts end.
func sharedEnd(a, b string) (n int) {
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
