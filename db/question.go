package db

import (
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"time"

	"minyi/db/share"
)

// questionOf makes a question of a statement and puts its arguments into the form in which they are sent.
func questionOf(statement string, args []any) (share.Question, []any, error) {
	var key strings.Builder
	values := make([]any, len(args))
	for i, arg := range args {
		value, err := driver.DefaultParameterConverter.ConvertValue(arg)
		if err != nil {
			return share.Question{}, nil, fmt.Errorf("argument %d: %w", i+1, err)
		}
		values[i] = value
		writeValue(&key, value)
	}
	return share.Question{What: statement, With: key.String()}, values, nil
}

// writeValue writes a value so that no two lists of values are written alike.
func writeValue(key *strings.Builder, value any) {
	number := func(kind byte, n uint64) {
		var written [9]byte
		written[0] = kind
		binary.BigEndian.PutUint64(written[1:], n)
		key.Write(written[:])
	}
	switch v := value.(type) {
	case nil:
		key.WriteByte('0')
	case string:
		number('s', uint64(len(v)))
		key.WriteString(v)
	case []byte:
		number('b', uint64(len(v)))
		key.Write(v)
	case int64:
		number('i', uint64(v))
	case float64:
		number('f', math.Float64bits(v))
	case bool:
		number('l', map[bool]uint64{true: 1}[v])
	case time.Time:
		number('t', uint64(v.Unix()))
		number('n', uint64(v.Nanosecond()))
	}
}
