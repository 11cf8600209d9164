// Package draftfile reads the files from which drafts are imported, and writes drafts and comparisons of drafts as files.
package draftfile

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/server/docx"
)

// Read reads a .docx, or a text in UTF-8, UTF-16 or GB18030. It refuses what docx.Read refuses, and as FILE_TYPE_UNKNOWN what is no text.
func Read(raw []byte) (text string, warnings []legaltext.ImportWarning, err error) {
	if docx.Is(raw) {
		return docx.Read(raw)
	}
	for _, magic := range []string{"%PDF", "{\\rtf", "\x89PNG", "\xFF\xD8\xFF", "GIF8"} {
		if bytes.HasPrefix(raw, []byte(magic)) {
			return "", nil, civic.Refuse(policy.FileTypeUnknown, "")
		}
	}
	text, guessed := decode(raw)
	if strings.ContainsFunc(text, isBinary) {
		return "", nil, civic.Refuse(policy.FileTypeUnknown, "")
	}
	if guessed {
		line, _, _ := strings.Cut(text, "\n")
		warnings = append(warnings, legaltext.ImportWarning{Kind: legaltext.Encoding, Line: 1, Excerpt: legaltext.Excerpt(line)})
	}
	return text, warnings, nil
}

// isBinary tells whether a character is in no text: control characters, such as NUL.
func isBinary(r rune) bool {
	return r < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1a", r)
}

// decode finds the encoding of a text: by its mark, by what is valid, by its zero bytes. What is left is GB18030, which is a guess.
func decode(raw []byte) (text string, guessed bool) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		return string(raw[3:]), false
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")), bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		return with(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), raw), false
	case bytes.IndexByte(raw, 0) >= 0:
		order := unicode.LittleEndian
		if zeros(raw, 0) > zeros(raw, 1) {
			order = unicode.BigEndian
		}
		return with(unicode.UTF16(order, unicode.IgnoreBOM), raw), false
	case utf8.Valid(raw):
		return string(raw), false
	}
	return with(simplifiedchinese.GB18030, raw), true
}

// zeros counts the zero bytes at even or odd places: of Latin letters in UTF-16, every other byte is zero.
func zeros(raw []byte, from int) (count int) {
	for i := from; i < len(raw); i += 2 {
		if raw[i] == 0 {
			count++
		}
	}
	return count
}

// with decodes a text. What cannot be decoded whole is no text: it becomes NUL.
func with(e encoding.Encoding, raw []byte) string {
	text, err := e.NewDecoder().Bytes(raw)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "\x00"
	}
	return string(text)
}
