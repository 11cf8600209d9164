package legaltext

import "testing"

func TestClauseContent(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]Clause{
		"":                         {},
		"第一条 为了绿地。":                {Label: "第一条", Text: "为了绿地。"},
		"第一章 总 则":                  {Label: "第一章", Heading: "总 则"},
		"（一）公园；":                   {Label: "（一）", Text: "公园；"},
		"(a) parks;":               {Label: "(a)", Text: "parks;"},
		"## Aims":                  {Label: "## ", Heading: "Aims"},
		"Article 1. Aim\nIt aims.": {Label: "Article 1.", Heading: "Aim", Text: "It aims."},
		"第一条 【目的】为了绿地。":            {Label: "第一条", Heading: "【目的】", Text: "为了绿地。"},
	} {
		if got := c.Content(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestContentHash(t *testing.T) {
	t.Parallel()
	base := CutText("第一条 甲。\n乙。").Clauses
	if ContentHash(base) != ContentHash(CutText("第一条　甲。\r\n\r\n乙。").Clauses) {
		t.Error("the keys or the white space around clauses change the hash")
	}
	for _, other := range []string{"第一条 甲。", "第一条 甲。\n丙。", "第二条 甲。\n乙。", "第一条 甲。\n（一）乙。", "第一条 甲。乙。"} {
		if ContentHash(base) == ContentHash(CutText(other).Clauses) {
			t.Errorf("%q has the same hash", other)
		}
	}
	if ContentHash([]Clause{{Heading: "甲"}}) == ContentHash([]Clause{{Text: "甲"}}) {
		t.Error("a heading and a text have the same hash")
	}
}

func TestSameText(t *testing.T) {
	t.Parallel()
	for _, pair := range []struct {
		a, b string
		same bool
	}{
		{"", " \u200b\ufeff\u3000\r\n\x00", true}, {"总 则", "总\u3000则", true}, {"甲", "乙", false}, {"甲", "甲乙", false},
		{"甲乙", "甲", false}, {"\xff", "\ufffd", true}, {"क्\u200dष", "क्ष", false},
	} {
		if SameText(pair.a, pair.b) != pair.same {
			t.Errorf("SameText(%q, %q) is %t", pair.a, pair.b, !pair.same)
		}
	}
}
