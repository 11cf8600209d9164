package web

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"regexp"
	"strings"

	"minyi/domain/civic"
)

// documents are the texts of the GraphQL documents, each with its fragments, by the names of their files.
type documents map[string]string

var (
	fragmentHead = regexp.MustCompile(`(?m)^fragment (\w+) `)
	spread       = regexp.MustCompile(`\.\.\.\s?([A-Z]\w+)`)
)

// readDocuments reads the folder documents. A fragment is in a file of its own, which begins with it.
func readDocuments() documents {
	all, fragments := documents{}, map[string]string{}
	entries, err := files.ReadDir("documents")
	civic.Must(err)
	for _, e := range entries {
		raw, err := files.ReadFile("documents/" + e.Name())
		civic.Must(err)
		text := string(raw)
		if head := fragmentHead.FindStringSubmatch(text); head != nil {
			fragments[head[1]] = text
		} else {
			all[strings.TrimSuffix(e.Name(), path.Ext(e.Name()))] = text
		}
	}
	for name, text := range all {
		all[name] = withFragments(text, fragments, map[string]bool{})
	}
	return all
}

// withFragments adds the fragments that a text uses, each once.
func withFragments(text string, fragments map[string]string, added map[string]bool) string {
	whole := text
	for _, used := range spread.FindAllStringSubmatch(text, -1) {
		if name := used[1]; !added[name] && fragments[name] != "" {
			added[name] = true
			whole += withFragments(fragments[name], fragments, added)
		}
	}
	return whole
}

// Documents are the texts that the site asks, by their SHA-256 in hex.
func Documents() map[string]string {
	byHash := map[string]string{}
	for _, text := range readDocuments() {
		byHash[hashOf(text)] = text
	}
	return byHash
}

// hashOf is a text's SHA-256 in hex.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
