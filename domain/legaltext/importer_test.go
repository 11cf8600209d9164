package legaltext

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"minyi/domain/civic"
)

// outline prints clauses for comparison: one on each line, indented by its depth, as KIND number label|heading|text.
func outline(clauses []Clause) string {
	var lines []string
	for _, c := range clauses {
		number := "-"
		if c.Number != nil {
			number = fmt.Sprint(*c.Number)
		}
		if c.NumberSuffix != 0 {
			number += fmt.Sprint("/", c.NumberSuffix)
		}
		indent := strings.Repeat("  ", c.Depth)
		lines = append(lines, fmt.Sprintf("%s%s %s %s|%s|%s", indent, c.Kind, number, c.Label, c.Heading, c.Text))
	}
	return strings.Join(lines, "\n")
}

func lines(parts ...string) string { return strings.Join(parts, "\n") }

func TestCutText(t *testing.T) {
	t.Parallel()
	for name, example := range map[string]struct{ text, want string }{
		"nothing": {" \n\u200b\ufeff\n", ""},
		"chinese levels": {
			lines("公园条例", "2024年1月1日 通过", "第一编 总　则", "第一分编 通 则", "第一章 目的", "第一节 范围",
				"第一条 为了绿地，制定本条例。", "前款所称绿地，包括公园。", "（一）公园；", "1．大公园；", "（1）有湖的；", "２、小公园；", "(二)路边。", "第三款在此。"),
			lines("TITLE - ||公园条例", "PARAGRAPH - ||2024年1月1日 通过", "BOOK 1 第一编|总　则|", "  SUBDIVISION 1 第一分编|通 则|",
				"    CHAPTER 1 第一章|目的|", "      SECTION 1 第一节|范围|", "        ARTICLE 1 第一条||为了绿地，制定本条例。",
				"          PARAGRAPH 2 ||前款所称绿地，包括公园。", "            ITEM 1 （一）||公园；", "              POINT 1 1．||大公园；",
				"                POINT 1 （1）||有湖的；", "              POINT 2 ２、||小公园；", "            ITEM 2 (二)||路边。", "          PARAGRAPH 3 ||第三款在此。"),
		},
		"chinese numbers and signs": {
			"\ufeff第1条 甲。\r\n第２条：乙。\r\n第 三 条　丙。\r\n第三条之一 丁。\r\n第四条【罚则】戊。\r\n第五条\r\n己。\r\n庚。",
			lines("ARTICLE 1 第1条||甲。", "ARTICLE 2 第２条：||乙。", "ARTICLE 3 第 三 条||丙。", "ARTICLE 3/1 第三条之一||丁。",
				"ARTICLE 4 第四条|【罚则】|戊。", "ARTICLE 5 第五条||己。", "  PARAGRAPH 2 ||庚。"),
		},
		"citations at a line's start": {
			lines("第一条为了绿地。", "第一编第六章的规定照用。", "第一条规定的绿地", "第一条第二款规定的绿地", "第一条、第二条所列", "（一）项规定的", "第二条 本节规定适用。", "第三条 第一款照用。"),
			lines("ARTICLE 1 第一条||为了绿地。", "  PARAGRAPH 2 ||第一编第六章的规定照用。", "  PARAGRAPH 3 ||第一条规定的绿地",
				"  PARAGRAPH 4 ||第一条第二款规定的绿地", "  PARAGRAPH 5 ||第一条、第二条所列", "  PARAGRAPH 6 ||（一）项规定的",
				"ARTICLE 2 第二条||本节规定适用。", "  PARAGRAPH 2 ||第三条 第一款照用。"),
		},
		"bare books and annexes": {
			lines("绿法", "总则", "2024年通过", "第一条 甲。", "绿法", "公园编", "第二条 乙。", "附件1", "第一条 丙。"),
			lines("TITLE - ||绿法", "BOOK - |总则|", "  PARAGRAPH - ||2024年通过", "  ARTICLE 1 第一条||甲。", "PARAGRAPH - ||绿法",
				"BOOK - |公园编|", "  ARTICLE 2 第二条||乙。", "BOOK 1 |附件1|", "  ARTICLE 1 第一条||丙。"),
		},
		"heading on the next line": {
			lines("第一章", "总 则", "第一条 甲。"),
			lines("CHAPTER 1 第一章|总 则|", "  ARTICLE 1 第一条||甲。"),
		},
		"table of contents": {
			lines("绿法", "目 录", "第一章 总则……1", "第二章 附则……9", "第一章 总则", "第一条 甲。", "第二章 附则", "第二条 乙。"),
			lines("TITLE - ||绿法", "PARAGRAPH - ||目 录", "PARAGRAPH - ||第一章 总则……1", "PARAGRAPH - ||第二章 附则……9",
				"CHAPTER 1 第一章|总则|", "  ARTICLE 1 第一条||甲。", "CHAPTER 2 第二章|附则|", "  ARTICLE 2 第二条||乙。"),
		},
		"a notice": {
			lines("通知", "一、总体要求", "以绿为先。", "（一）多种树。", "1.路边种。", "1.5米以上。", "二、保障。"),
			lines("TITLE - ||通知", "ARTICLE 1 一、|总体要求|以绿为先。", "  ITEM 1 （一）||多种树。", "    POINT 1 1.||路边种。",
				"  PARAGRAPH 2 ||1.5米以上。", "ARTICLE 2 二、||保障。"),
		},
		"english levels": {
			lines("Parks Act", "PART I", "GENERAL", "Chapter 1. Aims", "Section 1 Scope", "Article 1. Purpose", "This Act protects parks.", "It binds all.",
				"Article 1bis — Words", "In this Act:", "(a) park means:", "(i) a garden;", "(ii) a wood;", "(b) tree.", "Article 2", "Section 1 of this Act applies.",
				"Section 2 Limits", "Article 3 The board meets once a year."),
			lines("TITLE - ||Parks Act", "BOOK 1 PART I|GENERAL|", "  CHAPTER 1 Chapter 1.|Aims|", "    SECTION 1 Section 1|Scope|",
				"      ARTICLE 1 Article 1.|Purpose|This Act protects parks.", "        PARAGRAPH 2 ||It binds all.",
				"      ARTICLE 1/1 Article 1bis —|Words|In this Act:", "        ITEM 1 (a)||park means:", "          POINT 1 (i)||a garden;",
				"          POINT 2 (ii)||a wood;", "        ITEM 2 (b)||tree.", "      ARTICLE 2 Article 2||Section 1 of this Act applies.",
				"    SECTION 2 Section 2|Limits|", "      ARTICLE 3 Article 3||The board meets once a year."),
		},
		"english sections as articles": {
			lines("§ 12. Dogs.—Dogs stay out.", "(1) On a lead they may come in.", "(A) A lead is short.", "Section 13A. Cats may come.", "12.5 metres is the limit."),
			lines("ARTICLE 12 § 12.|Dogs.—|Dogs stay out.", "  PARAGRAPH 1 (1)||On a lead they may come in.", "    ITEM 1 (A)||A lead is short.",
				"ARTICLE 13/1 Section 13A.||Cats may come.", "  PARAGRAPH 2 ||12.5 metres is the limit."),
		},
		"i after h": {
			lines("Rule 1 Keep out:", "(g) g;", "(h) h;", "(i) i;", "(j) j.", "Rule 2 Keep out:", "(h) h:", "(i) one;", "(ii) two;", "(i) i."),
			lines("ARTICLE 1 Rule 1||Keep out:", "  ITEM 7 (g)||g;", "  ITEM 8 (h)||h;", "  ITEM 9 (i)||i;", "  ITEM 10 (j)||j.",
				"ARTICLE 2 Rule 2||Keep out:", "  ITEM 8 (h)||h:", "    POINT 1 (i)||one;", "    POINT 2 (ii)||two;", "  ITEM 9 (i)||i."),
		},
		"numbered paragraphs around a stray one": {
			lines("Article 1 Words", "1. One.", "(a) a;", "Stray.", "2. Two."),
			lines("ARTICLE 1 Article 1|Words|", "  PARAGRAPH 1 1.||One.", "    ITEM 1 (a)||a;", "  PARAGRAPH - ||Stray.", "  PARAGRAPH 2 2.||Two."),
		},
		"british numbers": {
			lines("Parks Act", "1. Purpose", "This Act protects parks.", "2. Nobody shall litter."),
			lines("TITLE - ||Parks Act", "ARTICLE 1 1.|Purpose|This Act protects parks.", "ARTICLE 2 2.||Nobody shall litter."),
		},
		"a constitution": {
			lines("Article I", "Section 1. All parks are free.", "Section 2. None is sold.", "Article II", "Section 1. Trees stay."),
			lines("ARTICLE 1 Article I||", "  SECTION 1 Section 1.||All parks are free.", "  SECTION 2 Section 2.||None is sold.",
				"ARTICLE 2 Article II||", "  SECTION 1 Section 1.||Trees stay."),
		},
		"markdown": {
			lines("# Parks", "## Aims", "Parks are green.", "- trees", "  - old ones", "- lawns", "### Means", "1. Plant.", "   1. Oaks.", "2. Water.", "## Chapter 7 End"),
			lines("TITLE - # ||Parks", "CHAPTER - ## |Aims|", "  PARAGRAPH - ||Parks are green.", "    ITEM - - ||trees", "      ITEM - - ||old ones",
				"    ITEM - - ||lawns", "  SECTION - ### |Means|", "    ITEM 1 1.||Plant.", "      POINT 1 1.||Oaks.", "    ITEM 2 2.||Water.", "CHAPTER 7 ## Chapter 7|End|"),
		},
		"chinese markdown": {
			lines("## 第一章 总则", "**第一条** 甲。", "- 乙"),
			lines("CHAPTER 1 ## 第一章|总则|", "  ARTICLE 1 **第一条**||甲。", "    ITEM - - ||乙"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cut := CutText(example.text)
			checkTree(t, example.text, cut)
			if got := outline(cut.Clauses); got != example.want {
				t.Errorf("got\n%s\nwant\n%s", got, example.want)
			}
			if again := CutText(TextOf(cut.Clauses)); outline(again.Clauses) != outline(cut.Clauses) {
				t.Errorf("cut again\n%s\nwant\n%s", outline(again.Clauses), outline(cut.Clauses))
			}
		})
	}
}

