package legaltext

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"golang.org/x/text/width"

	"minyi/domain/civic"
)

// Citations are how lawyers name each clause of a whole text: 第五条第二款第（一）项, or Article 5(2)(a). A clause without a number of its
// own, such as a title or a row of a table, has none.
func Citations(clauses []Clause, locale civic.Locale) []string {
	cited := make([]string, len(clauses))
	c := citer{clauses: clauses, at: make(map[uuid.UUID]int, len(clauses)), several: map[uuid.UUID]bool{}}
	for i, clause := range clauses {
		c.at[clause.Key] = i
		if clause.Kind == Paragraph && clause.ParentKey != nil && clause.Number != nil {
			c.several[*clause.ParentKey] = true
		}
	}
	for i := range clauses {
		if locale.BuiltIn() == civic.Chinese {
			cited[i] = c.chinese(i)
		} else {
			cited[i] = c.english(i)
		}
	}
	return cited
}

// FindCited is the index of the clause that a citation in any of the built-in languages names, -1 if there is none. The width of
// characters and blanks do not count.
func FindCited(clauses []Clause, citation string) int {
	wanted := bareCitation(citation)
	for _, locale := range []civic.Locale{civic.Chinese, civic.English} {
		for i, c := range Citations(clauses, locale) {
			if c != "" && bareCitation(c) == wanted {
				return i
			}
		}
	}
	return -1
}

func bareCitation(s string) string { return strings.ToLower(compact(width.Fold.String(s))) }

// citer knows the tree of the clauses of one text.
type citer struct {
	clauses []Clause
	at      map[uuid.UUID]int
	several map[uuid.UUID]bool // the articles that have a second paragraph
}

// parent is the clause above a clause.
func (c citer) parent(i int) (at int, found bool) {
	if c.clauses[i].ParentKey == nil {
		return 0, false
	}
	at, found = c.at[*c.clauses[i].ParentKey]
	return at, found
}

// above is the citation of the clause above a part of an article; an article stands alone, except in an annex.
func (c citer) above(i int, cite func(int) string) string {
	for at, found := c.parent(i); found; at, found = c.parent(at) {
		clause := c.clauses[at]
		switch {
		case c.clauses[i].Kind == Article && clause.Kind.isHeading() && (clause.Label == "" || strings.HasPrefix(clause.Heading, "附")):
			return strings.TrimRight(firstWords(clause.Heading), "：:") + " "
		case c.clauses[i].Kind != Article && !clause.Kind.isHeading():
			return cite(at)
		}
	}
	return ""
}

// firstWords are the words of an annex's heading up to the first blank or colon.
func firstWords(heading string) string {
	if at := strings.IndexAny(heading, "：: \u3000"); at > 0 {
		return heading[:at]
	}
	return heading
}

// chinese cites a clause in Chinese.
func (c citer) chinese(i int) string {
	clause := c.clauses[i]
	if clause.Number == nil {
		return ""
	}
	number := chineseNumeral(*clause.Number)
	if clause.NumberSuffix > 0 {
		number += "-" + fmt.Sprint(clause.NumberSuffix)
	}
	above := c.above(i, c.chinese)
	switch unit := map[ClauseKind]string{Book: "编", Subdivision: "分编", Chapter: "章", Section: "节", Paragraph: "款"}[clause.Kind]; {
	case clause.Kind == Article && clause.NumberSuffix > 0:
		return above + "第" + chineseNumeral(*clause.Number) + "条之" + chineseNumeral(clause.NumberSuffix)
	case clause.Kind == Article:
		return above + "第" + number + "条"
	case clause.Kind == Item:
		return above + c.firstParagraph(i, "第一款") + "第（" + number + "）项"
	case clause.Kind == Point:
		return above + c.firstParagraph(i, "第一款") + fmt.Sprintf("第%d目", *clause.Number)
	case above == "" && clause.Kind == Paragraph:
		return ""
	default:
		return above + "第" + number + unit
	}
}

// firstParagraph names the first paragraph of an article that has several, for an item right below the article.
func (c citer) firstParagraph(i int, name string) string {
	at, found := c.parent(i)
	if found && c.clauses[at].Kind == Article && c.several[c.clauses[at].Key] && c.clauses[at].Text != "" {
		return name
	}
	return ""
}

// english cites a clause in English.
func (c citer) english(i int) string {
	clause := c.clauses[i]
	if clause.Number == nil {
		return ""
	}
	above, own := c.above(i, c.english), ownNumber(clause)
	switch clause.Kind {
	case Article:
		return above + articleName(clause, own)
	case Paragraph, Item, Point:
		if above == "" {
			return ""
		}
		if clause.Kind != Paragraph {
			above += c.firstParagraph(i, "(1)")
		}
		return above + "(" + own + ")"
	}
	return strings.ToUpper(string(clause.Kind[:1])) + strings.ToLower(string(clause.Kind[1:])) + " " + own
}

// ownNumber is the number or the letter of a clause as it is written, without brackets and stops.
func ownNumber(c Clause) string {
	own := strings.TrimFunc(c.Label, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, r := range own {
		if r > unicode.MaxLatin1 || unicode.IsSpace(r) {
			own = ""
		}
	}
	if own == "" || c.Kind != Item && c.Kind != Point && c.Kind != Paragraph {
		own = fmt.Sprint(*c.Number)
		if c.NumberSuffix > 0 {
			own += "-" + fmt.Sprint(c.NumberSuffix)
		}
	}
	return own
}

// articleName is the label of an English article, and Article 5 for any other.
func articleName(c Clause, own string) string {
	label := strings.TrimRight(strings.TrimLeft(c.Label, "#* "), ".:—–-* ")
	if first := strings.ToLower(label); strings.HasPrefix(first, "section") || strings.HasPrefix(first, "article") || strings.HasPrefix(label, "§") || strings.HasPrefix(first, "rule") {
		return label
	}
	return "Article " + own
}

// chineseNumeral writes a number below 100,000 in the way of laws: 十二, 一百零五, 一千二百六十.
func chineseNumeral(number int) string {
	if number <= 0 || number >= 100_000 {
		return fmt.Sprint(number)
	}
	text, zero := "", false
	for place, unit := range []string{"", "十", "百", "千", "万"} {
		digit := number
		for range place {
			digit /= 10
		}
		switch digit %= 10; {
		case digit > 0:
			text, zero = string([]rune("零一二三四五六七八九")[digit])+unit+text, false
		case text != "" && !zero:
			text, zero = "零"+text, true
		}
	}
	text = strings.TrimPrefix(text, "零")
	for strings.HasPrefix(text, "零") {
		text = strings.TrimPrefix(text, "零")
	}
	if number < 20 {
		text = strings.TrimPrefix(text, "一十")
		if number >= 10 {
			text = "十" + text
		}
	}
	return text
}
