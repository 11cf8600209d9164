package legaltext

import (
	"regexp"
	"strings"
)

// The dates below a text.
var (
	chineseDate = regexp.MustCompile(`^[（(]?(\d{4}|[一二三四五六七八九〇○零０Ｏ]{4})年(\d{1,2}|[一二三四五六七八九十]{1,2}|[xX×ⅹ]{1,2})?月(\d{1,2}|[一二三四五六七八九十]{1,3}|[xX×ⅹ]{1,2})?日?[）)]?$`)
	latinDate   = regexp.MustCompile(`^(\d{1,2}(st|nd|rd|th)?(day of)?)?(january|february|march|april|may|june|july|august|september|october|november|december)(\d{1,2},?)?,?\d{4}\.?$`)
	signing     = regexp.MustCompile(`(?i)^(dated|done at|given under|given at|signed|made at|in witness whereof|fait à|hecho en)\b`)
)

// isDate tells whether a line is only a date.
func isDate(s string) bool {
	if len(s) > 60 {
		return false
	}
	bare := strings.ToLower(Compact(s))
	return chineseDate.MatchString(bare) || latinDate.MatchString(bare)
}

// refineClosing finds what stands behind the last article of each segment and belongs to no article: the list of annexes, the signature
// and the date.
func (im *importer) refineClosing() {
	end := len(im.parsed)
	for i := len(im.parsed) - 1; i >= 0; i-- {
		if i == 0 || im.parsed[i].inserted {
			im.closeSegment(im.parsed[i:end])
			end = i
		}
	}
}

// longestClosing is the greatest number of lines after the last article that are searched for a signature.
const longestClosing = 30

// closeSegment finds the closing of one segment.
func (im *importer) closeSegment(segment []parsedLine) {
	first := len(segment)
	for i := len(segment) - 1; i > 0 && i >= len(segment)-longestClosing && !segment[i].isStructure(); i-- {
		if segment[i].isPlain() && (isDate(segment[i].text) || signing.MatchString(segment[i].text) && !im.chinese()) {
			first = i
		}
	}
	found := first < len(segment)
	for found && first > 1 && isSignature(segment[first-1]) {
		first--
	}
	if at := im.annexList(segment[:first]); at > 0 {
		first = at
	}
	last := lastStructure(segment)
	if last < 0 || first <= last || !onlyPlain(segment[first:], im.chinese()) {
		return
	}
	for i := first; i < len(segment); i++ {
		segment[i] = plainAs(closing, segment[i], im.lines[segment[i].at].text)
	}
}

// lastStructure is the index of the last article, -1 if there is none.
func lastStructure(segment []parsedLine) int {
	for i := len(segment) - 1; i >= 0; i-- {
		if segment[i].kind == Article {
			return i
		}
	}
	return -1
}

// isSignature tells whether a line can be the name of the one who signs.
func isSignature(p parsedLine) bool {
	return p.isPlain() && p.role == ordinary && isShort(p.text, 40) && !strings.ContainsAny(p.text, "。；，：.;:")
}

// onlyPlain tells whether the lines are short enough and no clauses. Only the list of annexes has numbers.
func onlyPlain(segment []parsedLine, chinese bool) bool {
	for _, p := range segment {
		if !p.isPlain() && !(p.isListed() && chinese) || !isShort(p.text, 120) {
			return false
		}
	}
	return true
}

// annexList is the index of the line that starts the list of annexes behind the last article, such as 附件：1.湖区范围图; 0 if there
// is none.
func (im *importer) annexList(segment []parsedLine) (first int) {
	for i := len(segment) - 1; i > 0 && i >= len(segment)-longestClosing && segment[i].kind != Article; i-- {
		name, _, colon := strings.Cut(strings.ReplaceAll(im.lines[segment[i].at].text, ":", "："), "：")
		name = strings.TrimFunc(Compact(name), func(r rune) bool { return isArabicDigit(r) || isChineseNumeral(r) })
		if colon && (name == "附件" || name == "附") && segment[i].role == ordinary {
			first = i
		}
	}
	return first
}
