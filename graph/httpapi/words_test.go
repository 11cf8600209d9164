package httpapi

import (
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/civic"
	"minyi/graph/words"
)

// TestEveryValueHasWords walks the contract: each value of each enum has a word in both languages, no two values of an enum have the same
// one, and there is no word for a value that does not exist.
func TestEveryValueHasWords(t *testing.T) {
	t.Parallel()
	schema := contract()
	own, _ := words.Read("")
	for _, locale := range []civic.Locale{civic.Chinese, civic.English} {
		all := own[locale]
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

func checkWords(t *testing.T, locale civic.Locale, enum *ast.Definition, known map[string]string) {
	t.Helper()
	values := map[string]string{} // by word
	for _, value := range enum.EnumValues {
		word := known[value.Name]
		if word == "" || word == value.Name {
			t.Errorf("graph/words/%s.json has no word for %s.%s", locale, enum.Name, value.Name)
		}
		if other, taken := values[word]; taken && enum.Name != "UserErrorCode" {
			t.Errorf("graph/words/%s.json has one word for %s.%s and %s", locale, enum.Name, other, value.Name)
		}
		values[word] = value.Name
	}
	for value := range known {
		if enum.EnumValues.ForName(value) == nil && enum.Name != "UserErrorCode" {
			t.Errorf("graph/words/%s.json has a word for %s.%s, which does not exist", locale, enum.Name, value)
		}
	}
}
