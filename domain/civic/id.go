package civic

import (
	"encoding/base64"
	"io"
	"strings"

	"github.com/google/uuid"
)

// BadID refuses an id that is not one of ours or names another kind of thing than was asked for.
var BadID = NewCode("BAD_ID", "标识无效，或指向另一类内容。", "This id is not valid here, or names another kind of thing.")

// ID names one thing of any kind. The public reads it as an opaque text; a text that is none leaves the zero ID, which Check refuses.
type ID struct {
	Kind         Kind
	Consultation uuid.UUID // the consultation that the thing lies with; zero for kinds that lie with none
	Key          uuid.UUID
}

// IDOf names a thing that lies with no consultation.
func IDOf(kind Kind, key uuid.UUID) ID { return ID{Kind: kind, Key: key} }

// IDWithin names a thing that lies with a consultation.
func IDWithin(kind Kind, consultation, key uuid.UUID) ID {
	return ID{Kind: kind, Consultation: consultation, Key: key}
}

// longestID is how long the text of an id is at most.
const longestID = (33*8 + 5) / 6

// String writes the id as the public reads it.
func (id ID) String() string { return string(id.appendTo(make([]byte, 0, longestID))) }

// appendTo appends what String writes.
func (id ID) appendTo(text []byte) []byte {
	var room [33]byte
	raw := append(append(room[:0], id.Kind...), id.Key[:]...)
	if allKinds[id.Kind] {
		raw = append(raw, id.Consultation[:]...)
	}
	return base64.RawURLEncoding.AppendEncode(text, raw)
}

// ParseID reads an id that String wrote; anything else is refused as BAD_ID.
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

// decodeOpaque reads an opaque text in its one spelling; the library alone would pass over line breaks in it.
func DecodeOpaque(text string) ([]byte, error) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, base64.CorruptInputError(0)
	}
	return base64.RawURLEncoding.Strict().DecodeString(text)
}

// Of gives the id's key when it is of this kind, or else refuses it as BAD_ID at the field.
func (id ID) Of(kind Kind, field string) (uuid.UUID, error) {
	if id.Kind != kind {
		return uuid.UUID{}, Refuse(BadID, field)
	}
	return id.Key, nil
}

// MarshalGQL writes the id into an answer.
func (id ID) MarshalGQL(w io.Writer) { _, _ = w.Write(id.AppendGQL(nil)) }

// AppendGQL appends what MarshalGQL writes; its characters need no escaping.
func (id ID) AppendGQL(text []byte) []byte { return append(id.appendTo(append(text, '"')), '"') }

// UnmarshalGQL reads an id of a request. A text that is no id gives the zero ID and no error: the check of the input
// then refuses it together with everything else that is wrong there.
func (id *ID) UnmarshalGQL(v any) error {
	text, isText := v.(string)
	if !isText {
		return Refuse(BadID, "")
	}
	*id, _ = ParseID(text)
	return nil
}

// MarshalJSON writes the id as its text, for hashes of requests.
func (id ID) MarshalJSON() ([]byte, error) { return id.AppendGQL(nil), nil }

// NewKey makes a key: a UUID of version 7, so that keys sort by the time they were made.
func NewKey() uuid.UUID { return uuid.Must(uuid.NewV7()) }
