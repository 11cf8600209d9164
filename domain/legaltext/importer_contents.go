package legaltext

import "strings"

// contentsWords are the lines that start a table of contents.
var contentsWords = map[string]bool{"目录": true, "目錄": true, "目次": true, "目　次": true, "목차": true, "contents": true, "tableofcontents": true,
	"arrangementofsections": true, "arrangementofarticles": true, "arrangementofregulations": true, "arrangementofrules": true,
	"arrangementofprovisions": true, "sommaire": true, "tabledesmatières": true, "índice": true, "inhaltsverzeichnis": true}

// flattenContents turns a pasted table of contents into plain lines, because otherwise every heading would appear twice. The table
// starts with its word, or with headings that have nothing below them, and ends where its first entry is repeated. If that entry is
// never repeated, the lines are the text's only headings and stay as they are. It returns the index of the line where the table starts,
// and false if there is no table.
func (im *importer) flattenContents() (at int, found bool) {
	start, named := im.contentsStart()
	first := firstStructure(im.parsed, start)
	end := im.contentsEnd(first, named)
	if end < 0 {
		return 0, false
	}
	if !named {
		start = first
	}
	for i := start; i < end; i++ {
		im.parsed[i] = plainAs(contents, im.parsed[i], im.lines[im.parsed[i].at].text)
	}
	return start, true
}

// contentsStart is the index of the line that names the table, and whether there is one.
func (im *importer) contentsStart() (at int, named bool) {
	for i, p := range im.parsed {
		text := im.lines[p.at].text
		if len(text) > 60 {
			continue
		}
		words := strings.Trim(Compact(text), "#*：:【】[]._—-")
		if contentsWords[strings.ToLower(words)] {
			return i, true
		}
	}
	return 0, false
}

// firstStructure is the index of the first heading, article or numbered line at or after an index.
func firstStructure(parsed []parsedLine, from int) int {
	for i := from; i < len(parsed); i++ {
		if parsed[i].isStructure() || len(parsed[i].readings) > 0 {
			return i
		}
	}
	return len(parsed)
}

// contentsEnd is the index of the line that repeats the table's first entry, -1 if there is none or a line before it is too long for
// a table. Without a name, a table has only headings, and at least two.
func (im *importer) contentsEnd(first int, named bool) int {
	for i := first + 1; i < len(im.parsed); i++ {
		p := im.parsed[i]
		if im.sameEntry(p, im.parsed[first]) && (named || i > first+1) {
			return i
		}
		if text := im.lines[p.at].text; !isShort(text, 200) || strings.HasSuffix(text, "。") || !named && !p.IsHeading() {
			return -1
		}
	}
	return -1
}

// sameEntry tells whether two lines are the same heading. It ignores a page number in b.
func (im *importer) sameEntry(a, b parsedLine) bool {
	if len(a.readings) > 0 && len(b.readings) > 0 {
		return a.readings[0] == b.readings[0]
	}
	if a.kind != b.kind || a.suffix != b.suffix || (a.number == nil) != (b.number == nil) {
		return false
	}
	if a.number == nil {
		return SameText(a.heading, strings.TrimRight(b.heading, ".…·0123456789 \t"))
	}
	return *a.number == *b.number
}
