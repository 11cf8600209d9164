package verify

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"strings"
	"unicode/utf8"
)

// Evidence is the content of a file that can be checked.
type Evidence struct {
	Note        string         // the signed note of a checkpoint
	beside      map[string]any // the fields beside the note
	consistency []string
	receipts    []receiptEvidence
}

// receiptEvidence is what a file says about one receipt. Only the code is always present.
type receiptEvidence struct {
	code, state       string
	content, issuedAt *string
	leafIndex         *int
	proof             []string
	note              string         // of the checkpoint
	beside            map[string]any // the fields beside the note
}

// merge adds what another file says about the same receipt.
func (e receiptEvidence) merge(more receiptEvidence) receiptEvidence {
	e.code = more.code
	if more.content != nil {
		e.content = more.content
	}
	if more.issuedAt != nil {
		e.issuedAt = more.issuedAt
	}
	if more.state != "" {
		e.state, e.note, e.beside, e.leafIndex, e.proof = more.state, more.note, more.beside, more.leafIndex, more.proof
	}
	return e
}

// minReceiptCode tells the code of a receipt from the code of a problem. Both have the name "code" in JSON; only the codes of
// receipts are longer than this.
const minReceiptCode = 100

// ReadEvidence reads a file: a GraphQL reply in JSON, whole or a part, a signed note, or the code of a receipt. If there is no such
// file and the name is long enough, the name itself is the code.
func ReadEvidence(name string) (Evidence, error) {
	raw, err := os.ReadFile(name)
	var pathError *fs.PathError
	switch {
	case err != nil && errors.As(err, &pathError) && len(name) > minReceiptCode:
		raw = []byte(name)
	case err != nil:
		return Evidence{}, err
	}
	var e Evidence
	if !utf8.Valid(raw) {
		return e, fmt.Errorf("%s is not UTF-8", name)
	}
	var value any
	if err := json.Unmarshal(raw, &value); err == nil {
		e.collect(value)
		return e, nil
	}
	text := strings.TrimSpace(string(raw))
	switch {
	case strings.HasPrefix(text, "minyi-log\n"):
		e.Note = text + "\n"
	case len(text) > minReceiptCode && !strings.ContainsAny(text, " \n{}"):
		e.receipts = []receiptEvidence{{code: text}}
	default:
		return e, fmt.Errorf("%s is neither JSON, a signed note nor a receipt's code", name)
	}
	return e, nil
}

// collect walks through JSON and keeps what it knows.
func (e *Evidence) collect(value any) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			e.collect(item)
		}
	case map[string]any:
		if code, is := value["code"].(string); is && len(code) > minReceiptCode {
			e.receipts = append(e.receipts, receiptOf(code, value))
		}
		if note, is := value["note"].(string); is {
			e.Note, e.beside = note, value
		}
		if hashes, is := value["consistencyProof"].([]any); is {
			e.consistency = hashTexts(hashes)
		}
		for _, item := range value {
			e.collect(item)
		}
	}
}

// receiptOf reads the fields beside a receipt's code. A field of another type than the API gives counts as a wrong value.
func receiptOf(code string, object map[string]any) receiptEvidence {
	r := receiptEvidence{code: code, content: textIn(object, "content"), issuedAt: textIn(object, "issuedAt")}
	if state := textIn(object, "state"); state != nil {
		r.state = *state
	}
	if index := object["leafIndex"]; index != nil {
		whole := wholeNumber(index)
		r.leafIndex = &whole
		if r.state == "" {
			r.state = "INCLUDED"
		}
	}
	if hashes, is := object["inclusionProof"].([]any); is {
		r.proof = hashTexts(hashes)
	}
	if checkpoint, is := object["checkpoint"].(map[string]any); is {
		r.note, _ = checkpoint["note"].(string)
		r.beside = checkpoint
	}
	return r
}

// textIn returns a text, or nil if the object does not have it. Any other value becomes a text that no check accepts.
func textIn(object map[string]any, name string) *string {
	switch value := object[name].(type) {
	case nil:
		return nil
	case string:
		return &value
	}
	return new("no text")
}

// wholeNumber returns a number, or -1 if the value is no whole number.
func wholeNumber(value any) int {
	number, is := value.(float64)
	if !is || number < 0 || number > 1<<53 || number != math.Trunc(number) {
		return -1
	}
	return int(number)
}

// hashTexts returns the strings of a list. Any other value becomes an empty string, which the check refuses as no hash.
func hashTexts(list []any) []string {
	all := make([]string, len(list))
	for i, item := range list {
		all[i], _ = item.(string)
	}
	return all
}
