package chart

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

var (
	chinese = Words{Locale: "zh", Withheld: "未公布", More: "另有 {count} 行见表格。", Most: "最多的是 {label}（{count}）", Nothing: "暂无数据", Comma: "，", Colon: "：", Stop: "。"}
	english = Words{Locale: "en", Withheld: "not published", More: "{count} more rows are in the table.", Most: "most in {label}, {count}", Nothing: "no data yet", Comma: ", ", Colon: ": ", Stop: "."}
)

func rowOf(label string, counts ...int) Row {
	r := Row{Label: label}
	for _, n := range counts {
		r.Cells = append(r.Cells, Cell{Count: new(n)})
	}
	return r
}

func shared(label string, count, of int) Row {
	return Row{Label: label, Cells: []Cell{{Count: new(count), Share: new(float64(count) / float64(of))}}}
}

// days are the days of a consultation of two months.
func days() (rows []Row) {
	for i := range 60 {
		r := rowOf(fmt.Sprintf("2026-%02d-%02d", 3+i/30, 1+i%30), (i*37)%113+i*i/9)
		r.Mark = r.Label[5:]
		rows = append(rows, r)
	}
	return rows
}

// articles are the clauses of a long draft.
func articles(n int) (rows []Row) {
	for i := range n {
		a, b, c := i*7%13, i*i%17, i%5
		rows = append(rows, rowOf(fmt.Sprintf("第%d条", i+1), a, b, c, 0, a+b+c))
	}
	return rows
}

var stances = []string{"赞成", "修改后赞成", "反对", "中立"}

// golden are the pictures in testdata.
var golden = map[string]Chart{
	"bars-zh": {Form: Bars, Title: "您平时多久去一次公园？请选择最符合您情况的一项（单选）", Notes: []string{"回答人数：1,234", "人数准确；少于五人的选项与其他选项合并计数。"}, Words: chinese, Columns: []string{"人数"}, Rows: []Row{
		shared("每天", 801, 1234), shared("每周至少一次，但不是每天都去，通常在周末的早上或者傍晚带孩子一起去", 300, 1234), {Label: "从不", Cells: []Cell{{}}}, shared("其他", 0, 1234)}},
	"bars-en": {Form: Bars, Title: "What became of the comments", Words: english, Columns: []string{"Comments"}, Rows: []Row{
		rowOf("Adopted", 12), rowOf("Partially adopted", 1200345), rowOf("Not adopted & <forwarded> to the department that is responsible for \"parks\"", 0)}},
	"days":      {Form: Columns, Title: "每日意见数", Words: chinese, Columns: []string{"意见数"}, Rows: days()},
	"steps":     {Form: Columns, Title: "How safe is your estate from fire?", Words: english, Columns: []string{"People"}, Rows: []Row{shared("1", 5, 100), shared("2", 11, 100), shared("3", 50, 100), {Label: "4", Cells: []Cell{{}}}, shared("5", 34, 100)}},
	"histogram": {Form: Histogram, Title: "您认为公园应当几点关门？（点）", Words: chinese, Columns: []string{"人数"}, Rows: []Row{{Label: "20 以下", Cells: []Cell{{Count: new(9)}}}, {Label: "20 至 21 以下", Mark: "20", Cells: []Cell{{Count: new(60)}}}, {Label: "21 至 22 以下", Mark: "21", Cells: []Cell{{Count: new(143)}}}, {Label: "22 起", Mark: "22", Cells: []Cell{{Count: new(20)}}}}},
	"likert": {Form: Stacked, Ordered: true, Title: "How do you find each of these?", Words: english, Columns: []string{"Very good", "Good", "Neither good nor bad", "Bad", "Very bad"}, Rows: []Row{
		rowOf("Lighting on the paths between the main gate and the lake", 120, 300, 80, 40, 7), rowOf("Benches", 10, 40, 90, 200, 210), {Label: "Toilets", Cells: make([]Cell, 5)}}},
	"stances":  {Form: Stacked, Title: "各条款意见的态度", Words: chinese, Columns: stances, Rows: []Row{rowOf("第三条第二款第（一）项", 3, 4, 0, 12), rowOf("第四条", 0, 0, 1, 0)}},
	"heat":     {Form: Heat, Summed: true, Title: "草案意见热力图", Notes: []string{"只计直接针对该条款的意见。"}, Words: chinese, Columns: append(stances[:4:4], "合计"), Rows: append([]Row{rowOf("第一章 总则 关于本市公园夜间开放管理的一般规定和适用范围以及其他", 0, 0, 0, 0, 0)}, articles(12)...)},
	"heat-150": {Form: Heat, Summed: true, Title: "草案意见热力图", Words: chinese, Columns: append(stances[:4:4], "合计"), Rows: articles(150)},
	"empty":    {Form: Columns, Title: "Comments by day", Words: english, Columns: []string{"Comments"}},
}

