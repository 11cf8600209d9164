package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// evidence is what a file holds of what can be checked.
type evidence struct {
	note        string
	consistency []string
	receipts    []receiptEvidence
}

// receiptEvidence is what is said of one receipt; only the code is always there.
type receiptEvidence struct {
	code, state, note string
	content           *string
	leafIndex         *int
	proof             []string
}

// with adds what another place says of the same receipt.
func (e receiptEvidence) with(more receiptEvidence) receiptEvidence {
	e.code = more.code
	if more.content != nil {
		e.content = more.content
	}
	if more.state != "" {
		e.state, e.note, e.leafIndex, e.proof = more.state, more.note, more.leafIndex, more.proof
	}
	return e
}

// shortestCode is less than the length of any receipt's code, and more than that of any problem's, which stand under the same name.
const shortestCode = 100

// readEvidence reads a file: JSON that GraphQL answered, the whole or a part, a signed note, or a code. What is no file's name
// and long enough is taken as a code.
func readEvidence(name string) (evidence, error) {
	raw, err := os.ReadFile(name)
	var unnamed *fs.PathError
	switch {
	case err != nil && errors.As(err, &unnamed) && len(name) > shortestCode:
		raw = []byte(name)
	case err != nil:
		return evidence{}, err
	}
	var e evidence
	var value any
	if err := json.Unmarshal(raw, &value); err == nil {
		e.gather(value)
		return e, nil
	}
	text := strings.TrimSpace(string(raw))
	switch {
	case strings.HasPrefix(text, "minyi-log\n"):
		e.note = text + "\n"
	case len(text) > shortestCode && !strings.ContainsAny(text, " \n{}"):
		e.receipts = []receiptEvidence{{code: text}}
	default:
		return e, fmt.Errorf("%s is neither JSON, a signed note nor a receipt's code", name)
	}
	return e, nil
}

// gather walks through JSON and takes what it knows.
func (e *evidence) gather(value any) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			e.gather(item)
		}
	case map[string]any:
		if code, is := value["code"].(string); is && len(code) > shortestCode {
			e.receipts = append(e.receipts, receiptOf(code, value))
		}
		if note, is := value["note"].(string); is {
			e.note = note
		}
		if hashes, is := value["consistencyProof"].([]any); is {
			e.consistency = hashTexts(hashes)
		}
		for _, item := range value {
			e.gather(item)
		}
	}
}

// receiptOf reads what stands beside a code.
func receiptOf(code string, object map[string]any) receiptEvidence {
	r := receiptEvidence{code: code}
	if content, is := object["content"].(string); is {
		r.content = &content
	}
	r.state, _ = object["state"].(string)
	if index, is := object["leafIndex"].(float64); is {
		whole := int(index)
		r.leafIndex = &whole
		if r.state == "" {
			r.state = "INCLUDED"
		}
	}
	if hashes, is := object["inclusionProof"].([]any); is {
		r.proof = hashTexts(hashes)
	}
	if in, is := object["checkpoint"].(map[string]any); is {
		r.note, _ = in["note"].(string)
	}
	return r
}

// hashTexts are the texts of a list; what is none becomes empty and is refused as no hash.
func hashTexts(list []any) []string {
	all := make([]string, len(list))
	for i, item := range list {
		all[i], _ = item.(string)
	}
	return all
}
