package trust

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"minyi/domain/civic"
)

// accepted begins every content that a receipt is given for.
type Accepted struct {
	Act          Act        `json:"act"`
	Consultation string     `json:"consultation"`
	ID           string     `json:"id"`
	Revision     int        `json:"revision"`
	SubmittedAt  *time.Time `json:"submittedAt,omitempty"` // of later revisions; that of the first is the receipt's own
}

// acceptedAs begins a content.
func AcceptedAs(act Act, id civic.ID, revision int, created time.Time) Accepted {
	a := Accepted{Act: act, Consultation: civic.IDOf(civic.ConsultationKind, id.Consultation).String(), ID: id.String(), Revision: revision}
	if revision > 1 {
		a.SubmittedAt = new(created.UTC())
	}
	return a
}

// written writes a content. Its types can always be written: numbers are finite, and texts are texts.
func Written(content any) string {
	text, err := Canonical(content)
	civic.Must(err)
	return text
}

// canonical writes JSON without blanks, and escapes no character that need not be.
func Canonical(value any) (string, error) {
	var text bytes.Buffer
	to := json.NewEncoder(&text)
	to.SetEscapeHTML(false)
	err := to.Encode(value)
	return strings.TrimSuffix(text.String(), "\n"), err
}