// TestGoldenPictures compares each picture with the one in testdata, which people have looked at. CHART_GOLDEN=1 writes them.
func TestGoldenPictures(t *testing.T) {
	t.Parallel()
	for name, c := range golden {
		path, got := filepath.Join("testdata", name+".svg"), c.SVG()
		if os.Getenv("CHART_GOLDEN") != "" {
			if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(path, []byte(got), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || string(want) != got {
			t.Errorf("%s differs from its picture, %v", name, err)
		}
		for read := xml.NewDecoder(strings.NewReader(got)); ; {
			if _, err := read.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s is no XML: %v", name, err)
			}
		}
	}
}

// Nothing of a picture lies outside it, every published count of a bar is written, and no letter is hard to read on its colour.
func TestPicturesFit(t *testing.T) {
	t.Parallel()
	for name, c := range golden {
		s := c.Draw()
		for _, r := range s.Rects {
			if r.X < 0 || r.Y < 0 || r.W <= 0 || r.H < 0 || r.X+r.W > Width+0.01 || r.Y+r.H > s.Height+0.01 {
				t.Errorf("%s: %+v lies outside", name, r)
			}
		}
		for _, text := range s.Texts {
			wide := wideOf(text.Text, text.Size)
			left := map[Anchor]float64{Start: text.X, Middle: text.X - wide/2, End: text.X - wide}[text.Anchor]
			if left < 0 || left+wide > Width || text.Y > s.Height {
				t.Errorf("%s: %+v lies outside", name, text)
			}
		}
	}
	for i := range 9 {
		for _, fill := range []string{categories[i%8], Chart{Ordered: true}.colourOf(i, 9), heatOf(i, 8)} {
			a, b := luminance(fill), luminance(inkOn(fill))
			if (max(a, b)+0.05)/(min(a, b)+0.05) < 4.5 {
				t.Errorf("letters on %s are hard to read", fill)
			}
		}
	}
}

func TestAlternativeText(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"bars-zh":  "您平时多久去一次公园？请选择最符合您情况的一项（单选）：每天 801 (64.9%)，每周至少一次，但不是每天都去，通常在周末的早上或者傍晚带孩子一起去 300 (24.3%)，从不 未公布，其他 0 (0.0%)。",
		"heat-150": "草案意见热力图：最多的是 第90条（32）。",
		"empty":    "Comments by day: no data yet.",
		"stances":  "各条款意见的态度：第三条第二款第（一）项 (赞成 3，修改后赞成 4，反对 0，中立 12)，第四条 (赞成 0，修改后赞成 0，反对 1，中立 0)。",
		"steps":    "How safe is your estate from fire? 1 5 (5.0%), 2 11 (11.0%), 3 50 (50.0%), 4 not published, 5 34 (34.0%).",
	} {
		if got := golden[name].AlternativeText(); got != want {
			t.Errorf("%s says %s", name, got)
		}
	}
	if got := golden["heat-150"]; len(got.drawn()) != most || got.notes()[0] != "另有 50 行见表格。" {
		t.Errorf("%d rows are drawn, %v", len(got.drawn()), got.notes())
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000"} {
		if number(n) != want {
			t.Errorf("%d is written %s", n, number(n))
		}
	}
}

// FuzzWrap breaks texts into lines that fit and lose no letter.
func FuzzWrap(f *testing.F) {
	f.Add("第三条第二款，关于 park opening（夜间）", 60.0)
	f.Fuzz(func(t *testing.T, text string, room float64) {
		if !(room >= 20 && room < 1000) || !utf8.ValidString(text) {
			return
		}
		lines := wrap(text, room, 12)
		for _, line := range lines {
			if wideOf(line, 12) > room && len([]rune(line)) > 2 {
				t.Errorf("%q is wider than %v", line, room)
			}
		}
		if got, want := strings.Join(strings.Fields(strings.Join(lines, "")), ""), strings.Join(strings.Fields(text), ""); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}
