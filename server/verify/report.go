package verify

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"os"

	"golang.org/x/mod/sumdb/tlog"

	"minyi/domain/report"
	"minyi/domain/trust"
)

// reportFile reads the lines of an exported report. It may consist of several files, one after the other.
type reportFile struct {
	lines *bufio.Reader
	close func() error
}

func openReport(names []string) (*reportFile, error) {
	var parts []io.Reader
	var files []*os.File
	f := &reportFile{close: func() (err error) {
		for _, file := range files {
			err = errors.Join(err, file.Close())
		}
		return err
	}}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return nil, errors.Join(err, f.close())
		}
		files, parts = append(files, file), append(parts, file)
	}
	f.lines = bufio.NewReaderSize(io.MultiReader(parts...), 1<<20)
	return f, nil
}

// next returns the next line with its line break. A last line without one is an error.
func (f *reportFile) next() ([]byte, error) {
	line, err := f.lines.ReadBytes('\n')
	if errors.Is(err, io.EOF) {
		err = fmt.Errorf("the file ends too early")
	}
	return line, err
}

// head reads the first line: what the server signed.
func (f *reportFile) head() (head report.Head, err error) {
	line, err := f.next()
	if err == nil {
		err = json.Unmarshal(line, &head)
	}
	if err != nil {
		return head, err
	}
	again, err := trust.JCS(head)
	if err == nil && string(line) != string(again)+"\n" {
		err = fmt.Errorf("it is not written as docs/report.md says")
	}
	return head, err
}

// report checks an exported report. It stops at the first line that it cannot trust.
func (c *checker) report(names []string) (err error) {
	if len(names) == 0 {
		return nil
	}
	f, err := openReport(names)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	head, err := f.head()
	if err != nil {
		c.Fail("report: line 1: %v", err)
		return nil
	}
	id, hash, err := c.key.ReadReport(head.Note)
	if err != nil {
		c.Fail("report: its note: %v", err)
		return nil
	}
	content, err := f.next()
	if err != nil {
		c.Fail("report: line 2: %v", err)
		return nil
	}
	content = bytes.TrimSuffix(content, []byte("\n"))
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != hash {
		c.Fail("report %s: its content is not what was signed", id)
		return nil
	}
	c.Pass("report %s: signed, content hash %s", id, hash)
	var frozen report.ReportContent
	if err := json.Unmarshal(content, &frozen); err != nil {
		c.Fail("  its content: %v", err)
		return nil
	}
	c.reportLog(head.Checkpoint, frozen.Log)
	if frozen.Lists != nil {
		c.canonicalContent(content, frozen.Format)
		c.reportRows(f, frozen)
	}
	if _, err := f.lines.ReadByte(); err == nil {
		c.Fail("  the file goes on after its last row")
	}
	return nil
}

func (c *checker) canonicalContent(content []byte, format int) {
	if format != report.Format || !trust.IsJCS(content) {
		c.Fail("  its content is not canonical JSON (RFC 8785) of format %d", report.Format)
	}
}

// reportLog checks that the server signed the report's log.
func (c *checker) reportLog(note string, log report.ReportLog) {
	if log.TreeSize == 0 && note == "" {
		return
	}
	signed := c.signed(note, nil, "the report")
	switch {
	case signed == nil:
	case signed.TreeSize != log.TreeSize || signed.RootHash() != log.RootHash:
		c.Fail("  its log is not that of the checkpoint")
	default:
		c.Pass("  its log is that of the checkpoint")
	}
}

// reportRows checks the rows against the lists, and the counts and the log against the rows.
func (c *checker) reportRows(f *reportFile, frozen report.ReportContent) {
	again := newRecount()
	for _, list := range frozen.Lists.InOrder() {
		if !c.list(f, list, again) {
			return
		}
	}
	failed := c.failed
	again.compare(frozen, func(format string, args ...any) { c.Fail("  "+format, args...) })
	if c.failed == failed {
		c.Pass("  its counts are those of its rows, and its rows give the root of the log")
	}
}

// list checks the rows of one list. It returns false if rows are missing, so that the rest of the file cannot be read.
func (c *checker) list(f *reportFile, list report.NamedList, again *recount) bool {
	failed := c.failed
	if list.Count < 0 || bits.OnesCount(uint(list.PageRows)) != 1 || len(list.Pages) != (list.Count+list.PageRows-1)/list.PageRows {
		c.Fail("  %s: the numbers of pages and rows do not fit", list.Name)
		return false
	}
	var all, page trust.LogTree
	for n := 1; n <= list.Count; n++ {
		line, err := f.next()
		if err != nil {
			c.Fail("  %s: row %d of %d: %v", list.Name, n, list.Count, err)
			return false
		}
		row, err := report.RowOf(line)
		if err != nil {
			c.Fail("  %s: page %d, row %d: %v", list.Name, (n-1)/list.PageRows+1, n, err)
			row = nil
		} else if err := again.add(list.Name, n, row); err != nil {
			c.Fail("  %s: page %d, row %d: %v", list.Name, (n-1)/list.PageRows+1, n, err)
		}
		if page.Add(tlog.RecordHash(row)); n%list.PageRows > 0 && n < list.Count {
			continue
		}
		number := (n-1)/list.PageRows + 1
		if page.Root() != list.Pages[number-1] {
			c.Fail("  %s: page %d, rows %d to %d, are not those of the report", list.Name, number, (number-1)*list.PageRows+1, n)
		}
		all.Add(page.Root())
		page = trust.LogTree{}
	}
	if all.Root() != list.Root {
		c.Fail("  %s: the pages do not give the root", list.Name)
	}
	if c.failed == failed {
		c.Pass("  %s: %d rows in %d pages", list.Name, list.Count, len(list.Pages))
	}
	return true
}
