package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// wordFile makes a small .docx: an article with words that Word numbers, and a tracked change.
func wordFile(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	const word = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for name, text := range map[string]string{
		"[Content_Types].xml": `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"word/numbering.xml": `<w:numbering ` + word + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>
			<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
		"word/document.xml": `<w:document ` + word + `><w:body><w:p><w:r><w:t>渡口条例</w:t></w:r></w:p>` + strings.Repeat(`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>渡口</w:t></w:r>
			<w:del><w:r><w:delText>收费</w:delText></w:r></w:del><w:ins><w:r><w:t>免费。</w:t></w:r></w:ins></w:p>`, 2) + `</w:body></w:document>`,
	} {
		if own, replaced := parts[name]; replaced {
			text = own
		}
		to, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(to, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// upload posts a file to a path and returns the status and the reply.
func (p *program) upload(path string, file []byte) (int, gjson.Result) {
	p.t.Helper()
	response, err := http.Post(p.address+path, "application/octet-stream", bytes.NewReader(file))
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response.StatusCode, gjson.ParseBytes(body)
}

// TestDraftFiles uploads a Word file, imports it, and downloads drafts and their comparison as files.
func TestDraftFiles(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	editor := p.token("-subject", "editor", "-role", "PARKS:EDITOR")
	parks := p.ask("", `{ departments(first: 20) { nodes { id code } } }`).Get(`data.departments.nodes.#(code=="PARKS").id`).String()
	record := p.ask(editor, `mutation { createPolicyRecord(input: {departmentId: "`+parks+`", kind: OTHER, title: [{locale: "zh", text: "渡口"}, {locale: "en", text: "Ferries"}]}) { policyRecord { id } userErrors { code } } }`).
		Get("data.createPolicyRecord.policyRecord.id").String()
	path := p.ask(editor, `mutation { requestDraftUpload(input: {policyRecordId: "`+record+`"}) { draftUpload { path expiresAt maxBytes } userErrors { code } } }`).
		Get("data.requestDraftUpload.draftUpload.path").String()
	load := func(upload string) gjson.Result {
		return p.ask(editor, fmt.Sprintf(`mutation { importDraft(input: {policyRecordId: %q, uploadId: %q}) { draft { id text importWarnings { kind line } } userErrors { code field } } }`, record, upload)).Get("data.importDraft")
	}
	status, said := p.upload(path, wordFile(t, nil))
	if status != http.StatusOK {
		t.Fatalf("the upload: %d %s", status, said.Raw)
	}
	first := load(said.Get("uploadId").String())
	if text := first.Get("draft.text").String(); text != "渡口条例\n\n第一条 渡口免费。\n\n第二条 渡口免费。" || first.Get("draft.importWarnings.0.kind").String() != "TRACKED_CHANGES" {
		t.Fatalf("the import: %s", first.Raw)
	}
	_, said = p.upload(path, []byte("渡口条例\n第一条 渡口免费。\n第二条 货车付费。"))
	second := load(said.Get("uploadId").String()).Get("draft.id").String()
	for name, c := range map[string]struct {
		path   string
		file   []byte
		status int
		code   string
	}{
		"a wrong signature": {path[:len(path)-4] + "AAAA", nil, http.StatusForbidden, "UPLOAD_EXPIRED"},
		"macros":            {path, wordFile(t, map[string]string{"[Content_Types].xml": "<Types>wordprocessingml macroEnabled</Types>"}), http.StatusUnprocessableEntity, "FILE_HAS_MACROS"},
		"an entity":         {path, wordFile(t, map[string]string{"word/document.xml": "<!DOCTYPE x><x/>"}), http.StatusUnprocessableEntity, "FILE_HAS_ENTITIES"},
		"a PDF":             {path, []byte("%PDF-1.7"), http.StatusUnsupportedMediaType, "FILE_TYPE_UNKNOWN"},
		"a large file":      {path, make([]byte, 10<<20+1), http.StatusRequestEntityTooLarge, "TOO_LARGE"},
	} {
		if status, said := p.upload(c.path, c.file); status != c.status || said.Get("errors.0.extensions.code").String() != c.code {
			t.Errorf("%s: %d %s", name, status, said.Raw)
		}
	}
	if said := load("018f0000-0000-7000-8000-000000000000"); said.Get("userErrors.0.code").String() != "NOT_FOUND" {
		t.Errorf("an upload that is not there: %s", said.Raw)
	}
	bearer, id := "Bearer "+editor, first.Get("draft.id").String()
	for address, c := range map[string]struct{ media, holds string }{
		"/export/draft.docx?id=" + id: {wordMedia, "PK"}, "/export/draft.md?id=" + id: {"text/markdown; charset=utf-8", "第一条 渡口免费。"},
		"/export/draft.xml?id=" + id:                                        {"application/akn+xml", "<num>第一条</num>"},
		"/export/comparison.docx?from=" + id + "&to=" + second:              {wordMedia, "PK"},
		"/export/comparison.html?from=" + id + "&to=" + second:              {"text/html; charset=utf-8", "<ins>"},
		"/export/comparison.html?only=changed&from=" + id + "&to=" + second: {"text/html; charset=utf-8", "<del>"},
	} {
		got := p.get(address, "Authorization", bearer)
		if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != c.media || !strings.Contains(got.body, c.holds) {
			t.Errorf("%s: %d %s %.300s", address, got.StatusCode, got.Header.Get("Content-Type"), got.body)
		}
		if hidden := p.get(address); hidden.StatusCode != http.StatusNotFound {
			t.Errorf("anyone reads %s: %d", address, hidden.StatusCode)
		}
	}
	for address, status := range map[string]int{"/export/draft.pdf?id=" + id: http.StatusNotFound, "/export/draft.md?id=x": http.StatusBadRequest, "/export/draft.md?id=" + id + "&a=b": http.StatusBadRequest,
		"/export/comparison.html?from=" + id + "&to=" + record: http.StatusBadRequest} {
		if got := p.get(address, "Authorization", bearer); got.StatusCode != status {
			t.Errorf("%s: %d, want %d", address, got.StatusCode, status)
		}
	}
}
