package legaltext

import "strings"

// contentsWords open a table of contents.
var contentsWords = map[string]bool{"目录": true, "目錄": true, "目次": true, "contents": true, "tableofcontents": true}

// markContents turns a pasted table of contents into plain lines, or the structure would be read twice. It reaches to
// where its first entry comes again; where none does, the text has nothing but these headings and they are kept.
// It gives the line on which the table starts, and false where there is none.
func markContents(lines []line, marks []mark) (at int, found bool) {
	start := contentsStart(lines)
	if start < 0 {
		return 0, false
	}
	first := firstLevel(marks, start+1)
	end := contentsEnd(lines, marks, first)
	if end < 0 {
		return 0, false
	}
	for i := start; i < end; i++ {
		marks[i] = plain(lines[i].text)
		marks[i].contents = true
	}
	return start, true
}

// contentsStart is the index of the line that opens the table, -1 where there is none.
func contentsStart(lines []line) int {
	for i, l := range lines {
		if len(l.text) > 60 {
			continue
		}
		words := strings.Trim(compact(l.text), "#*：:【】[]")
		if contentsWords[strings.ToLower(words)] {
			return i
		}
	}
	return -1
}

// firstLevel is the index of the first heading or article from an index on.
func firstLevel(marks []mark, from int) int {
	for i := from; i < len(marks); i++ {
		if marks[i].heads() || marks[i].kind == Article {
			return i
		}
	}
	return len(marks)
}

// contentsEnd is the index where the table's first entry comes again, -1 where a line before it is too long for a table.
func contentsEnd(lines []line, marks []mark, first int) int {
	for i := first + 1; i < len(marks); i++ {
		if sameEntry(marks[i], marks[first]) {
			return i
		}
		if runesUpTo(lines[i].text, 80) == 80 || strings.HasSuffix(lines[i].text, "。") {
			return -1
		}
	}
	return -1
}

// sameEntry tells whether two marks are of one heading, its page number aside.
func sameEntry(a, b mark) bool {
	if a.kind != b.kind || a.suffix != b.suffix || (a.number == nil) != (b.number == nil) {
		return false
	}
	if a.number == nil {
		return SameText(a.heading, strings.TrimRight(b.heading, ".…·0123456789 \t"))
	}
	return *a.number == *b.number
}
