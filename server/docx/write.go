package docx

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// Document is what Write writes: paragraphs and tables in order.
type Document struct {
	Title     string
	Language  string // a tag of BCP 47, such as zh-CN
	Landscape bool
	Blocks    []Block
}

// Block is a paragraph, or a table if it has rows.
type Block struct {
	Style  string // Title, Heading1 to Heading4, or empty
	Indent int    // in steps of two characters
	Runs   []Run
	Rows   [][]Cell
	Header bool // the first row is repeated on each page
}

// Cell is the paragraphs of a cell of a table.
type Cell []Block

// Run is words of one look.
type Run struct {
	Text              string
	Bold              bool
	Deleted, Inserted bool // struck out, or underlined
}

// Write writes the document as .docx. Marked words are formatted and are no tracked changes: a comparison is to be read, not accepted.
func Write(w io.Writer, d Document) error {
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes}, {"_rels/.rels", packageRelations}, {"word/_rels/document.xml.rels", documentRelations},
		{"word/styles.xml", strings.Replace(stylesPart, "{language}", escape(d.Language), 2)}, {"docProps/core.xml", fmt.Sprintf(coreProperties, escape(d.Title))},
		{"word/document.xml", d.body()},
	} {
		to, err := z.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(to, part.text); err != nil {
			return err
		}
	}
	return z.Close()
}

// body is the part with the text.
func (d Document) body() string {
	var b strings.Builder
	b.WriteString(xml.Header + `<w:document xmlns:w="` + namespace + `"><w:body>`)
	for _, block := range d.Blocks {
		block.write(&b)
	}
	size := `<w:pgSz w:w="11906" w:h="16838"/>`
	if d.Landscape {
		size = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`
	}
	b.WriteString(`<w:sectPr>` + size + `<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return b.String()
}

func (p Block) write(b *strings.Builder) {
	if p.Rows != nil {
		p.writeTable(b)
		return
	}
	b.WriteString("<w:p><w:pPr>")
	if p.Style != "" {
		b.WriteString(`<w:pStyle w:val="` + escape(p.Style) + `"/>`)
	}
	if p.Indent > 0 {
		fmt.Fprintf(b, `<w:ind w:left="%d"/>`, 420*p.Indent)
	}
	b.WriteString("</w:pPr>")
	for _, r := range p.Runs {
		r.write(b)
	}
	b.WriteString("</w:p>")
}

func (p Block) writeTable(b *strings.Builder) {
	columns := 0
	for _, row := range p.Rows {
		columns = max(columns, len(row))
	}
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="808080"/>`)
	}
	b.WriteString(`</w:tblBorders></w:tblPr><w:tblGrid>` + strings.Repeat(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, 9000/max(1, columns)), columns) + `</w:tblGrid>`)
	for i, row := range p.Rows {
		b.WriteString("<w:tr>")
		if p.Header && i == 0 {
			b.WriteString("<w:trPr><w:tblHeader/></w:trPr>")
		}
		for at := range columns {
			b.WriteString("<w:tc><w:tcPr/>")
			if at < len(row) && len(row[at]) > 0 {
				for _, block := range row[at] {
					block.write(b)
				}
			} else {
				b.WriteString("<w:p/>") // a cell has at least one paragraph
			}
			b.WriteString("</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl><w:p/>")
}

func (r Run) write(b *strings.Builder) {
	b.WriteString("<w:r><w:rPr>")
	if r.Bold {
		b.WriteString("<w:b/>")
	}
	if r.Deleted {
		b.WriteString(`<w:strike/><w:color w:val="B00020"/>`)
	}
	if r.Inserted {
		b.WriteString(`<w:color w:val="0B5D1E"/><w:u w:val="single"/>`)
	}
	b.WriteString("</w:rPr>")
	for i, line := range strings.Split(r.Text, "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		for j, part := range strings.Split(line, "\t") {
			if j > 0 {
				b.WriteString("<w:tab/>")
			}
			if part != "" {
				b.WriteString(`<w:t xml:space="preserve">` + escape(part) + "</w:t>")
			}
		}
	}
	b.WriteString("</w:r>")
}

// escape writes a text for XML. Characters that XML cannot hold become the replacement character.
func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}
