package legaltext

import (
	"fmt"
	"testing"
)

// TestQuotes finds passages and finds them again in a changed text.
func TestQuotes(t *testing.T) {
	t.Parallel()
	const text = "船员每年演练一次，乘客每年演练一次。"
	for name, c := range map[string]struct {
		quote  Quote
		places int
		later  string
		again  string
	}{
		"one place":             {Quote{"每年", "船员", "演练"}, 1, "新来的船员每年演练两次，乘客每年演练一次。", "船员|每年|演练"},
		"two places":            {Quote{"每年", "", "演练"}, 2, text, ""},
		"no place":              {Quote{"每月", "", ""}, 0, text, ""},
		"a wrong prefix":        {Quote{"每年", "旅客", ""}, 0, "旅客每年乘船。", "旅客|每年|"},
		"new surroundings":      {Quote{"每年", "乘客", "演练"}, 1, "船上的人每年操练。", "的人|每年|操练"},
		"the more alike of two": {Quote{"每年", "乘客", "演练"}, 1, "船员每年演练两次，旅客每年演练一次。", "旅客|每年|演练"},
		"gone":                  {Quote{"每年", "船员", ""}, 1, "船员每月演练。", ""},
		"a part of a cluster":   {Quote{"e", "", ""}, 0, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := text
			if name == "a part of a cluster" {
				of = "e\u0301"
			}
			if got := len(c.quote.Places(of)); got != c.places {
				t.Errorf("it stands at %d places, want %d", got, c.places)
			}
			again, found := c.quote.FindAgain(c.later)
			if got := fmt.Sprintf("%s|%s|%s", again.Prefix, again.Exact, again.Suffix); found != (c.again != "") || found && got != c.again {
				t.Errorf("found again as %s, want %s", got, c.again)
			}
		})
	}
}
