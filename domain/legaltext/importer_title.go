package legaltext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// titleEnds are the words with which the title of a Chinese document ends.
var titleEnds = strings.Fields("条例 條例 办法 辦法 规定 規定 通知 意见 意見 决定 決定 法 细则 細則 方案 规则 規則 公告 通告 批复 函 规划 規劃 计划 纲要 解释 决议 说明 章程 标准 措施 指引 指南 制度 要点 名录 目录 规范 规程 准则 命令 令 报告 倡议书 协定 公约 稿 案 》")

// refineTitle finds the lines of the title, and lines that repeat it, as in a text joined from several files. A repeated title right
// before a heading belongs to the root and not to the article above it.
func (im *importer) refineTitle() {
	first, end := im.titleLines()
	if first == end {
		return
	}
	for i := first; i < end; i++ {
		im.parsed[i].kind = Title
	}
	heading := false // whether the next labelled line below is a heading
	for i := len(im.parsed) - 1; i >= end; i-- {
		p := &im.parsed[i]
		if !p.isPlain() {
			heading = p.IsHeading()
			continue
		}
		if p.role == ordinary && len(p.text) < 300 && SameText(p.text, im.parsed[first].text) {
			if heading {
				p.role = titleAgain
			}
			im.warn(TitleRepeated, *p, 0)
		}
	}
}

// titleLines finds the lines of the title, from the first up to but not including the end. A text of one line has none.
func (im *importer) titleLines() (first, end int) {
	for first < len(im.parsed)-1 && im.parsed[first].role == verbatim {
		first++
	}
	p := im.parsed[first]
	if first == len(im.parsed)-1 || !p.canBeTitle() {
		return 0, 0
	}
	end = first + 1
	for end < len(im.parsed)-1 && end < first+4 && im.continuesTitle(im.parsed[end-1], im.parsed[end]) {
		end++
	}
	if !im.chinese() {
		return first, end
	}
	for ; end > first+1 && !endsTitle(im.parsed[end-1].text); end-- { // only whole titles are longer than a line
	}
	return first, end
}

// canBeTitle tells whether the line can be a title: a plain line that is no sentence, or the only # heading of a Markdown text.
func (p parsedLine) canBeTitle() bool {
	return p.rank == paragraphRank && p.role == ordinary && isShort(p.text, LongestTitle) &&
		(p.label != "" || !strings.ContainsRune("。；：，;:,？?", lastRune(p.text)))
}

// continuesTitle tells whether a line goes on with the title in the line above it.
func (im *importer) continuesTitle(above, p parsedLine) bool {
	if !p.isPlain() || !p.canBeTitle() || above.label != "" {
		return false
	}
	if im.chinese() {
		return !endsTitle(above.text) && isShort(p.text, 50) && !strings.ContainsAny(p.text, "。，；：〔") && lastRune(p.text) != '号' && !isDate(p.text)
	}
	first, _ := utf8.DecodeRuneInString(p.text)
	return unicode.IsLower(first) && !strings.HasSuffix(above.text, ".") && !strings.HasSuffix(p.text, ".")
}

// endsTitle tells whether a title is complete. What stands in brackets behind it does not count.
func endsTitle(s string) bool {
	if at := strings.LastIndexAny(s, "（("); at > 0 && strings.ContainsRune("）)", lastRune(s)) {
		s = s[:at]
	}
	s = strings.TrimRightFunc(s, isBlank)
	for _, word := range titleEnds {
		if strings.HasSuffix(s, word) {
			return true
		}
	}
	return false
}

// title joins the lines of the title; empty if the text starts with a heading or a table of contents.
func (im *importer) title() string {
	title := ""
	for _, p := range im.parsed {
		switch {
		case p.kind != Title:
		case title == "" || im.chinese():
			title += p.text
		default:
			title += " " + p.text
		}
	}
	return title
}
