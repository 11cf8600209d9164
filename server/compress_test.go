package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// unpack reads a body that a reply has compressed.
func unpack(t *testing.T, got response) string {
	t.Helper()
	var from io.Reader
	var err error
	switch body := strings.NewReader(got.body); got.Header.Get("Content-Encoding") {
	case "gzip":
		from, err = gzip.NewReader(body)
	case "zstd":
		from, err = zstd.NewReader(body)
	default:
		return got.body
	}
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const typesQuery = `{ __schema { types { name description } } }`

// compression asks for the same in every encoding. What is large is compressed as the client wants it, and says the same.
func compression(t *testing.T, p *program) {
	json, stream := []string{"Content-Type", "application/json"}, []string{"Content-Type", "application/json", "Accept", "text/event-stream"}
	for name, c := range map[string]struct {
		method, path, body string
		headers            []string
		compressed         bool
	}{
		"the schema":    {http.MethodGet, "/schema.graphql", "", nil, true},
		"words":         {http.MethodGet, "/words/zh.json", "", nil, true},
		"a reply":       {http.MethodPost, "/graphql", `{"query":"` + typesQuery + `"}`, json, true},
		"by GET":        {http.MethodGet, "/graphql?query=" + url.QueryEscape(typesQuery), "", nil, true},
		"a small reply": {http.MethodPost, "/graphql", viewerQuery, json, false},
		"a stream":      {http.MethodPost, "/graphql", `{"query":"` + typesQuery + `"}`, stream, false},
		"the health":    {http.MethodGet, "/healthz", "", nil, false},
	} {
		as := func(encodings string) response {
			return p.do(c.method, c.path, c.body, append([]string{"Accept-Encoding", encodings}, c.headers...)...)
		}
		plain := as("identity")
		if plain.Header.Get("Content-Encoding") != "" || c.compressed && !strings.Contains(strings.Join(plain.Header.Values("Vary"), ","), "Accept-Encoding") {
			t.Errorf("%s, as it is: %v", name, plain.Header)
		}
		for encodings, want := range map[string]string{"gzip": "gzip", "gzip, deflate, br, zstd": "zstd", "zstd;q=0.5, gzip": "gzip", "br": ""} {
			got := as(encodings)
			if !c.compressed {
				want = ""
			}
			if got.Header.Get("Content-Encoding") != want || unpack(t, got) != plain.body || want != "" && len(got.body) > len(plain.body)/2 {
				t.Errorf("%s for %s: %d of %d bytes, %v", name, encodings, len(got.body), len(plain.body), got.Header)
			}
		}
	}
	compressedAnswersAreKept(t, p)
}

// compressedAnswersAreKept asks by GET what many share: each encoding has an ETag of its own.
func compressedAnswersAreKept(t *testing.T, p *program) {
	etags := map[string]bool{}
	for _, encoding := range []string{"identity", "gzip", "zstd"} {
		get := func(more ...string) response {
			return p.get("/graphql?query="+url.QueryEscape(typesQuery), append([]string{"Accept-Encoding", encoding}, more...)...)
		}
		first, again := get(), get()
		etag := first.Header.Get("ETag")
		if etag == "" || again.Header.Get("ETag") != etag || again.Header.Get("Content-Encoding") != first.Header.Get("Content-Encoding") || again.body != first.body {
			t.Errorf("%s, asked again: %v, then %v", encoding, first.Header, again.Header)
		}
		if known := get("If-None-Match", etag); known.StatusCode != http.StatusNotModified || known.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s, known: %d %v", encoding, known.StatusCode, known.Header)
		}
		etags[etag] = true
	}
	if len(etags) != 3 {
		t.Errorf("three encodings have %d ETags", len(etags))
	}
}

// Exports as text are compressed. A workbook is so by itself.
func TestExportsAreCompressed(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	e.ask(e.token("-subject", "li"), fmt.Sprintf(`mutation { submitComment(input: {consultationId: %q, stance: SUPPORT, body: %q}) { comment { id } } }`, e.parks, strings.Repeat("赞成。", 500)))
	for format, compressed := range map[string]bool{"csv": true, "ndjson": true, "xlsx": false} {
		as := func(encoding string) response {
			return e.get("/export/comments."+format+"?id="+e.parks, "Authorization", e.analyst, "Accept-Encoding", encoding)
		}
		plain, got := as("identity"), as("zstd, gzip")
		if (got.Header.Get("Content-Encoding") == "zstd") != compressed || compressed && unpack(t, got) != plain.body {
			t.Errorf("%s: %d of %d bytes, %v", format, len(got.body), len(plain.body), got.Header)
		}
	}
}
