package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"minyi/domain/civic"
	"minyi/graph/httpapi"
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
		body := inOrder(w.In(locale))
		h := to.Header()
		h.Set("Content-Type", "application/json")
		h.Set("Cache-Control", "public, max-age=300")
		h.Set("Content-Language", name)
		h.Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(body)))
		http.ServeContent(to, r, "", time.Time{}, bytes.NewReader(body))
	}
}

// inOrder writes the words of each enum in the order of the contract, so that a client can offer them as they are.
func inOrder(table words.Table) []byte {
	var body bytes.Buffer
	body.WriteByte('{')
	for i, enum := range slices.Sorted(maps.Keys(table)) {
		if i > 0 {
			body.WriteByte(',')
		}
		fmt.Fprintf(&body, "%q:{", enum)
		separator := ""
		for _, value := range httpapi.EnumValues(enum) {
			if word, has := table[enum][value]; has {
				quoted, _ := json.Marshal(word) // texts always marshal
				fmt.Fprintf(&body, "%s%q:%s", separator, value, quoted)
				separator = ","
			}
		}
		body.WriteByte('}')
	}
	body.WriteByte('}')
	return body.Bytes()
}
