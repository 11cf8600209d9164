package docx

import (
	"strconv"
	"strings"

	"minyi/domain/legaltext"
)

// inline is the words of a paragraph, or of a part of it, as they are when all tracked changes are accepted.
func (r *reader) inline(n *node) string {
	var text strings.Builder
	for _, c := range n.children {
		switch c.name {
		case "r":
			text.WriteString(r.run(c))
		case "del", "moveFrom":
			r.warn(legaltext.TrackedChanges)
		case "ins", "moveTo":
			r.warn(legaltext.TrackedChanges)
			text.WriteString(r.inline(c))
		case "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "dir", "bdo", "customXml", "AlternateContent", "Choice", "rubyBase", "oMath", "oMathPara":
			text.WriteString(r.inline(c))
		case "t": // within formulas
			text.WriteString(c.text)
		case "e", "num", "den", "sub", "sup", "f", "d", "sSub", "sSup", "rad", "deg", "nary": // parts of formulas
			text.WriteString(r.inline(c))
		}
	}
	return text.String()
}

// run is the words of a run. Hidden words are left out, as in print.
func (r *reader) run(n *node) string {
	properties := n.child("rPr")
	if isOn(properties, "vanish") || look(r.styles, properties.val("rStyle")).hidden {
		return ""
	}
	var text strings.Builder
	for _, c := range n.children {
		text.WriteString(r.piece(c))
	}
	return text.String()
}

// piece is the words of an element of a run.
func (r *reader) piece(c *node) string {
	switch c.name {
	case "t":
		return c.text
	case "tab", "ptab":
		return "\t"
	case "br", "cr":
		return "\n"
	case "noBreakHyphen":
		return "-"
	case "sym":
		return symbol(c.attrs["char"])
	case "footnoteReference":
		return r.note("footnote" + c.attrs["id"])
	case "endnoteReference":
		return r.note("endnote" + c.attrs["id"])
	case "ruby":
		return r.inline(c)
	case "AlternateContent":
		return r.piece(orEmpty(c.child("Choice")))
	case "Choice", "drawing", "pict", "object":
		return r.box(c)
	}
	return ""
}

func orEmpty(n *node) *node {
	if n == nil {
		return &node{}
	}
	return n
}

// symbol is a character of a font by its number. Those of symbol fonts have no meaning elsewhere.
func symbol(code string) string {
	number, err := strconv.ParseUint(code, 16, 32)
	if err != nil || number < 0x20 || number >= 0xE000 && number <= 0xF8FF || number > 0x10FFFF || number >= 0xD800 && number < 0xE000 {
		return "•"
	}
	return string(rune(number))
}

// note is the words of a note at the place that refers to it, so that they stay with their clause.
func (r *reader) note(id string) string {
	words := r.notes[id]
	if words == "" {
		return ""
	}
	r.warn(legaltext.Footnotes)
	r.noted++
	if legaltext.CutText(words).Language.BuiltIn() == "zh" {
		return "〔注" + strconv.Itoa(r.noted) + "：" + words + "〕"
	}
	return "[Note " + strconv.Itoa(r.noted) + ": " + words + "]"
}

// box is the words of a text box on lines of their own. A picture has none, and a person should know of it.
func (r *reader) box(n *node) string {
	boxes := n.find("txbxContent")
	if len(boxes) == 0 {
		if len(n.find("blip"))+len(n.find("imagedata")) > 0 {
			r.warn(legaltext.Pictures)
		}
		return ""
	}
	var text strings.Builder
	for _, box := range boxes {
		for _, p := range box.all("p") {
			text.WriteString("\n" + r.inline(p))
		}
	}
	return text.String()
}

// find lists the elements with a name at any depth. It does not enter what it finds, nor a second form of the same content.
func (n *node) find(name string) (found []*node) {
	for _, c := range n.children {
		switch c.name {
		case name:
			found = append(found, c)
		case "Fallback":
		default:
			found = append(found, c.find(name)...)
		}
	}
	return found
}
