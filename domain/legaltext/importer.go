package legaltext

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"minyi/domain/civic"
)

// Imported is the result of cutting a pasted text.
type Imported struct {
	Title    string // the first line or lines above the first heading; empty if there is none
	Clauses  []Clause
	Warnings []ImportWarning // in the order of the text
	Language civic.Locale
}

// CutText cuts a pasted legal text or Markdown into its clauses. It loses nothing: SameText holds between the text and the labels,
// headings and texts of the clauses in their order. The warnings name the lines that a person should check.
func CutText(text string) Imported {
	im := importer{language: languageOf(text), sequences: sequences{}, tree: tree{lists: map[string]list{}}}
	im.readLines(readable(text))
	im.tree.clauses = make([]Clause, 0, len(im.lines))
	im.parseLines()
	im.refine()
	im.buildTree()
	return Imported{Title: im.title(), Clauses: im.clauses, Warnings: im.warnings, Language: im.language}
}

// importer cuts one text in three passes: each line alone, then the lines as a whole, then the tree of clauses.
type importer struct {
	lines     []line
	parsed    []parsedLine // one or more for each line
	language  civic.Locale
	markdown  bool
	sequences sequences
	warnings  []ImportWarning
	numbers   map[kindAndNumber]bool // of all lines
	annexed   bool                   // an annex or a schedule has begun
	tree
}

// chinese tells whether the labels are Chinese, Japanese or Korean.
func (im *importer) chinese() bool { return im.language == civic.Chinese }

// languageOf is Chinese if there is at least one Han, Kana or Hangul character for every four Latin letters. An empty text is Chinese.
func languageOf(text string) civic.Locale {
	han, latin := 0, 0
	for _, r := range text {
		switch {
		case r < unicode.MaxLatin1:
			if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r >= 0xC0 && unicode.IsLetter(r) {
				latin++
			}
		case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana):
			han++
		}
	}
	if han*4 >= latin {
		return civic.Chinese
	}
	return civic.English
}

// parse parses one line alone.
func (im *importer) parse(text string) parsedLine {
	if im.chinese() {
		return parseChinese(text)
	}
	return parseEnglish(text)
}

// parseLines parses each line alone. Lines with a role are kept as they are.
func (im *importer) parseLines() {
	roles := im.rolesOfLines()
	im.parsed = make([]parsedLine, len(im.lines))
	for i, l := range im.lines {
		p := plainLine(l.text)
		switch {
		case roles[i] == quoted:
			p.rank = quotedRank
		case roles[i] != ordinary:
		case im.markdown:
			p = parseMarkdown(l, im.parse)
		default:
			p = im.parse(l.text)
		}
		p.at = i
		if p.role == ordinary {
			p.role = roles[i]
		}
		im.parsed[i] = p
	}
}

// refine decides what one line alone does not show.
func (im *importer) refine() {
	if len(im.parsed) == 0 {
		return
	}
	im.dropLonely()
	im.refineRepeatedNumbers()
	im.splitLabels()
	im.refineMarkdownTitle()
	if at, found := im.flattenContents(); found {
		im.warn(Contents, im.parsed[at], 0)
	}
	im.refineAnnexes()
	im.refineSegments()
	im.refineTitle()
	im.refineClosing()
}

// splitLabels cuts lines with two labels in two: "4.(1) The board" and "(a) Adults. (1) They pay".
func (im *importer) splitLabels() {
	next := im.nextReadings()
	split := make([]parsedLine, 0, len(im.parsed))
	for i, p := range im.parsed {
		for {
			inner, found := im.innerLabel(p, next[i])
			if !found {
				break
			}
			p.text = strings.TrimRightFunc(strings.TrimSuffix(p.text, im.textOf(inner)), isBlank)
			split = append(split, p)
			p = inner
		}
		split = append(split, p)
	}
	im.parsed = split
}

