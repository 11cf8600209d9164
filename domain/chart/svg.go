package chart

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// fonts are the fonts of SVG, of which a reader's machine has at least the last.
const fonts = "'Noto Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"

// SVG writes the picture of a chart. It has no style, script or id, so that a page with a strict policy may hold several.
func (c Chart) SVG() string { return c.Draw().SVG(c.Words.Locale) }

// SVG writes a scene.
func (s Scene) SVG(locale string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="%s" viewBox="0 0 %d %s" width="%d" height="%s" font-family="%s">`,
		html.EscapeString(locale), Width, short(s.Height), Width, short(s.Height), fonts)
	fmt.Fprintf(&b, "\n<title>%s</title>\n<desc>%s</desc>\n", escape(s.Title), escape(s.Says))
	for _, r := range s.Rects {
		fmt.Fprintf(&b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`+"\n", short(r.X), short(r.Y), short(r.W), short(r.H), r.Fill)
	}
	for _, t := range s.Texts {
		fmt.Fprintf(&b, `<text x="%s" y="%s" font-size="%s" fill="%s"%s>%s</text>`+"\n", short(t.X), short(t.Y), short(t.Size), t.Fill, t.attributes(), escape(t.Text))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// attributes are those that differ from what SVG takes for granted.
func (t Text) attributes() string {
	more := ""
	if t.Bold {
		more += ` font-weight="bold"`
	}
	if t.Anchor != Start {
		more += ` text-anchor="` + string(t.Anchor) + `"`
	}
	return more
}

// escape writes a text in XML, without the characters that XML cannot hold.
func escape(text string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD")))
}

// short writes a measure with at most two decimals.
func short(x float64) string { return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64) }
