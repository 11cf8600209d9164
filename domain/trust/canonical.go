package trust

import (
	"bytes"
	"encoding/json"

	"github.com/gowebpki/jcs"
)

// JCS returns the JSON of a value in the canonical form of RFC 8785 (JSON Canonicalization Scheme). Programs in every language write
// the same bytes.
func JCS(value any) ([]byte, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return jcs.Transform(raw)
}

// IsJCS tells whether a text is JSON in canonical form.
func IsJCS(text []byte) bool {
	again, err := jcs.Transform(text)
	return err == nil && bytes.Equal(again, text)
}
