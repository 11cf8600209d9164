package disclose

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"minyi/domain/civic"
)

// annualCase is a worked table 3 with wrong tables.
type annualCase struct {
	Year     int
	Requests []struct {
		ID            string
		ApplicantKind ApplicantKind
		ReceivedOn    civic.Date
		Outcome       Outcome
		DecidedOn     civic.Date
		Counted       bool
	}
	LastYear map[string]float64
	Right    map[string]map[string]float64
	Form2019 map[string]map[string]float64
	Wrong    []struct {
		ID      string
		Changes []struct {
			Row, Column string
			Wrong       float64
		}
		Breaks, RecountBreaks []string
	}
}

func readAnnualCase(t *testing.T) (c annualCase) {
	t.Helper()
	raw, err := os.ReadFile("testdata/annual-table3.json")
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// counted are the requests of the case. Those that are no requests by the law are not in a register.
func (c annualCase) counted() (requests []CountedRequests) {
	for _, r := range c.Requests {
		if r.Counted || r.Outcome != "" || r.ReceivedOn > "2025" {
			requests = append(requests, CountedRequests{Kind: r.ApplicantKind, ReceivedOn: r.ReceivedOn, DecidedOn: r.DecidedOn, Outcome: r.Outcome, N: 1})
		}
	}
	return requests
}

// figures are the cells of table 3.
func figuresOf(rows map[string]map[string]float64) Figures {
	cells := Figures{}
	for row, columns := range rows {
		for column, value := range columns {
			cells["T3."+row+"."+column] = value
		}
	}
	return cells
}

// table3 are facts of which only table 3 is filled in and checked.
func (c annualCase) table3(form ReportForm, cells Figures) ReportFacts {
	form.Tables = []ReportTable{form.table("T3"), {Code: "T2"}, {Code: "T4"}}
	form.Sections = nil
	last := Figures{}
	for column, value := range c.LastYear {
		last["T3.CARRIED_OUT."+column] = value
	}
	return ReportFacts{Form: form, Year: c.Year, Cells: cells, LastYear: last, Register: form.Recount(c.Year, c.counted())}
}

func namesOf(found []ReportFinding) (names []string) {
	for _, f := range found {
		names = append(names, f.Name())
	}
	slices.Sort(names)
	return names
}

// TestTable3IsRecounted counts 30 requests of a year, and holds the table against the right one in both forms.
func TestTable3IsRecounted(t *testing.T) {
	t.Parallel()
	c := readAnnualCase(t)
	form, _ := FormOf(c.Year)
	right := figuresOf(c.Right)
	if got := form.Recount(c.Year, c.counted()); len(got) != 175 || !maps.Equal(got, right) {
		for cell, want := range right {
			if got[cell] != want {
				t.Errorf("%s is %v, want %v", cell, got[cell], want)
			}
		}
		t.Errorf("the table has %d cells", len(got))
	}
	if found := c.table3(form, right).Findings(); len(found) > 0 {
		t.Errorf("the right table breaks %v", namesOf(found))
	}
	old := forms[0]
	want := maps.Clone(right)
	maps.DeleteFunc(want, func(cell string, _ float64) bool {
		return strings.HasPrefix(cell, "T3.CORRECTION_OVERDUE.") || strings.HasPrefix(cell, "T3.FEE_OVERDUE.")
	})
	maps.Copy(want, figuresOf(c.Form2019))
	if got := old.Recount(c.Year, c.counted()); len(got) != 161 || !maps.Equal(got, want) {
		t.Errorf("by the form of 2019 the table is %v, want %v", got, want)
	}
}

// TestWrongTablesBreakTheirChecks makes the mistakes that offices make.
func TestWrongTablesBreakTheirChecks(t *testing.T) {
	t.Parallel()
	c := readAnnualCase(t)
	form, _ := FormOf(c.Year)
	for _, w := range c.Wrong {
		cells := figuresOf(c.Right)
		for _, change := range w.Changes {
			cells["T3."+change.Row+"."+change.Column] = change.Wrong
		}
		want := slices.Concat(w.Breaks, w.RecountBreaks)
		slices.Sort(want)
		if got := namesOf(c.table3(form, cells).Findings()); !slices.Equal(got, want) {
			t.Errorf("%s breaks %v, want %v", w.ID, got, want)
		}
	}
}

// TestMoreChecks tries each check by one change of a report in which all is right.
func TestMoreChecks(t *testing.T) {
	t.Parallel()
	for _, year := range []int{2020, 2024} {
		form, _ := FormOf(year)
		fresh := func() ReportFacts {
			r := ReportFacts{Form: form, Year: year, Cells: Figures{}, LastYear: Figures{}, Sections: map[string]Section{}}
			for _, cell := range form.Cells() {
				r.Cells[cell], r.LastYear[cell] = 0, 0
			}
			for _, s := range form.Sections {
				r.Sections[s.Code] = Section{Text: "有。"}
			}
			return r
		}
		if found := fresh().Findings(); len(found) > 0 {
			t.Errorf("%d: an empty year breaks %v", year, namesOf(found))
		}
		for name, c := range map[string]struct {
			change func(*ReportFacts)
			want   []string
		}{
			"carried in": {func(r *ReportFacts) { r.LastYear["T3.CARRIED_OUT.OTHER"] = 1 }, []string{"T3-D OTHER"}},
			"blank":      {func(r *ReportFacts) { delete(r.Cells, "T3.NEW.TOTAL") }, []string{"T3-F NEW TOTAL"}},
			"a half":     {func(r *ReportFacts) { r.Cells["T4.RECONSIDERATION.UPHELD"] = 0.5 }, []string{"T4-A RECONSIDERATION", "T4-F RECONSIDERATION UPHELD"}},
			"results":    {func(r *ReportFacts) { r.Cells["T4.RECONSIDERATION.TOTAL"] = 2 }, []string{"T4-A RECONSIDERATION"}},
			"words": {func(r *ReportFacts) {
				r.Sections["PROBLEMS"] = Section{"受理 234 件。", []Claim{{[]string{"T3.NEW.TOTAL", "T3.CARRIED_IN.TOTAL"}, 234}}}
			}, []string{"T3-G PROBLEMS 1"}},
			"no words": {func(r *ReportFacts) { delete(r.Sections, "PROBLEMS") }, []string{"TEXT PROBLEMS"}},
			"the sum":  {func(r *ReportFacts) { r.Sum = Figures{"T3.NEW.TOTAL": 1} }, []string{"SUM T3.NEW.TOTAL"}},
			"register": {func(r *ReportFacts) { r.Register = Figures{"T3.NEW.OTHER": 1} }, []string{"T3-E NEW OTHER"}},
		} {
			r := fresh()
			c.change(&r)
			if got := namesOf(r.Findings()); !slices.Equal(got, c.want) {
				t.Errorf("%d, %s: %v, want %v", year, name, got, c.want)
			}
		}
		r := fresh()
		if year == 2020 {
			r.Cells["T2.LICENCES.LAST_YEAR"] = 3
			if got := namesOf(r.Findings()); !slices.Equal(got, []string{"T2-B LICENCES"}) {
				t.Errorf("items of last year: %v", got)
			}
			continue
		}
		r.Cells["T2.RULES.IN_FORCE"], r.LastYear["T2.RULES.IN_FORCE"], r.Cells["T2.RULES.MADE"], r.Cells["T2.RULES.REPEALED"] = 9, 8, 2, 2
		r.Cells["T4.DIRECT_SUIT.TOTAL"], r.Cells["T4.DIRECT_SUIT.UPHELD"], r.Cells["T2.FEES.AMOUNT"] = 1, 1, 0.5
		if got := namesOf(r.Findings()); !slices.Equal(got, []string{"T2-A RULES", "T4-W DIRECT_SUIT"}) {
			t.Errorf("documents and suits: %v", got)
		}
	}
}

// TestALostTableBreaksInEachCell checks the report of a city office of 2020 whose cells are lost, and totals of which one does not add up.
func TestALostTableBreaksInEachCell(t *testing.T) {
	t.Parallel()
	c := annualCase{Year: 2020}
	form, _ := FormOf(2020)
	for _, s := range []struct{ in, carried, handled, out float64 }{{}, {234, 0, 234, 0}, {230, 4, 231, 3}, {234, 0, 230, 0}} {
		cells := Figures{}
		if s.in > 0 {
			cells = Figures{"T3.NEW.TOTAL": s.in, "T3.CARRIED_IN.TOTAL": s.carried, "T3.HANDLED.TOTAL": s.handled, "T3.CARRIED_OUT.TOTAL": s.out}
		}
		r := c.table3(form, cells)
		r.Register = nil
		blank, sums := 0, []string{}
		for _, f := range r.Findings() {
			if f.Check == "T3-F" {
				blank++
			} else {
				sums = append(sums, f.Name())
			}
		}
		if want := s.in+s.carried != s.handled+s.out; blank != 161-len(cells) || (len(sums) > 0) != want || want && sums[0] != "T3-B TOTAL" {
			t.Errorf("%v: %d blank cells, %v", s, blank, sums)
		}
	}
}
