package lineage

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"minyi/domain/legaltext"
	"minyi/domain/legaltext/legaltexttest"
)

// versionsOf cuts texts that follow one another, and matches each with the one before. It also gives the links of all versions.
func versionsOf(t *testing.T, texts ...string) (versions [][]legaltext.Clause, links []Link) {
	t.Helper()
	for i, text := range texts {
		clauses := legaltext.CutText(text).Clauses
		if i > 0 {
			var err error
			if clauses, _, err = ApplyLineage(t.Context(), versions[i-1], clauses); err != nil {
				t.Fatal(err)
			}
			lineage := map[uuid.UUID]uuid.UUID{}
			for _, c := range versions[i-1] {
				lineage[c.Key] = c.LineageKey
			}
			for _, c := range clauses {
				for _, source := range c.SourceKeys {
					links = append(links, Link{Older: lineage[source], Newer: c.LineageKey})
				}
			}
		}
		versions = append(versions, clauses)
	}
	return versions, links
}

// comparedReport lists the rows that changed: "CHANGED 第一条 第二条 + 第三条", with the sources behind a plus.
func comparedReport(rows []ComparedClause) (lines []string) {
	for _, row := range rows {
		if row.Change == ComparedChange(legaltext.Unchanged) {
			continue
		}
		line := string(row.Change)
		for _, c := range []*legaltext.Clause{row.Before, row.After} {
			if c != nil {
				line += " " + clauseName(*c)
			}
		}
		for _, source := range row.Sources {
			line += " + " + clauseName(source)
		}
		lines = append(lines, line)
	}
	return lines
}

const (
	ferryRules = `渡口条例
第一条 渡口由镇人民政府设置、维护和管理，所需经费列入镇的年度预算，并且每年向村民公布，渡船每半年检验一次，检验不合格的不得载客。
第二条 船员应当持有适任证书，并且每年参加一次救生演练和消防演练。
第三条 大雾、大风或者洪水期间停止渡运，并在码头公告恢复的时间。
第四条 乘客应当穿着救生衣，不得携带易燃易爆物品上船。`
	ferrySplit = `渡口条例
第一条 渡口由镇人民政府设置、维护和管理，所需经费列入镇的年度预算，并且每年向村民公布。
第二条 渡船每半年检验一次，检验不合格的不得载客。
第三条 船员应当持有适任证书，并且每年参加一次救生演练和消防演练。
第四条 乘客应当穿着救生衣，不得携带易燃易爆物品上船。`
	ferryBack = `渡口条例
第一条 渡口由镇人民政府设置、维护和管理，所需经费列入镇的年度预算，并且每年向村民公布。
第二条 渡船每半年检验一次，检验不合格的不得载客。
第三条 船员应当持有适任证书，并且每年参加一次救生演练。
第四条 大雾、大风或者洪水期间停止渡运，并在码头公告恢复的时间。
第五条 乘客应当穿着救生衣，不得携带易燃易爆物品上船。`
)

// TestCompare compares neighbours, versions that are further apart, and in both directions.
func TestCompare(t *testing.T) {
	t.Parallel()
	versions, links := versionsOf(t, ferryRules, ferrySplit, ferryBack)
	for name, c := range map[string]struct {
		from, to int
		rematch  bool
		want     []string
	}{
		"neighbours": {0, 1, false, []string{"SPLIT 第一条 第一条", "SPLIT 第二条 + 第一条", "MOVED 第二条 第三条", "GONE 第三条"}},
		"an article that comes back": {0, 2, true, []string{"SPLIT 第一条 第一条", "SPLIT 第二条 + 第一条", "CHANGED 第二条 第三条", "MOVED 第三条 第四条",
			"MOVED 第四条 第五条"}},
		"backwards": {1, 0, false, []string{"MERGED 第一条 第一条 + 第二条", "MOVED 第三条 第二条", "NEW 第三条"}},
		"itself":    {1, 1, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := links
			if c.from > c.to {
				of = Reversed(links)
			}
			if c.from == c.to {
				of = nil // no version in between begins a link
			}
			rows, err := Compare(t.Context(), versions[c.from], versions[c.to], of, c.rematch)
			if got := comparedReport(rows); err != nil || !slices.Equal(got, c.want) {
				t.Errorf("got %q, %v, want %q", got, err, c.want)
			}
		})
	}
}

// TestCompareIsWhole compares real laws: each clause of both versions is in a row, and neighbours are compared as they were matched.
func TestCompareIsWhole(t *testing.T) {
	t.Parallel()
	versions, links := versionsOf(t, legaltexttest.RealText(t, "administrative-reconsideration-2017.txt"), legaltexttest.RealText(t, "administrative-reconsideration-2023.txt"))
	rows, err := Compare(t.Context(), versions[0], versions[1], links, false)
	if err != nil {
		t.Fatal(err)
	}
	older, newer := map[uuid.UUID]bool{}, 0
	for _, row := range rows {
		if row.Before != nil {
			older[row.Before.Key] = true
		}
		for _, source := range row.Sources {
			older[source.Key] = true
		}
		if row.After == nil {
			continue
		}
		newer++
		if row.Change != ComparedChange(*row.After.Change) {
			t.Errorf("%q is compared as %s and was matched as %s", row.After.Content(), row.Change, *row.After.Change)
		}
		before, after := wordsIn(row.Text())
		if after != row.After.Text || row.Before != nil && len(row.Sources) == 0 && row.Change != ComparedChange(legaltext.Split) && !sameWords(before, row.Before.Text) {
			t.Errorf("the marks of %q give %q and %q", row.After.Content(), before, after)
		}
	}
	if len(older) != len(versions[0]) || newer != len(versions[1]) {
		t.Errorf("the rows hold %d of %d and %d of %d clauses", len(older), len(versions[0]), newer, len(versions[1]))
	}
}

