package legaltext

import (
	"fmt"
	"strings"
	"testing"
)

func TestNumerals(t *testing.T) {
	t.Parallel()
	for _, table := range []struct {
		name string
		read func(string) (int, bool)
		want map[string]int // -1 if it is no number
	}{
		{"chinese", chineseNumber, map[string]int{"零": 0, "一": 1, "十": 10, "十一": 11, "二十": 20, "廿一": 21, "卅": 30, "一百": 100, "一百零五": 105,
			"一百十五": 115, "两百二十": 220, "一千二百六十": 1260, "一千〇一": 1001, "一二六〇": 1260, "二〇二五": 2025, "壹佰贰拾叁": 123, "一万": 10000,
			"十二万三千四百五十六": 123456, "": -1, "百千": -1, "一十二百": -1, "万": -1, "一万万": -1, "甲": -1, "十十": -1, "二三十": -1}},
		{"arabic", arabicNumber, map[string]int{"0": 0, "007": 7, "１２": 12, "1２6": 126, "": -1, "-1": -1, "1a": -1, "99999999999999999999": -1}},
		{"roman", romanNumber, map[string]int{"i": 1, "iv": 4, "IX": 9, "xiv": 14, "MCMXCIX": 1999, "mmmcmxcix": 3999, "": -1, "iiii": -1, "vx": -1, "ivi": -1, "ixi": -1, "cmc": -1}},
		{"letters", letterNumber, map[string]int{"a": 1, "Z": 26, "aa": 27, "bb": 28, "zzz": 78, "": -1, "ab": -1, "é": -1, "aaaaa": -1, "1": -1}},
		{"words", wordNumber, map[string]int{"one": 1, "Twenty": 20, "": -1, "none": -1}},
	} {
		for written, want := range table.want {
			got, ok := table.read(written)
			if ok != (want >= 0) || ok && got != want {
				t.Errorf("%s %q is %d %t, want %d", table.name, written, got, ok, want)
			}
		}
	}
}

func TestNumeralsRoundTrip(t *testing.T) {
	t.Parallel()
	for number := 1; number < 20_000; number++ {
		if got, ok := chineseNumber(chineseText(number)); !ok || got != number {
			t.Fatalf("%s is %d %t, want %d", chineseText(number), got, ok, number)
		}
	}
	for number := 1; number < 4000; number++ {
		if got, ok := romanNumber(romanText(number)); !ok || got != number {
			t.Fatalf("%s is %d %t, want %d", romanText(number), got, ok, number)
		}
	}
}

// chineseText writes a number below 100,000 in the way of laws.
func chineseText(number int) string {
	digits := []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	units := []string{"", "十", "百", "千", "万"}
	text := ""
	for place, r := range reversed(fmt.Sprint(number)) {
		if r == '0' {
			text = digits[0] + text
		} else {
			text = digits[r-'0'] + units[place] + text
		}
	}
	for strings.Contains(text, "零零") {
		text = strings.ReplaceAll(text, "零零", "零")
	}
	text = strings.TrimSuffix(text, "零")
	if number < 20 {
		text = strings.TrimPrefix(text, "一")
	}
	if number == 1 {
		return "一"
	}
	return text
}

func reversed(s string) []rune {
	var back []rune
	for _, r := range s {
		back = append([]rune{r}, back...)
	}
	return back
}

func FuzzNumerals(f *testing.F) {
	for _, seed := range []string{"一千二百六十", "１２", "xiv", "aa", "廿", "万", "\xff", "twelve", "九九九九九九九九九九"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, written string) {
		for _, read := range []func(string) (int, bool){arabicNumber, chineseNumber, romanNumber, wordNumber, letterNumber} {
			if number, ok := read(written); number < 0 || ok && (written == "" || number > maxNumeral*100) {
				t.Fatalf("%q is %d %t", written, number, ok)
			}
		}
		if roman, isRoman := romanNumber(written); isRoman && romanText(roman) != strings.ToLower(written) {
			t.Fatalf("%q is no correct Roman numeral", written)
		}
	})
}
