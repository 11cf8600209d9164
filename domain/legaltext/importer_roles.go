package legaltext

import (
	"strings"
	"unicode"
)

// rolesOfLines finds the lines that are no clauses of the text: code, quoted texts, rows of tables and numbers of pages.
func (im *importer) rolesOfLines() []role {
	roles := make([]role, len(im.lines))
	if im.markdown {
		markVerbatim(im.lines, roles)
	}
	markQuotes(im.lines, roles)
	im.markTables(roles)
	for i, l := range im.lines {
		if roles[i] == ordinary && isPageNumber(l.text) {
			roles[i] = pageNumber
		}
	}
	return roles
}

// longestQuote is the greatest number of lines of a quoted text. A quotation mark that is never closed quotes nothing.
const longestQuote = 80

// markQuotes finds the lines between “ at the start of a line, or behind a colon, and the ” that closes it. They are the words of
// another text, such as an Act that this one amends.
func markQuotes(lines []line, roles []role) {
	for i := 0; i < len(lines); i++ {
		for _, marks := range [][2]string{{"“", "”"}, {"「", "」"}, {"『", "』"}, {"«", "»"}} {
			starts, open := opensQuote(lines[i].text, marks)
			if !open {
				continue
			}
			end := quoteEnd(lines, i, marks)
			if !starts {
				i++
			}
			for ; i <= end; i++ {
				if roles[i] == ordinary {
					roles[i] = quoted
				}
			}
			if end > 0 {
				i--
			}
			break
		}
	}
}

// opensQuote tells whether a line opens a quoted text that goes on below, and whether the line starts with it.
func opensQuote(text string, marks [2]string) (starts, open bool) {
	if !strings.Contains(text, marks[0]) || strings.Count(text, marks[0]) <= strings.Count(text, marks[1]) {
		return false, false
	}
	if strings.HasPrefix(text, marks[0]) {
		return true, true
	}
	before := text[:strings.LastIndex(text, marks[0])]
	return false, strings.ContainsRune("：:—–", lastRune(before))
}

// quoteEnd is the index of the line that closes the quoted text; before the start if none does. Each paragraph of a long quotation may
// start with a mark of its own.
func quoteEnd(lines []line, start int, marks [2]string) int {
	depth := 0
	for i := start; i < min(len(lines), start+longestQuote); i++ {
		text := lines[i].text
		if i > start && atxLevel(text) > 0 { // a quotation ends before the next heading of a Markdown text
			return -1
		}
		opened, closed := strings.Count(text, marks[0]), strings.Count(text, marks[1])
		ends := closed == opened && strings.HasSuffix(text, marks[1]) && strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
		if i > start && (opened > closed || ends) && strings.HasPrefix(text, marks[0]) {
			opened--
		}
		if depth += opened - closed; depth <= 0 {
			return i
		}
	}
	return -1
}

// markTables finds the rows of tables: at least two lines with as many tabs, of which the first has no label, and lines between bars.
// Word also sets a tab behind the number of a list.
func (im *importer) markTables(roles []role) {
	for i := 0; i < len(im.lines); {
		tabs, end := strings.Count(im.lines[i].text, "\t"), i+1
		if tabs == 0 || roles[i] != ordinary {
			if roles[i] == ordinary && strings.HasPrefix(im.lines[i].text, "|") {
				roles[i] = tableRow
			}
			i++
			continue
		}
		for end < len(im.lines) && strings.Count(im.lines[end].text, "\t") == tabs && roles[end] == ordinary {
			end++
		}
		isTable := end-i > 1 && (tabs > 1 || im.parse(im.lines[i].text).label == "")
		for ; i < end; i++ {
			if isTable {
				roles[i] = tableRow
			}
		}
	}
}

// isPageNumber tells whether a line is only the number of a page: — 1 —, 第1页 共5页 or Page 1 of 5.
func isPageNumber(text string) bool {
	if len(text) > 48 {
		return false
	}
	words := strings.ToLower(Compact(text))
	bare := strings.Trim(words, "-—–－·•~")
	if first, last := strings.HasPrefix(words, bare), strings.HasSuffix(words, bare); bare != "" && !first && !last {
		return strings.TrimLeftFunc(bare, isArabicDigit) == "" && len(bare) <= 12
	}
	if rest, english := strings.CutPrefix(words, "page"); english && rest != "" {
		return strings.TrimLeftFunc(strings.Replace(rest, "of", "", 1), isArabicDigit) == ""
	}
	rest, chinese := strings.CutPrefix(words, "第")
	if number, tail, paged := strings.Cut(rest, "页"); chinese && paged {
		tail = strings.TrimFunc(strings.Trim(tail, "共页,，/（）()"), isArabicDigit)
		return number != "" && strings.TrimFunc(number, isArabicDigit) == "" && tail == ""
	}
	return false
}
