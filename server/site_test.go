package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/graph/httpapi"
	"minyi/web"
)

var (
	siteTitle = regexp.MustCompile(`<title>([^<]+) · [^<]+</title>`)
	siteLink  = regexp.MustCompile(`href="(/(?:zh|en)/[^"]*|/assets/[^"]*)"`)
	emptyList = regexp.MustCompile(`<(ul|ol|tbody|dl)[^>]*>\s*</(ul|ol|tbody|dl)>`)
)

// TestSite follows every link of the site of the example city, in both languages, and reads every page as a browser without JavaScript.
func TestSite(t *testing.T) {
	t.Parallel()
	p := startExample(t, fmt.Sprintf("MAX_COST=%d", httpapi.UsualCost/10)) // no page may cost more than a tenth of the limit
	seen, queue, kinds := map[string]bool{}, []string{"/zh/", "/en/"}, map[string]int{}
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		kind := kindOfPage(address)
		if seen[address] || kinds[kind] >= 4 {
			continue
		}
		seen[address] = true
		kinds[kind]++
		got := p.get(address)
		checkPage(t, address, got)
		for _, link := range siteLink.FindAllStringSubmatch(got.body, -1) {
			address, _, _ := strings.Cut(strings.ReplaceAll(link[1], "&amp;", "&"), "#")
			queue = append(queue, address)
		}
	}
	for _, locale := range []string{"zh", "en"} {
		for _, page := range []string{"/", "/consultations", "/consultations/…", "/consultations/…/report", "/surveys/…", "/surveys/…/results", "/policies", "/policies/…", "/policies/…/compare", "/drafts/…",
			"/search", "/overdue", "/interpretations/…", "/topics/…", "/concerns/…", "/catalogues/…", "/reading-points", "/disclosures", "/annual-reports", "/receipts", "/open", "/me"} {
			if kinds["/"+locale+page] == 0 {
				t.Errorf("no link leads to a page such as /%s%s", locale, page)
			}
		}
	}
}

var idInPath = regexp.MustCompile(`/[A-Za-z0-9_-]{20,}`)

// kindOfPage is the address of a page without its ids and parameters.
func kindOfPage(address string) string {
	path, _, _ := strings.Cut(address, "?")
	if strings.HasPrefix(path, "/assets/") {
		return path
	}
	return idInPath.ReplaceAllString(path, "/…")
}

// mostOfPage is how many bytes of HTML a page of the example may have before it is compressed.
const mostOfPage = 120_000

// checkPage checks what every page has.
func checkPage(t *testing.T, address string, got response) {
	t.Helper()
	if got.StatusCode != http.StatusOK {
		t.Errorf("%s: %d %.200s", address, got.StatusCode, got.body)
		return
	}
	if strings.HasPrefix(address, "/assets/") {
		if !strings.Contains(got.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s is not kept by browsers", address)
		}
		return
	}
	lang := map[bool]string{true: "zh-Hans", false: "en"}[strings.HasPrefix(address, "/zh")]
	title := siteTitle.FindStringSubmatch(got.body)
	policy := got.Header.Get("Content-Security-Policy")
	for problem, found := range map[string]bool{
		"has another language":       !strings.Contains(got.body, `<html lang="`+lang+`">`),
		"has no title":               title == nil,
		"has not one heading":        strings.Count(got.body, "<h1") != 1,
		"has no way past the head":   !strings.Contains(got.body, `href="#main"`) || !strings.Contains(got.body, `<main id="main"`),
		"has an empty list":          emptyList.MatchString(got.body),
		"shows a missing value":      strings.Contains(got.body, "no value") || strings.Contains(got.body, "ZgotmplZ") || strings.Contains(got.body, "%!"),
		"may run what is not ours":   !strings.HasPrefix(policy, "default-src 'none'; script-src 'self'; style-src 'self'") || strings.Contains(policy, "unsafe"),
		"has a style or a script in": strings.Contains(got.body, "<style") || strings.Contains(got.body, " style=") || strings.Contains(got.body, " onclick="),
		"is too long":                len(got.body) > mostOfPage,
		"is not for all":             got.Header.Get("Cache-Control") != "public, max-age=0, must-revalidate" || got.Header.Get("ETag") == "",
	} {
		if found {
			t.Errorf("%s %s: %.300s", address, problem, got.body)
		}
	}
}

