package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"minyi/domain/civic"
	"minyi/graph/words"
	"minyi/server/reply"
)

// wordsHandler serves the words of a language as JSON, at an address that ends with its name, such as /words/zh.json. Everybody may read them. A
// language that is neither one of the installation nor one with words of its own is NOT_FOUND.
func wordsHandler(w words.Words) http.HandlerFunc {
	return func(to http.ResponseWriter, r *http.Request) {
		name, isJSON := strings.CutSuffix(r.PathValue("file"), ".json")
		locale := civic.Locale(name)
		if _, has := w[locale]; !isJSON || !has && !civic.KnownLocale(locale) {
			reply.Refuse(to, r, civic.Refuse(civic.NotFound, ""))
			return
		}
		body, _ := json.Marshal(w.In(locale)) // texts always marshal
		h := to.Header()
		h.Set("Content-Type", "application/json")
		h.Set("Cache-Control", "public, max-age=300")
		h.Set("Content-Language", name)
		h.Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(body)))
		http.ServeContent(to, r, "", time.Time{}, strings.NewReader(string(body)))
	}
}
