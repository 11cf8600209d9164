package civic

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// Locale is a language in which the public may read: the names are those of the API.
type Locale string

// The languages that Minyi speaks itself.
const (
	Chinese Locale = "ZH"
	English Locale = "EN"
)

// Localized is a text in one or more languages. It is stored as JSON.
type Localized map[Locale]string

// Bilingual is a text in the two languages that are built in.
func Bilingual(chinese, english string) Localized {
	return Localized{Chinese: chinese, English: english}
}

// In gives the text in the wanted language, or else in Chinese, or else in English.
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

// scanJSON reads any value of ours that is stored as JSON.
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

// valueJSON writes any value of ours that is stored as JSON.
func ValueJSON(v any) (driver.Value, error) {
	raw, err := json.Marshal(v)
	return string(raw), err
}
