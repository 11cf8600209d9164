package civic

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"Cafe\u0301": "cafe", "CAFÉ": "cafe", "第１２条": "第12条", "con\u00ADsul\u200Btation": "consultation", "two\u00A0words": "two words", "ＡＢＣ（甲）": "abc(甲)",
		"ﬁnal": "final", "Straße": "strasse", "ΣΊΣΥΦΟΣ": "σισυφοσ", "Łódź": "lodz", "“don’t”—no": `"don't"-no`, "ｶﾞｽ": "カ\u3099ス", "⼈民": "人民", "a\r\nb": "a b",
		"עִבְרִית": "עברית", "步道应当": "步道应当", "㎡": "m2",
	} {
		if got := Fold(written); got != want {
			t.Errorf("%q is folded to %q, want %q", written, got, want)
		}
	}
}

func TestFindFolded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, phrase, want string }{
		{"Das Cafe\u0301 im Park", "café", "Cafe\u0301"}, {"依照第１２条办理", "第12条", "第１２条"}, {"een ﬁets", "fi", "ﬁ"}, {"한국어", "한국", "한국"}, {"nothing", "else", ""},
	} {
		from, to, found := FindFolded(c.text, c.phrase)
		if got := c.text[from:to]; !strings.HasPrefix(got, c.want) || found != (c.want != "") || len(got) > len(c.want)+2 {
			t.Errorf("%q in %q is %q", c.phrase, c.text, got)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Das Cafe\u0301", 4, 9)
	f.Add("한국어 ﬁ ＡＢＣ", 1, 3)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		runes := []rune(text)
		if from < 0 || to > len(runes) || from >= to {
			return
		}
		text = string(runes)
		if folded := Fold(text); Fold(folded) != folded {
			t.Errorf("%q is folded to %q, and that to %q", text, folded, Fold(folded))
		}
		if !strings.Contains(Fold(text), Fold(string(runes[from:to]))) {
			t.Errorf("%q does not contain %q", text, string(runes[from:to]))
		}
		if norm.NFC.IsNormalString(text) && Fold(norm.NFD.String(text)) != Fold(text) && len(runes) == 1 {
			t.Errorf("%q and its parts are folded otherwise", text)
		}
	})
}
