package chart

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// wideOf estimates the width of a text. The font is not known, so that the estimate is that of a wide one.
func wideOf(text string, size float64) float64 {
	sum := 0.0
	for _, r := range text {
		sum += emsOf(r)
	}
	return sum * size
}

// emsOf estimates the width of a character, as a multiple of the letters' size.
func emsOf(r rune) float64 {
	switch kind := width.LookupRune(r).Kind(); {
	case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
		return 1
	case unicode.Is(unicode.Mn, r):
		return 0
	case strings.ContainsRune(" ilI.,:;'|!()[]/", r):
		return 0.36
	case unicode.IsUpper(r) || strings.ContainsRune("mw%@—…", r):
		return 0.85
	}
	return 0.62
}

// wrap breaks a text into lines that fit. A line ends after a space or a wide character; a longer word is cut.
func wrap(text string, room, size float64) []string {
	var lines []string
	line, word := "", ""
	end := func() {
		lines, line = append(lines, strings.TrimSpace(line)), ""
	}
	add := func() {
		if line != "" && wideOf(line+strings.TrimRight(word, " "), size) > room {
			end()
		}
		for wideOf(strings.TrimRight(word, " "), size) > room && len([]rune(word)) > 1 {
			head := fitting(word, room, size)
			lines, word = append(lines, head), word[len(head):]
		}
		line, word = line+word, ""
	}
	for _, r := range strings.Join(strings.Fields(text), " ") {
		wide := emsOf(r) == 1
		if wide && !closes(r) {
			add()
		}
		word += string(r)
		if wide && !opens(r) || r == ' ' {
			add()
		}
	}
	add()
	if line != "" || len(lines) == 0 {
		end()
	}
	return lines
}

// closes tells whether a character must not begin a line, opens whether it must not end one.
func closes(r rune) bool {
	return strings.ContainsRune("，。、；：？！）》」』”’％", r)
}
func opens(r rune) bool { return strings.ContainsRune("（《「『“‘", r) }

// fitting is the longest beginning of a text that fits, and at least one character.
func fitting(text string, room, size float64) string {
	end := 0
	for i, r := range text {
		next := i + len(string(r))
		if i > 0 && wideOf(text[:next], size) > room {
			break
		}
		end = next
	}
	return text[:end]
}

// clip breaks a text into at most so many lines. An ellipsis stands for the rest.
func clip(text string, room, size float64, lines int) []string {
	all := wrap(text, room, size)
	if len(all) <= lines {
		return all
	}
	last := fitting(strings.Join(all[lines-1:], " "), room-size, size)
	return append(all[:lines-1:lines-1], strings.TrimSpace(last)+"…")
}