// textOf is the line of a label and the text after it, as it stands at the end of a longer line.
func (im *importer) textOf(inner parsedLine) string {
	whole := im.lines[inner.at].text
	return whole[len(whole)-inner.width:]
}

// innerLabel finds the first number of a list right after another label, or after a short title if the second number comes next.
func (im *importer) innerLabel(p parsedLine, next []reading) (inner parsedLine, found bool) {
	if p.role != ordinary || p.kind != Article && !p.isListed() || !strings.HasSuffix(im.lines[p.at].text, p.text) {
		return p, false
	}
	from := strings.IndexAny(p.text[:min(len(p.text), 100)], "(（")
	begins := strings.Index(p.text, "：（一）")
	switch first, _ := utf8.DecodeRuneInString(p.text); {
	case im.chinese() && isEnclosedNumber(first):
		from = 0
	case im.chinese() && begins > 0:
		from = begins + len("：")
	case p.heading != "":
		return p, false
	}
	if from < 0 {
		return p, false
	}
	lead := strings.TrimRightFunc(p.text[:from], isBlank)
	inner = im.parse(p.text[from:])
	if lead != "" && !isStoppedTitle(lead) && begins < 0 || !inner.isListed() {
		return p, false
	}
	inner.at, inner.width = p.at, len(p.text)-from
	first, can := firstOfList(inner.allReadings())
	return inner, can && (lead == "" && !im.chinese() || continues(first, next))
}

// allReadings are the possible meanings of a list's number, also where there is only one.
func (p parsedLine) allReadings() []reading {
	if len(p.readings) == 0 && p.isListed() {
		return []reading{{p.style, *p.number, p.suffix}}
	}
	return p.readings
}

// nextReadings gives, for each line, the readings of the next list number below it in the same article.
func (im *importer) nextReadings() [][]reading {
	next := make([][]reading, len(im.parsed))
	var below []reading
	for i := len(im.parsed) - 1; i >= 0; i-- {
		next[i] = below
		switch p := im.parsed[i]; {
		case p.isListed():
			below = p.allReadings()
		case p.isStructure():
			below = nil
		}
	}
	return next
}

// buildTree inserts the lines one after another and checks their numbers.
func (im *importer) buildTree() {
	next := im.nextReadings()
	im.numbers = im.allNumbers()
	articles := countLines(im.parsed, func(p parsedLine) bool { return p.kind == Article }) > 0
	for i, p := range im.parsed {
		if p.warned {
			im.warn(Ambiguous, p, 0)
		}
		if im.markdown && isMarkdownItem(p.label) {
			im.popBullets(im.lines[p.at].indent)
		}
		if len(p.readings) > 0 {
			p = im.resolve(p, next[i])
		}
		if p.role == pageNumber || articles && len(im.stack) == 0 && p.rank > paragraphRank && !(im.markdown && isMarkdownItem(p.label)) && p.role == ordinary {
			im.warn(Unplaced, p, 0)
		}
		im.annexed = im.annexed || p.opensAnnex()
		im.insert(p, next[i])
		im.checkNumber(i, p)
	}
	sortWarnings(im.warnings)
}

// checkNumber warns of a number that does not follow the previous one.
func (im *importer) checkNumber(at int, p parsedLine) {
	im.sequences.allowRestart(p.rank)
	if p.number == nil || p.role != ordinary {
		return
	}
	warning, expected := ImportWarningKind(""), 0
	if len(p.readings) > 0 {
		warning, expected = checkList(p.before, p.ordinal())
	} else {
		warning, expected = im.sequences.add(p.style, p.rank, p.ordinal())
	}
	if warning != "" && !(warning == Gap && im.runsOn(p)) && (im.chinese() || warning == Repeat && im.isTrueRepeat(at) || im.isLikely(warning, p, expected)) {
		im.warn(warning, p, expected)
	}
}

// mostMissing is how many numbers of an English text may be missing in a row. More are a sign that the numbers are of another list.
const mostMissing = 2

