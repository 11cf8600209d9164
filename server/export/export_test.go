package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

// sheetOf writes rows in a format.
func sheetOf(t testing.TB, f Format, l civic.Locale, columns []civic.Column, rows ...[]civic.Cell) []byte {
	t.Helper()
	var to bytes.Buffer
	s, err := f.NewSheet(&to, civic.Table{Columns: columns}, l, false)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s, rows)
	return to.Bytes()
}

func fill(t testing.TB, s Sheet, rows [][]civic.Cell) {
	t.Helper()
	for _, row := range rows {
		if err := s.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// whole is a cell with a value that people read as it is.
func whole(value any) civic.Cell { return civic.Cell{Value: value} }

// someColumns are so many columns.
func someColumns(n int) []civic.Column {
	columns := make([]civic.Column, n)
	for i := range columns {
		columns[i] = civic.Column{Key: fmt.Sprint("c", i), Titles: []civic.Localized{{civic.Chinese: fmt.Sprint("列", i), civic.English: fmt.Sprint("Column ", i)}}}
	}
	return columns
}

// workbook opens what was written with another program's eyes.
func workbook(t testing.TB, raw []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// Nothing that somebody wrote becomes a formula, in a sheet of either kind, and everything else stays as it was written.
func TestFormulasAreDefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+8613800000000": "'+8613800000000", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1",
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠a": "'＠a", "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
		"": "", "好": "好", "1=1": "1=1", "'=1": "''=1", "''": "'''", " =1": " =1", "（-1）": "（-1）", "a,b": "a,b", `"=1"`: `"=1"`, "—": "—",
	} {
		raw := sheetOf(t, CSV, civic.Chinese, someColumns(1), []civic.Cell{whole("x" + text)}, []civic.Cell{whole(text)}, []civic.Cell{whole("end")})
		rows, err := csv.NewReader(strings.NewReader(string(raw[len(byteOrderMark):]))).ReadAll()
		if text == "" {
			rows = slices.Insert(rows, 2, []string{""}) // the library leaves empty lines out
		}
		if err != nil || len(rows) != 4 || rows[2][0] != want {
			t.Errorf("%q: CSV has %q, %v", text, rows, err)
		}
		f := workbook(t, sheetOf(t, XLSX, civic.Chinese, someColumns(1), []civic.Cell{whole(text)}))
		got, _ := f.GetCellValue("Sheet1", "A2")
		formula, _ := f.GetCellFormula("Sheet1", "A2")
		style, _ := f.GetCellStyle("Sheet1", "A2")
		if got != text || formula != "" || (style == 2) != looksLikeFormula(text) {
			t.Errorf("%q: XLSX has %q, the formula %q, the style %d", text, got, formula, style)
		}
	}
}

// A value reads as a person, a program and a spreadsheet take it.
func TestSheetValues(t *testing.T) {
	t.Parallel()
	row := []civic.Cell{{}, whole("第一行\n第二行，\"引号\" <b>&_x0041_"), whole(-3), whole(2.5), whole(true), whole(consult.Oppose), whole(civic.Localized{civic.Chinese: "是", civic.English: "yes"})}
	raw := sheetOf(t, CSV, civic.English, someColumns(len(row)), row)
	if want := byteOrderMark + "Column 0,Column 1,Column 2,Column 3,Column 4,Column 5,Column 6\r\n,\"第一行\n第二行，\"\"引号\"\" <b>&_x0041_\",-3,2.5,1,Oppose,yes\r\n"; string(raw) != want {
		t.Errorf("CSV is %q", raw)
	}
	raw = sheetOf(t, NDJSON, civic.English, someColumns(len(row)), row)
	if want := `{"c0":null,"c1":"第一行\n第二行，\"引号\" <b>&_x0041_","c2":-3,"c3":2.5,"c4":true,"c5":"OPPOSE","c6":{"en":"yes","zh":"是"}}` + "\n"; string(raw) != want {
		t.Errorf("NDJSON is %s", raw)
	}
	f := workbook(t, sheetOf(t, XLSX, civic.Chinese, someColumns(len(row)), row))
	read, err := f.GetRows("Sheet1")
	if want := [][]string{{"列0", "列1", "列2", "列3", "列4", "列5", "列6"}, {"", "第一行\n第二行，\"引号\" <b>&_x0041_", "-3", "2.5", "TRUE", "反对", "是"}}; err != nil || fmt.Sprint(read) != fmt.Sprint(want) {
		t.Errorf("XLSX is %q, %v", read, err)
	}
	if kind, _ := f.GetCellType("Sheet1", "C2"); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("a number is of the type %v", kind)
	}
}

