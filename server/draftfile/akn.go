package draftfile

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"

	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

// aknNames are the elements of Akoma Ntoso for the kinds of clauses.
var aknNames = map[legaltext.ClauseKind]string{
	legaltext.Book: "book", legaltext.Subdivision: "division", legaltext.Chapter: "chapter", legaltext.Section: "section", legaltext.Article: "article",
	legaltext.Paragraph: "paragraph", legaltext.Item: "point", legaltext.Point: "indent",
}

// WriteAkomaNtoso writes a draft as a bill of Akoma Ntoso 3.0 (OASIS LegalDocML). Lines above the first heading or article are its preface.
func WriteAkomaNtoso(w io.Writer, d policy.Draft, clauses []legaltext.Clause) error {
	a := aknWriter{under: map[uuid.UUID][]legaltext.Clause{}}
	preface, roots := 0, 0
	for preface < len(clauses) && clauses[preface].ParentKey == nil && isFrontLine(clauses[preface]) {
		preface++
	}
	for _, c := range clauses[preface:] {
		key := uuid.UUID{}
		if c.ParentKey != nil {
			key = *c.ParentKey
		} else {
			roots++
		}
		a.under[key] = append(a.under[key], c)
	}
	a.WriteString(xml.Header + `<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><bill name="draft">`)
	a.meta(d, strings.SplitN(languageOf(clauses), "-", 2)[0])
	a.preface(d, clauses[:preface])
	a.WriteString("<body>")
	if roots == 0 {
		a.WriteString(`<hcontainer name="empty" eId="empty"><content eId="empty__content"><p/></content></hcontainer>`)
	}
	for _, c := range a.under[uuid.UUID{}] {
		a.clause(c)
	}
	a.WriteString("</body></bill></akomaNtoso>\n")
	_, err := io.WriteString(w, a.String())
	return err
}

// isFrontLine tells whether a line is the title, or a line without a number as they stand below it.
func isFrontLine(c legaltext.Clause) bool {
	return c.Kind == legaltext.Title || c.Kind == legaltext.Paragraph && c.Label == ""
}

// aknWriter writes one text.
type aknWriter struct {
	strings.Builder
	under map[uuid.UUID][]legaltext.Clause // by the parent's key; nil for the text itself
}

// meta identifies the draft as work, expression and manifestation. The program does not know the state, so that the country is unknown (zz).
func (a *aknWriter) meta(d policy.Draft, language string) {
	work := "/akn/zz/bill/" + d.CreatedAt.UTC().Format("2006-01-02") + "/" + d.PolicyRecordKey.String()
	expression := fmt.Sprintf("%s/%s@%d", work, language, d.Version)
	date := `<FRBRdate date="` + d.CreatedAt.UTC().Format("2006-01-02") + `" name="drafted"/><FRBRauthor href="#department"/>`
	a.WriteString(`<meta><identification source="#department">`)
	fmt.Fprintf(a, `<FRBRWork><FRBRthis value="%s"/><FRBRuri value="%s"/>%s<FRBRcountry value="zz"/></FRBRWork>`, work, work, date)
	fmt.Fprintf(a, `<FRBRExpression><FRBRthis value="%s"/><FRBRuri value="%s"/>%s<FRBRlanguage language="%s"/></FRBRExpression>`, expression, expression, date, language)
	fmt.Fprintf(a, `<FRBRManifestation><FRBRthis value="%s.xml"/><FRBRuri value="%s.xml"/>%s</FRBRManifestation>`, expression, expression, date)
	fmt.Fprintf(a, `</identification><references source="#department"><TLCOrganization eId="department" href="/ontology/organization/%s" showAs="%s"/></references></meta>`,
		escape(d.DepartmentCode), escape(d.DepartmentCode))
}

// preface writes the title and the lines below it.
func (a *aknWriter) preface(d policy.Draft, lines []legaltext.Clause) {
	a.WriteString("<preface>")
	if len(lines) == 0 || lines[0].Kind != legaltext.Title {
		a.WriteString("<p><docTitle>" + escape(d.Title) + "</docTitle></p>")
	}
	for _, c := range lines {
		if c.Kind == legaltext.Title {
			a.WriteString("<p><docTitle>" + escape(c.Content()) + "</docTitle></p>")
		} else {
			a.WriteString("<p>" + escape(c.Content()) + "</p>")
		}
	}
	a.WriteString("</preface>")
}

// clause writes a clause with all that is in it.
func (a *aknWriter) clause(c legaltext.Clause) {
	name, id := aknNames[c.Kind], fmt.Sprintf("c_%d", c.Position)
	open := name
	if name == "" { // a line of the title that comes again
		name, open = "hcontainer", `hcontainer name="line"`
	}
	fmt.Fprintf(a, `<%s eId="%s">`, open, id)
	if label := strings.TrimSpace(c.Label); label != "" {
		a.WriteString("<num>" + escape(label) + "</num>")
	}
	if c.Heading != "" {
		a.WriteString("<heading>" + escape(c.Heading) + "</heading>")
	}
	children := a.under[c.Key]
	switch {
	case len(children) == 0:
		fmt.Fprintf(a, `<content eId="%s__content"><p>%s</p></content>`, id, escape(c.Text))
	case c.Text != "":
		fmt.Fprintf(a, `<intro eId="%s__intro"><p>%s</p></intro>`, id, escape(c.Text))
	}
	for _, child := range children {
		a.clause(child)
	}
	a.WriteString("</" + name + ">")
}

// escape writes a text for XML. Characters that XML cannot hold become the replacement character.
func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}
