package words

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi"
	"minyi/domain/civic"
	_ "minyi/graph" // declares all codes
)

// TestEveryValueHasWords walks the contract: each value of each enum has a word in both languages, no two values of an enum have the same
// one, and there is no word for a value that does not exist.
func TestEveryValueHasWords(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: minyi.Schema})
	for _, locale := range []civic.Locale{civic.Chinese, civic.English} {
		all := builtIn()[locale]
		for _, definition := range schema.Types {
			if definition.Kind == ast.Enum && !definition.BuiltIn {
				checkWords(t, locale, definition, all[definition.Name])
			}
		}
		for enum := range all {
			if schema.Types[enum] == nil {
				t.Errorf("%s.json: there is no enum %s", locale, enum)
			}
		}
	}
}

func checkWords(t *testing.T, locale civic.Locale, enum *ast.Definition, words map[string]string) {
	t.Helper()
	values := map[string]string{} // by word
	for _, value := range enum.EnumValues {
		word := words[value.Name]
		if word == "" || word == value.Name {
			t.Errorf("server/words/%s.json has no word for %s.%s", locale, enum.Name, value.Name)
		}
		if other, taken := values[word]; taken && enum.Name != "UserErrorCode" {
			t.Errorf("server/words/%s.json has one word for %s.%s and %s", locale, enum.Name, other, value.Name)
		}
		values[word] = value.Name
	}
	for value := range words {
		if enum.EnumValues.ForName(value) == nil && enum.Name != "UserErrorCode" {
			t.Errorf("server/words/%s.json has a word for %s.%s, which does not exist", locale, enum.Name, value)
		}
	}
}

// An operator adds a language, and another word of their own.
func TestOtherLanguages(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("de.json", `{"Stance": {"SUPPORT": "Dafür"}}`)
	put("de-AT.json", `{"Stance": {"OPPOSE": "Dagegen"}}`)
	put("en.json", `{"Stance": {"OPPOSE": "Object"}}`)
	all, err := Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ locale, value, want string }{
		{"de", "SUPPORT", "Dafür"}, {"de", "NEUTRAL", "Neutral"}, {"de-AT", "SUPPORT", "Dafür"}, {"de-AT", "OPPOSE", "Dagegen"},
		{"en", "OPPOSE", "Object"}, {"fr", "OPPOSE", "Object"}, {"zh-Hant", "OPPOSE", "反对"},
	} {
		if got := all.In(civic.Locale(c.locale))["Stance"][c.value]; got != c.want {
			t.Errorf("%s reads %s as %q, want %q", c.locale, c.value, got, c.want)
		}
	}
	put("fr.json", `{"Stance": {"POUR": "Pour"}}`)
	if _, err := Read(folder); err == nil || !strings.Contains(err.Error(), "fr.json: there is no value Stance.POUR") {
		t.Errorf("a value that does not exist: %v", err)
	}
	if _, err := Read(filepath.Join(folder, "none")); err == nil {
		t.Error("a folder that does not exist is taken")
	}
}
