package pg

import (
	"bytes"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/lib/pq/oid"

	"minyi/domain/civic"
)

// The arrays that statements take. They are sent in PostgreSQL's binary format, which takes both sides a fraction of the work of the
// text; connect turns it on. Their elements must be of the very type that the statement names: PostgreSQL converts none of them.
type (
	KeyArray    []uuid.UUID // uuid[]
	NumberArray []int32     // int[]
	CountArray  []int64     // bigint[]
	TextArray   []string    // text[]
	BytesArray  [][]byte    // bytea[]
)

// Value writes the array.
func (a KeyArray) Value() (driver.Value, error) {
	return binaryArray(oid.T_uuid, a, 16*len(a), func(to []byte, key uuid.UUID) []byte { return append(to, key[:]...) }), nil
}

// Value writes the array.
func (a NumberArray) Value() (driver.Value, error) {
	return binaryArray(oid.T_int4, a, 4*len(a), func(to []byte, n int32) []byte { return binary.BigEndian.AppendUint32(to, uint32(n)) }), nil
}

// Value writes the array.
func (a CountArray) Value() (driver.Value, error) {
	return binaryArray(oid.T_int8, a, 8*len(a), func(to []byte, n int64) []byte { return binary.BigEndian.AppendUint64(to, uint64(n)) }), nil
}

// Value writes the array.
func (a TextArray) Value() (driver.Value, error) {
	return binaryArray(oid.T_text, a, lengths(a), func(to []byte, text string) []byte { return append(to, text...) }), nil
}

// Value writes the array.
func (a BytesArray) Value() (driver.Value, error) {
	return binaryArray(oid.T_bytea, a, lengths(a), func(to []byte, raw []byte) []byte { return append(to, raw...) }), nil
}

// binaryArray writes an array of one dimension: how many dimensions, whether there are nulls, the elements' type, how many they are and
// the number of the first, and each element after its length. size is how many bytes the elements take.
func binaryArray[T any](element oid.Oid, all []T, size int, add func(to []byte, one T) []byte) []byte {
	be := binary.BigEndian
	if len(all) == 0 {
		return be.AppendUint32(make([]byte, 8, 12), uint32(element))
	}
	to := make([]byte, 0, 20+4*len(all)+size)
	for _, field := range []uint32{1, 0, uint32(element), uint32(len(all)), 1} {
		to = be.AppendUint32(to, field)
	}
	for _, one := range all {
		at := len(to)
		to = add(append(to, 0, 0, 0, 0), one)
		be.PutUint32(to[at:], uint32(len(to)-at-4))
	}
	return to
}

// lengths is how many bytes some texts have together.
func lengths[T ~string | ~[]byte](all []T) (sum int) {
	for _, text := range all {
		sum += len(text)
	}
	return sum
}

// Scan reads the array, which comes as text.
func (a *KeyArray) Scan(from any) error {
	text, is := from.([]byte)
	if !is && from != nil {
		return fmt.Errorf("read an array of keys from a %T", from)
	}
	keys := make(KeyArray, 0, len(text)/37)
	for part := range bytes.FieldsFuncSeq(text, func(r rune) bool { return r == '{' || r == ',' || r == '}' }) {
		key, err := uuid.ParseBytes(part)
		if err != nil {
			return fmt.Errorf("read an array of keys: %w", err)
		}
		keys = append(keys, key)
	}
	*a = keys
	return nil
}

// Distinct returns each key once, in order. So every caller locks rows in the same order.
func Distinct(keys KeyArray) KeyArray {
	sorted := slices.SortedFunc(slices.Values(keys), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(sorted)
}

// KeysOf writes the keys of ids as a PostgreSQL array.
func KeysOf(ids []civic.ID) KeyArray {
	keys := make(KeyArray, len(ids))
	for i, id := range ids {
		keys[i] = id.Key
	}
	return keys
}

// ScopesOf writes the consultations of ids as a PostgreSQL array, in the order of keysOf.
func ScopesOf(ids []civic.ID) KeyArray {
	keys := make(KeyArray, len(ids))
	for i, id := range ids {
		keys[i] = id.Consultation
	}
	return keys
}
