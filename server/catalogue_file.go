package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"net/http"

	"github.com/xuri/excelize/v2"

	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/server/reply"
)

const (
	largestWorkbook = 4 << 20  // bytes
	largestUnzipped = 64 << 20 // bytes; more is not a table that people keep
	mostCells       = 1 << 20  // of a sheet, those left out before others and those of merged ranges included
)

// catalogueTable turns the first sheet of a workbook that has a catalogue's heading into the table that importCatalogue reads. Each cell of a merged range gets the
// words of the range. Staff who may write catalogues may; nothing is kept.
func catalogueTable(w http.ResponseWriter, r *http.Request) {
	if err := mayWriteCatalogues(r); err != nil {
		reply.Refuse(w, r, err)
		return
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		reply.Refuse(w, r, err)
		return
	}
	table, err := tableOf(raw)
	if err != nil {
		reply.Refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(table) // the reader may be gone
}

func mayWriteCatalogues(r *http.Request) error {
	switch by := civic.ActorOf(r.Context()); {
	case !by.SignedIn():
		return civic.Refuse(civic.Unauthenticated, "")
	case !by.Holds(disclose.WriteCatalogue):
		return civic.Refuse(civic.Forbidden, "")
	}
	return nil
}

// tableOf reads a workbook. It refuses as NOT_A_CATALOGUE what is none, or has no sheet with the heading.
func tableOf(raw []byte) ([]byte, error) {
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: largestUnzipped, UnzipXMLSizeLimit: largestUnzipped})
	if err != nil {
		return nil, civic.Refuse(disclose.NotACatalogue, "table")
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		table, err := sheetTable(book, sheet)
		if err != nil {
			return nil, civic.Refuse(disclose.NotACatalogue, "table")
		}
		if _, _, err := disclose.ReadCatalogue(string(table)); err == nil {
			return table, nil
		} else if problems := (civic.Problems{}); !errors.As(err, &problems) {
			return nil, err
		}
	}
	return nil, civic.Refuse(disclose.NotACatalogue, "table")
}

// sheetTable writes a sheet as CSV.
func sheetTable(book *excelize.File, sheet string) ([]byte, error) {
	rows, err := sheetRows(book, sheet)
	if err != nil {
		return nil, err
	}
	merged, err := book.GetMergeCells(sheet)
	if err != nil {
		return nil, err
	}
	left := mostCells
	for _, m := range merged {
		if err := fill(rows, m, &left); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	to := csv.NewWriter(&out)
	err = to.WriteAll(rows)
	return out.Bytes(), err
}

// errTooManyCells refuses a sheet that names few cells, of which each stands far away or covers many.
var errTooManyCells = errors.New("the sheet has too many cells")

// sheetRows reads the rows of a sheet, without empty ones at its end.
func sheetRows(book *excelize.File, sheet string) (all [][]string, err error) {
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for left, empty := mostCells, 0; rows.Next(); {
		row, err := rows.Columns()
		switch {
		case err != nil:
			return nil, err
		case len(row) == 0:
			empty++
			continue
		}
		if left -= empty + 1 + len(row); left < 0 {
			return nil, errTooManyCells
		}
		all, empty = append(append(all, make([][]string, empty)...), row), 0
	}
	return all, rows.Error()
}

// fill gives each cell of a merged range that lies in the rows the words of the range.
func fill(rows [][]string, m excelize.MergeCell, left *int) error {
	first, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
	if err != nil {
		return err
	}
	right, bottom, err := excelize.CellNameToCoordinates(m.GetEndAxis())
	if err != nil {
		return err
	}
	const widest = 200 // columns; a merged title may reach over the whole sheet
	for y := top; y <= min(bottom, len(rows)); y++ {
		if *left -= 1 + max(0, min(right, widest)-first); *left < 0 {
			return errTooManyCells
		}
		for x := first; x <= min(right, widest); x++ {
			for len(rows[y-1]) < x {
				rows[y-1] = append(rows[y-1], "")
			}
			rows[y-1][x-1] = m.GetCellValue()
		}
	}
	return nil
}