func TestCutTextWarns(t *testing.T) {
	t.Parallel()
	for name, example := range map[string]struct{ text, want string }{
		"all well":                  {lines("第一章 甲", "第一条 甲。", "（一）甲；", "第二章 乙", "第二条 乙：", "（一）甲；", "乙：", "（一）甲。"), ""},
		"chapters restart":          {lines("第一编 甲", "第一章 甲", "第一条 甲。", "第二编 乙", "第一章 乙", "第一条 乙。"), ""},
		"chapters go on":            {lines("第一编 甲", "第一章 甲", "第二编 乙", "第二章 乙"), ""},
		"inserted article":          {lines("第一条 甲。", "第一条之一 乙。", "第一条之二 乙。", "第二条 丙。"), ""},
		"gap":                       {lines("第一条 甲。", "第四条 乙。"), "GAP 2 2"},
		"gap at the start":          {lines("第三条 甲。"), "GAP 1 1"},
		"repeat":                    {lines("第一条 甲。", "", "第一条 乙。"), "REPEAT 3 0"},
		"out of order":              {lines("第一条 甲。", "第三条 丙。", "第二条 乙。", "第四条 丁。"), "GAP 2 2,OUT_OF_ORDER 3 4"},
		"items restart wrong":       {lines("第一条 甲：", "（一）甲；", "第二条 乙：", "（三）甲。"), "GAP 4 2"},
		"unplaced":                  {lines("（一）甲；", "第一条 乙。"), "UNPLACED 1 0"},
		"citation":                  {lines("第一条 甲。", "第二条 乙，除", "第一条规定的事"), "AMBIGUOUS 3 0"},
		"contents":                  {lines("法", "目录", "第一章 甲", "第二章 乙", "第一章 甲", "第二章 乙"), "CONTENTS 2 0"},
		"no second structure":       {lines("法", "目录", "第一章 甲", "第二章 乙"), ""},
		"title again":               {lines("法", "第一章 甲", "第一条 乙。", "法", "第二章 乙"), "TITLE_REPEATED 4 0"},
		"english gap":               {lines("Article 1", "Yes.", "Article 3", "No."), "GAP 3 2"},
		"english repeat":            {lines("Article 1", "It is so.", "Article 2", "It is so.", "Article 3", "It is so.", "Article 3", "It is so.", "Article 4", "It is so."), "REPEAT 7 0"},
		"english repeat at the end": {lines("Article 1. Ferries run.", "Article 2. Dogs pay.", "Article 2. Cats pay."), "REPEAT 3 0"},
		"english chapters":          {lines("Chapter 1 Ferries", "Section 1. A.", "Chapter 2 Fees", "Section 2. B.", "Chapter 2 Fines", "Section 3. C.", "Chapter 3 Ends"), "REPEAT 5 0"},
		"a section for each part":   {lines("Part 1 Ferries", "Section 1. A.", "Part 2 Fees", "Section 1. B.", "Part 3 Fines", "Section 1. C."), ""},
		"an amending section":       {lines("Section 1. Short title.", "Section 2. Section 2 of the Ferries Act is amended to read:", "Section 2. The fee is two pounds.", "Section 3. This Act begins today."), ""},
		"a heading cited below":     {lines("Article I", "It is so.", "ARTICLE II", "Article II (b) shall be read again.", "Article III", "It is so."), ""},
		"words quoted":              {lines("Section 1. Short title.", "Section 2. For section 2 there is put:", "“Section 2. The fee is two pounds.”", "Section 3. This Act begins today."), ""},
		"a citation":                {lines("Article 1", "A.", "Article 2", "Whoever breaks", "Article 2 of the Ferries Act pays.", "Article 3", "B."), ""},
		"articles of a schedule":    {lines("Article 1", "It is so.", "SCHEDULE 1", "Article 1", "It is so.", "Article 2", "It is so.", "Article 2", "It is so.", "Article 3", "It is so."), ""},
		"parts of schedules":        {lines("# Ferries Act", "## PART I. Ferries.", "**1.** It is so.", "## FIRST SCHEDULE. Fees.", "PART I.", "A fee.", "## SECOND SCHEDULE. Fines.", "PART I.", "A fine.", "PART II.", "A fine."), ""},
		"another law behind":        {lines("Article 1", "A.", "Article 2", "B.", "Article 1", "C.", "Article 2", "D."), ""},
		"english points":            {lines("Article 1", "Yes:", "(a) a:", "(i) i;", "(b) b:", "(i) i."), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, w := range CutText(example.text).Warnings {
				got = append(got, fmt.Sprintf("%s %d %d", w.Kind, w.Line, w.Expected))
			}
			if strings.Join(got, ",") != example.want {
				t.Errorf("warnings %q, want %q", got, example.want)
			}
		})
	}
}

