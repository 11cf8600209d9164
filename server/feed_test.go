package main

import (
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// TestTheWebsiteShowsWhatIsReleased reads the feeds, the sitemap, a page and the catalogue of the example city, and takes a content down.
func TestTheWebsiteShowsWhatIsReleased(t *testing.T) {
	t.Parallel()
	p := startExample(t, "PUBLIC_URL=https://city.example")
	var atom struct {
		Entries []struct {
			ID    string `xml:"id"`
			Title string `xml:"title"`
			Link  struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(p.get("/feed.atom").body), &atom); err != nil || len(atom.Entries) < 4 {
		t.Fatalf("the feed has %d entries, %v", len(atom.Entries), err)
	}
	feed := gjson.Parse(p.get("/feed.json").body)
	if feed.Get("version").String() != "https://jsonfeed.org/version/1.1" || int(feed.Get("items.#").Int()) != len(atom.Entries) || feed.Get("items.0.id").String() != atom.Entries[0].ID {
		t.Errorf("as JSON the feed is %.500s", feed.Raw)
	}
	address := atom.Entries[0].Link.Href
	if got := p.get("/sitemap.xml").body; strings.Count(got, "<loc>") != len(atom.Entries) || !strings.Contains(got, address) {
		t.Errorf("the sitemap is %.500s", got)
	}
	path := strings.TrimPrefix(address, "https://city.example")
	if got := p.get(path); got.StatusCode != http.StatusOK || !strings.Contains(got.body, "<h1>") {
		t.Errorf("the page is %d %.500s", got.StatusCode, got.body)
	}
	if got := p.get(strings.Replace(path, "/contents/", "/contents/x", 1)); got.StatusCode != http.StatusNotFound {
		t.Errorf("a page that is not there is %d", got.StatusCode)
	}
	catalogue := gjson.Parse(p.get("/catalogues.jsonld").body)
	if catalogue.Get("@type").String() != "dcat:Catalog" || catalogue.Get(`dcat:catalog.0.dcat:dataset.#`).Int() == 0 {
		t.Errorf("the catalogue is %.500s", catalogue.Raw)
	}
	report := p.ask("", `{ annualReports { nodes { id htmlPath } } }`).Get("data.annualReports.nodes.0")
	id, page := report.Get("id").String(), report.Get("htmlPath").String()
	if got := p.get("/feed.json").body; !strings.Contains(got, id) {
		t.Errorf("the feed lacks the annual report: %.500s", got)
	}
	publisher := p.token("-subject", "p", "-role", "HOUSING:PUBLISHER")
	if down := p.ask(publisher, `mutation { takeDown(input: {contentId: "`+id+`", reason: "数据有误。"}) { content { id } userErrors { code } } }`); down.Get("data.takeDown.content.id").String() != id {
		t.Fatalf("it is not taken down: %s", down.Raw)
	}
	for _, path := range []string{page, strings.TrimSuffix(page, "html") + "docx", "/contents/" + id + ".html"} {
		if got := p.get(path); got.StatusCode != http.StatusGone || !strings.Contains(got.body, "数据有误。") {
			t.Errorf("taken down, %s is %d %.500s", path, got.StatusCode, got.body)
		}
	}
	if got := p.get("/feed.json").body + p.get("/sitemap.xml").body; strings.Contains(got, id) {
		t.Errorf("a feed still has it: %.500s", got)
	}
}
