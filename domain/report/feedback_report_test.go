package report

import (
	"crypto/sha256"
	"encoding/hex"
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
		Asked:        ReportAsked{Titles: civic.Bilingual("物业 <一>", "Property & more"), OpensAt: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), ClosesAt: time.Date(2026, 3, 31, 16, 0, 0, 0, time.UTC), SurveyTitles: []civic.Localized{}},
		Said:         ReportSaidOf(counts), Done: done, Summary: civic.Localized{}, Log: ReportLog{TreeSize: 7, RootHash: "root"},
	}
	frozen, err := content.Freeze()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"consultation":"id","asked":{"title":{"en":"Property & more","zh":"物业 <一>"},"opensAt":"2026-03-01T00:00:00Z","closesAt":"2026-03-31T16:00:00Z","surveys":[]},` +
		`"said":{"comments":3,"hidden":0,"endorsements":0,"byStance":[{"stance":"SUPPORT","count":0},{"stance":"SUPPORT_WITH_CHANGES","count":0},{"stance":"OPPOSE","count":3},{"stance":"NEUTRAL","count":0}],` +
		`"byDay":[{"day":"2026-03-01","count":2},{"day":"2026-03-02","count":1}],"byClause":[],"surveys":[]},` +
		`"done":{"outcomes":[{"outcome":"ADOPTED","count":2},{"outcome":"PARTIALLY_ADOPTED","count":0},{"outcome":"NOT_ADOPTED","count":0},{"outcome":"FORWARDED","count":0},{"outcome":"NO_COMMENT_NEEDED","count":0}],` +
		`"unanswered":1,"unansweredReason":"重复"},"summary":{},"log":{"treeSize":7,"rootHash":"root"}}`
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

func TestReportRows(t *testing.T) {
	added := func(batches ...[]string) ReportRows[string] {
		rows := NewReportRows[string]()
		for _, b := range batches {
			if err := rows.Add(b); err != nil {
				t.Fatal(err)
			}
		}
		rows.Close()
		return *rows
	}
	sum := sha256.Sum256([]byte("\"一\"\n\"<b>\"\n"))
	want := ReportRows[string]{Count: 2, Hash: hex.EncodeToString(sum[:]), Rows: []string{"一", "<b>"}}
	if got := added([]string{"一", "<b>"}); !reflect.DeepEqual(got, want) {
		t.Errorf("at once: %+v", got)
	}
	if got := added([]string{"一"}, nil, []string{"<b>"}); !reflect.DeepEqual(got, want) {
		t.Errorf("in steps: %+v", got)
	}
	if got := added([]string{"<b>", "一"}); got.Hash == want.Hash {
		t.Error("the order does not count")
	}
	large := strings.Repeat("x", maxRowBytes-3) // with its quotes and the line break it has exactly the maximum size
	if got := added([]string{large}); len(got.Rows) != 1 {
		t.Error("rows that fit were left out")
	}
	sum = sha256.Sum256([]byte("\"" + large + "\"\n\"\"\n\"\"\n"))
	if got := added([]string{large}, []string{""}, []string{""}); got.Rows != nil || got.Count != 3 || got.Hash != hex.EncodeToString(sum[:]) {
		t.Errorf("of too many rows %d are in the report, the hash is %s", len(got.Rows), got.Hash)
	}
}
