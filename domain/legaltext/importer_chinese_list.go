package legaltext

import (
	"strings"
	"unicode/utf8"
)

// enclosedNumbers are the numbers that are one character, by their first and last one. The number of the first is 1.
var enclosedNumbers = []struct {
	first, last rune
	style       string
	rank        int
}{
	{'①', '⑳', "①", pointRank + 4}, {'⑴', '⒇', "（1）", pointRank + 1}, {'⒈', '⒛', "1.", pointRank},
	{'㈠', '㈩', "（一）", itemRank}, {'❶', '❿', "①", pointRank + 4}, {'⒜', '⒵', "（a）", pointRank + 3},
}

// isEnclosedNumber tells whether a character is a number of a list.
func isEnclosedNumber(r rune) bool {
	for _, e := range enclosedNumbers {
		if e.first <= r && r <= e.last {
			return true
		}
	}
	return false
}

// parseEnclosed parses a number that is one character, such as ㈠, ⑴, ⒈ or ①.
func parseEnclosed(text string, first rune, width int) parsedLine {
	for _, e := range enclosedNumbers {
		switch {
		case first < e.first || first > e.last:
		case e.rank == itemRank:
			return chineseItem(text, width, int(first-e.first)+1)
		default:
			return chinesePoint(text, width, int(first-e.first)+1, e.style, e.rank)
		}
	}
	return plainLine(text)
}

// parseBracketed parses an item such as （一）, or a point such as （1） or （a）.
func parseBracketed(text string, width int) parsedLine {
	end := strings.IndexAny(text[:min(len(text), 40)], "）)")
	if end < 0 {
		return plainLine(text)
	}
	_, closing := utf8.DecodeRuneInString(text[end:])
	written, length := Compact(text[width:end]), end+closing
	if number, ok := chineseNumber(written); ok {
		return chineseItem(text, length, number)
	}
	if number, ok := arabicNumber(written); ok && number < 1000 {
		return chinesePoint(text, length, number, "（1）", pointRank+1)
	}
	if number, ok := letterNumber(written); ok {
		return chinesePoint(text, length, number, "（a）", pointRank+3)
	}
	return plainLine(text)
}

// chineseItem is an item such as （一）, or a citationLine if the next words cite the item, as in （一）项规定的.
func chineseItem(text string, length, number int) parsedLine {
	rest, _ := trimBlank(text[length:])
	if after, named := cutAny(rest, "项", "項"); named {
		next, _ := utf8.DecodeRuneInString(after)
		if after == "" || strings.ContainsRune("、，规規和至的所或及中。；", next) {
			return citationLine(text)
		}
	}
	if _, cites := cutAny(rest, "、", "至（", "至第"); cites {
		return citationLine(text)
	}
	p := labelledLine(Item, text[:length], number, 0)
	p.style, p.text = "（一）", rest
	return p
}

// chinesePoint is a point in one style of numbers. A style of a higher rank nests in those of a lower rank.
func chinesePoint(text string, length, number int, style string, rank int) parsedLine {
	p := labelledLine(Point, text[:length], number, 0)
	p.style, p.rank = style, rank
	p.text, _ = trimBlank(text[length:])
	return p
}

// parseChinesePoint parses a point such as 1. or 1、 or 1）. A decimal such as 1.5 starts no point unless its numbers are a sequence.
func parseChinesePoint(text string) parsedLine {
	if p, found := parseDecimal(text); found {
		return p
	}
	end := strings.IndexFunc(text[:min(len(text), 12)], func(r rune) bool { return !isArabicDigit(r) })
	if end < 0 || utf8.RuneCountInString(text[:end]) > 3 {
		return plainLine(text)
	}
	number, _ := arabicNumber(text[:end])
	sign, width := utf8.DecodeRuneInString(text[end:])
	next, _ := utf8.DecodeRuneInString(text[end+width:])
	if isArabicDigit(next) {
		return plainLine(text)
	}
	switch sign {
	case '.', '．', '、':
		return chinesePoint(text, end+width, number, "1.", pointRank)
	case ')', '）':
		return chinesePoint(text, end+width, number, "1）", pointRank+2)
	}
	return plainLine(text)
}

// parseChineseList parses 一、. It starts an article of a notice; inside an article it starts an item that contains other items.
func parseChineseList(text string) parsedLine {
	written, rest := scanNumeral(text)
	after, listed := cutAny(rest, "、", "．", ".")
	number, ok := chineseNumber(written)
	if !listed || !ok {
		return plainLine(text)
	}
	p := labelledLine(Item, text[:len(text)-len(after)], number, 0)
	p.style, p.rank = "一、", clauseListRank
	p.text, _ = trimBlank(after)
	return p
}
