package legaltext

import "strings"

// The ranks order lines from the widest level to the narrowest. A clause becomes the child of the last clause with a smaller rank.
const (
	bookRank         = 10
	subdivisionRank  = 20
	chapterRank      = 30
	sectionRank      = 40
	articleRank      = 50
	innerSectionRank = 55 // a Section within an Article, as in constitutions
	paragraphRank    = 60
	clauseListRank   = 65 // 一、 within an article
	itemRank         = 70
	pointRank        = 80
	bulletRank       = 90 // plus the indent in columns
)

// rankOf is the usual rank of a kind.
var rankOf = map[ClauseKind]int{Book: bookRank, Subdivision: subdivisionRank, Chapter: chapterRank, Section: sectionRank,
	Article: articleRank, Paragraph: paragraphRank, Item: itemRank, Point: pointRank}

// parsedLine is what one line says of its place in the text: its label and the words after it.
type parsedLine struct {
	kind         ClauseKind
	rank         int    // 0 if the lines around it decide, as in English lists
	style        string // lines of one style have one sequence of numbers
	label        string
	number       *int
	suffix       int
	heading      string
	text         string
	readings     []reading // the possible meanings of a list's number, such as (i)
	citation     bool      // starts like a label but only cites a clause
	inContents   bool      // is part of a table of contents
	repeatsTitle bool      // repeats the title of the text
}

// reading is one possible meaning of a list's number: (i) is one in Roman numerals and nine in letters.
type reading struct {
	style  string
	number int
}

// plainLine is a line without a label.
func plainLine(text string) parsedLine {
	return parsedLine{kind: Paragraph, rank: paragraphRank, text: text}
}

// citationLine is a line that starts like a label but only cites a clause.
func citationLine(text string) parsedLine {
	p := plainLine(text)
	p.citation = true
	return p
}

// labelledLine is a line with the number of a clause. It has the usual rank of its kind.
func labelledLine(kind ClauseKind, label string, number, suffix int) parsedLine {
	return parsedLine{kind: kind, rank: rankOf[kind], style: string(kind), label: label, number: &number, suffix: suffix}
}

// isPlain tells whether the line has no label.
func (p parsedLine) isPlain() bool { return p.rank == paragraphRank && p.label == "" }

// isHeading tells whether the line is a heading.
func (p parsedLine) isHeading() bool { return p.kind.isHeading() }

// trimBlank removes the blanks at the start of a text and tells whether there were any.
func trimBlank(s string) (rest string, spaced bool) {
	rest = strings.TrimLeftFunc(s, isBlank)
	return rest, len(rest) < len(s)
}
