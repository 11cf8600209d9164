package legaltext

import (
	"unicode"

	"github.com/rivo/uniseg"

	"minyi/domain/civic"
)

// Imported is what a pasted text was cut into.
type Imported struct {
	Title    string // the first line above the first heading; empty where there is none
	Clauses  []Clause
	Warnings []ImportWarning // in the text's order
	Language civic.Locale
}

// CutText cuts a pasted legal text, Chinese, English or Markdown, into its clauses. It loses nothing: the labels, headings and
// texts of the clauses in their order are the SameText as the text. What it could not tell is in the warnings.
func CutText(text string) Imported {
	lines := splitLines(storable(text))
	cut := cutter{lines: lines, language: languageOf(text), sequences: sequences{}}
	cut.tree = tree{clauses: make([]Clause, 0, len(lines)), lists: map[string]list{}}
	cut.read()
	cut.settle()
	cut.grow()
	return Imported{Title: cut.titleOf(), Clauses: cut.clauses, Warnings: cut.warnings, Language: cut.language}
}

// cutter is the work on one text.
type cutter struct {
	lines     []line
	marks     []mark // one a line
	language  civic.Locale
	sequences sequences
	warnings  []ImportWarning
	tree
}

// languageOf is Chinese where a Han character comes for every four letters, or where there is nothing to read.
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

// read marks every line by itself.
func (c *cutter) read() {
	read := readChinese
	if c.language == civic.English {
		read = readEnglish
	}
	markdown := isMarkdown(c.lines)
	c.marks = make([]mark, len(c.lines))
	for i, l := range c.lines {
		if markdown {
			c.marks[i] = readMarkdown(l, read)
		} else {
			c.marks[i] = read(l.text)
		}
	}
}

// settle decides what a line alone could not tell.
func (c *cutter) settle() {
	if len(c.marks) == 0 {
		return
	}
	settleMarkdown(c.marks)
	if c.language == civic.Chinese {
		settleChinese(c.marks)
	} else {
		settleEnglish(c.marks)
	}
	if at, found := markContents(c.lines, c.marks); found {
		c.warn(Contents, at, 0)
	}
	c.settleTitle()
}

// settleTitle finds the title where it comes again, as in texts put together from several files: before a heading it stands
// at the root and not in the article above it.
func (c *cutter) settleTitle() {
	if !c.marks[0].rootParagraph() {
		return
	}
	heading := false // whether a heading is the next mark below
	for i := len(c.marks) - 1; i > 0; i-- {
		m := &c.marks[i]
		if !m.bare() {
			heading = m.heads()
			continue
		}
		if !m.contents && len(m.text) < 300 && SameText(m.text, c.marks[0].text) {
			m.title = heading
			c.warn(TitleRepeated, i, 0)
		}
	}
}

// rootParagraph tells whether the mark can be a title: a plain line, or the only # of a Markdown text.
func (m mark) rootParagraph() bool { return m.rank == paragraphRank && !m.contents }

// grow places the marks one after another and looks at their numbers.
func (c *cutter) grow() {
	ahead := c.readingsAhead()
	for i, m := range c.marks {
		if m.cites {
			c.warn(Ambiguous, i, 0)
		}
		if len(m.readings) > 0 {
			m = c.resolve(m, ahead[i])
		}
		if len(c.stack) == 0 && m.rank > paragraphRank {
			c.warn(Unplaced, i, 0)
		}
		c.place(m)
		c.watch(i, m)
	}
	sortWarnings(c.warnings)
}

// readingsAhead gives for every line the readings of the next list's mark below it.
func (c *cutter) readingsAhead() [][]reading {
	ahead := make([][]reading, len(c.marks))
	var next []reading
	for i := len(c.marks) - 1; i >= 0; i-- {
		ahead[i] = next
		if readings := c.marks[i].readings; len(readings) > 0 {
			next = readings
		}
	}
	return ahead
}

// watch warns of a number that does not follow the one before it.
func (c *cutter) watch(at int, m mark) {
	c.sequences.turn(m.rank)
	if m.number == nil {
		return
	}
	if odd, expected := c.sequences.note(m.style, m.rank, ordinal{*m.number, m.suffix}); odd != "" {
		c.warn(odd, at, expected)
	}
}

// warn notes a warning at a line's index.
func (c *cutter) warn(kind ImportWarningKind, at, expected int) {
	c.warnings = append(c.warnings, ImportWarning{kind, c.lines[at].number, excerptOf(c.lines[at].text), expected})
}

// titleOf is the first line of the root, unless the text starts with a heading or a table of contents.
func (c *cutter) titleOf() string {
	if len(c.marks) == 0 || !c.marks[0].rootParagraph() {
		return ""
	}
	return c.marks[0].text
}

// LongestTitle is the length of a title, in characters as people count them.
const LongestTitle = 300

// TitleOr is the title that the text itself bears, or the other where its first line is none.
func (i Imported) TitleOr(other string) string {
	if i.Title == "" || uniseg.GraphemeClusterCount(i.Title) > LongestTitle {
		return other
	}
	return i.Title
}
