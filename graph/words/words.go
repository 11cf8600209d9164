// Package words has the words for the values of the contract's enums, such as 赞成 and Support for SUPPORT. Each language is a file: those of
// Minyi are in this folder, and an operator can add others.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"minyi/domain/civic"
)

// Table is the words of one language, by the names of enums and of their values.
type Table map[string]map[string]string

// Words are the words of each language.
type Words map[civic.Locale]Table

//go:embed zh.json en.json
var files embed.FS

// builtIn are Minyi's own words, in Chinese and English. The words of a code are its message, with names in braces for what varies.
var builtIn = sync.OnceValue(func() Words {
	all := Words{}
	for _, locale := range []civic.Locale{civic.Chinese, civic.English} {
		raw, _ := files.ReadFile(string(locale) + ".json")
		table := Table{}
		civic.Must(json.Unmarshal(raw, &table))
		codes := map[string]string{}
		for _, code := range civic.Codes() {
			if !code.OfRequest() {
				codes[string(code)] = civic.Problem{Code: code}.Message(locale)
			}
		}
		table["UserErrorCode"] = codes
		all[locale] = table
	}
	return all
})

// BuiltIn returns Minyi's own word for a value. The second result is false for a value that has none.
func BuiltIn(l civic.Locale, enum, value string) (string, bool) {
	word, has := builtIn()[l.BuiltIn()][enum][value]
	return word, has
}

// Read returns Minyi's own words and those of the files of a folder, such as de.json. A file may have some of the words only, and those in
// zh.json and en.json replace Minyi's own. It returns an error for a value that the contract does not have. An empty folder name is none.
func Read(folder string) (Words, error) {
	all := Words{}
	maps.Copy(all, builtIn())
	if folder == "" {
		return all, nil
	}
	paths, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err == nil && len(paths) == 0 {
		err = fmt.Errorf("no file such as de.json is in %s", folder)
	}
	for _, path := range paths {
		if err == nil {
			err = all.add(path)
		}
	}
	return all, err
}

// add adds the words of a file.
func (w Words) add(path string) error {
	raw, err := os.ReadFile(path)
	var table Table
	if err == nil {
		err = json.Unmarshal(raw, &table)
	}
	if err != nil {
		return fmt.Errorf("%s holds no words: %w", path, err)
	}
	for enum, values := range table {
		for value := range values {
			if _, has := BuiltIn(civic.English, enum, value); !has {
				return fmt.Errorf("%s: there is no value %s.%s", path, enum, value)
			}
		}
	}
	locale := civic.Locale(strings.TrimSuffix(filepath.Base(path), ".json"))
	w[locale] = over(w[locale], table)
	return nil
}

// In returns all words for readers of a language. A word that the language lacks is that of its base language, or else Minyi's own.
func (w Words) In(l civic.Locale) Table { return over(over(w[l.BuiltIn()], w[l.Base()]), w[l]) }

// over lays one table over another.
func over(below, above Table) Table {
	all := Table{}
	for _, table := range []Table{below, above} {
		for enum, values := range table {
			if all[enum] == nil {
				all[enum] = map[string]string{}
			}
			maps.Copy(all[enum], values)
		}
	}
	return all
}
