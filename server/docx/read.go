package docx

import (
	"regexp"
	"strings"

	"minyi/domain/legaltext"
)

// Read reads a Word document as plain text: a line for each paragraph, a line between bars for each row of a table. The headings of a
// document whose headings have no numbers are marked as in Markdown. The warnings say what a person should know of the file. It refuses
// FILE_TYPE_UNKNOWN, FILE_BROKEN, FILE_ENCRYPTED, FILE_HAS_MACROS, FILE_HAS_ENTITIES and FILE_EXPANDS.
func Read(raw []byte) (text string, warnings []legaltext.ImportWarning, err error) {
	a, err := openArchive(raw)
	if err != nil {
		return "", nil, err
	}
	r := reader{notes: map[string]string{}, warned: map[legaltext.ImportWarningKind]int{}}
	if r.styles, err = readStyles(a); err != nil {
		return "", nil, err
	}
	if r.numbering, err = readNumbering(a); err != nil {
		return "", nil, err
	}
	for part, kind := range map[string]string{"word/footnotes.xml": "footnote", "word/endnotes.xml": "endnote"} {
		if err := r.readNotes(a, part, kind); err != nil {
			return "", nil, err
		}
	}
	if err := a.eachBlock("word/document.xml", map[string]bool{"p": true, "tbl": true}, r.block); err != nil {
		return "", nil, err
	}
	text, warnings = r.finish()
	return text, warnings, nil
}

// reader reads the blocks of one document in order.
type reader struct {
	styles    map[string]style
	numbering numbering
	notes     map[string]string // the words of the notes, by kind and id
	noted     int               // how many notes were referred to so far
	lines     []paragraph
	joined    bool // the mark of the last paragraph was deleted: the next one goes on with it
	warned    map[legaltext.ImportWarningKind]int
}

// paragraph is one paragraph, or one row of a table.
type paragraph struct {
	text    string
	heading int // the level of its style from 1; 0 for none
	title   bool
}

// readNotes reads the words of footnotes or endnotes. Two of them only draw the line above the others.
func (r *reader) readNotes(a archive, part, kind string) error {
	return a.eachBlock(part, map[string]bool{kind: true}, func(n *node) {
		if kind := n.attrs["type"]; kind != "" && kind != "normal" {
			return
		}
		var words []string
		for _, p := range n.children {
			if text := strings.TrimSpace(r.inline(p)); text != "" {
				words = append(words, text)
			}
		}
		r.notes[kind+n.attrs["id"]] = strings.Join(words, " ")
	})
}

// block reads a paragraph or a table.
func (r *reader) block(n *node) {
	if n.name == "tbl" {
		r.table(n)
		return
	}
	r.paragraph(n)
}

// paragraph reads a paragraph with the number that Word gives it.
func (r *reader) paragraph(n *node) {
	properties := n.child("pPr")
	look := look(r.styles, properties.val("pStyle"))
	p := paragraph{text: r.inline(n), heading: outlineOf(properties), title: look.name == "title" || look.name == "标题"}
	if p.heading == 0 {
		p.heading = look.outline
	}
	if strings.TrimSpace(p.text) != "" && !r.joined {
		p.text = r.number(properties, look) + p.text
	}
	if r.joined && len(r.lines) > 0 {
		r.lines[len(r.lines)-1].text += p.text
	} else {
		r.lines = append(r.lines, p)
	}
	r.joined = properties.at("rPr", "del") != nil || properties.at("rPr", "moveFrom") != nil
	if r.joined || properties.at("rPr", "ins") != nil {
		r.warn(legaltext.TrackedChanges)
	}
}

// number is the number of a paragraph: of its own list, or of its style's.
func (r *reader) number(properties *node, look style) string {
	at := listOf(properties)
	styled, known := r.numbering.styled[properties.val("pStyle")]
	switch {
	case at == nil && look.list == nil && !known:
		return ""
	case at == nil && known:
		at = &styled
	case at == nil:
		at = look.list
	case at.list == "" && known:
		at.list = styled.list
	case at.list == "" && look.list != nil:
		at.list = look.list.list
	}
	return r.numbering.next(*at)
}

