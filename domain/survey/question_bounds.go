package survey

import (
	"math"
	"strconv"
	"strings"
)

// Limits on numbers and texts.
const (
	maxNumber    = 1e12 // either way; with six decimals a float64 still tells neighbours of ordinary size apart
	maxDecimals  = 6
	maxScale     = 100
	maxText      = 5000 // grapheme clusters of a text
	usualMaxText = 2000
	maxOtherText = 200 // grapheme clusters of an "other"
)

// bounds checks least, most and decimals, and fills in what the kind takes for granted.
func (c *questionCheck) bounds(path string, in QuestionInput, q *Question) {
	if in.Decimals < 0 || in.Decimals > maxDecimals {
		c.Add(DecimalsInvalid, path+".decimals")
		return
	}
	low, high := q.limits()
	sound := c.bound(path+".least", in.Least, low, high, in.Decimals)
	sound = c.bound(path+".most", in.Most, low, high, in.Decimals) && sound
	if !sound {
		return
	}
	q.setBounds(in.Least, in.Most)
	if q.Least != nil && q.Most != nil && (*q.Most < *q.Least || q.Kind == Rating && *q.Most == *q.Least) {
		c.Add(QuestionBoundsCross, path+".most")
	}
}

// bound checks one end.
func (c *questionCheck) bound(path string, bound *float64, low, high float64, decimals int) bool {
	if bound == nil || fits(*bound, decimals) && *bound >= low && *bound <= high {
		return true
	}
	c.Add(QuestionBoundInvalid, path, decimal(low), decimal(high), decimals)
	return false
}

// limits is where a question's own bounds may lie.
func (q Question) limits() (low, high float64) {
	switch q.Kind {
	case MultipleChoice, Ranking:
		return 1, float64(len(q.choices()))
	case Rating:
		return 0, maxScale
	case TextQuestion:
		return 1, maxText
	default:
		return -maxNumber, maxNumber
	}
}

// setBounds fills in the defaults, so that the kept question states its bounds.
func (q *Question) setBounds(least, most *float64) {
	all := float64(len(q.choices()))
	switch q.Kind {
	case MultipleChoice:
		least, most = orUsual(least, 1), orUsual(most, all)
	case Rating:
		least, most = orUsual(least, 1), orUsual(most, 5)
	case Ranking:
		most = orUsual(most, all)
		least = orUsual(least, *most)
	case TextQuestion:
		most = orUsual(most, usualMaxText)
	case NumberQuestion:
	default:
		least, most = nil, nil
	}
	q.Least, q.Most = least, most
}

func orUsual(given *float64, usual float64) *float64 {
	if given != nil {
		return given
	}
	return &usual
}

// fits tells whether a number is finite, within reason and written with no more than so many decimals.
func fits(x float64, decimals int) bool {
	return isNumber(x) && decimalsOf(x) <= decimals
}

// isNumber refuses what JSON cannot hold and what no survey asks for.
func isNumber(x float64) bool { return !math.IsNaN(x) && math.Abs(x) <= maxNumber }

// decimalsOf counts the decimals of the shortest decimal that names the number, which is what the person typed.
func decimalsOf(x float64) int {
	_, fraction, _ := strings.Cut(decimal(x), ".")
	return len(fraction)
}

// decimal writes a number in its one canonical way, without exponent or minus zero.
func decimal(x float64) string { return strconv.FormatFloat(x+0, 'f', -1, 64) }
