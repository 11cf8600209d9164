package exec

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-faster/jx"
)

// Input reads an input object into its type.
type Input func(ctx context.Context, r *Reader) (any, error)

// Reader reads inputs from JSON straight into their types. It takes what is written just as the schema has it, and gives an error for all
// else, without saying what is wrong: gqlgen, which may take it in another form, is to read it again.
type Reader struct{ json *jx.Decoder }

// NewReader reads a text, which has to be UTF-8.
func NewReader(text []byte) *Reader { return &Reader{jx.DecodeBytes(text)} }

// LongestList is how many values a list in the variables holds at most; the longest that an input takes is not longer.
const LongestList = 5000

// errOtherwise says that something is not written as the schema has it.
var errOtherwise = errors.New("this is to be read in another way")

// Null tells whether a null is written, and reads it.
func (r *Reader) Null() (bool, error) {
	if r.json.Next() != jx.Null {
		return false, nil
	}
	return true, r.json.Null()
}

// Text reads a string. One with a replacement character is left to gqlgen: it may be what was made of half a character, of which
// every reader makes something else.
func (r *Reader) Text() (string, error) {
	if r.json.Next() != jx.String {
		return "", errOtherwise
	}
	text, err := r.json.Str()
	if err == nil && strings.ContainsRune(text, utf8.RuneError) {
		return "", errOtherwise
	}
	return text, err
}

// OneOf reads a string that is one of several.
func (r *Reader) OneOf(names ...string) (string, error) {
	text, err := r.Text()
	if err == nil && !slices.Contains(names, text) {
		return "", errOtherwise
	}
	return text, err
}

// Number reads a number with its digits.
func (r *Reader) Number() (json.Number, error) {
	if r.json.Next() != jx.Number {
		return "", errOtherwise
	}
	digits, err := r.json.Num()
	return json.Number(digits), err
}

// Bool reads a boolean.
func (r *Reader) Bool() (bool, error) { return r.json.Bool() }

// Object reads an object that has some of the named members, each once, and all that are required, which are bits by their place among the
// names, of which there are at most 64. read reads the value of the member of a place.
func (r *Reader) Object(names []string, required uint64, read func(place int) error) error {
	var seen uint64
	err := r.json.ObjBytes(func(_ *jx.Decoder, name []byte) error {
		place := slices.Index(names, string(name))
		if place < 0 || seen&(1<<place) != 0 {
			return errOtherwise
		}
		seen |= 1 << place
		return read(place)
	})
	if err == nil && seen&required != required {
		return errOtherwise
	}
	return err
}

// Written reads an object and gives it as it is written, a part of the text that is read.
func (r *Reader) Written() ([]byte, error) {
	if r.json.Next() != jx.Object {
		return nil, errOtherwise
	}
	return r.json.Raw()
}

// End is an error where anything follows what was read.
func (r *Reader) End() error {
	if err := r.json.Skip(); err != io.EOF {
		return errOtherwise
	}
	return nil
}

// List reads a list.
func List[T any](r *Reader, one func() (T, error)) ([]T, error) {
	var room [16]T // most lists are short, and take no more than they need
	list := room[:0]
	err := r.json.Arr(func(*jx.Decoder) error {
		if len(list) == LongestList {
			return errOtherwise
		}
		value, err := one()
		list = append(list, value)
		return err
	})
	return append([]T{}, list...), err
}

// Arguments reads the arguments of a field from what its operation and variables give.
type Arguments func(ctx context.Context, raw map[string]any) (map[string]any, error)

// Read lets an argument be that was read by an Input, and has all others read as gqlgen does.
func Read[T any](name string, otherwise Arguments) Arguments {
	return func(ctx context.Context, raw map[string]any) (map[string]any, error) {
		if _, is := raw[name].(T); is {
			return raw, nil
		}
		return otherwise(ctx, raw)
	}
}
