package export

import (
	"bytes"
	"encoding/json"
	"io"

	"minyi/domain/civic"
)

// ndjsonSheet writes one JSON object in each line, with the keys of the columns.
type ndjsonSheet struct {
	to   io.Writer
	keys [][]byte // with the punctuation before and after each key
	line bytes.Buffer
	json *json.Encoder
}

func newNDJSONSheet(to io.Writer, columns []civic.Column) *ndjsonSheet {
	s := &ndjsonSheet{to: to, keys: make([][]byte, len(columns))}
	s.json = json.NewEncoder(&s.line)
	s.json.SetEscapeHTML(false)
	for i, c := range columns {
		before := ","
		if i == 0 {
			before = "{"
		}
		s.keys[i] = []byte(before + `"` + c.Key + `":`) // keys need no escapes
	}
	return s
}

// Write adds a row.
func (s *ndjsonSheet) Write(row []civic.Cell) error {
	s.line.Reset()
	for i, c := range row {
		s.line.Write(s.keys[i])
		if err := s.json.Encode(c.Value); err != nil {
			return err
		}
		s.line.Truncate(s.line.Len() - 1) // removes the line break of the encoder
	}
	s.line.WriteString("}\n")
	_, err := s.to.Write(s.line.Bytes())
	return err
}

// Close does nothing: NDJSON has no end mark.
func (s *ndjsonSheet) Close() error { return nil }
