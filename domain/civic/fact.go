package civic

import (
	"fmt"
	"strconv"
)

// Fact is a value that a problem's message mentions: {max} in the message stands for the fact max. The facts of the functions below are
// fields of UserError too.
type Fact struct {
	Name  string
	Value any // float64, int, Moment, string or Localized
}

// Min is the least that is allowed.
func Min[N int | float64](least N) Fact { return Fact{"min", float64(least)} }

// Max is the most that is allowed.
func Max[N int | float64](most N) Fact { return Fact{"max", float64(most)} }

// Count is how many things stand in the way.
func Count(things int) Fact { return Fact{"count", things} }

// At is the instant that decides.
func At(instant Moment) Fact { return Fact{"at", instant} }

// Day is the day that decides.
func Day(day Moment) Fact { return Fact{"day", day} }

// Expected is what would be right.
func Expected[S ~string](what S) Fact { return Fact{"expected", string(what)} }

// Allowed is what would be accepted, as a list.
func Allowed(list string) Fact { return Fact{"allowed", list} }

// longestFound is how many characters of a found value are told. The value may be anything that a client sent.
const longestFound = 40

// Found is what was there instead. A long text is cut.
func Found[S ~string](what S) Fact { return Fact{"found", fmt.Sprintf("%.*s", longestFound, what)} }

// FactOf returns a problem's fact with this name, or nil if the problem has none.
func FactOf[T any](p Problem, name string) *T {
	for _, f := range p.Facts {
		if value, is := f.plain().(T); is && f.Name == name {
			return &value
		}
	}
	return nil
}

// plain is the value without what only messages tell: of a moment the instant in UTC, or the day.
func (f Fact) plain() any {
	moment, is := f.Value.(Moment)
	switch {
	case !is:
		return f.Value
	case moment.day != "":
		return moment.day
	}
	return moment.at.UTC()
}

// text writes the value for a reader of this language.
func (f Fact) text(locale Locale) string {
	switch value := f.Value.(type) {
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case Moment:
		return value.Tell(locale)
	case Localized:
		return value.In(locale)
	}
	return fmt.Sprint(f.Value)
}
