package main

import (
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// reportOfExample is the report of the example city.
func reportOfExample(p *program) gjson.Result {
	return p.ask("", `{ consultations { nodes { status feedbackReport { id contentHash said { comments endorsements } } } } }`).
		Get(`data.consultations.nodes.#(status=="REPORTED").feedbackReport`)
}

// A report is one page in the language that is asked for, without script, with its charts and tables, and what people wrote is text.
func TestReportPage(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	report := reportOfExample(e.program)
	said := e.ask(e.publisher, `mutation { publishFeedbackReport(input: {consultationId: "`+e.closed+`", unansweredReason: "<script>alert(1)</script>", summary: [{locale: "zh", text: "甲 & 乙\n<b>丙</b>"}]}) { feedbackReport { id } userErrors { code } } }`)
	id := said.Get("data.publishFeedbackReport.feedbackReport.id").String()
	page := e.get("/reports/" + id + ".html?locale=zh")
	if page.StatusCode != http.StatusOK || strings.Contains(page.body, "<script") || strings.Contains(page.body, "<b>") || !strings.Contains(page.body, "甲 &amp; 乙\n&lt;b&gt;丙") {
		t.Fatalf("%d %s%.3000s", page.StatusCode, said.Raw, page.body)
	}
	policy := page.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(policy, "unsafe") || strings.Contains(page.body, "style=") {
		t.Errorf("the policy is %s", policy)
	}
	for locale, word := range map[string]string{"zh": "公众意见反馈报告", "en": "Feedback report"} {
		page := e.get("/reports/" + report.Get("id").String() + ".html?locale=" + locale)
		for _, want := range []string{`lang="` + locale + `"`, word, "Asia/Shanghai", report.Get("contentHash").String(), "<dd>" + report.Get("said.comments").String() + "</dd>", "<dd>" + report.Get("said.endorsements").String() + "</dd>"} {
			if !strings.Contains(page.body, want) {
				t.Errorf("%s lacks %s", locale, want)
			}
		}
		if charts := strings.Count(page.body, "<svg"); charts < 6 || charts != strings.Count(page.body, "<table>") || strings.Count(page.body, "<article>") < 4 {
			t.Errorf("%s has %d charts and %d answers", locale, charts, strings.Count(page.body, "<article>"))
		}
	}
	for path, want := range map[string]int{"/reports/" + e.closed + ".html": 404, "/reports/" + id: 404, "/reports/x.html": 404, "/reports/" + id + ".html?locale=de": 400} {
		if got := e.get(path); got.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, got.StatusCode, want)
		}
	}
}

// TestReportInBrowser opens the page of a report and its charts in Chromium, at the widths of a phone and of a desk, and the page as it is printed: nothing overflows,
// each label is drawn, the Chinese ones by a font that has their letters, and axe-core has nothing to say.
func TestReportInBrowser(t *testing.T) {
	t.Parallel()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skipf("this test needs Debian's chromium: %v", err)
	}
	folder := nodeFolder(t, "report")
	p := start(t, newFolder(t))
	id := reportOfExample(p).Get("id").String()
	urls := []string{p.address + "/reports/" + id + ".html?locale=zh", p.address + "/reports/" + id + ".html?locale=en"}
	want := 3 * len(urls)
	for _, c := range p.ask("", `{ node(id: "`+id+`") { ... on FeedbackReport { charts(locale: "zh") { svgPath } } } }`).Get("data.node.charts.#.svgPath").Array() {
		urls, want = append(urls, p.address+c.String()), want+2
	}
	run := exec.Command("node", append([]string{"run.mjs", browser}, urls...)...)
	run.Dir = folder
	said, err := run.CombinedOutput()
	t.Logf("%s", said)
	if err != nil || want < 12 || strings.Count(string(said), "ok ") != want {
		t.Errorf("%d looks, not all of them are as they must be: %v", want, err)
	}
}
