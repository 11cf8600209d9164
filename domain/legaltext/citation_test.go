package legaltext

import (
	"testing"

	"minyi/domain/civic"
	"minyi/domain/legaltext/legaltexttest"
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

// TestCitationsComeBack cites each clause of real laws in both languages, and finds it again by its citation. Only lines without a number
// have no citation.
func TestCitationsComeBack(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"decree-713-major-decisions.txt", "decree-711-open-information.txt", "administrative-reconsideration-2017.txt",
		"administrative-reconsideration-2023.txt", "civil-code.txt"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clauses := CutText(legaltexttest.RealText(t, name)).Clauses
			for _, locale := range []civic.Locale{civic.Chinese, civic.English} {
				found := map[string]int{}
				for i, cited := range Citations(clauses, locale) {
					if cited == "" {
						if clauses[i].Number != nil {
							t.Errorf("%q has no citation", clauses[i].Content())
						}
						continue
					}
					if other, twice := found[bareCitation(cited)]; twice {
						t.Errorf("%s cites both clause %d and clause %d", cited, other, i)
					}
					found[bareCitation(cited)] = i
					if i%97 == 0 && FindCited(clauses, cited) != i {
						t.Errorf("%s is not found again", cited)
					}
				}
				if len(found) < 40 {
					t.Errorf("only %d clauses have a citation", len(found))
				}
			}
		})
	}
}

// TestFindCitedLoosely finds clauses by citations that are written in other ways.
func TestFindCitedLoosely(t *testing.T) {
	t.Parallel()
	clauses := CutText("渡口条例\n第一章 总则\n第一节 目的\n第一条 为了渡运。\n第二章 渡船\n第一节 年检\n第五条 渡口免费。\n下列除外：\n（一）货车；\n1.大货车。\n第六条 分为：\n（一）客渡。\n夜间停渡。").Clauses
	for citation, words := range map[string]string{
		"第5条第2款": "下列除外：", "第五条第二款第一项": "货车；", "第五條第二款第(一)項": "货车；", "第五条 第一款": "渡口免费。", " article ５(2)(1) ": "货车；",
		"第六条第（一）项": "客渡。", "第六条第一款第一项": "客渡。", "第二章第一节": "年检", "Chapter 1, Section 1": "目的", "第一章": "总则",
		"第一节": "", "第九条": "", "": "", "渡口": "",
	} {
		got := ""
		if at := FindCited(clauses, citation); at >= 0 {
			got = clauses[at].Heading + clauses[at].Text
		}
		if got != words {
			t.Errorf("%q names %q, want %q", citation, got, words)
		}
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
