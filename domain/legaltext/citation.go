package legaltext

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// Citations are how lawyers name each clause of a whole text: 第五条第二款第（一）项, or Article 5(2)(a). A clause without a number of its
// own, such as a title or a row of a table, has none. Each citation names one clause: where numbers start again under each heading, the
// heading is part of it.
func Citations(clauses []Clause, locale civic.Locale) []string {
	c := citer{clauses: clauses, at: make(map[uuid.UUID]int, len(clauses)), several: map[uuid.UUID]bool{}}
	for i, clause := range clauses {
		c.at[clause.Key] = i
		if clause.Kind == Paragraph && clause.ParentKey != nil && clause.Number != nil {
			c.several[*clause.ParentKey] = true
		}
	}
	cite, gap := c.english, ", "
	if locale.BuiltIn() == civic.Chinese {
		cite, gap = c.chinese, ""
	}
	cited := make([]string, len(clauses))
	for i := range clauses {
		cited[i] = cite(i)
	}
	for _, i := range repeated(cited) {
		cited[i] = c.underHeading(i, cited[i], cite, gap)
	}
	for _, i := range repeated(cited) {
		cited[i] = ""
	}
	return cited
}

// repeated lists the citations that several clauses have.
func repeated(cited []string) (found []int) {
	count := map[string]int{}
	for _, c := range cited {
		count[c]++
	}
	for i, c := range cited {
		if c != "" && count[c] > 1 {
			found = append(found, i)
		}
	}
	return found
}

// underHeading is a citation with the citation of the innermost heading above the clause.
func (c citer) underHeading(i int, cited string, cite func(int) string, gap string) string {
	for at, found := c.parent(i); found; at, found = c.parent(at) {
		if heading := cite(at); c.clauses[at].Kind.IsHeading() && heading != "" && !strings.HasPrefix(cited, heading) {
			return heading + gap + cited
		}
	}
	return cited
}

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
		case isAnnex(clause) && (c.clauses[i].Kind == Article || c.clauses[i].Kind.IsHeading()):
			return annexName(clause) + " "
		case c.clauses[i].Kind != Article && !clause.Kind.IsHeading():
			return cite(at)
		}
	}
	return ""
}

// isAnnex tells whether a heading is that of an annex.
func isAnnex(c Clause) bool {
	return c.Kind.IsHeading() && (c.Label == "" || strings.HasPrefix(c.Heading, "附") || strings.HasPrefix(c.Label, "附"))
}

// annexName are the words of an annex's heading up to the first blank or colon.
func annexName(c Clause) string {
	heading := c.Label + c.Heading
	if at := strings.IndexAny(heading, "：: \u3000"); at > 0 {
		heading = heading[:at]
	}
	return strings.TrimRight(heading, "：:")
}

// headingAbove is the citation of the heading above a heading; an annex names itself.
func (c citer) headingAbove(i int, cite func(int) string, gap string) string {
	for at, found := c.parent(i); found; at, found = c.parent(at) {
		if isAnnex(c.clauses[at]) {
			return annexName(c.clauses[at]) + " "
		}
		if above := cite(at); c.clauses[at].Kind.IsHeading() && above != "" {
			return above + gap
		}
	}
	return ""
}

// chinese cites a clause in Chinese.
func (c citer) chinese(i int) string {
	clause := c.clauses[i]
	if isAnnex(clause) && clause.Heading != "" {
		return annexName(clause)
	}
	if clause.Number == nil {
		return ""
	}
	number := chineseNumeral(*clause.Number)
	if clause.NumberSuffix > 0 {
		number += "-" + fmt.Sprint(clause.NumberSuffix)
	}
	above := c.above(i, c.chinese)
	switch unit := map[ClauseKind]string{Book: "编", Subdivision: "分编", Chapter: "章", Section: "节", Paragraph: "款"}[clause.Kind]; {
	case clause.Kind.IsHeading():
		return c.headingAbove(i, c.chinese, "") + "第" + number + unit
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
	if isAnnex(clause) && clause.Heading != "" {
		return annexName(clause)
	}
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
	return c.headingAbove(i, c.english, ", ") + strings.ToUpper(string(clause.Kind[:1])) + strings.ToLower(string(clause.Kind[1:])) + " " + own
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
