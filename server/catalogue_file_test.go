package main

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"minyi/domain/disclose"
)

// workbook is a catalogue as departments keep it: a title over the whole width, merged cells and 同上.
func workbook(t *testing.T) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for cell, words := range map[string]string{"A1": "基层政务公开标准目录", "A2": "序号", "B2": "一级事项", "C2": "公开内容（要素）", "D2": "公开依据", "E2": "公开时限", "A3": "1", "B3": "分配", "C3": "公租房名单",
		"D3": "办法", "E3": "形成之日起20个工作日内", "A4": "2", "C4": "分配结果", "D4": "同上", "E4": "实时"} {
		if err := book.SetCellStr("Sheet1", cell, words); err != nil {
			t.Fatal(err)
		}
	}
	for _, merged := range [][2]string{{"A1", "E1"}, {"B3", "B4"}} {
		if err := book.MergeCell("Sheet1", merged[0], merged[1]); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestCataloguesComeAsWorkbooks reads a workbook with merged cells, and refuses others.
func TestCataloguesComeAsWorkbooks(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	token := "Bearer " + p.token("-subject", "e", "-role", "HOUSING:EDITOR")
	file := string(workbook(t))
	if got := p.do("POST", "/catalogue-table", ""); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("without sign-in: %d", got.StatusCode)
	}
	if got := p.do("POST", "/catalogue-table", "姓名,电话", "Authorization", token); got.StatusCode == http.StatusOK || !strings.Contains(got.body, "NOT_A_CATALOGUE") {
		t.Errorf("what is no workbook: %d %s", got.StatusCode, got.body)
	}
	got := p.do("POST", "/catalogue-table", file, "Authorization", token)
	items, warnings, err := disclose.ReadCatalogue(got.body)
	if err != nil || len(items) != 2 || items[1].Words.Level1 != "分配" || items[1].Words.Bases != "办法" || items[0].LimitDays != 20 || len(warnings) != 1 {
		t.Errorf("the workbook is %d %s: %v %v %v", got.StatusCode, got.body, items, warnings, err)
	}
}

// TestWorkbooksThatExpandAreRefused sends small files of which each would be a huge table.
func TestWorkbooksThatExpandAreRefused(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	token := "Bearer " + p.token("-subject", "e", "-role", "HOUSING:EDITOR")
	file := func(write func(sheet *excelize.StreamWriter) error) string {
		book := excelize.NewFile()
		defer book.Close()
		sheet, err := book.NewStreamWriter("Sheet1")
		if err == nil {
			err = write(sheet)
		}
		if err == nil {
			err = sheet.Flush()
		}
		var out bytes.Buffer
		if err == nil {
			err = book.Write(&out)
		}
		if err != nil || out.Len() > largestWorkbook {
			t.Fatalf("%d bytes, %v", out.Len(), err)
		}
		return out.String()
	}
	rest := p.memory("VmRSS")
	for name, sent := range map[string]string{
		"cells far to the right": file(func(sheet *excelize.StreamWriter) (err error) {
			for row := 1; row <= 20_000 && err == nil; row++ {
				err = sheet.SetRow(fmt.Sprint("XFD", row), []any{"x"})
			}
			return err
		}),
		"ranges over ranges": file(func(sheet *excelize.StreamWriter) (err error) {
			for row := 1; row <= 3_000 && err == nil; row++ {
				err = sheet.SetRow(fmt.Sprint("A", row), []any{"x"})
			}
			for range 20_000 {
				if err == nil {
					err = sheet.MergeCell("A1", "GR3000")
				}
			}
			return err
		}),
	} {
		if got := p.do("POST", "/catalogue-table", sent, "Authorization", token); !strings.Contains(got.body, "NOT_A_CATALOGUE") {
			t.Errorf("%s: %d %.200s", name, got.StatusCode, got.body)
		}
	}
	if most := p.memory("VmHWM"); most > rest+256 {
		t.Errorf("%d MiB at rest, %d at most", rest, most)
	}
}
