package docx

import (
	"strconv"
	"strings"
)

// formatNumber writes a number in one of Word's formats. A format that is not known is written in digits.
func formatNumber(n int, format string) string {
	switch format {
	case "none", "bullet":
		return ""
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting":
		return chineseCounting(n)
	case "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital", "koreanDigital2":
		return eachDigit(n, []rune("〇一二三四五六七八九"))
	case "chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal":
		return strings.NewReplacer("一", "壹", "二", "贰", "三", "叁", "四", "肆", "五", "伍", "六", "陆", "七", "柒", "八", "捌", "九", "玖", "十", "拾", "百", "佰", "千", "仟").Replace(chineseCounting(n))
	case "ideographTraditional":
		return among(n, "甲乙丙丁戊己庚辛壬癸")
	case "ideographZodiac":
		return among(n, "子丑寅卯辰巳午未申酉戌亥")
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return among(n, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
	case "ideographEnclosedCircle":
		return among(n, "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉")
	case "decimalEnclosedParen":
		return among(n, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇")
	case "decimalEnclosedFullstop":
		return among(n, "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛")
	case "decimalFullWidth", "decimalFullWidth2":
		return eachDigit(n, []rune("０１２３４５６７８９"))
	case "decimalZero":
		return strings.Repeat("0", max(0, 2-len(strconv.Itoa(n)))) + strconv.Itoa(n)
	case "upperLetter":
		return strings.ToUpper(letters(n))
	case "lowerLetter":
		return letters(n)
	case "upperRoman":
		return strings.ToUpper(roman(n))
	case "lowerRoman":
		return roman(n)
	case "ordinal":
		return ordinal(n)
	}
	return strconv.Itoa(n)
}

// among is the sign of a number, or its digits if there is no sign for it.
func among(n int, signs string) string {
	if all := []rune(signs); n >= 1 && n <= len(all) {
		return string(all[n-1])
	}
	return strconv.Itoa(n)
}

// eachDigit writes each digit of a number with a sign of its own.
func eachDigit(n int, signs []rune) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return signs[r-'0']
		}
		return r
	}, strconv.Itoa(n))
}

// letters writes a, …, z, aa, bb as Word does.
func letters(n int) string {
	if n < 1 || n > 26*20 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
}

// roman writes a number from 1 to 3999 in lower-case Roman numerals.
func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var text strings.Builder
	values := []int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	for i, sign := range []string{"m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"} {
		for n >= values[i] {
			text.WriteString(sign)
			n -= values[i]
		}
	}
	return text.String()
}

func ordinal(n int) string {
	suffix := "th"
	if n/10%10 != 1 {
		suffix = map[int]string{1: "st", 2: "nd", 3: "rd"}[n%10]
		if suffix == "" {
			suffix = "th"
		}
	}
	return strconv.Itoa(n) + suffix
}

// chineseCounting writes a number below 10,000 as 十二 or 一百零五, and a greater one digit by digit.
func chineseCounting(n int) string {
	digits := []rune("零一二三四五六七八九")
	if n <= 0 || n >= 10_000 {
		return eachDigit(n, []rune("〇一二三四五六七八九"))
	}
	text, zero := "", false
	for i, unit := range []string{"千", "百", "十", ""} {
		digit := n / []int{1000, 100, 10, 1}[i] % 10
		switch {
		case digit == 0:
			zero = text != ""
		case unit == "十" && digit == 1 && text == "":
			text = "十"
		default:
			if zero {
				text += "零"
			}
			text, zero = text+string(digits[digit])+unit, false
		}
	}
	return text
}
