package civic

import (
	"encoding/json"
	"maps"
	"testing"
)

// TestLanguages reads lists of languages.
func TestLanguages(t *testing.T) {
	t.Parallel()
	for _, tags := range [][]string{{}, {""}, {"zh", "ZH"}, {"zh", "中文"}, {"zh", "und"}, {"en_"}} {
		if l, err := NewLanguages(tags...); err == nil {
			t.Errorf("%q are the languages %s", tags, l)
		}
	}
	l, err := NewLanguages("fr", " ZH-hant-tw", "en-GB")
	if err != nil || l.String() != "fr, zh-Hant-TW, en-GB" || !l.Has("zh-Hant-TW") || l.Has("zh") {
		t.Errorf("the languages are %s, %v", l, err)
	}
	for header, want := range map[string]Locale{
		"": "fr", "de": "fr", "fr-CA": "fr", "en": "en-GB", "en-US,fr;q=0.5": "en-GB", "zh-HK": "zh-Hant-TW", "*": "fr", "; q": "fr", "de, zh-TW;q=0.3": "zh-Hant-TW",
	} {
		if got := l.Negotiate(header); got != want {
			t.Errorf("%q is answered in %s, want %s", header, got, want)
		}
	}
}

// A text that does not exist in the wanted language is read in the base language, then in the default, then in any.
func TestFallback(t *testing.T) {
	t.Parallel()
	l, err := NewLanguages("zh", "en", "pt", "pt-BR")
	Must(err)
	for _, c := range []struct {
		text   Localized
		wanted Locale
		want   string
	}{
		{Localized{"zh": "中", "pt": "p", "pt-BR": "b"}, "pt-BR", "b"}, {Localized{"zh": "中", "pt": "p", "en": "e"}, "pt-BR", "p"},
		{Localized{"zh": "中", "en": "e"}, "pt-BR", "中"}, {Localized{"pt": "p", "en": "e"}, "pt-BR", "p"}, {Localized{"pt-BR": "b", "en": "e"}, "pt", "e"},
		{nil, "zh", ""}, {Localized{"zh": ""}, "en", ""}, {Localized{"zh": "中"}, "", "中"},
	} {
		if got := l.Pick(c.text, c.wanted); got != c.want {
			t.Errorf("%v in %s is %q, want %q", c.text, c.wanted, got, c.want)
		}
	}
	problem := Problem{Code: Required}
	for reader, want := range map[Locale]string{"zh": "此项必填。", "zh-Hant-HK": "此项必填。", "en-GB": "This is needed.", "fr": "This is needed.", "zha": "This is needed."} {
		if got := problem.Message(reader); got != want {
			t.Errorf("a reader of %s is told %q", reader, got)
		}
	}
}

// A text from before languages were tags is read as any other, and its hash stays.
func TestOldLanguages(t *testing.T) {
	t.Parallel()
	for stored, want := range map[string]Localized{
		`{"EN":"e","ZH":"中"}`: {"en": "e", "zh": "中"}, `{"zh":"中","pt-BR":"b"}`: {"zh": "中", "pt-BR": "b"}, `{}`: {}, `null`: nil,
	} {
		var got Localized
		if err := json.Unmarshal([]byte(stored), &got); err != nil || !maps.Equal(got, want) || (got == nil) != (want == nil) {
			t.Errorf("%s is read as %v, %v", stored, got, err)
		}
	}
	if raw, _ := json.Marshal(Bilingual("中", "e").Hashed()); string(raw) != `{"EN":"e","ZH":"中"}` {
		t.Errorf("the hash covers %s", raw)
	}
}
