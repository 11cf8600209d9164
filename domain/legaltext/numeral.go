package legaltext

import (
	"strings"
	"unicode/utf8"
)

// maxNumeral is the greatest number that a numeral may mean. No clause has a greater number.
const maxNumeral = 99_999_999

// chineseDigits are the ten digits in their plain and their anti-fraud forms.
var chineseDigits = digitTable("零〇○", "一壹", "二两贰兩貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")

// chineseUnits are the powers of ten.
var chineseUnits = map[rune]int{'十': 10, '拾': 10, '百': 100, '佰': 100, '千': 1000, '仟': 1000}

// chineseTens are the multiples of ten that have a character of their own.
var chineseTens = map[rune]int{'廿': 20, '卅': 30}

func digitTable(forms ...string) map[rune]int {
	table := map[rune]int{}
	for digit, written := range forms {
		for _, r := range written {
			table[r] = digit
		}
	}
	return table
}

// isChineseNumeral tells whether a rune may stand in a Chinese numeral.
func isChineseNumeral(r rune) bool {
	_, digit := chineseDigits[r]
	return digit || chineseUnits[r] > 0 || chineseTens[r] > 0 || r == '万' || r == '萬'
}

// chineseNumber reads a number such as 一千二百六十, 一二六〇, 廿一 or 壹拾. It returns false if the characters are no number.
func chineseNumber(s string) (int, bool) {
	if utf8.RuneCountInString(s) > 16 {
		return 0, false
	}
	if number, ok := chineseDigitString(s); ok {
		return number, true
	}
	above, below, split := strings.Cut(strings.ReplaceAll(s, "萬", "万"), "万")
	if !split {
		return chineseMyriad(s)
	}
	high, ok := chineseMyriad(above)
	if !ok || below == "" {
		return high * 10_000, ok
	}
	low, ok := chineseMyriad(below)
	return high*10_000 + low, ok
}

// chineseDigitString reads a number written digit by digit, as in 二〇二五.
func chineseDigitString(s string) (int, bool) {
	number := 0
	for _, r := range s {
		digit, known := chineseDigits[r]
		if !known || number > maxNumeral/10 {
			return 0, false
		}
		number = number*10 + digit
	}
	return number, s != ""
}

// chineseMyriad reads a number below 10,000 that is written with units. The units must decrease from left to right.
func chineseMyriad(s string) (int, bool) {
	number, digit, ceiling := 0, -1, 10_000
	for _, r := range s {
		value, isDigit := chineseDigits[r]
		unit, ten := chineseUnits[r], chineseTens[r]
		switch {
		case isDigit && digit <= 0:
			digit = value
		case unit > 0 && unit < ceiling:
			if digit <= 0 { // 十五 and 一百十五 omit the digit one
				digit = 1
			}
			number, digit, ceiling = number+digit*unit, -1, unit
		case ten > 0 && ceiling > 10 && digit <= 0:
			number, digit, ceiling = number+ten, -1, 10
		default:
			return 0, false
		}
	}
	return number + max(digit, 0), s != ""
}

// arabicDigit reads one half-width or full-width digit.
func arabicDigit(r rune) (int, bool) {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0'), true
	case '０' <= r && r <= '９':
		return int(r - '０'), true
	}
	return 0, false
}

// arabicNumber reads half-width and full-width digits.
func arabicNumber(s string) (int, bool) {
	number := 0
	for _, r := range s {
		digit, ok := arabicDigit(r)
		if !ok || number > maxNumeral/10 {
			return 0, false
		}
		number = number*10 + digit
	}
	return number, s != ""
}

// romanSteps are the signs of a Roman numeral, the greatest first, and how often each may be repeated.
var romanSteps = []struct {
	sign  string
	value int
	most  int
}{
	{"m", 1000, 3}, {"cm", 900, 1}, {"d", 500, 1}, {"cd", 400, 1}, {"c", 100, 3}, {"xc", 90, 1}, {"l", 50, 1},
	{"xl", 40, 1}, {"x", 10, 3}, {"ix", 9, 1}, {"v", 5, 1}, {"iv", 4, 1}, {"i", 1, 3},
}

// romanNumber reads a Roman numeral from 1 to 3999, in upper or lower case. It accepts only the one correct spelling.
func romanNumber(s string) (int, bool) {
	if s == "" || len(s) > 15 {
		return 0, false
	}
	rest, number := strings.ToLower(s), 0
	for _, step := range romanSteps {
		for count := 0; count < step.most && strings.HasPrefix(rest, step.sign); count++ {
			rest, number = rest[len(step.sign):], number+step.value
		}
	}
	return number, rest == "" && romanText(number) == strings.ToLower(s)
}

// romanText writes a number in lower-case Roman numerals.
func romanText(number int) string {
	var text strings.Builder
	for _, step := range romanSteps {
		for ; number >= step.value; number -= step.value {
			text.WriteString(step.sign)
		}
	}
	return text.String()
}

// letterNumber reads the letters of a list: a is 1, z is 26, aa is 27 and bb is 28.
func letterNumber(s string) (int, bool) {
	letters := strings.ToLower(s)
	if letters == "" || len(letters) > 4 || letters[0] < 'a' || letters[0] > 'z' {
		return 0, false
	}
	if strings.Trim(letters, letters[:1]) != "" {
		return 0, false
	}
	return (len(letters)-1)*26 + int(letters[0]-'a') + 1, true
}

// englishNumbers are the numbers that headings spell as words.
var englishNumbers = strings.Fields(`one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
	sixteen seventeen eighteen nineteen twenty`)

// wordNumber reads an English number from one to twenty.
func wordNumber(s string) (int, bool) {
	for i, word := range englishNumbers {
		if strings.EqualFold(word, s) {
			return i + 1, true
		}
	}
	return 0, false
}
