package main

import (
	"net/http"
	"strings"
	"testing"
)

// The open data name comments by their number in the report, and tell days and no instants.
func TestOpenCommentsHaveNumbers(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	e.report(e.closed)
	path, resident := "/export/comments.ndjson?id="+e.closed, "Bearer "+e.token("-subject", "li")
	lines := e.lines(path, resident)
	for i, line := range lines {
		if line.Get("number").Int() != int64(i+1) || line.Get("id").Exists() || line.Get("createdAt").Exists() {
			t.Errorf("row %d is %s", i+1, line.Raw)
		}
	}
	rest := e.lines(path+"&after=1", resident)
	if len(lines) < 3 || len(rest) != len(lines)-1 || rest[0].Raw != lines[1].Raw {
		t.Errorf("of %d rows %d come after the first", len(lines), len(rest))
	}
	if staff := e.lines(path, e.analyst); len(staff) != len(lines) || !staff[0].Get("id").Exists() || staff[0].Get("number").Exists() {
		t.Errorf("staff get %s", staff[0].Raw)
	}
	for _, after := range []string{"0", "-1", "01", "x", "1000000"} {
		if got := e.get(path + "&after=" + after); got.StatusCode != http.StatusBadRequest {
			t.Errorf("after %s: %d %s", after, got.StatusCode, got.body)
		}
	}
}

// Somebody takes a report away and counts it again, without the server.
func TestVerifyReport(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	e.report(e.closed)
	report := e.ask("", `{ consultation(id: "`+e.closed+`") { feedbackReport { id content contentHash } } }`).Get("data.consultation.feedbackReport")
	id, key := report.Get("id").String(), strings.TrimSpace(e.get("/log/key").body)
	file := e.get("/export/report.ndjson?id=" + id)
	if file.StatusCode != http.StatusOK || !strings.Contains(file.body, "\n"+report.Get("content").String()+"\n") {
		t.Fatalf("%d: %s", file.StatusCode, file.body)
	}
	page := e.get("/export/report.ndjson?id=" + id + "&list=comments&page=1")
	if !strings.Contains(file.body, page.body) || !strings.Contains(page.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("a page is %v\n%s", page.Header, page.body)
	}
	if again := e.get("/export/report.ndjson?id="+id+"&list=comments&page=1", "If-None-Match", page.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("a page that is known comes again: %d", again.StatusCode)
	}
	for query, want := range map[string]int{"": 400, "id=x": 400, "id=" + e.closed: 400, "id=" + id + "&list=comments": 400, "id=" + id + "&list=comments&page=x": 400,
		"id=" + id + "&list=comments&page=9": 404, "id=" + id + "&list=x&page=1": 404, "id=" + id + "&since=1": 400, "id=" + id[:20] + "AAAA" + id[24:]: 404} {
		if got := e.get("/export/report.ndjson?" + query); got.StatusCode != want {
			t.Errorf("%q: %d %s, want %d", query, got.StatusCode, got.body, want)
		}
	}
	e.stop()

	lines := strings.SplitAfter(file.body, "\n")
	head, rows := kept(t, "head", lines[0]+lines[1]), kept(t, "rows", strings.Join(lines[2:], ""))
	for name, play := range map[string]struct {
		args []string
		code int
		says string
	}{
		"as it is":       {[]string{"-key", key, "-report", kept(t, "x", file.body)}, success, "OK     its counts are those of its rows"},
		"in two parts":   {[]string{"-key", key, "-report", head, "-report", rows}, success, "OK     its counts are those of its rows"},
		"one byte":       {[]string{"-key", key, "-report", kept(t, "x", strings.Replace(file.body, `"hidden":false`, `"hidden":fulse`, 1))}, failure, "BAD    comments: page 1, row "},
		"without a key":  {[]string{"-report", head}, misuse, "whose signatures?"},
		"no file":        {[]string{"-key", key, "-report", "nowhere"}, failure, "nowhere"},
		"of an operator": {[]string{"-database", "-report", head}, misuse, "-database goes with"},
	} {
		if exit, out := e.verifies(play.args...); exit != play.code || !strings.Contains(out, play.says) {
			t.Errorf("%s: exit code %d, want %d and %q\n%s", name, exit, play.code, play.says, out)
		}
	}
}