func TestImportWarningIsInBothLanguages(t *testing.T) {
	t.Parallel()
	for kind := range importMessages {
		w := ImportWarning{Kind: kind, Line: 7, Excerpt: "第九条", Expected: 8}
		for _, locale := range []civic.Locale{civic.Chinese, civic.English} {
			if message := w.In(locale); !strings.Contains(message, "7") || !strings.Contains(message, "第九条") || strings.Contains(message, "%!") {
				t.Errorf("%s in %s: %s", kind, locale, message)
			}
		}
	}
}

// TestCutTextStaysLinear cuts texts of one mebibyte and many shapes. A linear importer needs far less time than the limit, and a
// quadratic one far more.
func TestCutTextStaysLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	t.Parallel()
	for _, shape := range []string{"第", "第一条 甲。\n", "（", "（一）甲\n", "a\n", "(i) x\n", "(a) x\n(i) y\n", "# x\n", "- x\n", "一", "1", "目录\n第一章 甲\n",
		"\u200b", "第一章 a\n目录\n", "甲", "Section 1 of\n", "Article 1\n", "第一章\n第一节\n第一条\n", "1.", " ", "M", "\r\n\r\n甲", "①\n",
		"（一）\n1.\n（1）\n①\n甲\n", "# a\n- b\n\t- c\n\t\t1. d\n", "Article 1\n1. a\n(a) b\n(i) c\n(A) d\ne\n"} {
		text := strings.Repeat(shape, 1<<20/len(shape))
		began := time.Now()
		cut := CutText(text)
		took := time.Since(began)
		if took > 30*time.Second {
			t.Errorf("%q took %s", shape, took)
		}
		t.Logf("%q: %s, %d clauses", shape, took, len(cut.Clauses))
	}
}

func FuzzCutText(f *testing.F) {
	for _, seed := range []string{"", "第一条 甲。\n（一）乙；\n1.丙", "Article 1 X\n(h) y\n(i) z\n(ii) w", "# T\n## A\n- b\n  - c\n1. d", "目录\n第一章\n第一章\n总则",
		"法\n总则\n物权编\n法\n附则", "\xff\x00第\u200b一 条", "Section 1\nArticle 1\n§ 2.3\n1. x\n(a)", "一、甲\n二、乙\r\n①", "**第一条** 甲", "第一条【甲】乙", "(第一条", "\xef\x00\x9b\x9b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cut := CutText(text)
		for _, w := range cut.Warnings {
			if w.Line < 1 || w.Excerpt == "" {
				t.Fatalf("warning %+v", w)
			}
		}
		checkTree(t, text, cut)
	})
}
