package legaltext

import (
	"strings"
	"unicode/utf8"
)

// readBracketed reads （一）, an item, and （1） or （a）, points.
func readBracketed(text string, width int) mark {
	end := strings.IndexAny(text[:min(len(text), 40)], "）)")
	if end < 0 {
		return plain(text)
	}
	_, closing := utf8.DecodeRuneInString(text[end:])
	written, length := compact(text[width:end]), end+closing
	if number, ok := chineseNumber(written); ok {
		return chineseItem(text, length, number)
	}
	if number, ok := arabicNumber(written); ok && number < 1000 {
		return chinesePoint(text, length, number, "（1）", pointRank+1)
	}
	if number, ok := letterNumber(written); ok {
		return chinesePoint(text, length, number, "（a）", pointRank+3)
	}
	return plain(text)
}

// chineseItem makes the mark of （一） unless the line goes on citing it, as in （一）项规定的.
func chineseItem(text string, length, number int) mark {
	rest, _ := cutBlank(text[length:])
	if after, named := strings.CutPrefix(rest, "项"); named {
		next, _ := utf8.DecodeRuneInString(after)
		if after == "" || strings.ContainsRune("、，规和至的所或及中。；", next) {
			return citing(text)
		}
	}
	if strings.HasPrefix(rest, "、") || strings.HasPrefix(rest, "至（") || strings.HasPrefix(rest, "至第") {
		return citing(text)
	}
	m := labelled(Item, text[:length], number, 0)
	m.text = rest
	return m
}

// chinesePoint makes the mark of a point in one of its writings; those of a higher rank nest in the others.
func chinesePoint(text string, length, number int, style string, rank int) mark {
	m := labelled(Point, text[:length], number, 0)
	m.style, m.rank = style, rank
	m.text, _ = cutBlank(text[length:])
	return m
}

// readChinesePoint reads 1. and 1、 and 1）; a decimal such as 1.5 is none.
func readChinesePoint(text string) mark {
	end := strings.IndexFunc(text[:min(len(text), 12)], func(r rune) bool { _, digit := arabicDigit(r); return !digit })
	if end < 0 || utf8.RuneCountInString(text[:end]) > 3 {
		return plain(text)
	}
	number, _ := arabicNumber(text[:end])
	sign, width := utf8.DecodeRuneInString(text[end:])
	next, _ := utf8.DecodeRuneInString(text[end+width:])
	if _, decimal := arabicDigit(next); decimal {
		return plain(text)
	}
	switch sign {
	case '.', '．', '、':
		return chinesePoint(text, end+width, number, "1.", pointRank)
	case ')', '）':
		return chinesePoint(text, end+width, number, "1）", pointRank+2)
	}
	return plain(text)
}

// readChineseList reads 一、, which heads the parts of a notice; within an article it gathers items.
func readChineseList(text string) mark {
	written, rest := scanNumeral(text)
	after, listed := strings.CutPrefix(rest, "、")
	number, ok := chineseNumber(written)
	if !listed || !ok {
		return plain(text)
	}
	m := labelled(Item, text[:len(text)-len(after)], number, 0)
	m.style, m.rank = "一、", clauseListRank
	m.text, _ = cutBlank(after)
	return m
}
