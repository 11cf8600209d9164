package legaltext

import "strings"

// contentsWords are the lines that start a table of contents.
var contentsWords = map[string]bool{"目录": true, "目錄": true, "目次": true, "contents": true, "tableofcontents": true}

// flattenContents turns a pasted table of contents into plain lines, because otherwise every heading would appear twice. The table
// ends where its first entry is repeated. If that entry is never repeated, the lines are the text's only headings and stay as they
// are. It returns the index of the line where the table starts, and false if there is no table.
func flattenContents(lines []line, parsed []parsedLine) (at int, found bool) {
	start := contentsStart(lines)
	if start < 0 {
		return 0, false
	}
	first := firstStructure(parsed, start+1)
	end := contentsEnd(lines, parsed, first)
	if end < 0 {
		return 0, false
	}
	for i := start; i < end; i++ {
		parsed[i] = plainLine(lines[i].text)
		parsed[i].inContents = true
	}
	return start, true
}

// contentsStart is the index of the line that starts the table, -1 if there is none.
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

// firstStructure is the index of the first heading or article at or after an index.
func firstStructure(parsed []parsedLine, from int) int {
	for i := from; i < len(parsed); i++ {
		if parsed[i].isHeading() || parsed[i].kind == Article {
			return i
		}
	}
	return len(parsed)
}

// contentsEnd is the index of the line that repeats the table's first entry, -1 if there is none or a line before it is too long for
// a table.
func contentsEnd(lines []line, parsed []parsedLine, first int) int {
	for i := first + 1; i < len(parsed); i++ {
		if sameEntry(parsed[i], parsed[first]) {
			return i
		}
		if runesUpTo(lines[i].text, 80) == 80 || strings.HasSuffix(lines[i].text, "。") {
			return -1
		}
	}
	return -1
}

// sameEntry tells whether two lines are the same heading. It ignores a page number in b.
func sameEntry(a, b parsedLine) bool {
	if a.kind != b.kind || a.suffix != b.suffix || (a.number == nil) != (b.number == nil) {
		return false
	}
	if a.number == nil {
		return SameText(a.heading, strings.TrimRight(b.heading, ".…·0123456789 \t"))
	}
	return *a.number == *b.number
}
