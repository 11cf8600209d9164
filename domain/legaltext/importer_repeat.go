package legaltext

import (
	"slices"
	"strings"
)

// isTrueRepeat tells whether the number of an article or a heading of an English text was written twice by mistake. English texts often write one number
// twice for a reason: they cite articles, amend other texts, and count anew in schedules. So a repeat counts only if both stand one after the other at one
// level in a running sequence, such as Article 2, 3, 3, 4, and if no words above the second one introduce the text of another law.
func (im *importer) isTrueRepeat(at int) bool {
	p := im.parsed[at]
	if p.kind != Article && !p.IsHeading() || im.annexed || im.introduced(at) {
		return false
	}
	first := im.besides(at, -1)
	if first < 0 || im.parsed[first].ordinal() != p.ordinal() || first == at-1 && im.parsed[first].words() == "" {
		return false
	}
	before, after := im.besides(first, -1), im.besides(at, 1)
	if before < 0 && after < 0 {
		return false
	}
	return (before < 0 || *im.parsed[before].number == *p.number-1) && (after < 0 || *im.parsed[after].number == *p.number+1)
}

// besides is the index of the next line of the same style at the same level, upwards or downwards; -1 if a wider level begins before it.
func (im *importer) besides(at, step int) int {
	p := im.parsed[at]
	for i := at + step; i >= 0 && i < len(im.parsed); i += step {
		switch other := im.parsed[i]; {
		case other.role != ordinary || other.label == "":
		case other.rank < p.rank:
			return -1
		case other.style == p.style && other.rank == p.rank && other.number != nil:
			return i
		}
	}
	return -1
}

// introduced tells whether the words above a line announce a quoted text: "is amended to read:".
func (im *importer) introduced(at int) bool {
	return at > 0 && strings.ContainsRune(":—–", lastRune(im.lines[im.parsed[at-1].at].text))
}

// opensAnnex tells whether an annex or a schedule begins, also one whose heading has its word at the end: "FOURTH SCHEDULE".
func (p parsedLine) opensAnnex() bool {
	named := func(word string) bool { return strings.Contains(strings.ToLower(p.heading), word) }
	return p.rank == annexRank || p.IsHeading() && slices.ContainsFunc(annexWords, named)
}
