package civic

import (
	"encoding/base64"
	"io"
	"strings"

	"github.com/google/uuid"
)

// BadID refuses a text that is not a valid id, or an id of the wrong kind.
var BadID = NewCode("BAD_ID", "标识无效，或指向另一类内容。", "This id is not valid here, or names another kind of thing.")

// ID identifies one thing of any kind. Outside the program it is an opaque text. An invalid text in an input becomes the
// zero ID, and Check refuses the zero ID.
type ID struct {
	Kind         Kind
	Consultation uuid.UUID // the consultation that the thing belongs to; zero for kinds outside consultations
	Key          uuid.UUID
}

// IDOf returns the id of a thing that belongs to no consultation.
func IDOf(kind Kind, key uuid.UUID) ID { return ID{Kind: kind, Key: key} }

// IDWithin returns the id of a thing that belongs to a consultation.
func IDWithin(kind Kind, consultation, key uuid.UUID) ID {
	return ID{Kind: kind, Consultation: consultation, Key: key}
}

// longestID is the maximum length of an id's text in bytes.
const longestID = (33*8 + 5) / 6

// String returns the id as an opaque text.
func (id ID) String() string { return string(id.appendTo(make([]byte, 0, longestID))) }

// appendTo appends what String writes.
func (id ID) appendTo(text []byte) []byte {
	var buffer [33]byte
	raw := append(append(buffer[:0], id.Kind...), id.Key[:]...)
	if allKinds[id.Kind] {
		raw = append(raw, id.Consultation[:]...)
	}
	return base64.RawURLEncoding.AppendEncode(text, raw)
}

// ParseID reads an id that String wrote. It refuses any other text as BAD_ID.
func ParseID(text string) (ID, error) {
	raw, err := DecodeOpaque(text)
	if err != nil || len(raw) < 17 {
		return ID{}, Refuse(BadID, "")
	}
	kind := Kind(raw[:1])
	within, known := allKinds[kind]
	switch {
	case !known, within && len(raw) != 33, !within && len(raw) != 17:
		return ID{}, Refuse(BadID, "")
	case within:
		return IDWithin(kind, uuid.UUID(raw[17:33]), uuid.UUID(raw[1:17])), nil
	default:
		return IDOf(kind, uuid.UUID(raw[1:17])), nil
	}
}

// DecodeOpaque decodes an opaque text. It accepts only one spelling of each value, so it refuses line breaks, which the
// base64 package ignores.
func DecodeOpaque(text string) ([]byte, error) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, base64.CorruptInputError(0)
	}
	return base64.RawURLEncoding.Strict().DecodeString(text)
}

// Of returns the id's key if the id is of this kind. Otherwise it refuses the id as BAD_ID at the field.
func (id ID) Of(kind Kind, field string) (uuid.UUID, error) {
	if id.Kind != kind {
		return uuid.UUID{}, Refuse(BadID, field)
	}
	return id.Key, nil
}

// MarshalGQL writes the id into a GraphQL response.
func (id ID) MarshalGQL(w io.Writer) { _, _ = w.Write(id.AppendGQL(nil)) }

// AppendGQL appends what MarshalGQL writes. The characters of an id need no escaping.
func (id ID) AppendGQL(text []byte) []byte { return append(id.appendTo(append(text, '"')), '"') }

// UnmarshalGQL reads an id from a GraphQL request. An invalid text becomes the zero ID without an error. Check then refuses
// the zero ID together with all other problems of the input.
func (id *ID) UnmarshalGQL(v any) error {
	text, isText := v.(string)
	if !isText {
		return Refuse(BadID, "")
	}
	*id, _ = ParseID(text)
	return nil
}

// MarshalJSON writes the id as its text, for example for the hash of a request.
func (id ID) MarshalJSON() ([]byte, error) { return id.AppendGQL(nil), nil }

// UnmarshalJSON reads an id that MarshalJSON wrote.
func (id *ID) UnmarshalJSON(raw []byte) (err error) {
	*id, err = ParseID(strings.Trim(string(raw), `"`))
	return err
}

// NewKey returns a new UUID of version 7. Such keys sort by the time of their creation.
func NewKey() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// KeyFromCode returns the UUID of version 5 that stands for a code. It is the key of a thing that has a code and no UUID.
func KeyFromCode(code string) uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceOID, []byte(code)) }
