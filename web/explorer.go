package web

import (
	"bytes"
	"embed"
	"mime"
	"net/http"
	"path"
	"time"
)

//go:embed explorer/dist
var explorerFiles embed.FS

// explorerPolicy allows the editor's style elements, for which there is neither hash nor nonce. Scripts and workers are ours alone.
const explorerPolicy = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Explorer serves GraphiQL. Its files are kept compressed, which every browser reads.
func Explorer(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("path")
	h := w.Header()
	content, err := explorerFiles.ReadFile("explorer/dist/" + name + ".gz")
	switch {
	case name == "":
		content, err = explorerFiles.ReadFile("explorer/dist/index.html")
		name = "index.html"
		h.Set("Cache-Control", "no-cache")
	case err == nil:
		h.Set("Content-Encoding", "gzip")
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if err != nil {
		http.NotFound(w, r)
		return
	}
	h.Set("Content-Security-Policy", explorerPolicy)
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}
