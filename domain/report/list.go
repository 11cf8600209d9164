package report

import (
	"bytes"
	"fmt"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/tlog"

	"minyi/domain/trust"
)

// Lists are the rows of a report. The report contains only their numbers and hashes, so it stays small. The rows are kept in pages. docs/report.md
// describes both.
type Lists struct {
	Answers        List `json:"answers"`
	Comments       List `json:"comments"`
	Questionnaires List `json:"questionnaires"`
	Receipts       List `json:"receipts"`
}

// The names of the lists, in the order in which a file has them.
const (
	AnswersList        = "answers"
	CommentsList       = "comments"
	QuestionnairesList = "questionnaires"
	ReceiptsList       = "receipts"
)

// NamedList is a list with its name.
type NamedList struct {
	Name string
	List
}

// InOrder returns the lists in the order in which a file has them.
func (l Lists) InOrder() []NamedList {
	return []NamedList{{AnswersList, l.Answers}, {CommentsList, l.Comments}, {QuestionnairesList, l.Questionnaires}, {ReceiptsList, l.Receipts}}
}

// Head is the first line of an exported report: what the server signed.
type Head struct {
	Checkpoint string `json:"checkpoint"` // the signed checkpoint of the report's log; empty if the log was empty
	Note       string `json:"note"`       // the signed note of the report
}

// List commits to rows. Its root is that of the Merkle tree (RFC 6962) of all rows. The number of rows of a full page is a power of two, so the root of a
// page's own tree is a node of the whole tree.
type List struct {
	Count    int         `json:"count"`
	PageRows int         `json:"pageRows"` // the rows of each page but the last
	Pages    []tlog.Hash `json:"pages"`    // the root of each page
	Root     tlog.Hash   `json:"root"`
}

// The rows of a page. Long rows come in short pages.
const (
	ShortRows = 1024
	LongRows  = 64
)

// PageOf returns the page of the row with this number, and the row's index in it. Pages and rows are numbered from 1.
func (l List) PageOf(row int) (page, index int) {
	return (row-1)/l.PageRows + 1, (row - 1) % l.PageRows
}

// Page is one page of a list. Its text has one line for each row.
type Page struct {
	Number int
	Keys   []uuid.UUID // of the things that the rows are about; never public
	Text   string
}

// Line returns the line of a row: its hash and its canonical JSON.
func Line(row []byte) []byte {
	return fmt.Appendf(nil, "{\"hash\":\"%s\",\"row\":%s}\n", tlog.RecordHash(row), row)
}

// lineHead and lineMiddle are the parts of a line around its hash.
const (
	lineHead   = `{"hash":"`
	lineMiddle = `","row":`
	hashLength = 44 // of a hash in base64
)

// RowOf returns the row of a line. It returns an error if the line's hash is not that of the row.
func RowOf(line []byte) ([]byte, error) {
	const start = len(lineHead) + hashLength + len(lineMiddle)
	if len(line) < start+len("}\n") {
		return nil, fmt.Errorf("the line is too short")
	}
	row := line[start : len(line)-len("}\n")]
	if !bytes.Equal(line, Line(row)) {
		return nil, fmt.Errorf("the row does not have the hash of its line")
	}
	return row, nil
}

// Pager puts rows into pages, one page after the other, so that it holds only one.
type Pager struct {
	save      func(Page) error
	list      List
	tree, own trust.LogTree // of all pages, and of the current page
	page      Page
	text      bytes.Buffer
}

// NewPager returns an empty list. It saves each page as soon as it is full.
func NewPager(pageRows int, save func(Page) error) *Pager {
	return &Pager{save: save, list: List{PageRows: pageRows, Pages: []tlog.Hash{}}}
}

// Count returns the number of rows so far.
func (p *Pager) Count() int { return p.list.Count }

// Add adds a row about the thing with this key.
func (p *Pager) Add(row any, about uuid.UUID) error {
	raw, err := trust.JCS(row)
	if err != nil {
		return err
	}
	p.list.Count++
	p.own.Add(tlog.RecordHash(raw))
	p.text.Write(Line(raw))
	p.page.Keys = append(p.page.Keys, about)
	if len(p.page.Keys) == p.list.PageRows {
		return p.end()
	}
	return nil
}

// end ends the current page.
func (p *Pager) end() error {
	root := p.own.Root()
	p.tree.Add(root)
	p.list.Pages = append(p.list.Pages, root)
	p.page.Number, p.page.Text = len(p.list.Pages), p.text.String()
	err := p.save(p.page)
	p.page, p.own = Page{}, trust.LogTree{}
	p.text.Reset()
	return err
}

// Close saves the last page and returns the list.
func (p *Pager) Close() (List, error) {
	if len(p.page.Keys) > 0 {
		if err := p.end(); err != nil {
			return List{}, err
		}
	}
	p.list.Root = p.tree.Root()
	return p.list, nil
}
