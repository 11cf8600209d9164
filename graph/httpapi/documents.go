package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Documents are the documents of the installation's own clients. The zero value has none and allows all others.
type Documents struct {
	texts   map[string]string // by the ids that the clients' tools have given them
	allowed map[string]bool   // the texts, where no others may be asked; else nil
}

// ReadDocuments reads a manifest that a client's tools have written: a JSON object of texts by their ids, as those of Relay and of
// GraphQL Code Generator write it, or the manifest of Apollo's. With only set, no other documents may be asked. An empty path is no manifest.
func ReadDocuments(path string, only bool) (d Documents, err error) {
	if path == "" {
		return d, nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return d, err
	}
	if d.texts, err = readManifest(raw); err != nil {
		return d, fmt.Errorf("%s is no manifest of documents: %w", path, err)
	}
	if only {
		d.allowed = map[string]bool{}
		for _, text := range d.texts {
			d.allowed[text] = true
		}
	}
	return d, nil
}

// readManifest reads the texts of a manifest by their ids.
func readManifest(raw []byte) (map[string]string, error) {
	var apollo struct{ Operations []struct{ ID, Body string } }
	if err := json.Unmarshal(raw, &apollo); err == nil && len(apollo.Operations) > 0 {
		texts := map[string]string{}
		for _, one := range apollo.Operations {
			texts[one.ID] = one.Body
		}
		return texts, nil
	}
	var texts map[string]string
	if err := json.Unmarshal(raw, &texts); err != nil {
		return nil, err
	}
	if len(texts) == 0 {
		return nil, errors.New("it has none")
	}
	return texts, nil
}

// Invalid lists the ids of documents that do not fit the contract, as those of an older frontend may not.
func (d Documents) Invalid() (ids []string) {
	for _, id := range slices.Sorted(maps.Keys(d.texts)) {
		if _, err := gqlparser.LoadQueryWithRules(contract(), d.texts[id], rules.NewDefaultRules()); err != nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// With adds the documents of the site, by their SHA-256 in hex. They are allowed where no others are.
func (d Documents) With(texts map[string]string) Documents {
	all := Documents{texts: maps.Clone(texts)}
	maps.Copy(all.texts, d.texts)
	if d.allowed != nil {
		all.allowed = maps.Clone(d.allowed)
		for _, text := range texts {
			all.allowed[text] = true
		}
	}
	return all
}

// allow tells whether a document may be asked.
func (d Documents) allow(text string) bool { return d.allowed == nil || d.allowed[text] }
