package legaltext

// numberedLine is a line that may be an article by its number alone: "1." or "1 Title".
type numberedLine struct {
	at      int
	o       ordinal
	stopped bool // the number ends with a stop
}

// refineNumberedArticles turns lines with "1." or "1 Title" into articles, in a text without other articles. British Acts number their
// sections so. The order of numbers tells them from the lists inside an article.
func (im *importer) refineNumberedArticles(segment []parsedLine) {
	var stopped, bare []numberedLine
	for i, p := range segment {
		switch {
		case len(p.readings) > 0 && p.readings[0].style == "1.":
			stopped = append(stopped, numberedLine{i, ordinal{p.readings[0].number, p.readings[0].suffix, 0}, true})
		case p.isPlain() && len(p.decimals) == 1:
			bare = append(bare, numberedLine{i, ordinal{p.decimals[0], p.suffix, p.minor}, false})
		}
	}
	chain, others := articleChain(stopped, segment), articleChain(bare, segment)
	if len(others) > 1 && len(others) > len(chain) && others[0].o.number == 1 {
		chain = others
	}
	for _, n := range chain {
		p := &segment[n.at]
		if !n.stopped {
			p.label, p.text = p.text[:p.width], p.text[p.width:]
			p.text, _ = trimBlank(p.text)
		}
		article := labelledLine(Article, p.label, n.o.number, n.o.suffix)
		article.at, article.minor = p.at, n.o.minor
		article.heading, article.text = cutTitle(p.text)
		*p = article
	}
}

// farthestGap is the greatest number of articles that may be missing between two others.
const farthestGap = 30

// articleChain selects the lines whose numbers can be those of articles. The numbers of a list inside an article start again at 1, and
// its 2 is no article if another 2 comes before the next 3. Under a heading the numbers of articles may start again too.
func articleChain(lines []numberedLine, segment []parsedLine) (chain []numberedLine) {
	var last ordinal
	inner, began := 0, 0
	for i, n := range lines {
		for ; began < n.at; began++ {
			if segment[began].IsHeading() {
				inner = 0
			}
		}
		restarts := n.o.number == 1 && n.at > 0 && isHeadingOrTitle(segment, n.at)
		goesOn := n.o.follows(last) || n.o.number > last.number && (len(chain) == 0 || n.o.number <= last.number+farthestGap) && n.o.number != inner+1
		switch {
		case goesOn && !(n.o.number == inner+1 && inner > 0 && comesAgain(lines[i+1:], n.o)), restarts:
			last, inner = n.o, 0
			chain = append(chain, n)
		default:
			inner = n.o.number
		}
	}
	return chain
}

// isHeadingOrTitle tells whether a heading is right above a line, or only its title is between them.
func isHeadingOrTitle(segment []parsedLine, at int) bool {
	above := segment[at-1]
	if above.isPlain() && isEnglishHeading(above.text) && at > 1 {
		above = segment[at-2]
	}
	return above.IsHeading()
}

// comesAgain tells whether a number comes again before the next one. It looks at a few lines only, so that long texts stay fast.
func comesAgain(below []numberedLine, o ordinal) bool {
	for _, n := range below[:min(len(below), 40)] {
		switch {
		case n.o == o:
			return true
		case n.o.number == o.number+1:
			return false
		}
	}
	return false
}
