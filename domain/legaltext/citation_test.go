package legaltext

import (
	"strings"
	"testing"

	"minyi/domain/civic"
)

func TestCitations(t *testing.T) {
	t.Parallel()
	for name, example := range map[string]struct {
		text     string
		locale   civic.Locale
		citation string
		words    string
	}{
		"an article":               {"渡口条例\n第十二条 渡口免费。", civic.Chinese, "第十二条", "渡口免费。"},
		"an inserted article":      {"渡口条例\n第十条 甲。\n第十条之一 乙。", civic.Chinese, "第十条之一", "乙。"},
		"an item":                  {"渡口条例\n第五条 分为：\n（一）客渡；\n（二）车渡。", civic.Chinese, "第五条第（二）项", "车渡。"},
		"an item of a paragraph":   {"渡口条例\n第五条 渡口免费。\n下列除外：\n（一）货车；\n1.大货车。", civic.Chinese, "第五条第二款第（一）项", "货车；"},
		"a point":                  {"渡口条例\n第五条 渡口免费。\n下列除外：\n（一）货车；\n1.大货车。", civic.Chinese, "第五条第二款第（一）项第1目", "大货车。"},
		"an item of the first":     {"渡口条例\n第五条 分为：\n（一）客渡；\n（二）车渡。\n渡口免费。", civic.Chinese, "第五条第一款第（一）项", "客渡；"},
		"a chapter":                {"渡口条例\n第二章 渡船\n第五条 渡船年检。", civic.Chinese, "第二章", "渡船"},
		"an annex":                 {"渡口条例\n第一条 甲。\n附件1：票价\n第一条 二元。", civic.Chinese, "附件1 第一条", "二元。"},
		"in English":               {"Ferries Act\nArticle 5 Fees\n1. A fee is paid.\n2. Free are:\n(a) children;\n(i) under six;", civic.English, "Article 5(2)(a)(i)", "under six;"},
		"a British section":        {"Ferries Act\n1. A fee is paid.\n2.—(1) Free are:\n(a) children;\n(b) dogs.\n(2) Pay is cash.", civic.English, "Article 2(2)", "Pay is cash."},
		"an American section":      {"§ 12.1 Ferries run.\n§ 12.2 Free are:\n(a) children.", civic.English, "§ 12.2(a)", "children."},
		"Chinese named in English": {"渡口条例\n第五条 渡口免费。\n下列除外：\n（一）货车。", civic.English, "Article 5(2)(1)", "货车。"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clauses := CutText(example.text).Clauses
			at := FindCited(clauses, example.citation)
			if at < 0 || clauses[at].Heading+clauses[at].Text != example.words {
				t.Fatalf("%s is clause %d of %q", example.citation, at, Citations(clauses, example.locale))
			}
			if got := Citations(clauses, example.locale)[at]; got != example.citation {
				t.Errorf("clause %d is cited as %s, want %s", at, got, example.citation)
			}
		})
	}
}

// TestCitationsAreUnique cites each clause of a real law, and finds it again.
func TestCitationsAreUnique(t *testing.T) {
	t.Parallel()
	clauses := CutText(realText(t, "decree-713-major-decisions.txt")).Clauses
	seen := map[string]string{}
	for i, cited := range Citations(clauses, civic.Chinese) {
		if other, twice := seen[cited]; twice && cited != "" && !strings.HasSuffix(cited, "节") {
			t.Errorf("%s cites both %q and %q", cited, other, clauses[i].Content())
		}
		seen[cited] = clauses[i].Content()
	}
}

func TestChineseNumeral(t *testing.T) {
	t.Parallel()
	for number := 1; number < 20_000; number++ {
		if got, want := chineseNumeral(number), chineseText(number); got != want {
			t.Fatalf("%d is %s, want %s", number, got, want)
		}
	}
}