// isLikely tells whether a warning about an English text is worth a person's time. Its lists are often interrupted and start again, so that
// only one missing letter or number between two others counts. A missing article counts unless it stands somewhere else.
func (im *importer) isLikely(warning ImportWarningKind, p parsedLine, expected int) bool {
	switch {
	case warning != Gap || isFootnote.MatchString(p.words()):
		return false
	case len(p.readings) > 0:
		return p.before.number > 0 && p.before.suffix == 0 && *p.number == expected+1 && !im.wraps(p)
	case p.kind != Article && !p.IsHeading(), strings.TrimFunc(p.label, unicode.IsDigit) == "":
		return false
	}
	if expected == 1 {
		return p.IsHeading() && !im.markdown && *p.number <= mostMissing+1
	}
	if p.IsHeading() && im.markdown || *p.number-expected > mostMissing-1 {
		return false
	}
	for missing := expected; missing < *p.number; missing++ {
		if im.numbers[kindAndNumber{p.kind, missing}] {
			return false
		}
	}
	return true
}

// isFootnote tells a note on an amendment below the text, as Indian texts have them.
var isFootnote = regexp.MustCompile(`^(Subs|Ins|Added|Rep|Omitted|The words?)\b.* by `)

// wraps tells whether a number at the start of a line, this one or the one before, only cites a subsection: "of subsection" and, on the
// next line, "(1) shall".
func (im *importer) wraps(p parsedLine) bool {
	if first, _ := utf8.DecodeRuneInString(p.text); unicode.IsLower(first) && strings.ContainsAny(p.label, "0123456789") {
		return true
	}
	for i := len(im.clauses) - 2; i >= max(0, len(im.clauses)-20); i-- {
		c := im.clauses[i]
		first, _ := utf8.DecodeRuneInString(c.Text)
		if Compact(c.Label) == fmt.Sprintf("(%d)", p.before.number) {
			return unicode.IsLower(first)
		}
		if c.Label != "" && strings.ContainsRune(";,.", first) {
			return true
		}
	}
	return false
}

// kindAndNumber is a number of one level.
type kindAndNumber struct {
	kind   ClauseKind
	number int
}

// allNumbers are the numbers of all lines.
func (im *importer) allNumbers() map[kindAndNumber]bool {
	numbers := map[kindAndNumber]bool{}
	for _, p := range im.parsed {
		if p.number != nil {
			numbers[kindAndNumber{p.kind, *p.number}] = true
			if strings.Contains(p.label, "§§") { // of "[§§ 12, 13. Repealed.]" the label has only the first
				numbers[kindAndNumber{p.kind, *p.number + 1}] = true
			}
		}
	}
	return numbers
}

// runsOn tells whether the number before this one stands within the words above it: "(1) The fee is paid (a) at the gate; or" and then (b).
func (im *importer) runsOn(p parsedLine) bool {
	written := map[byte]string{'1': fmt.Sprint(*p.number - 1), 'r': romanText(*p.number - 1), 'l': string(rune('a' + (*p.number-2)%26))}[p.style[0]]
	for i := len(im.clauses) - 2; i >= max(0, len(im.clauses)-60); i-- {
		c := im.clauses[i]
		if written != "" && (strings.Contains(c.Text, "("+written+")") || strings.Contains(c.Text, "(*"+written+"*)")) {
			return true
		}
		if c.Kind == Article {
			break
		}
	}
	return false
}

// warn adds a warning about a line.
func (im *importer) warn(kind ImportWarningKind, p parsedLine, expected int) {
	l := im.lines[p.at]
	im.warnings = append(im.warnings, ImportWarning{kind, l.number, Excerpt(l.text), expected})
}

// LongestTitle is the greatest length of a title, in grapheme clusters.
const LongestTitle = 300

// TitleOr is the text's own title, or the other one if the text has no title of at most LongestTitle.
func (i Imported) TitleOr(other string) string {
	if i.Title == "" || uniseg.GraphemeClusterCount(i.Title) > LongestTitle {
		return other
	}
	return i.Title
}
