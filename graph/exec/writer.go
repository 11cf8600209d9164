package exec

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Writer writes JSON.
type Writer struct{ Text []byte }

// Write appends JSON.
func (w *Writer) Write(text []byte) (int, error) {
	w.Text = append(w.Text, text...)
	return len(text), nil
}

// WriteString appends JSON.
func (w *Writer) WriteString(text string) (int, error) {
	w.Text = append(w.Text, text...)
	return len(text), nil
}

// The least free room that a long text grows at, and from which length on a text is long. A long text grows to twice its length, and not beyond most
// bytes: smaller steps would leave more garbage than the text has.
const (
	longText  = 1 << 20
	leastFree = 64 << 10
)

func (w *Writer) reserve(most int) {
	if len(w.Text) >= longText && cap(w.Text)-len(w.Text) < leastFree {
		w.Text = slices.Grow(w.Text, min(len(w.Text), max(0, most-len(w.Text)))+leastFree)
	}
}

// Null writes null and returns false, which means that there is no value.
func (w *Writer) Null() bool {
	w.Text = append(w.Text, "null"...)
	return false
}

// Bool writes a boolean.
func (w *Writer) Bool(value bool) bool {
	w.Text = strconv.AppendBool(w.Text, value)
	return true
}

// Int writes a whole number.
func (w *Writer) Int(value int64) bool {
	w.Text = strconv.AppendInt(w.Text, value, 10)
	return true
}

// Float writes a number. NaN and infinities are null, because JSON has no such numbers.
func (w *Writer) Float(value float64) bool {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return w.Null()
	}
	w.Text = strconv.AppendFloat(w.Text, value, 'g', -1, 64)
	return true
}

// String writes a text.
func (w *Writer) String(value string) bool {
	if !plain(value) {
		quoted, _ := json.Marshal(value) // a string can always be written
		w.Text = append(w.Text, quoted...)
		return true
	}
	w.Text = append(w.Text, '"')
	w.Text = append(w.Text, value...)
	w.Text = append(w.Text, '"')
	return true
}

// plain tells whether a text needs no escapes in JSON.
func plain(text string) bool {
	ascii := true
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c < ' ', c == '"', c == '\\':
			return false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return ascii || utf8.ValidString(text)
}

// List writes a list of so many values. If required is true and a value is null, the list is null.
func (w *Writer) List(length int, required bool, write func(i int) bool) bool {
	begun := len(w.Text)
	w.Text = append(w.Text, '[')
	for i := range length {
		if i > 0 {
			w.Text = append(w.Text, ',')
		}
		if !write(i) && required {
			w.Text = w.Text[:begun]
			return w.Null()
		}
	}
	w.Text = append(w.Text, ']')
	return true
}
