package legaltext

import "slices"

// refineSegments decides what only the body, an annex or a note as a whole shows. Each of them has numbers of its own.
func (im *importer) refineSegments() {
	im.refineMarkdownRanks()
	body := true    // whether the segment is the text itself
	listed := false // whether the body has articles by word, so that 1. and 一、 in an annex are a list
	for from := 0; from < len(im.parsed); {
		end := from + 1
		for end < len(im.parsed) && !im.parsed[end].inserted {
			end++
		}
		segment := im.parsed[from:end]
		byWord := slices.ContainsFunc(segment, func(p parsedLine) bool { return p.kind == Article })
		if body {
			listed = byWord || countLines(segment, isSection) > 0
		}
		im.refineSegment(segment, byWord, listed)
		body, from = false, end
	}
}

// refineSegment decides which lines of a segment are articles and headings. Lists means that "1." and 一、 start no articles.
func (im *importer) refineSegment(segment []parsedLine, byWord, lists bool) {
	if im.chinese() {
		im.refineChineseArticles(segment)
		refineUnnumberedHeadings(segment)
	} else {
		byWord = refineEnglishSections(segment) || byWord
	}
	if !byWord && !im.markdown || im.markdown && countLines(segment, func(p parsedLine) bool { return p.level > 0 && p.isStructure() }) == 0 {
		refineDecimals(segment)
		byWord = byWord || slices.ContainsFunc(segment, func(p parsedLine) bool { return p.kind == Article })
		byWord = byWord || !im.chinese() && refineCodeSections(segment)
	}
	switch {
	case im.chinese() && byWord:
		refinePartHeadings(segment)
		im.refineLostHeadings(segment)
		refineTitlesAbove(segment)
	case im.chinese() && !lists:
		refineNotice(segment)
	case !im.chinese() && !byWord && !lists:
		im.refineNumberedArticles(segment)
	}
	if !im.chinese() {
		im.refineSideNotes(segment)
	}
	im.refineArticleTitles(segment)
}

// refineChineseArticles tells articles from citations at the start of a line by the order of numbers. A number that follows starts an
// article even if its words look like a citation, as in 第二条规定公园名录的文件; a number that goes back, below a line that is not
// complete, is a citation that a line break cut off.
func (im *importer) refineChineseArticles(segment []parsedLine) {
	certain := map[ordinal]int{}
	for i, p := range segment {
		if p.kind == Article && p.number != nil && !p.doubtful {
			certain[p.ordinal()] = i
		}
	}
	var last ordinal
	for i := range segment {
		p := &segment[i]
		if p.kind != Article || p.number == nil || p.level > 0 {
			continue
		}
		o := p.ordinal()
		follows, complete := o.follows(last), i == 0 || segment[i-1].words() == "" || endsSentence(segment[i-1].words()) || segment[i-1].IsHeading()
		later, again := certain[o]
		switch {
		case p.doubtful && follows && complete && !(again && later > i):
			last = o
		case p.doubtful, !follows && o.number <= last.number && (!complete || p.weak):
			warned := follows || !p.doubtful || !complete
			*p = plainAs(citation, *p, im.lines[p.at].text)
			p.warned = warned
		default:
			last = o
		}
	}
}

// refineNotice makes 一、 the articles of a notice.
func refineNotice(segment []parsedLine) {
	for i := range segment {
		p := &segment[i]
		if p.style != "一、" {
			continue
		}
		p.kind, p.rank = Article, articleRank
		if isChineseHeading(p.text) {
			p.heading, p.text = p.text, ""
		}
	}
}

// isSection tells whether the line starts with the word Section. A Markdown ### has no number.
func isSection(p parsedLine) bool { return p.kind == Section && p.number != nil }

// refineEnglishSections decides what level a Section is. It tells whether the sections are articles.
func refineEnglishSections(segment []parsedLine) bool {
	articles := countLines(segment, func(p parsedLine) bool { return p.kind == Article })
	sections := countLines(segment, isSection)
	switch {
	case sections == 0:
		return false
	case articles == 0:
		reclassify(segment, isSection, Article, articleRank)
		return true
	case sectionsDivideArticles(segment):
		reclassify(segment, isSection, Section, innerSectionRank)
	default: // a Section with a text of its own is no heading but an article, like a § 12
		reclassify(segment, func(p parsedLine) bool { return isSection(p) && p.text != "" }, Article, articleRank)
	}
	return false
}

// sectionsDivideArticles tells whether sections are parts of articles, as in constitutions. Then the first section follows an
// article directly, or only the article's title is between them.
func sectionsDivideArticles(parsed []parsedLine) bool {
	first := slices.IndexFunc(parsed, isSection)
	if first > 1 && parsed[first-1].isPlain() && isEnglishHeading(parsed[first-1].text) {
		first--
	}
	return first > 0 && parsed[first-1].kind == Article && parsed[first-1].text == ""
}

// reclassify gives some lines another kind and rank. The # of a Markdown heading keeps its rank.
func reclassify(parsed []parsedLine, which func(parsedLine) bool, kind ClauseKind, rank int) {
	for i := range parsed {
		if p := &parsed[i]; which(*p) {
			p.kind, p.style = kind, string(kind)
			if p.level == 0 || p.rank == sectionRank {
				p.rank = rank
			}
		}
	}
}
