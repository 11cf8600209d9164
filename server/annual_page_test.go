package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/server/docx"
)

// TestOpenGovernmentOfTheExampleCity finds one of each part of open government in the example city, and reads its annual report as a page.
func TestOpenGovernmentOfTheExampleCity(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	shown := p.ask("", `{ annualReports { nodes { htmlPath tables { rows { cells { value } } } } } topicColumns { nodes { policies { totalCount } } } publicConcerns { totalCount }
		catalogueGaps { totalCount } publicConcernResponses { totalCount } policyRecords { nodes { interpretations { totalCount } } } }`)
	data := shown.Get("data")
	if data.Get("annualReports.nodes.#").Int() != 1 || data.Get("topicColumns.nodes.0.policies.totalCount").Int() != 1 || data.Get("publicConcerns.totalCount").Int() != 1 ||
		data.Get("catalogueGaps.totalCount").Int() != 2 || data.Get("publicConcernResponses.totalCount").Int() != 1 || !strings.Contains(data.Get("policyRecords").Raw, `"totalCount":1`) {
		t.Fatalf("the example city shows %.2000s", shown.Raw)
	}
	page := p.get(data.Get("annualReports.nodes.0.htmlPath").String())
	if page.StatusCode != http.StatusOK || strings.Count(page.body, "<tr>") != 3+6+25+3 || !strings.Contains(page.body, "住房和城乡建设局") {
		t.Errorf("the report is %d, %.500s", page.StatusCode, page.body)
	}
	name := strings.TrimSuffix(data.Get("annualReports.nodes.0.htmlPath").String(), ".html")
	text, _, err := docx.Read([]byte(p.get(name + ".docx").body))
	if err != nil || !strings.Contains(text, "政府信息公开工作年度报告") || !strings.Contains(text, "自然人") {
		t.Errorf("the Word file has %.500s, %v", text, err)
	}
	book, err := excelize.OpenReader(strings.NewReader(p.get(name + ".xlsx").body))
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := book.GetRows("T3"); err != nil || len(rows) != 2+25 {
		t.Errorf("the sheet of table 3 has %d rows, %v", len(rows), err)
	}
	for _, path := range []string{"/annual-reports/x.html", "/annual-reports/" + civic.IDOf(disclose.AnnualReportKind, civic.NewKey()).String() + ".html"} {
		if got := p.get(path); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
}