// wordsIn puts both texts of a comparison together again.
func wordsIn(marks []legaltext.MarkedText) (before, after string) {
	for _, m := range marks {
		if m.Kind != legaltext.Inserted {
			before += m.Text
		}
		if m.Kind != legaltext.Deleted {
			after += m.Text
		}
	}
	return before, after
}

// TestMarks marks changes by characters and by words.
func TestMarks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, after, want string }{
		"Chinese":             {"公园开放到夜里十点。", "公园开放到夜里十一点。", "公园开放到夜里十{+一}点。"},
		"English":             {"The park closes at ten.", "The park closes at eleven.", "The park closes at [-ten]{+eleven}."},
		"nothing":             {"", "", ""},
		"the same":            {"甲", "甲", "甲"},
		"new":                 {"", "甲", "{+甲}"},
		"gone":                {"甲", "", "[-甲]"},
		"a cluster":           {"👨‍👩‍👧 行", "👨‍👩‍👦 行", "[-👨‍👩‍👧]{+👨‍👩‍👦} 行"},
		"beyond single words": {strings.Repeat("甲。", 2000) + "乙。", strings.Repeat("甲。", 2000) + "丙。", strings.Repeat("甲。", 2000) + "[-乙。]{+丙。}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			for _, m := range legaltext.Marks(c.before, c.after) {
				got.WriteString(map[legaltext.MarkKind]string{legaltext.Kept: m.Text, legaltext.Deleted: "[-" + m.Text + "]", legaltext.Inserted: "{+" + m.Text + "}"}[m.Kind])
			}
			if got.String() != c.want {
				t.Errorf("got %s, want %s", legaltext.Excerpt(got.String()), legaltext.Excerpt(c.want))
			}
		})
	}
}

func FuzzMarks(f *testing.F) {
	f.Add("公园开放。", "公园开放到十点。")
	f.Add("The park.", "The parks")
	f.Add("\xff", "\u200d")
	f.Fuzz(func(t *testing.T, before, after string) {
		was, is := wordsIn(legaltext.Marks(before, after))
		if was != before || is != after {
			t.Errorf("%q and %q became %q and %q", before, after, was, is)
		}
	})
}

// TestLandings follows clauses into another version.
func TestLandings(t *testing.T) {
	t.Parallel()
	older := `渡口条例
第一章 总则
第一条 渡口由镇人民政府设置、维护和管理，所需经费列入镇的年度预算，并且每年向村民公布，渡船每半年检验一次，检验不合格的不得载客。
第二条 船员应当做到：
（一）持有适任证书；
（二）每年参加一次救生演练。
第三条 大雾、大风或者洪水期间停止渡运，并在码头公告恢复的时间。
第四条 乘客应当穿着救生衣，不得携带易燃易爆物品上船。
第五条 违反本条例的，由海事机构处以五百元以上二千元以下的罚款。
第六条 本条例所称渡船，包括车渡船和客渡船。`
	newer := `渡口条例
第一章 总则
第一条 渡口由镇人民政府设置、维护和管理，所需经费列入镇的年度预算，并且每年向村民公布。
第二条 渡船每半年检验一次，检验不合格的不得载客。
第三条 船员应当做到：
（一）持有适任证书；
（二）每半年参加一次救生演练。
第四条 大雾、大风或者洪水期间停止渡运，并在码头公告恢复的时间。乘客应当穿着救生衣，不得携带易燃易爆物品上船。
第五条 本条例所称渡船，包括车渡船和客渡船。`
	versions, links := versionsOf(t, older, newer)
	rows, err := Compare(t.Context(), versions[0], versions[1], links, false)
	if err != nil {
		t.Fatal(err)
	}
	landings := Landings(versions[0], versions[1], rows)
	want := map[string]string{"渡口条例": "KEPT 渡口条例", "第一章": "KEPT 第一章", "第一条": "SPLIT 第一条 第二条", "第二条": "CHANGED 第三条", "（一）": "KEPT （一）", "（二）": "CHANGED （二）",
		"第三条": "MERGED 第四条", "第四条": "MERGED 第四条", "第五条": "ORPHANED", "第六条": "MOVED 第五条"}
	for _, c := range versions[0] {
		l := landings[c.Key]
		got := string(l.Fate)
		for _, at := range l.Clauses {
			got += " " + strings.TrimPrefix(clauseName(at), "¶")
		}
		if name := strings.TrimPrefix(clauseName(c), "¶"); got != want[name] {
			t.Errorf("%s: %s, want %s", name, got, want[name])
		}
	}
}
