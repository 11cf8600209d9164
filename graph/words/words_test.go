package words

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minyi/domain/civic"
)

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
