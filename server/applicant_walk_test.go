package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
)

// feedAddress finds the addresses of contents and reports that feeds, the sitemap and the API name.
var feedAddress = regexp.MustCompile(`/(?:contents|annual-reports|reports)/[A-Za-z0-9_-]+\.html`)

// TestNoFileLeadsToAnApplicant enters a request for information and reads, as somebody who is not signed in, every page that a link leads to, the feeds, the files of the annual report, the
// exports and the catalogues, and the metrics and the log besides. None holds who applies or what they wrote.
func TestNoFileLeadsToAnApplicant(t *testing.T) {
	t.Parallel()
	p := start(t, exampleFolder(t), "PRIVATE_ADDR=127.0.0.1:0")
	marks := []string{"欧阳若兰7c1", "46020019900307551X", "月川路十九号三单元", "请公开团结路拆迁补偿方案"}
	editor := p.token("-subject", "e", "-role", "HOUSING:EDITOR")
	office := p.ask("", `{ departments { nodes { id code } } }`).Get(`data.departments.nodes.#(code=="HOUSING").id`).String()
	entered := p.ask(editor, fmt.Sprintf(`mutation { enterDisclosureRequest(input: {departmentId: %q, applicantKind: NATURAL_PERSON, topic: OTHER, wantedForm: PAPER, channel: SUBMITTED_IN_PERSON, on: %q,
		text: %q, applicant: {name: %q, proof: %q, contact: %q}}) { disclosureRequest { id number tracking { text } } userErrors { code } } }`, office, graphtest.InDays(0), marks[3], marks[0], marks[1], marks[2]))
	id := entered.Get("data.enterDisclosureRequest.disclosureRequest.id").String()
	if entered.Get("data.enterDisclosureRequest.disclosureRequest.tracking.text").String() != marks[3] {
		t.Fatalf("the request is %s", entered.Raw)
	}
	who := p.ask(editor, fmt.Sprintf(`mutation { readDisclosureApplicant(input: {disclosureRequestId: %q, purpose: HANDLE}) { applicant { name } userErrors { code } } }`, id))
	if who.Get("data.readDisclosureApplicant.applicant.name").String() != marks[0] {
		t.Fatalf("the applicant is %s", who.Raw)
	}
	p.ask(editor, fmt.Sprintf(`mutation { enterDisclosureRequest(input: {departmentId: %q, applicant: {name: %q}, noSuchField: %q}) { userErrors { code } } }`, office, marks[0], marks[3]))

	read := p.walked()
	read["the metrics"], read["the log"] = p.privately("/metrics").body, fmt.Sprint(p.stderr)
	for what, text := range read {
		for _, mark := range marks {
			if strings.Contains(text, mark) {
				t.Errorf("%s holds %s", what, mark)
			}
		}
	}
	for _, kind := range []string{"/zh/disclosures", "/feed.atom", "/contents/", ".docx", ".xlsx", "/catalogues.jsonld", "/export/"} {
		if !strings.Contains(strings.Join(slices.Collect(maps.Keys(read)), " "), kind) {
			t.Errorf("nothing such as %s was read", kind)
		}
	}
	if number := entered.Get("data.enterDisclosureRequest.disclosureRequest.number").String(); !strings.Contains(read["/zh/disclosures"], number) {
		t.Errorf("the page of the register lacks %s", number)
	}
	t.Logf("%d texts were read", len(read))
}

// walked reads, as somebody who is not signed in, what the public can reach: at most 20 pages of a kind, and all files.
func (p *program) walked() map[string]string {
	p.t.Helper()
	read, kinds := map[string]string{}, map[string]int{}
	queue := []string{"/zh/", "/en/", "/zh/disclosures", "/feed.atom", "/feed.json", "/sitemap.xml", "/catalogues.jsonld", "/schema.graphql", "/zh/search?q=%E5%9B%A2%E7%BB%93%E8%B7%AF"}
	for _, report := range p.ask("", `{ annualReports { nodes { htmlPath } } }`).Get("data.annualReports.nodes.#.htmlPath").Array() {
		name := strings.TrimSuffix(report.String(), ".html")
		queue = append(queue, report.String(), name+".docx", name+".xlsx")
	}
	p.ask("", `{ consultations { nodes { id surveys { id } } } }`).Get("data.consultations.nodes").ForEach(func(_, c gjson.Result) bool {
		queue = append(queue, "/export/comments.csv?id="+c.Get("id").String(), "/export/report.ndjson?id="+c.Get("id").String())
		return true
	})
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		kind := kindOfPage(address)
		if _, seen := read[address]; seen || kinds[kind] >= 20 {
			continue
		}
		kinds[kind]++
		body := unpacked(p.t, p.get(address).body)
		read[address] = body
		queue = append(queue, feedAddress.FindAllString(body, -1)...)
		for _, link := range siteLink.FindAllStringSubmatch(body, -1) {
			next, _, _ := strings.Cut(strings.ReplaceAll(link[1], "&amp;", "&"), "#")
			queue = append(queue, next)
		}
	}
	return read
}
