package trust

import (
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"minyi/domain/civic"
)

// reportPurpose is the first line of the note of a report.
const reportPurpose = "minyi-report"

// SignReport returns the signed note of a report: its id and the hash of its content.
func (k LogKey) SignReport(id civic.ID, contentHash string) (string, error) {
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%s\n%s\n", reportPurpose, id, contentHash)}, k)
	return string(signed), err
}

// ReadReport reads the note of a report. It returns an error if the note is not signed with one of the server's keys.
func (v LogVerifier) ReadReport(text string) (id, contentHash string, err error) {
	var opened string
	for _, key := range v.each() {
		if opened, err = key.open(text); err == nil {
			break
		}
	}
	if err != nil {
		return "", "", err
	}
	lines := strings.Split(opened, "\n")
	if len(lines) != 4 || lines[0] != reportPurpose {
		return "", "", fmt.Errorf("the note is not that of a report of Minyi")
	}
	return lines[1], lines[2], nil
}

// open returns the text of a note that is signed with the newest key. It accepts only one spelling of each signature: the note library ignores the last bits of
// a text in base64.
func (v LogVerifier) open(text string) (string, error) {
	opened, err := note.Open([]byte(text), note.VerifierList(v))
	if err != nil {
		return "", err
	}
	for _, s := range append(opened.Sigs, opened.UnverifiedSigs...) {
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return "", err
		}
	}
	return opened.Text, nil
}
