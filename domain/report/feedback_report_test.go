package report

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

func TestFreezeWritesCanonicalJSON(t *testing.T) {
	counts := consult.Counts{"comments": 3, "comments/OPPOSE": 3, "comments/day/2026-03-02": 1, "comments/day/2026-03-01": 2, "answered": 2, "outcome/ADOPTED": 2}
	done, err := ReportDoneOf(counts, new("重复"))
	if err != nil {
		t.Fatal(err)
	}
	content := ReportContent{
		Consultation: "id",
		Asked:        ReportAsked{Titles: civic.Bilingual("物业 <一>\u2028", "Property & more"), OpensAt: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), ClosesAt: time.Date(2026, 3, 31, 16, 0, 0, 0, time.UTC), SurveyTitles: []civic.Localized{}},
		Said:         ReportSaidOf(counts), Done: done, Summary: civic.Localized{}, Log: ReportLog{TreeSize: 7, RootHash: "root"},
	}
	frozen, err := content.Freeze()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"asked":{"closesAt":"2026-03-31T16:00:00Z","opensAt":"2026-03-01T00:00:00Z","surveys":[],"title":{"en":"Property & more","zh":"物业 <一>\u2028"}},"consultation":"id",` +
		`"done":{"outcomes":[{"count":2,"outcome":"ADOPTED"},{"count":0,"outcome":"PARTIALLY_ADOPTED"},{"count":0,"outcome":"NOT_ADOPTED"},{"count":0,"outcome":"FORWARDED"},{"count":0,"outcome":"NO_COMMENT_NEEDED"}],` +
		`"unanswered":1,"unansweredReason":"重复"},"format":2,"log":{"rootHash":"root","treeSize":7},` +
		`"said":{"byClause":[],"byDay":[{"count":2,"day":"2026-03-01"},{"count":1,"day":"2026-03-02"}],"byStance":[{"count":0,"stance":"SUPPORT"},{"count":0,"stance":"SUPPORT_WITH_CHANGES"},{"count":3,"stance":"OPPOSE"},{"count":0,"stance":"NEUTRAL"}],` +
		`"comments":3,"endorsements":0,"hidden":0,"surveys":[]},"summary":{}}`
	want = strings.ReplaceAll(want, `\u2028`, "\u2028") // RFC 8785 escapes nothing that JSON lets stand
	if frozen.Text != want {
		t.Errorf("frozen as\n%s, want\n%s", frozen.Text, want)
	}
	var read FrozenReport
	if err := read.Scan([]byte(frozen.Text)); err != nil || !reflect.DeepEqual(read, frozen) || read.Hash() != frozen.Hash() {
		t.Errorf("read back as %+v, %v", read, err)
	}
}

func TestReportDone(t *testing.T) {
	for name, c := range map[string]struct {
		counts     consult.Counts
		reason     *string
		unanswered int
		kept, fits bool
	}{
		"no comments":                    {consult.Counts{}, nil, 0, false, true},
		"no comments and a reason":       {consult.Counts{}, new("x"), 0, false, true},
		"all answered, and a reason":     {consult.Counts{"comments": 2, "answered": 2}, new("x"), 0, false, true},
		"unanswered with a reason":       {consult.Counts{"comments": 2, "answered": 1}, new("x"), 1, true, true},
		"unanswered without":             {consult.Counts{"comments": 2}, nil, 2, false, false},
		"pending ones, with a reason":    {consult.Counts{"comments": 1, "answered": 1, "pending": 1}, new("x"), 0, false, false},
		"unanswered with a blank reason": {consult.Counts{"comments": 2}, new(" \n"), 2, false, false},
	} {
		done, err := ReportDoneOf(c.counts, c.reason)
		if done.Unanswered != c.unanswered || (done.UnansweredReason != nil) != c.kept || (err == nil) != c.fits {
			t.Errorf("%s: %+v, %v", name, done, err)
		}
	}
}

// pagesOf puts rows into pages.
func pagesOf(t *testing.T, pageRows, rows int) (List, []Page) {
	t.Helper()
	var pages []Page
	p := NewPager(pageRows, func(page Page) error { pages = append(pages, page); return nil })
	for n := range rows {
		if err := p.Add(CommentRow{Number: n + 1}, civic.NewKey()); err != nil {
			t.Fatal(err)
		}
	}
	list, err := p.Close()
	if err != nil {
		t.Fatal(err)
	}
	return list, pages
}

// The root of a list is that of all its rows, whatever the size of a page, and every row is found by its number.
func TestPagesHaveOneRoot(t *testing.T) {
	t.Parallel()
	for rows := range 20 {
		list, pages := pagesOf(t, 4, rows)
		whole, _ := pagesOf(t, 64, rows)
		if list.Root != whole.Root || list.Count != rows || len(pages) != (rows+3)/4 || len(list.Pages) != len(pages) {
			t.Fatalf("%d rows: %+v, and in one page %+v", rows, list, whole)
		}
		for n := 1; n <= rows; n++ {
			page, index := list.PageOf(n)
			row, err := RowOf([]byte(strings.SplitAfter(pages[page-1].Text, "\n")[index]))
			if err != nil || !strings.Contains(string(row), fmt.Sprintf(`"number":%d,`, n)) || len(pages[page-1].Keys) <= index {
				t.Fatalf("row %d of %d is %s, %v", n, rows, row, err)
			}
		}
	}
}

func TestLinesHoldTheirHash(t *testing.T) {
	t.Parallel()
	line := Line([]byte(`{"a":1}`))
	if row, err := RowOf(line); err != nil || string(row) != `{"a":1}` {
		t.Fatalf("%s reads as %s, %v", line, row, err)
	}
	for i := range line {
		changed := bytes.Clone(line)
		changed[i] ^= 1
		if row, err := RowOf(changed); err == nil {
			t.Errorf("%s reads as %s", changed, row)
		}
	}
}
