package db

import (
	"bytes"
	"database/sql/driver"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/lib/pq"
)

// keyArray is an array of keys, which pq.Array would take through reflection one by one.
type keyArray []uuid.UUID

// Value writes the array.
func (a keyArray) Value() (driver.Value, error) {
	var text strings.Builder
	separator := byte('{')
	for _, key := range a {
		text.WriteByte(separator)
		text.WriteString(key.String())
		separator = ','
	}
	if len(a) == 0 {
		return "{}", nil
	}
	text.WriteByte('}')
	return text.String(), nil
}

// Scan reads the array.
func (a *keyArray) Scan(from any) error { return pq.Array((*[]uuid.UUID)(a)).Scan(from) }

// literal writes a value as PostgreSQL reads it, to stand in an array with others; an array may then be of any length.
func literal(v driver.Valuer) string {
	value, _ := v.Value() // fails for no value of ours
	text, _ := value.(string)
	return text
}

// distinct gives each key once, in order, so that whatever is locked by them is locked in the same order by all.
func distinct(keys keyArray) keyArray {
	sorted := slices.SortedFunc(slices.Values(keys), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(sorted)
}
