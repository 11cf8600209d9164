package graph_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/graph/graphtest"
)

const (
	openAnnual    = `mutation ($input: OpenAnnualReportInput!) { openAnnualReport(input: $input) { annualReport { id formCode } userErrors { code field message } } }`
	enterFigures  = `mutation ($input: EnterFiguresInput!) { enterFigures(input: $input) { annualReport { id version state } userErrors { code field message } } }`
	writeSection  = `mutation ($input: WriteSectionInput!) { writeSection(input: $input) { annualReport { id } userErrors { code field message } } }`
	recountAnnual = `mutation ($input: RecountAnnualReportInput!) { recountAnnualReport(input: $input) { annualReport { id } userErrors { code field message } } }`
	readAnnual    = `query ($id: ID!) { node(id: $id) { ... on AnnualReport { year scope due { dueOn } lastWorkingDay missingDepartments { code } sections { code text claims { value } }
		tables { code rows { code cells { cell value source reason } } } } } }`
	readFindings = `query ($id: ID!) { node(id: $id) { ... on AnnualReport { findings { name cells want found warning } } } }`
)

// annualOf is a new report.
func annualOf(department string, year int, more ...any) map[string]any {
	return with(map[string]any{"departmentId": department, "year": year}, more...)
}

// figure is the number of a cell.
func figure(cell string, value any) map[string]any {
	return map[string]any{"cell": cell, "value": value, "reason": "据台账填报。"}
}

// fillReport enters noughts into tables 2 and 4, and writes all sections.
func fillReport(city *graphtest.City, id string, year int) {
	form, _ := disclose.FormOf(year)
	var figures []any
	for _, cell := range form.Cells() {
		if !strings.HasPrefix(cell, "T3") {
			figures = append(figures, figure(cell, 0))
		}
	}
	city.Editor().Must(enterFigures, "input", map[string]any{"contentId": id, "figures": figures})
	for _, section := range form.Sections {
		city.Editor().Must(writeSection, "input", map[string]any{"contentId": id, "section": section.Code, "text": "依法做好本项工作。"})
	}
}

// annual is a fresh report of the department of the matrix, of another year each time.
func (m *matrix) annual() string {
	m.Helper()
	m.fresh()
	return m.city.Editor().Must(openAnnual, "input", annualOf(m.housing, 2021+m.made)).Get("openAnnualReport.annualReport.id").String()
}

// annualReleased is a report that was released, which the database says.
func (m *matrix) annualReleased() string {
	m.Helper()
	id := m.annual()
	parsed, _ := civic.ParseID(id)
	m.city.SQL.MustExec(`UPDATE contents SET state = 'PUBLISHED', published_at = now() WHERE id = $1`, parsed.Key)
	return id
}

var (
	_ = inMatrix("openAnnualReport", func(m *matrix, _ *graphtest.Client) map[string]any {
		m.fresh()
		return annualOf(m.housing, 2021+m.made)
	})
	_ = inMatrix("enterFigures", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"contentId": m.annual(), "figures": []any{figure("T2.RULES.MADE", 2)}}
	})
	_ = inMatrix("writeSection", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"contentId": m.annual(), "section": "PROBLEMS", "text": "公开不够及时。"}
	})
	_ = inMatrix("recountAnnualReport", func(m *matrix, _ *graphtest.Client) map[string]any { return map[string]any{"contentId": m.annual()} })
	_ = inFields("AnnualReport.reviews", `query ($id: ID!) { node(id: $id) { ... on AnnualReport { reviews { hash } } } }`, (*matrix).annualReleased)
	_ = inFields("AnnualReport.missingForApproval", `query ($id: ID!) { node(id: $id) { ... on AnnualReport { missingForApproval } } }`, (*matrix).annualReleased)
	_ = inFields("AnnualReport.findings", readFindings, (*matrix).annualReleased)
)

// annualTable is the worked table 3 of the domain's tests.
type annualTable struct {
	Requests []struct {
		ID, ApplicantKind, ReceivedOn, Outcome, DecidedOn string
		Counted                                           bool
	}
	Right map[string]map[string]float64
	Wrong []struct {
		ID      string
		Changes []struct {
			Row, Column string
			Wrong       float64
		}
		Breaks, RecountBreaks []string
	}
}

