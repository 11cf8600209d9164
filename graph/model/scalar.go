package model

import (
	"io"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"minyi/consult"
)

// MarshalDateTime writes an instant as RFC 3339 in UTC.
func MarshalDateTime(t time.Time) graphql.Marshaler { return instant(t) }

type instant time.Time

// MarshalGQL writes the instant into an answer.
func (t instant) MarshalGQL(w io.Writer) {
	text := append(make([]byte, 0, len(time.RFC3339Nano)+2), '"')
	_, _ = w.Write(append(time.Time(t).UTC().AppendFormat(text, time.RFC3339Nano), '"'))
}

// UnmarshalDateTime reads an instant, RFC 3339 with any offset.
func UnmarshalDateTime(v any) (time.Time, error) {
	text, _ := v.(string)
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || t.Year() < 1900 || t.Year() > 9999 {
		return time.Time{}, consult.Refuse(consult.BadDateTime, "")
	}
	return t, nil
}
