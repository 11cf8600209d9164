package main

import (
	"net/http"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/disclose"
)

// TestOpenGovernmentOfTheExampleCity finds one of each part of open government in the example city, and reads its annual report as a page.
func TestOpenGovernmentOfTheExampleCity(t *testing.T) {
	t.Parallel()
	p := start(t, exampleFolder(t))
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
	for _, path := range []string{"/annual-reports/x.html", "/annual-reports/" + civic.IDOf(disclose.AnnualReportKind, civic.NewKey()).String() + ".html"} {
		if got := p.get(path); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
}