// TestSiteErrors asks for what is not there, and for what it was told not to serve.
func TestSiteErrors(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	for address, says := range map[string]string{"/zh/nowhere": "没有找到这个页面", "/en/consultations/x": "This page was not found", "/zh/policies/x/compare": "没有找到这个页面", "/en/consultations?after=x": "This page was not found"} {
		got := p.get(address)
		if got.StatusCode != http.StatusNotFound || !strings.Contains(got.body, says) || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %.200s", address, got.StatusCode, got.body)
		}
	}
	if got := p.get("/en/receipts?code=x"); got.StatusCode != http.StatusOK || !strings.Contains(got.body, `role="alert"`) {
		t.Errorf("a receipt that is none: %d %.200s", got.StatusCode, got.body)
	}
	off := startEmpty(t, "SITE=false")
	if got := off.get("/zh/"); got.StatusCode != http.StatusNotFound {
		t.Errorf("the site is on: %d", got.StatusCode)
	}
}

// hostile is what nobody may run.
const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>' onmouseover='alert(1) javascript:alert(1)`

// TestSiteEscapes puts hostile texts where the public and staff may write, and reads them on the pages.
func TestSiteEscapes(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	open := p.ask("", `{ consultations(first: 1, filter: { status: [OPEN] }) { nodes { id title policyRecord { id } } } }`).Get("data.consultations.nodes.0")
	id := open.Get("id").String()
	said, _ := json.Marshal(hostile)
	if got := p.ask(p.token("-subject", "mallory"), fmt.Sprintf(`mutation { submitComment(input: { consultationId: %q, stance: OPPOSE, body: %s }) { comment { id } userErrors { message } } }`, id, said)); !got.Get("data.submitComment.comment.id").Exists() {
		t.Fatal(got.Raw)
	}
	publisher := p.token("-subject", "publisher", "-role", "PARKS:PUBLISHER")
	if got := p.ask(publisher, fmt.Sprintf(`mutation { updatePolicyRecord(input: { policyRecordId: %q, title: [{ locale: zh, text: %s }], reason: "x" }) { userErrors { message field } } }`, open.Get("policyRecord.id").String(), said)); got.Get("errors").Exists() || got.Get("data.updatePolicyRecord.userErrors.0").Exists() {
		t.Fatal("the title stays as it is: ", got.Raw)
	}
	for _, address := range []string{"/zh/consultations/" + id, "/en/consultations/" + id, "/zh/policies/" + open.Get("policyRecord.id").String(), "/zh/policies", "/zh/search?q=alert", "/en/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
		"/en/receipts?code=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/en/policies?title=%22%3E%3Cscript%3E"} {
		got := p.get(address)
		for _, run := range []string{"<script>", "<img src=x", "onmouseover='", `href="javascript:`} {
			if strings.Contains(got.body, run) {
				t.Errorf("%s runs what a reader wrote: %s", address, run)
			}
		}
	}
	if got := p.get("/zh/consultations/" + id); !strings.Contains(got.body, "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("the comment is not shown as it was written")
	}
}

// TestSiteSpeaksTheReadersLanguage follows the first address to that of the reader's language.
func TestSiteSpeaksTheReadersLanguage(t *testing.T) {
	t.Parallel()
	p := startEmpty(t, "SITE_NAME=zh=明湖市|en=Minghu", "SITE_FOOTER=en=12 Lake Road", "SITE_COLOUR=#0b4f6c")
	got := p.get("/", "Accept-Language", "en-GB,en;q=0.9")
	if !strings.Contains(got.body, "Minghu") || !strings.Contains(got.body, "12 Lake Road") || !strings.Contains(got.body, "Nothing is open") {
		t.Errorf("%.300s", got.body)
	}
	if got := p.get("/", "Accept-Language", "zh-CN"); !strings.Contains(got.body, "明湖市") {
		t.Errorf("%.300s", got.body)
	}
}

// TestSiteDocuments prices each document of the site against the limit.
func TestSiteDocuments(t *testing.T) {
	t.Parallel()
	for hash, text := range web.Documents() {
		if len(hash) != 64 || !strings.Contains(text, "{") {
			t.Errorf("%s: %s", hash, text)
		}
	}
	if invalid := (httpapi.Documents{}).With(web.Documents()).Invalid(); len(invalid) > 0 {
		t.Errorf("documents do not fit the contract: %v", invalid)
	}
}

