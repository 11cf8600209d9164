package policy

import (
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/lineage"
)

const ownLaw = "夜间公园开放办法\n第一章　总则\n第一条　为了方便居民夜间锻炼，制定本办法。\n第二条　市属公园开放到夜里十一点。\n第二章　安全\n" +
	"第三条　公园应当做到：\n（一）照明完好；\n（二）有人值守。"

func TestHashOfADraft(t *testing.T) {
	t.Parallel()
	clauses := legaltext.CutText(ownLaw).Clauses
	d := Draft{Title: "办法", ExplanatoryNotes: civic.Localized{civic.Chinese: "说明"}, LegalBases: LegalBases{{Title: "条例"}}}
	hash := d.HashOf(clauses)
	if same := d.HashOf(Copied(clauses)); same != hash {
		t.Error("the same words under other keys have another hash")
	}
	titled, noted, based := d, d, d
	titled.Title, noted.ExplanatoryNotes, based.LegalBases = "规定", civic.Localized{civic.English: "说明"}, LegalBases{{Title: "条例", Article: &d.Title}}
	for name, other := range map[string]string{
		"title": titled.HashOf(clauses), "note": noted.HashOf(clauses), "bases": based.HashOf(clauses), "text": d.HashOf(clauses[1:]),
	} {
		if other == hash {
			t.Errorf("the hash does not cover the %s", name)
		}
	}
}

func TestCopied(t *testing.T) {
	t.Parallel()
	old := legaltext.CutText(ownLaw).Clauses
	at := map[[16]byte]int{}
	for i, c := range Copied(old) {
		at[c.Key] = i
		if c.Key == old[i].Key || *c.PreviousKey != old[i].Key || c.LineageKey != old[i].LineageKey || *c.Change != legaltext.Unchanged {
			t.Errorf("%s is not a copy: %+v", old[i].Label, c)
		}
		if (c.ParentKey == nil) != (old[i].ParentKey == nil) {
			t.Errorf("%s changed its parent", c.Label)
		}
		if c.ParentKey != nil && old[at[*c.ParentKey]].Key != *old[i].ParentKey {
			t.Errorf("%s lies under another clause", c.Label)
		}
	}
}

func TestRecompareAgreesWithTheMatching(t *testing.T) {
	t.Parallel()
	previous := legaltext.CutText(ownLaw).Clauses
	next := legaltext.CutText(strings.NewReplacer("十一点", "十点", "（一）照明完好；\n（二）有人值守。", "（一）有人值守；\n（二）备有急救箱。", "第三条", "第四条").Replace(ownLaw)).Clauses
	matched, _, _ := lineage.ApplyLineage(t.Context(), previous, next)
	kinds := map[legaltext.ClauseChange]bool{}
	for i, c := range lineage.Recompare(previous, matched) {
		kinds[*c.Change] = true
		if *c.Change != *matched[i].Change {
			t.Errorf("%s%s is %s, but was matched as %s", c.Label, c.Text, *c.Change, *matched[i].Change)
		}
	}
	if len(kinds) < 3 {
		t.Errorf("the example shows only %v", kinds)
	}
}

func TestTitleOfAnImport(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{"": "档案", "办法": "办法", strings.Repeat("长", 300): strings.Repeat("长", 300), strings.Repeat("长", 301): "档案"} {
		if got := (legaltext.Imported{Title: title}).TitleOr("档案"); got != want {
			t.Errorf("the title %q gives %q", title, got)
		}
	}
}
