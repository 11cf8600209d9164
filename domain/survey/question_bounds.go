package survey

import (
	"math"
	"strconv"
	"strings"

	"minyi/domain/civic"
)

// Limits on numbers and texts.
const (
	maxNumber      = 1e12 // also for the absolute value of negative numbers; a float64 still distinguishes numbers of ordinary size with six decimals
	maxDecimals    = 6
	maxScale       = 100
	maxText        = 5000 // of a text, in grapheme clusters
	defaultMaxText = 2000
	maxOtherText   = 200 // of the words for "other", in grapheme clusters
)

// bounds checks min, max and decimals, and fills in the defaults of the question's kind.
func (c *questionCheck) bounds(path string, in QuestionInput, q *Question) {
	if in.Decimals < 0 || in.Decimals > maxDecimals {
		c.Add(DecimalsInvalid, path+".decimals")
		return
	}
	low, high := q.limits()
	valid := c.bound(path+".min", in.Min, low, high, in.Decimals)
	valid = c.bound(path+".max", in.Max, low, high, in.Decimals) && valid
	if !valid {
		return
	}
	q.setBounds(in.Min, in.Max)
	if q.Min != nil && q.Max != nil && (*q.Max < *q.Min || q.Kind == Rating && *q.Max == *q.Min) {
		c.Add(QuestionBoundsCross, path+".max")
	}
}

// bound checks one of the two bounds.
func (c *questionCheck) bound(path string, bound *float64, low, high float64, decimals int) bool {
	if bound == nil || fits(*bound, decimals) && *bound >= low && *bound <= high {
		return true
	}
	c.Add(QuestionBoundInvalid, path, civic.Min(low), civic.Max(high))
	return false
}

// limits is the range in which a question's bounds must be.
func (q Question) limits() (low, high float64) {
	switch q.Kind {
	case MultipleChoice, Ranking:
		return 1, float64(len(q.choices()))
	case Rating:
		return 0, maxScale
	case Text:
		return 1, maxText
	default:
		return -maxNumber, maxNumber
	}
}

// setBounds fills in the defaults, so that the stored question states its bounds.
func (q *Question) setBounds(least, most *float64) {
	all := float64(len(q.choices()))
	switch q.Kind {
	case MultipleChoice:
		least, most = orDefault(least, 1), orDefault(most, all)
	case Rating:
		least, most = orDefault(least, 1), orDefault(most, 5)
	case Ranking:
		most = orDefault(most, all)
		least = orDefault(least, *most)
	case Text:
		most = orDefault(most, max(defaultMaxText, value(least)))
	case Number:
	default:
		least, most = nil, nil
	}
	q.Min, q.Max = least, most
}

// value is the number, or 0 if there is none.
func value(x *float64) float64 { return *orDefault(x, 0) }

func orDefault(given *float64, value float64) *float64 {
	if given != nil {
		return given
	}
	return &value
}

// fits tells whether a number is valid and has at most a given number of decimals.
func fits(x float64, decimals int) bool {
	return isNumber(x) && decimalsOf(x) <= decimals
}

// isNumber tells whether a number is finite and at most maxNumber in size.
func isNumber(x float64) bool { return !math.IsNaN(x) && math.Abs(x) <= maxNumber }

// decimalsOf counts the decimals of the shortest decimal that means this number. That is the decimal that the person typed.
func decimalsOf(x float64) int {
	_, fraction, _ := strings.Cut(decimal(x), ".")
	return len(fraction)
}

// decimal writes a number as a canonical decimal, without exponent and without minus zero.
func decimal(x float64) string { return strconv.FormatFloat(x+0, 'f', -1, 64) }
