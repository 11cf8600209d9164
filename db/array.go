package db

import (
	"bytes"
	"database/sql/driver"
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/consult"
)

// keyArray is an array of keys, which pq.Array would take through reflection one by one.
type keyArray []uuid.UUID

// Value writes the array.
func (a keyArray) Value() (driver.Value, error) {
	text := append(make([]byte, 0, 2+33*len(a)), '{')
	for i, key := range a {
		if i > 0 {
			text = append(text, ',')
		}
		text = hex.AppendEncode(text, key[:])
	}
	return string(append(text, '}')), nil
}

// Scan reads the array.
func (a *keyArray) Scan(from any) error { return pq.Array((*[]uuid.UUID)(a)).Scan(from) }

// numberArray is an array of numbers of 32 bits, which pq.Int32Array would write into ever larger texts.
type numberArray []int32

// Value writes the array.
func (a numberArray) Value() (driver.Value, error) {
	text := append(make([]byte, 0, 2+12*len(a)), '{')
	for i, n := range a {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, int64(n), 10)
	}
	return string(append(text, '}')), nil
}

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

// keysOf writes the keys of ids as a PostgreSQL array.
func keysOf(ids []consult.ID) keyArray {
	keys := make(keyArray, len(ids))
	for i, id := range ids {
		keys[i] = id.Key
	}
	return keys
}

// scopesOf writes the consultations of ids as a PostgreSQL array, in the order of keysOf.
func scopesOf(ids []consult.ID) keyArray {
	keys := make(keyArray, len(ids))
	for i, id := range ids {
		keys[i] = id.Consultation
	}
	return keys
}
