package civic

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Localized is a text in one or more languages. It is stored as JSON.
type Localized map[Locale]string

// Bilingual returns a text in Chinese and English.
func Bilingual(chinese, english string) Localized {
	return Localized{Chinese: chinese, English: english}
}

// In returns the text in the wanted language, otherwise in one that Pick chooses.
func (t Localized) In(wanted Locale) string { return languages().Pick(t, wanted) }

// Read returns the text in the wanted language. If wanted is nil, it uses the language of the request.
func (t Localized) Read(ctx context.Context, wanted *WantedLocale) string {
	if wanted != nil {
		return t.In(Locale(*wanted))
	}
	return t.In(LocaleOf(ctx))
}

// Hashed returns the text as content hashes cover it: each language in capital letters. Hashes that were made before languages
// were tags stay valid in this way.
func (t Localized) Hashed() map[string]string {
	if t == nil {
		return nil
	}
	all := make(map[string]string, len(t))
	for locale, text := range t {
		all[strings.ToUpper(string(locale))] = text
	}
	return all
}

// UnmarshalJSON reads the text. A frozen report from before languages were tags names them ZH and EN.
func (t *Localized) UnmarshalJSON(raw []byte) error {
	var all map[Locale]string
	if err := json.Unmarshal(raw, &all); err != nil {
		return err
	}
	for old, locale := range map[Locale]Locale{"ZH": Chinese, "EN": English} {
		if text, has := all[old]; has {
			all[locale] = text
			delete(all, old)
		}
	}
	*t = all
	return nil
}

// Scan reads the text from a JSON column.
func (t *Localized) Scan(from any) error { return ScanJSON(from, t) }

// Value writes the text to a JSON column.
func (t Localized) Value() (driver.Value, error) { return ValueJSON(t) }

// ScanJSON reads a value from a JSON column.
func ScanJSON(from, to any) error {
	switch raw := from.(type) {
	case nil:
		return nil
	case []byte:
		return json.Unmarshal(raw, to)
	case string:
		return json.Unmarshal([]byte(raw), to)
	default:
		return fmt.Errorf("civic: cannot read %T as JSON", from)
	}
}

// ValueJSON writes a value to a JSON column.
func ValueJSON(v any) (driver.Value, error) {
	raw, err := json.Marshal(v)
	return string(raw), err
}

// LocalizedTextInput is a text in one language.
type LocalizedTextInput struct {
	Locale Locale
	Text   string
}

// Localize turns the texts of an input into one Localized. It returns nil if there are none.
func Localize(texts []LocalizedTextInput) Localized {
	if len(texts) == 0 {
		return nil
	}
	all := make(Localized, len(texts))
	for _, text := range texts {
		all[text.Locale] = text.Text
	}
	return all
}

// Inputs returns the text as an input has it, in the order of the languages' tags. It is the opposite of Localize.
func (t Localized) Inputs() []LocalizedTextInput {
	var texts []LocalizedTextInput
	for _, locale := range slices.Sorted(maps.Keys(t)) {
		texts = append(texts, LocalizedTextInput{Locale: locale, Text: t[locale]})
	}
	return texts
}
