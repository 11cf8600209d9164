package legaltext

import (
	"unicode"

	"github.com/rivo/uniseg"

	"minyi/domain/civic"
)

// Imported is the result of cutting a pasted text.
type Imported struct {
	Title    string // the first line above the first heading; empty if there is none
	Clauses  []Clause
	Warnings []ImportWarning // in the order of the text
	Language civic.Locale
}

// CutText cuts a pasted legal text, Chinese, English or Markdown, into its clauses. It loses nothing: SameText holds between the
// text and the labels, headings and texts of the clauses in their order. The warnings name the lines that a person should check.
func CutText(text string) Imported {
	lines := splitLines(storable(text))
	im := importer{lines: lines, language: languageOf(text), sequences: sequences{}}
	im.tree = tree{clauses: make([]Clause, 0, len(lines)), lists: map[string]list{}}
	im.parseLines()
	im.refine()
	im.buildTree()
	return Imported{Title: im.title(), Clauses: im.clauses, Warnings: im.warnings, Language: im.language}
}

// importer cuts one text in three passes: each line alone, then the lines as a whole, then the tree of clauses.
type importer struct {
	lines     []line
	parsed    []parsedLine // one for each line
	language  civic.Locale
	sequences sequences
	warnings  []ImportWarning
	tree
}

// languageOf is Chinese if there is at least one Han character for every four Latin letters. An empty text is Chinese.
func languageOf(text string) civic.Locale {
	han, latin := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case r < unicode.MaxLatin1 && unicode.IsLetter(r):
			latin++
		}
	}
	if han*4 >= latin {
		return civic.Chinese
	}
	return civic.English
}

// parseLines parses each line alone.
func (im *importer) parseLines() {
	parse := parseChinese
	if im.language == civic.English {
		parse = parseEnglish
	}
	markdown := isMarkdown(im.lines)
	im.parsed = make([]parsedLine, len(im.lines))
	for i, l := range im.lines {
		if markdown {
			im.parsed[i] = parseMarkdown(l, parse)
		} else {
			im.parsed[i] = parse(l.text)
		}
	}
}

// refine decides what one line alone does not show.
func (im *importer) refine() {
	if len(im.parsed) == 0 {
		return
	}
	refineMarkdown(im.parsed)
	if im.language == civic.Chinese {
		refineChinese(im.parsed)
	} else {
		refineEnglish(im.parsed)
	}
	if at, found := flattenContents(im.lines, im.parsed); found {
		im.warn(Contents, at, 0)
	}
	im.refineTitle()
}

// refineTitle finds lines that repeat the title, as in a text joined from several files. A repeated title right before a heading
// belongs to the root and not to the article above it.
func (im *importer) refineTitle() {
	if !im.parsed[0].canBeTitle() {
		return
	}
	heading := false // whether the next labelled line below is a heading
	for i := len(im.parsed) - 1; i > 0; i-- {
		p := &im.parsed[i]
		if !p.isPlain() {
			heading = p.isHeading()
			continue
		}
		if !p.inContents && len(p.text) < 300 && SameText(p.text, im.parsed[0].text) {
			p.repeatsTitle = heading
			im.warn(TitleRepeated, i, 0)
		}
	}
}

// canBeTitle tells whether the line can be a title: a plain line, or the only # heading of a Markdown text.
func (p parsedLine) canBeTitle() bool { return p.rank == paragraphRank && !p.inContents }

// buildTree inserts the lines one after another and checks their numbers.
func (im *importer) buildTree() {
	next := im.nextReadings()
	for i, p := range im.parsed {
		if p.citation {
			im.warn(Ambiguous, i, 0)
		}
		if len(p.readings) > 0 {
			p = im.resolve(p, next[i])
		}
		if len(im.stack) == 0 && p.rank > paragraphRank {
			im.warn(Unplaced, i, 0)
		}
		im.insert(p)
		im.checkNumber(i, p)
	}
	sortWarnings(im.warnings)
}

// nextReadings gives, for each line, the readings of the next list number below it.
func (im *importer) nextReadings() [][]reading {
	next := make([][]reading, len(im.parsed))
	var below []reading
	for i := len(im.parsed) - 1; i >= 0; i-- {
		next[i] = below
		if readings := im.parsed[i].readings; len(readings) > 0 {
			below = readings
		}
	}
	return next
}

// checkNumber warns of a number that does not follow the previous one.
func (im *importer) checkNumber(at int, p parsedLine) {
	im.sequences.allowRestart(p.rank)
	if p.number == nil {
		return
	}
	if warning, expected := im.sequences.add(p.style, p.rank, ordinal{*p.number, p.suffix}); warning != "" {
		im.warn(warning, at, expected)
	}
}

// warn adds a warning about the line with an index.
func (im *importer) warn(kind ImportWarningKind, at, expected int) {
	im.warnings = append(im.warnings, ImportWarning{kind, im.lines[at].number, excerptOf(im.lines[at].text), expected})
}

// title is the first line, or empty if the text starts with a heading or a table of contents.
func (im *importer) title() string {
	if len(im.parsed) == 0 || !im.parsed[0].canBeTitle() {
		return ""
	}
	return im.parsed[0].text
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