// table reads a table: a line for each row. A table of one column only frames the text in it.
func (r *reader) table(n *node) {
	var rows [][]*node
	columns := 0
	for _, row := range n.all("tr") {
		if row.at("trPr", "del") != nil {
			r.warn(legaltext.TrackedChanges)
			continue
		}
		cells := row.all("tc")
		columns = max(columns, len(cells))
		rows = append(rows, cells)
	}
	for _, cells := range rows {
		if columns == 1 {
			for _, cell := range cells {
				r.inCell(cell)
			}
			continue
		}
		words := make([]string, len(cells))
		for i, cell := range cells {
			words[i] = strings.ReplaceAll(r.cellText(cell), "|", "／")
		}
		if strings.TrimSpace(strings.Join(words, "")) != "" {
			r.lines = append(r.lines, paragraph{text: "| " + strings.Join(words, " | ") + " |"})
		}
	}
	r.joined = false
}

// inCell reads the blocks of a cell as if they stood outside.
func (r *reader) inCell(cell *node) {
	for _, c := range cell.children {
		switch c.name {
		case "p", "tbl":
			r.block(c)
		case "sdt":
			r.inCell(c.child("sdtContent"))
		}
	}
}

// cellText is the words of a cell on one line.
func (r *reader) cellText(cell *node) string {
	inner := reader{styles: r.styles, numbering: r.numbering, notes: r.notes, noted: r.noted, warned: r.warned}
	inner.inCell(cell)
	r.noted = inner.noted
	var words []string
	for _, line := range inner.lines {
		if text := strings.Join(strings.Fields(line.text), " "); text != "" {
			words = append(words, strings.Trim(text, "|"))
		}
	}
	return strings.Join(words, " ")
}

// all lists the elements with a name right under a node, or within the controls and changes around them.
func (n *node) all(name string) (found []*node) {
	for _, c := range n.children {
		switch c.name {
		case name:
			found = append(found, c)
		case "sdt", "sdtContent", "customXml", "ins":
			found = append(found, c.all(name)...)
		}
	}
	return found
}

// warn notes a warning at the line that comes next.
func (r *reader) warn(kind legaltext.ImportWarningKind) {
	if _, known := r.warned[kind]; !known {
		r.warned[kind] = len(r.lines)
	}
}

// labelled tells whether a heading has a number of its own.
var labelled = regexp.MustCompile(`(?i)^(第\s*[0-9０-９一二三四五六七八九十百千零〇两]+\s*[编編章节節条條部分]|附[件录錄则則表图圖]|[一二三四五六七八九十]+[、．.]|[（(]|[0-9０-９]|(book|part|chapter|title|section|article|schedule|annex|appendix)\b|§|[IVX]+\.)`)

// finish joins the lines. Headings are marked if a heading besides the title has no number, because nothing else tells that it is one.
func (r *reader) finish() (string, []legaltext.ImportWarning) {
	marked, levels := false, 0
	for i, p := range r.lines {
		if p.heading > 0 && strings.TrimSpace(p.text) != "" {
			levels++
			marked = marked || !labelled.MatchString(strings.TrimSpace(p.text)) && !r.isTitle(i)
		}
	}
	var text strings.Builder
	places := make([]int, len(r.lines)+1)
	number := 1
	for i, p := range r.lines {
		places[i] = number
		line := strings.TrimRight(p.text, " \t\n")
		if marked && p.heading > 0 && line != "" && !r.isTitle(i) {
			line = strings.Repeat("#", min(p.heading, 6)) + " " + strings.TrimSpace(line)
		}
		text.WriteString(line + "\n")
		number += strings.Count(line, "\n") + 1
		if marked { // a blank line ends a paragraph of Markdown
			text.WriteString("\n")
			number++
		}
	}
	return text.String(), r.warnings(places)
}

// isTitle tells whether a line is the title of the document: its first words, in the style of titles, or the only heading of its level.
func (r *reader) isTitle(at int) bool {
	for i, p := range r.lines[:at] {
		if strings.TrimSpace(p.text) != "" && !r.lines[i].title {
			return false
		}
	}
	if r.lines[at].title {
		return true
	}
	for _, p := range r.lines[at+1:] {
		if p.heading > 0 && p.heading <= r.lines[at].heading && strings.TrimSpace(p.text) != "" {
			return false
		}
	}
	return true
}

// warnings are the warnings in the order of the text.
func (r *reader) warnings(places []int) (found []legaltext.ImportWarning) {
	for _, kind := range []legaltext.ImportWarningKind{legaltext.TrackedChanges, legaltext.Footnotes, legaltext.Pictures} {
		if at, warned := r.warned[kind]; warned {
			at = min(at, max(0, len(r.lines)-1))
			w := legaltext.ImportWarning{Kind: kind, Line: places[at]}
			if len(r.lines) > 0 {
				w.Excerpt = legaltext.Excerpt(r.lines[at].text)
			}
			found = append(found, w)
		}
	}
	return found
}