// readAnnualTable reads the worked table.
func readAnnualTable(t *testing.T) (table annualTable) {
	t.Helper()
	raw, err := os.ReadFile("../domain/disclose/testdata/annual-table3.json")
	if err == nil {
		err = json.Unmarshal(raw, &table)
	}
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// holdsTable holds table 3 of a report against the worked one.
func (m *matrix) holdsTable(table annualTable, id string, reader *graphtest.Client) {
	m.Helper()
	cells := 0
	for _, row := range reader.Must(readAnnual, "id", id).Get("node.tables.1.rows").Array() {
		for _, cell := range row.Get("cells").Array() {
			parts := strings.Split(cell.Get("cell").String(), ".")
			if want, has := table.Right[parts[1]][parts[2]]; !has || cell.Get("value").Float() != want || cell.Get("source").String() != "RECOUNT" {
				m.Errorf("%s, want %v", cell.Raw, want)
			}
			cells++
		}
	}
	if cells != 175 {
		m.Errorf("table 3 has %d cells", cells)
	}
}

// refusesWrongTables enters each wrong table, is refused by exactly its checks, and takes it back.
func (m *matrix) refusesWrongTables(table annualTable, id string) {
	m.Helper()
	for _, w := range table.Wrong {
		var figures, changed []any
		for _, c := range w.Changes {
			cell := "T3." + c.Row + "." + c.Column
			figures, changed = append(figures, figure(cell, c.Wrong)), append(changed, cell)
		}
		m.city.Editor().Must(enterFigures, "input", map[string]any{"contentId": id, "figures": figures})
		approveContent(m.city, id)
		var broken []string
		answer := m.city.Publisher().Ask(`mutation ($input: ReleaseContentInput!) { releaseContent(input: $input) { userErrors { code expected } } }`, "input", map[string]any{"contentId": id, "contentHash": contentHash(m.city, id)})
		for _, e := range answer.Get("data.releaseContent.userErrors").Array() {
			broken = append(broken, e.Get("expected").String())
		}
		want := slices.Sorted(slices.Values(slices.Concat(w.Breaks, w.RecountBreaks)))
		if slices.Sort(broken); !slices.Equal(broken, want) {
			m.Errorf("%s breaks %v, want %v", w.ID, broken, want)
		}
		m.city.Editor().Must(recountAnnual, "input", map[string]any{"contentId": id, "cells": changed})
	}
}

// register writes the requests of the worked table as they happened, which the API cannot do later.
func register(t *testing.T, city *graphtest.City, department string) annualTable {
	t.Helper()
	table := readAnnualTable(t)
	office, _ := civic.ParseID(department)
	for i, r := range table.Requests {
		if !r.Counted && r.Outcome == "" && r.ReceivedOn < "2025" {
			continue // advice by telephone, which is no request
		}
		key := civic.NewKey()
		city.SQL.MustExec(`INSERT INTO disclosure_requests (id, department_id, year, serial, number, applicant_kind, topic, wanted_form, created_by) VALUES ($1, $2, $3, $4, $5, $6, 'OTHER', 'PAPER', $1)`,
			key, office.Key, r.ReceivedOn[:4], i, r.ID, r.ApplicantKind)
		event := func(seq int, kind, on string, answerBy, outcome any) {
			city.SQL.MustExec(`INSERT INTO disclosure_events (request_id, seq, kind, on_day, answer_by, party, days, amount_yuan, outcome, recorded_by) VALUES ($1, $2, $3, $4, $5, '', 0, 0, $6, $1)`,
				key, seq, kind, on, answerBy, outcome)
		}
		event(1, "SUBMITTED_IN_PERSON", r.ReceivedOn, nil, nil)
		switch r.Outcome {
		case "":
		case "CORRECTION_OVERDUE":
			event(2, "CORRECTION_NOTICE", "2024-04-26", "2024-05-22", nil)
		case "FEE_OVERDUE":
			event(2, "FEE_NOTICE_RECEIVED", "2024-07-22", nil, nil)
		case "OTHER_HANDLING":
			event(2, "WITHDRAWN", r.DecidedOn, nil, nil)
		default:
			event(2, "DECIDED", r.DecidedOn, nil, r.Outcome)
		}
	}
	countedAgain(t, city)
	return table
}

// TestAnnualReportOfAYear counts a year from the register, is refused by each wrong table's checks, and corrects what it released.
func TestAnnualReportOfAYear(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	city := m.city
	table := register(t, city, m.housing)
	last := city.Editor().Must(openAnnual, "input", annualOf(m.housing, 2023)).Get("openAnnualReport.annualReport.id").String()
	fillReport(city, last, 2023)
	release(city, last)

	id := city.Editor().Must(openAnnual, "input", annualOf(m.housing, 2024)).Get("openAnnualReport.annualReport.id").String()
	read := city.Editor().Must(readAnnual, "id", id).Get("node")
	if read.Get("due.dueOn").String() != "2025-01-31" || read.Get("lastWorkingDay").String() != "2025-01-27" {
		t.Errorf("the report is due on %s, the last working day is %s", read.Get("due").Raw, read.Get("lastWorkingDay"))
	}
	m.holdsTable(table, id, city.Editor())
	fillReport(city, id, 2024)
	m.refusesWrongTables(table, id)
	release(city, id)

	second := city.Editor().Must(enterFigures, "input", map[string]any{"contentId": id, "figures": []any{figure("T4.RECONSIDERATION.UPHELD", 1), figure("T4.RECONSIDERATION.TOTAL", 1)}}).Get("enterFigures.annualReport")
	if second.Get("version").Int() != 2 || second.Get("state").String() != "DRAFT" {
		t.Fatalf("the correction is %s", second.Raw)
	}
	release(city, second.Get("id").String())
	list := city.Anyone().Must(`query ($y: Int) { annualReports(year: $y) { nodes { id version replacedAt releases { version } } } node(id: "`+id+`") { ... on AnnualReport { replacedAt } } }`, "y", 2024)
	if nodes := list.Get("annualReports.nodes"); len(nodes.Array()) != 1 || nodes.Get("0.version").Int() != 2 || len(nodes.Get("0.releases").Array()) != 2 || list.Get("node.replacedAt").String() == "" {
		t.Errorf("after the correction the public reads %s", list.Raw)
	}
	m.sumUp(second.Get("id").String())
}

// sumUp adds the department up to the city, and is refused another number.
func (m *matrix) sumUp(_ string) {
	m.Helper()
	whole := m.city.Editor().Must(openAnnual, "input", annualOf(m.housing, 2024, "scope", "CITY")).Get("openAnnualReport.annualReport.id").String()
	read := m.city.Editor().Must(readAnnual, "id", whole).Get("node")
	if got := read.Get("tables.1.rows.0.cells.6").Raw; got != `{"cell":"T3.NEW.TOTAL","value":26,"source":"RECOUNT","reason":""}` || read.Get("missingDepartments").Raw != `[{"code":"PARKS"}]` || read.Get("due.dueOn").String() != "2025-03-31" {
		m.Errorf("the city's report is %s, without %s, due %s", got, read.Get("missingDepartments").Raw, read.Get("due.dueOn"))
	}
	m.city.Editor().Must(enterFigures, "input", map[string]any{"contentId": whole, "figures": []any{figure("T4.RECONSIDERATION.UPHELD", 0)}})
	var names []string
	for _, f := range m.city.Editor().Must(readFindings, "id", whole).Get("node.findings").Array() {
		if name := f.Get("name").String(); !strings.HasPrefix(name, "TEXT") {
			names = append(names, name)
		}
	}
	if fmt.Sprint(names) != "[T4-A RECONSIDERATION SUM T4.RECONSIDERATION.UPHELD]" {
		m.Errorf("another number breaks %v", names)
	}
}

// TestAnnualReportsAreRefused tries what a report must not be.
func TestAnnualReportsAreRefused(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	id := m.city.Editor().Must(openAnnual, "input", annualOf(m.housing, 2024)).Get("openAnnualReport.annualReport.id").String()
	of := map[string]any{"contentId": id}
	for what, c := range map[string]struct {
		query string
		input map[string]any
		want  []string
	}{
		"a second report":              {openAnnual, annualOf(m.housing, 2024), []string{"REPORT_EXISTS year"}},
		"a year without a form":        {openAnnual, annualOf(m.housing, 2018), []string{"NO_FORM year"}},
		"a cell that is not there":     {enterFigures, with(of, "figures", []any{figure("T3.NEW.NOBODY", 1)}), []string{"UNKNOWN_CELL figures.0.cell"}},
		"a number without a reason":    {enterFigures, with(of, "figures", []any{with(figure("T2.RULES.MADE", 1), "reason", " ")}), []string{"EMPTY figures.0.reason"}},
		"the same cell twice":          {enterFigures, with(of, "figures", []any{figure("T2.RULES.MADE", 1), figure("T2.RULES.MADE", 2)}), []string{"DUPLICATE figures"}},
		"a section that is not there":  {writeSection, with(of, "section", "PRAISE", "text", "很好。"), []string{"UNKNOWN_SECTION section"}},
		"a number that is not written": {writeSection, with(of, "section", "ON_REQUEST", "text", "受理2345件。", "claims", []any{map[string]any{"cells": []string{"T3.NEW.TOTAL"}, "value": 234}}), []string{"NOT_IN_WORDS claims.0.value"}},
	} {
		if got := graphtest.Problems(m.city.Editor().Ask(c.query, "input", c.input)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
	m.city.Editor().Must(writeSection, "input", with(of, "section", "ON_REQUEST", "text", "全年受理 1,234 件。", "claims", []any{map[string]any{"cells": []string{"T3.NEW.TOTAL", "T3.CARRIED_IN.TOTAL"}, "value": 1234}}))
	var names []string
	for _, f := range m.city.Editor().Must(readFindings, "id", id).Get("node.findings").Array() {
		names = append(names, f.Get("name").String())
	}
	if !slices.Contains(names, "T3-G ON_REQUEST 1") || !slices.Contains(names, "T2-F RULES MADE") || !slices.Contains(names, "TEXT PROBLEMS") {
		t.Errorf("the findings are %v", names)
	}
}