// Where a sheet is full the next one goes on, under the same headings.
func TestFullSheets(t *testing.T) {
	t.Parallel()
	var to bytes.Buffer
	s, err := newXLSXSheet(&to, someColumns(30), civic.English, 4)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]civic.Cell
	for i := range 7 {
		row := make([]civic.Cell, 30)
		row[0], row[29] = whole(i), whole("last")
		rows = append(rows, row)
	}
	fill(t, s, rows)
	f := workbook(t, to.Bytes())
	var read []string
	for _, name := range f.GetSheetList() {
		all, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range all {
			read = append(read, row[0]+" "+row[29])
		}
	}
	if want := "[Column 0 Column 29 0 last 1 last 2 last Column 0 Column 29 3 last 4 last 5 last Column 0 Column 29 6 last]"; fmt.Sprint(read) != want {
		t.Errorf("read %v", read)
	}
	if _, err := newXLSXSheet(&to, someColumns(mostSheetColumns+1), civic.English, 4); fmt.Sprint(err) != fmt.Sprint(civic.Refuse(consult.TooWide, "", civic.Max(mostSheetColumns))) {
		t.Errorf("too wide: %v", err)
	}
}

// A cell takes no more than Excel does, and says that there is more.
func TestLongCells(t *testing.T) {
	t.Parallel()
	for text, cut := range map[string]bool{strings.Repeat("好", maxCellLength): false, strings.Repeat("好", maxCellLength+1): true, strings.Repeat("😀", maxCellLength/2+1): true, strings.Repeat("a", maxCellLength-1) + "😀": true} {
		got, _ := workbook(t, sheetOf(t, XLSX, civic.Chinese, someColumns(1), []civic.Cell{whole(text)})).GetCellValue("Sheet1", "A2")
		whole := got == text
		if whole == cut || strings.Contains(got, "\ufffd") || strings.Contains(got, "whole in CSV") != cut {
			t.Errorf("of %d bytes there are %d", len(text), len(got))
		}
	}
}

func TestColumnNames(t *testing.T) {
	t.Parallel()
	for i := range 20_000 {
		want, err := excelize.ColumnNumberToName(min(i+1, mostSheetColumns))
		if got := columnName(i); err != nil || i < mostSheetColumns && got != want {
			t.Fatalf("column %d is %s, not %s (%v)", i, got, want, err)
		}
	}
}

// FuzzSheets reads back what is written: CSV and NDJSON by the standard library, and a workbook by another one.
func FuzzSheets(f *testing.F) {
	for _, text := range []string{"", "好", "=1", "a\"b,c\nd\re", "\x00\xff", "_x000D_", "\ufffe😀", " 好 "} {
		f.Add(text, 1.5)
	}
	f.Fuzz(func(t *testing.T, text string, x float64) {
		if strings.ContainsRune(text, '\r') || math.IsNaN(x) || math.IsInf(x, 0) {
			t.Skip() // CSV readers take a line break of old for one of now
		}
		row := []civic.Cell{whole(text), whole(x), whole("end")}
		rows, err := csv.NewReader(bytes.NewReader(sheetOf(t, CSV, civic.Chinese, someColumns(3), row)[len(byteOrderMark):])).ReadAll()
		if err != nil || len(rows) != 2 || strings.TrimPrefix(rows[1][0], "'") != strings.TrimPrefix(text, "'") || looksLikeFormula(rows[1][0]) {
			t.Errorf("%q became %q in CSV: %v", text, rows, err)
		}
		var object map[string]any
		if err := json.Unmarshal(sheetOf(t, NDJSON, civic.Chinese, someColumns(3), row), &object); err != nil || object["c0"] != strings.ToValidUTF8(text, "\ufffd") && !strings.Contains(object["c0"].(string), "\ufffd") || object["c1"] != x {
			t.Errorf("%q became %v in NDJSON: %v", text, object, err)
		}
		got, err := workbook(t, sheetOf(t, XLSX, civic.Chinese, someColumns(3), row)).GetRows("Sheet1")
		if err != nil || len(got) != 2 || got[1][2] != "end" {
			t.Errorf("%q became %q in XLSX: %v", text, got, err)
		}
	})
}