// mostOnTheWire is how many bytes a public page may send at the first visit, with its style sheets and modules, and the desk.
const (
	mostOnTheWire   = 60 << 10
	mostOfTheDesk   = 100 << 10
	headersOfAReply = 600 // about
)

var (
	assetOf  = regexp.MustCompile(`(?:href|src)="(/assets/[^"]+)"`)
	importOf = regexp.MustCompile(`from"\./(chunk-[^"]+)"`)
)

// TestSiteWeight weighs each kind of page as it comes at the first visit, compressed. "make weigh" prints what it finds.
func TestSiteWeight(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	known := exampleIDs(p)
	for name, address := range map[string]string{"home": "/", "consultation": "/consultations/" + known["open"], "report": "/consultations/" + known["reported"] + "/report", "survey": "/surveys/" + known["survey"],
		"results": "/surveys/" + known["survey"] + "/results", "policy record": "/policies/" + known["record"], "text": "/drafts/" + known["text"], "search": "/search?q=" + known["word"], "my page": "/me", "receipts": "/receipts", "sign-in": "/sign-in", "desk": "/desk", "answers": "/desk/answers/x"} {
		for _, locale := range []string{"/zh", "/en"} {
			bytes, requests := weigh(p, locale+address)
			t.Logf("%-3s %-14s %6d bytes in %d requests", locale[1:], name, bytes, requests)
			if bytes > mostOnTheWire && !strings.HasPrefix(address, "/desk") || bytes > mostOfTheDesk {
				t.Errorf("%s%s weighs %d bytes", locale, address, bytes)
			}
		}
	}
}

// weigh adds up a page and all that it loads.
func weigh(p *program, address string) (bytes, requests int) {
	queue, seen := []string{address}, map[string]bool{}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		bytes += len(p.get(at, "Accept-Encoding", "gzip").body) + headersOfAReply
		plain := p.get(at).body
		for _, found := range assetOf.FindAllStringSubmatch(plain, -1) {
			queue = append(queue, found[1])
		}
		for _, found := range importOf.FindAllStringSubmatch(plain, -1) {
			queue = append(queue, "/assets/"+found[1])
		}
	}
	return bytes, len(seen)
}

// TestExplorer reads GraphiQL with all its files. Its policy allows styles, and no script of others.
func TestExplorer(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	got := p.get("/graphiql/")
	policy := got.Header.Get("Content-Security-Policy")
	if got.StatusCode != http.StatusOK || !strings.Contains(policy, "script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'") {
		t.Errorf("%d %s", got.StatusCode, policy)
	}
	files := regexp.MustCompile(`(?:href|src)="(/graphiql/assets/[^"]+)"`).FindAllStringSubmatch(got.body, -1)
	for _, file := range files {
		if got := p.get(file[1]); got.StatusCode != http.StatusOK || got.body == "" {
			t.Errorf("%s: %d", file[1], got.StatusCode)
		}
	}
	if len(files) < 2 || p.get("/graphiql/../site.go").StatusCode == http.StatusOK || p.get("/graphiql/nowhere").StatusCode != http.StatusNotFound {
		t.Errorf("the explorer has %d files, or more than its files", len(files))
	}
}

// TestDevelopmentSignIn gives tokens to a browser on the same machine alone.
func TestDevelopmentSignIn(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	asked := `{"subject":"editor","roles":["PARKS:EDITOR"]}`
	token := gjson.Get(p.do("POST", "/sign-in/development", asked, "Content-Type", "application/json").body, "token").String()
	if name := p.ask(token, `{ viewer { roles { role } } }`).Get("data.viewer.roles.0.role").String(); name != "EDITOR" {
		t.Errorf("the token is for %q", name)
	}
	for name, headers := range map[string][]string{"a proxy": {"X-Forwarded-For", "203.0.113.7"}, "another site": {"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}} {
		if got := p.do("POST", "/sign-in/development", asked, headers...); got.StatusCode == http.StatusOK {
			t.Errorf("%s got a token", name)
		}
	}
	off := startEmpty(t, "DEV_TOKENS=false")
	if got := off.do("POST", "/sign-in/development", asked); got.StatusCode == http.StatusOK {
		t.Error("development tokens are off, and given")
	}
}
