package legaltext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// annexOf is the heading of an annex. An annex is of kind BOOK, whatever it is called, and has numbers of its own.
func annexOf(label, heading string, number int) parsedLine {
	p := parsedLine{kind: Book, rank: annexRank, style: "annex", label: label, heading: heading, inserted: true}
	if number > 0 {
		p.number = &number
	}
	return p
}

// ordinalWords number schedules: FIRST SCHEDULE.
var ordinalWords = strings.Fields("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth")

// parseLatinAnnex parses SCHEDULE, SCHEDULE 1, FIRST SCHEDULE, Annex I or Appendix: Forms.
func parseLatinAnnex(text string) (p parsedLine, found bool) {
	rest, number := text, 0
	if hasWord(rest, "the") {
		rest, _ = trimBlank(rest[len("the"):])
	}
	for i, word := range ordinalWords {
		if hasWord(rest, word) {
			number, rest = i+1, strings.TrimLeftFunc(rest[len(word):], isBlank)
		}
	}
	for _, word := range annexWords {
		if hasWord(rest, word) {
			return latinAnnex(text, rest[len(word):], number)
		}
	}
	return p, false
}

// latinAnnex reads what follows the word of an annex. A sentence that only names it is none.
func latinAnnex(text, rest string, number int) (p parsedLine, found bool) {
	if rest == "" {
		return annexOf(text, "", number), true
	}
	after, spaced := trimBlank(rest)
	if o, length := scanEnglishNumber(after); number == 0 && spaced && length > 0 {
		number, after = o.number, after[length:]
	} else if spaced && number == 0 && !strings.ContainsAny(after[:1], "-:(.") && !strings.HasPrefix(after, "—") && !strings.HasPrefix(after, "–") {
		return p, false
	}
	title := strings.TrimLeft(after, ".:)—–- \t")
	label := strings.TrimRightFunc(text[:len(text)-len(title)], isBlank)
	first, _ := utf8.DecodeRuneInString(title)
	if after != "" && title == after && !strings.HasPrefix(after, "(") && !unicode.IsUpper(first) || strings.HasPrefix(title, "(") && !strings.HasSuffix(title, ")") {
		return p, false
	}
	if !isEnglishHeading(strings.TrimPrefix(title, "(")) {
		return p, false
	}
	return annexOf(label, title, number), true
}

// annexNames are the second characters of 附件, 附表, 附录 and 附图.
const annexNames = "件表录錄图圖"

// parseChineseAnnex parses 附件1：标题, 附　件 2, 附图 or 附录A. A sentence that only names an annex is none.
func parseChineseAnnex(text string) (p parsedLine, found bool) {
	if name := Compact(text); name == "부칙" || strings.HasPrefix(name, "부칙<") {
		return annexOf("", text, 0), true
	}
	rest, has := cutAny(text, "附", "别表", "別表")
	if !has || !isShort(text, 60) {
		return p, false
	}
	if strings.HasPrefix(text, "附") {
		rest, _ = trimBlank(rest)
		name, width := utf8.DecodeRuneInString(rest)
		if !strings.ContainsRune(annexNames, name) {
			return p, false
		}
		rest = rest[width:]
	}
	number, after := scanAnnexNumber(rest)
	title := strings.TrimLeft(after, "：:、.．—- \t\u3000")
	consumed := rest[:len(rest)-len(after)]
	apart := len(title) < len(after) || number > 0 && strings.TrimRightFunc(consumed, isBlank) != consumed || after == "" || strings.HasPrefix(title, "《")
	next, _ := utf8.DecodeRuneInString(title)
	if number == 0 && isArabicDigit(next) {
		return p, false
	}
	if !apart || strings.ContainsRune("。；，、：", lastRune(title)) || strings.Contains(title, "。") || continuesCitation(title) || !isShort(title, 40) {
		return p, false
	}
	return annexOf("", text, number), true
}

// scanAnnexNumber reads the number or letter of an annex; 0 if it has none.
func scanAnnexNumber(s string) (number int, rest string) {
	if written, after := scanNumeral(s); written != "" {
		if number, ok := numberOf(written); ok {
			after, _ = cutAny(after, "）", ")")
			return number, after
		}
	}
	trimmed, _ := trimBlank(s)
	if trimmed != "" && trimmed[0] >= 'A' && trimmed[0] <= 'Z' {
		return int(trimmed[0]-'A') + 1, trimmed[1:]
	}
	return 0, s
}

// noteNames are the names of the notes that explain a draft and stand behind it.
var noteNames = []string{"explanatory note", "explanatory memorandum", "explanatory statement", "statement of objects and reasons"}

// isNote tells whether a line is the title of an explanatory note.
func isNote(p parsedLine) bool {
	if !p.isPlain() || !isShort(p.text, 80) || endsSentence(strings.TrimRight(p.text, "）)》")) {
		return false
	}
	for _, name := range noteNames {
		if strings.EqualFold(p.text, name) {
			return true
		}
	}
	name := Compact(p.text)
	if end := strings.LastIndex(name, "（"); end > 0 && strings.HasSuffix(name, "）") {
		name = name[:end]
	}
	for _, ending := range []string{"起草说明", "编制说明", "修订说明", "起草說明", "总说明", "總說明"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return strings.HasPrefix(name, "关于") && strings.Contains(name, "》") && strings.HasSuffix(name, "的说明")
}

// refineAnnexes finds the annexes and the notes behind the text. They start after the first article or heading. An annex that only is in
// the list of annexes above the signature starts none.
func (im *importer) refineAnnexes() {
	found := im.chineseAnnexes()
	last := map[int]int{}
	for i, p := range found {
		if p.number != nil {
			last[*p.number] = max(last[*p.number], i)
		}
	}
	begun := false
	for i := range im.parsed {
		p := &im.parsed[i]
		begun = begun || p.isStructure() && !p.inserted || p.isListed()
		annex, isAnnex := found[i]
		switch {
		case p.inserted && (!begun || i == 0):
			*p = plainAs(ordinary, *p, im.lines[p.at].text)
		case !begun || i == 0:
		case isAnnex && (annex.number == nil && !im.signedBelow(i) || annex.number != nil && last[*annex.number] == i):
			*p = annex
		case p.role == ordinary && isNote(*p):
			note := annexOf("", p.text, 0)
			note.style, note.at = "note", p.at
			*p = note
		}
	}
}

// chineseAnnexes are the lines that name an annex, by their indexes.
func (im *importer) chineseAnnexes() map[int]parsedLine {
	found := map[int]parsedLine{}
	if !im.chinese() {
		return found
	}
	for i, p := range im.parsed {
		if !p.isPlain() || p.role != ordinary {
			continue
		}
		if annex, is := parseChineseAnnex(p.text); is {
			annex.at = p.at
			found[i] = annex
		}
	}
	return found
}

// signedBelow tells whether a date or a numbered list comes right below a line: the line is the list of annexes.
func (im *importer) signedBelow(at int) bool {
	if !strings.ContainsAny(im.parsed[at].text, "：:") {
		return false
	}
	for i := at + 1; i < min(len(im.parsed), at+5); i++ {
		switch p := im.parsed[i]; {
		case i == at+1 && p.isListed() && strings.HasPrefix(p.style, "1"), isDate(p.text):
			return true
		case !p.isPlain():
			return false
		}
	}
	return false
}
