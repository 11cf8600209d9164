package legaltext

import "strings"

// The ranks order lines from the widest level to the narrowest. A clause becomes the child of the last clause with a smaller rank.
const (
	annexRank        = 5 // an annex has parts and articles of its own
	bookRank         = 10
	subdivisionRank  = 20
	chapterRank      = 30
	sectionRank      = 40
	articleRank      = 50 // up to 54 for 1.1 and 1.1.1 below an article
	innerSectionRank = 55 // a Section within an Article, as in constitutions
	paragraphRank    = 60
	clauseListRank   = 65 // 一、 within an article
	itemRank         = 70
	pointRank        = 80
	bulletRank       = 90  // plus the indent in columns
	quotedRank       = 200 // a line of another text that is quoted
)

// rankOf is the usual rank of a kind.
var rankOf = map[ClauseKind]int{Book: bookRank, Subdivision: subdivisionRank, Chapter: chapterRank, Section: sectionRank,
	Article: articleRank, Paragraph: paragraphRank, Item: itemRank, Point: pointRank}

// role is what a line is besides a clause of the text's own structure.
type role int

const (
	ordinary   role = iota
	citation        // starts like a label but only cites a clause
	contents        // is part of a table of contents
	titleAgain      // repeats the title of the text right before a heading
	quoted          // is part of another text, such as the new words of an amendment
	verbatim        // code, or the front matter of a Markdown file
	tableRow        // is a row of a table
	pageNumber      // is the number of a page
	titleBelow      // is the title of the article right above it
	sideNote        // is the title of the section below it
	closing         // follows the last article: a signature, a date, a list of annexes
)

// parsedLine is what one line says of its place in the text: its label and the words after it.
type parsedLine struct {
	at       int // the index of its line
	role     role
	kind     ClauseKind
	rank     int    // 0 if the lines around it decide, as in English lists
	style    string // lines of one style have one sequence of numbers
	label    string
	number   *int
	suffix   int
	minor    int // the third part of a number, as in 12.3.4 and 2-503a
	heading  string
	text     string
	readings []reading // the possible meanings of a list's number, such as (i)
	before   ordinal   // the number before this one in an English list; 0 if it is the first
	decimals []int     // the parts of a number such as 1.2.3
	width    int       // the length in bytes of a number at the start of text that may be a label
	doubtful bool      // the words after the label may cite it
	weak     bool      // the label counts only if its number is one of a sequence
	level    int       // the number of # before a Markdown heading, 0 for other lines
	inserted bool      // an annex or a note: the numbers start again
	warned   bool      // a person should check how the line was read
}

// reading is one possible meaning of a list's number: (i) is one in Roman numerals and nine in letters.
type reading struct {
	style  string
	number int
	suffix int
}

// plainLine is a line without a label.
func plainLine(text string) parsedLine {
	return parsedLine{kind: Paragraph, rank: paragraphRank, text: text}
}

// plainAs is a line without a label that has a role.
func plainAs(r role, p parsedLine, text string) parsedLine {
	return parsedLine{at: p.at, role: r, kind: Paragraph, rank: paragraphRank, text: text}
}

// citationLine is a line that starts like a label but only cites a clause.
func citationLine(text string) parsedLine {
	p := plainLine(text)
	p.role = citation
	return p
}

// labelledLine is a line with the number of a clause. It has the usual rank of its kind.
func labelledLine(kind ClauseKind, label string, number, suffix int) parsedLine {
	return parsedLine{kind: kind, rank: rankOf[kind], style: string(kind), label: label, number: &number, suffix: suffix}
}

// isPlain tells whether the line has no label and no place of its own.
func (p parsedLine) isPlain() bool {
	return p.rank == paragraphRank && p.label == "" && (p.role <= citation || p.role == tableRow)
}

// isHeading tells whether the line is a heading.
func (p parsedLine) IsHeading() bool { return p.kind.IsHeading() }

// isStructure tells whether the line is a heading or an article.
func (p parsedLine) isStructure() bool { return p.IsHeading() || p.kind == Article }

// isListed tells whether the line is a numbered part of a list.
func (p parsedLine) isListed() bool {
	return len(p.readings) > 0 || p.number != nil && (p.kind == Item || p.kind == Point)
}

// ordinal is the number with its suffix.
func (p parsedLine) ordinal() ordinal { return ordinal{*p.number, p.suffix, p.minor} }

// words are the heading and the text of the line.
func (p parsedLine) words() string { return p.heading + p.text }

// trimBlank removes the blanks at the start of a text and tells whether there were any.
func trimBlank(s string) (rest string, spaced bool) {
	rest = strings.TrimLeftFunc(s, isBlank)
	return rest, len(rest) < len(s)
}
