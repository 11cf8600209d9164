package trust

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"minyi/domain/civic"
)

// Accepted is the first part of every content that has a receipt.
type Accepted struct {
	Act          Act        `json:"act"`
	Consultation string     `json:"consultation"`
	ID           string     `json:"id"`
	Revision     int        `json:"revision"`
	SubmittedAt  *time.Time `json:"submittedAt,omitempty"` // only in later revisions; the first was submitted at the receipt's own instant
}

// AcceptedAs returns the first part of a content.
func AcceptedAs(act Act, id civic.ID, revision int, created time.Time) Accepted {
	a := Accepted{Act: act, Consultation: civic.IDOf(civic.ConsultationKind, id.Consultation).String(), ID: id.String(), Revision: revision}
	if revision > 1 {
		a.SubmittedAt = new(created.UTC())
	}
	return a
}

// Written returns a content as canonical JSON. It panics if the content has no JSON, which is a mistake in the program.
func Written(content any) string {
	text, err := Canonical(content)
	civic.Must(err)
	return text
}

// Canonical returns JSON without white space between its parts. It escapes only the characters that JSON requires to be
// escaped, and U+2028 and U+2029.
func Canonical(value any) (string, error) {
	var text bytes.Buffer
	to := json.NewEncoder(&text)
	to.SetEscapeHTML(false)
	err := to.Encode(value)
	return strings.TrimSuffix(text.String(), "\n"), err
}
