package legaltext

import (
	"fmt"
	"strings"

	"golang.org/x/text/width"

	"minyi/domain/civic"
)

// FindCited is the index of the clause that a citation in any of the built-in languages names, -1 if there is none. The width of
// characters, blanks and the script of numbers do not count: 第5条第2款 is 第五条第二款. The first paragraph of an article may be named or not.
func FindCited(clauses []Clause, citation string) int {
	wanted := bareCitation(citation)
	if wanted == "" {
		return -1
	}
	for _, first := range []string{"", "第1款", "(1)"} {
		for _, locale := range []civic.Locale{civic.Chinese, civic.English} {
			for i, c := range Citations(clauses, locale) {
				if c != "" && strings.Replace(bareCitation(c), first, "", 1) == strings.Replace(wanted, first, "", 1) {
					return i
				}
			}
		}
	}
	return -1
}

// bareCitation is a citation without what does not distinguish clauses.
func bareCitation(s string) string {
	bare := strings.ToLower(Compact(width.Fold.String(s)))
	if !strings.Contains(bare, "第") {
		return bare
	}
	return arabicNumerals(strings.NewReplacer("條", "条", "項", "项", "(", "", ")", "").Replace(bare))
}

// arabicNumerals writes the Chinese numerals of a text as digits.
func arabicNumerals(s string) string {
	var text strings.Builder
	for s != "" {
		end := strings.IndexFunc(s, func(r rune) bool { return !isChineseNumeral(r) })
		if end < 0 {
			end = len(s)
		}
		if number, ok := chineseNumber(s[:end]); ok {
			text.WriteString(fmt.Sprint(number))
		} else {
			text.WriteString(s[:end])
		}
		s = s[end:]
		end = strings.IndexFunc(s, isChineseNumeral)
		if end < 0 {
			end = len(s)
		}
		text.WriteString(s[:end])
		s = s[end:]
	}
	return text.String()
}
