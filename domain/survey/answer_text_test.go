package survey

import (
	"math"
	"testing"

	"minyi/domain/trust"
)

// FuzzAnswersText compares Answers.Text with trust.Written, which all receipts commit to.
func FuzzAnswersText(f *testing.F) {
	f.Add("visits", "daily", "每天 <b>&", 2.5, uint8(0xff))
	f.Add("", "\x00\n\t\"\\/\x7f", "\u2028\u2029\ufffd\xff😀", 0.0, uint8(0x7f))
	f.Add("a", "", "", 1e21, uint8(4))
	f.Add("a", "", "", -9.99e-7, uint8(4))
	f.Add("a", "b", "c", 123456789012345680000.0, uint8(0))
	f.Fuzz(func(t *testing.T, key, option, words string, number float64, parts uint8) {
		if math.IsNaN(number) || math.IsInf(number, 0) {
			return
		}
		has := func(part int) bool { return parts&(1<<part) != 0 }
		var one Answer
		if has(0) {
			one.Choices = []string{option, words}
		}
		if has(1) {
			one.Other = &words
		}
		if has(2) {
			one.Number = &number
		}
		if has(3) {
			one.Text = &words
		}
		if has(4) {
			one.Date = &option
		}
		if has(5) {
			one.Rows = []MatrixRowAnswer{{option, words}, {words, option}}
		}
		if has(6) {
			one.Ranking = []string{words}
		}
		answers := Answers{key: one, words: {Number: &number}, option: {}}
		if has(7) {
			answers = Answers{}
		}
		if got := answers.Text(); got != trust.Written(answers) {
			t.Errorf("answers are\n%s, want\n%s", got, trust.Written(answers))
		}
	})
}
