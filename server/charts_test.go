package main

import (
	"encoding/xml"
	"image/png"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/server/picture"
)

// chartsQuery asks for the charts of the city, and for the same numbers as the API gives them.
const chartsQuery = `{ consultations(first: 3) { nodes { id status commentTally { byStance { count } byDay { count } } charts(locale: "en") { ...c }
	surveys { id charts(locale: "en") { ...c } results { questions { question { key } ... on NumberResults { merged { count } } } } }
	feedbackReport { done { outcomes { count } unanswered } charts(locale: "zh") { ...c } } } } }
	fragment c on Chart { name title alternativeText columns rows { label cells { count share } } svgPath pngPath }`

// Charts have the numbers of the API. Everybody gets the same, staff too, so that no picture shows what is not published.
func TestCharts(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	public, until := e.ask("", chartsQuery), time.Now().Add(patience)
	for !public.Get(`data.consultations.nodes.#(status=="OPEN").surveys.0.charts.0`).Exists() && time.Now().Before(until) { // published in the background
		public = e.ask("", chartsQuery)
	}
	staff := e.ask(strings.TrimPrefix(e.analyst, "Bearer "), chartsQuery)
	all, ofStaff := chartsIn(public), chartsIn(staff)
	if len(all) < 15 || len(ofStaff) != len(all) {
		t.Fatalf("%d charts, %d for staff: %.1000s", len(all), len(ofStaff), public.Raw)
	}
	for i, c := range all {
		if ofStaff[i].Raw != c.Raw {
			t.Errorf("staff see %s\nand everybody %s", ofStaff[i].Raw, c.Raw)
		}
		e.readsChart(c)
	}
	reported := public.Get(`data.consultations.nodes.#(status=="REPORTED")`)
	for field, name := range map[string]string{"commentTally.byStance": "comments-by-stance", "commentTally.byDay": "comments-by-day", "feedbackReport.done.outcomes": "outcomes"} {
		want, got := reported.Get(field+".#.count").Array(), reported.Get(`charts.#(name=="`+name+`").rows.#.cells.0.count`).Array()
		for i := range want {
			if want[i].Int() != got[i].Int() {
				t.Errorf("%s draws %v, and the API says %v", name, got, want)
			}
		}
	}
	if open := public.Get(`data.consultations.nodes.#(status=="OPEN")`); open.Get(`charts.#(name=="outcomes")`).Exists() || open.Get(`charts.#(name=="themes")`).Exists() {
		t.Errorf("an open consultation draws %s", open.Raw)
	}
	merged := reported.Get(`surveys.0.charts.#(name=="v1-safety").rows.#(label%"*together*").cells.0.count`).Int()
	if want := reported.Get(`surveys.0.results.questions.#(question.key=="safety").merged.count`).Int(); want == 0 || merged != want {
		t.Errorf("the picture merges %d people, and the API %d: %s", merged, want, reported.Get("surveys").Raw)
	}
}

// chartsIn lists all charts of a reply.
func chartsIn(reply gjson.Result) (all []gjson.Result) {
	for _, c := range reply.Get("data.consultations.nodes").Array() {
		all = append(all, c.Get("charts").Array()...)
		all = append(all, c.Get("feedbackReport.charts").Array()...)
		for _, s := range c.Get("surveys").Array() {
			all = append(all, s.Get("charts").Array()...)
		}
	}
	return all
}

// readsChart reads the picture of a chart in both formats, and once more by its ETag.
func (e *exported) readsChart(c gjson.Result) {
	e.t.Helper()
	svg := e.get(c.Get("svgPath").String())
	var read struct {
		Title string `xml:"title"`
		Says  string `xml:"desc"`
	}
	if err := xml.Unmarshal([]byte(svg.body), &read); err != nil || read.Title != c.Get("title").String() || read.Says != c.Get("alternativeText").String() {
		e.t.Errorf("%s is %d %.300s, %v", c.Get("svgPath"), svg.StatusCode, svg.body, err)
	}
	if again := e.get(c.Get("svgPath").String(), "If-None-Match", svg.Header.Get("ETag")); again.StatusCode != http.StatusNotModified || svg.Header.Get("Content-Type") != "image/svg+xml" {
		e.t.Errorf("a picture that is known comes again: %d %v", again.StatusCode, svg.Header)
	}
}

// A chart as PNG has the letters of a font of the machine.
func TestChartPNG(t *testing.T) {
	t.Parallel()
	if _, err := picture.Find(""); err != nil {
		t.Skip(err)
	}
	e := startExported(t)
	path := e.ask("", `{ node(id: "`+e.parks+`") { ... on Consultation { charts { name pngPath } } } }`).Get(`data.node.charts.#(name=="draft-map").pngPath`).String()
	got := e.get(path)
	drawn, err := png.Decode(strings.NewReader(got.body))
	if err != nil || drawn.Bounds().Dx() != 720 || got.Header.Get("Content-Type") != "image/png" {
		t.Fatalf("%s: %d %v", path, got.StatusCode, err)
	}
	dark := 0
	for x := range 720 {
		for y := range 80 { // the title
			if r, _, _, _ := drawn.At(x, y).RGBA(); r < 0x8000 {
				dark++
			}
		}
	}
	if dark < 200 {
		t.Errorf("the title has %d dark pixels", dark)
	}
}

// An address of a chart that there is not, or that asks for what is not public, is refused.
func TestNoChart(t *testing.T) {
	t.Parallel()
	nowhere := newFolder(t) + ".ttf"
	if err := os.WriteFile(nowhere, []byte("no font"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := startExported(t, "CHART_FONT="+nowhere)
	frozen := e.ask("", `{ consultations { nodes { status surveys { id } } } }`).Get(`data.consultations.nodes.#(status=="REPORTED").surveys.0.id`).String()
	for path, want := range map[string]int{
		"/charts/x/outcomes.svg": 400, "/charts/" + e.closed + "/outcomes.svg": 404, "/charts/" + e.closed + "/themes.svg": 404, "/charts/" + e.parks + "/comments-by-day.gif": 404,
		"/charts/" + e.parks + "/comments-by-day.png": 404, "/charts/" + e.parks + "/comments-by-day.svg?locale=de": 400, "/charts/" + e.parks + "/comments-by-day.svg?x=1": 400,
		"/charts/" + frozen + "/v2-safety.svg": 404, "/charts/" + frozen + "/v1-safety.svg": 200, "/charts/" + frozen + "/safety.svg": 404, "/charts/" + e.parks + "/comments-by-day.svg": 200,
	} {
		if got := e.get(path); got.StatusCode != want {
			t.Errorf("%s: %d, want %d %.200s", path, got.StatusCode, want, got.body)
		}
	}
	for query, want := range map[string]string{
		`{ survey(id: "` + e.survey + `") { charts(version: 2) { name } } }`:                        "UNKNOWN_VERSION",
		`{ node(id: "` + e.parks + `") { ... on Consultation { charts(locale: "de") { name } } } }`: "UNKNOWN_LOCALE",
	} {
		if got := e.ask("", query).Get("errors.0.extensions.code").String(); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}
