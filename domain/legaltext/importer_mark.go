package legaltext

import "strings"

// The ranks order marks by how much they embrace: a clause becomes the child of the last one with a smaller rank.
const (
	bookRank        = 10
	subdivisionRank = 20
	chapterRank     = 30
	sectionRank     = 40
	articleRank     = 50
	lowSectionRank  = 55 // a Section of an Article, as in constitutions
	paragraphRank   = 60
	clauseListRank  = 65 // 一、 within an article
	itemRank        = 70
	pointRank       = 80
	bulletRank      = 90 // plus the indent
)

// rankOf is the rank of a kind where the text's form says no more.
var rankOf = map[ClauseKind]int{Book: bookRank, Subdivision: subdivisionRank, Chapter: chapterRank, Section: sectionRank,
	Article: articleRank, Paragraph: paragraphRank, Item: itemRank, Point: pointRank}

// mark is what a line says of its place: the label it starts with and what follows.
type mark struct {
	kind     ClauseKind
	rank     int    // 0 where the marks around it decide, as with English lists
	style    string // marks of one style are numbered together
	label    string
	number   *int
	suffix   int
	heading  string
	text     string
	readings []reading // of a list's mark that may be read in several ways, such as (i)
	cites    bool      // looks like a label but only cites one
	contents bool      // stands in a table of contents
	title    bool      // says the text's title again
}

// reading is one way to take a list's mark.
type reading struct {
	style  string
	number int
}

// plain is the mark of a line without a label.
func plain(text string) mark {
	return mark{kind: Paragraph, rank: paragraphRank, text: text}
}

// citing is the mark of a line that starts like a label but only cites.
func citing(text string) mark {
	m := plain(text)
	m.cites = true
	return m
}

// labelled is the mark of a numbered clause of a kind, ranked as its kind is.
func labelled(kind ClauseKind, label string, number, suffix int) mark {
	return mark{kind: kind, rank: rankOf[kind], style: string(kind), label: label, number: &number, suffix: suffix}
}

// bare tells whether the line has no label.
func (m mark) bare() bool { return m.rank == paragraphRank && m.label == "" }

// heads tells whether the mark is of a clause that only gathers others.
func (m mark) heads() bool { return m.kind.Heads() }

// cutBlank takes a text apart at its first visible sign: whether blanks stood before it, and the rest.
func cutBlank(s string) (rest string, spaced bool) {
	rest = strings.TrimLeftFunc(s, isBlank)
	return rest, len(rest) < len(s)
}
