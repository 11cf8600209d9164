package civic

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// Locale is a language of texts for the public. Its values are those of the API's enum.
type Locale string

// The languages of Minyi's own texts.
const (
	Chinese Locale = "ZH"
	English Locale = "EN"
)

// Localized is a text in one or more languages. It is stored as JSON.
type Localized map[Locale]string

// Bilingual returns a text in Chinese and English.
func Bilingual(chinese, english string) Localized {
	return Localized{Chinese: chinese, English: english}
}

// In returns the text in the wanted language, otherwise in Chinese, otherwise in English.
func (t Localized) In(wanted Locale) string {
	for _, locale := range []Locale{wanted, Chinese, English} {
		if text, has := t[locale]; has {
			return text
		}
	}
	return ""
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
