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

// Min is the minimum.
func Min[N int | float64](least N) Fact { return Fact{"min", float64(least)} }

// Max is the maximum.
func Max[N int | float64](most N) Fact { return Fact{"max", float64(most)} }

// Count is the number of objects that cause the problem.
func Count(things int) Fact { return Fact{"count", things} }

// At is the deciding instant, such as the end of a period.
func At(instant Moment) Fact { return Fact{"at", instant} }

// Day is the deciding day, such as the earliest allowed one.
func Day(day Moment) Fact { return Fact{"day", day} }

// Expected is the expected value.
func Expected[S ~string](what S) Fact { return Fact{"expected", string(what)} }

// Allowed lists the allowed values.
func Allowed(list string) Fact { return Fact{"allowed", list} }

// longestFound is the maximum number of characters of a found value in a message. The value may be anything that a client sent.
const longestFound = 40

// Found is the value found instead. A long text is cut.
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

// plain returns the value for a field of UserError: for a moment, the instant in UTC or the day.
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

// text writes the value in this language.
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
