package lineage

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"minyi/domain/legaltext"
	"minyi/domain/legaltext/legaltexttest"
)

// lineageReport lists what happened to the clauses: "第一条 CHANGED 第一条", in the order of the next version, and
// then the clauses that are gone.
func lineageReport(previous, next []legaltext.Clause) string {
	matched, gone, _ := ApplyLineage(context.Background(), previous, next)
	before := map[uuid.UUID]legaltext.Clause{}
	for _, c := range previous {
		before[c.Key] = c
	}
	var lines []string
	for _, c := range matched {
		if c.PreviousKey == nil {
			lines = append(lines, clauseName(c)+" "+string(*c.Change))
		} else {
			lines = append(lines, clauseName(c)+" "+string(*c.Change)+" "+clauseName(before[*c.PreviousKey]))
		}
	}
	for _, c := range gone {
		lines = append(lines, clauseName(c)+" GONE")
	}
	return strings.Join(lines, "\n")
}

// clauseName is the label, or the first words of a clause without a label.
func clauseName(c legaltext.Clause) string {
	if c.Label == "" {
		return "¶" + c.Heading + legaltext.Excerpt(c.Text)
	}
	return c.Label
}

const parkRules = `公园条例
第一章 一般规定
第一条 公园由区政府设立，向所有居民免费开放。
第二条 公园内禁止焚烧树叶、倾倒垃圾：
（一）焚烧的，责令停止；
（二）倾倒的，责令清除。
违反的，处一百元罚款。
第二章 一般规定
第三条 湖中可以划船，租金由管理处每年公布。
第四条 犬只应当由成年人牵引，不得进入儿童乐园。`

func TestApplyLineage(t *testing.T) {
	t.Parallel()
	for name, example := range map[string]struct{ edit, want []string }{
		"changed words": {[]string{"租金由管理处每年公布", "租金由管理处每月公布"}, []string{"第三条 CHANGED 第三条"}},
		"an article inserted": {[]string{"第三条", "第三条 夜间十点以后关闭路灯与喷泉。\n第四条", "第四条 犬", "第五条 犬"},
			[]string{"第三条 NEW", "第四条 MOVED 第三条", "第五条 MOVED 第四条"}},
		"an article deleted": {[]string{"第三条 湖中可以划船，租金由管理处每年公布。\n", "", "第四条", "第三条"},
			[]string{"第三条 MOVED 第四条", "第三条 GONE"}},
		"two swapped": {[]string{"湖中可以划船，租金由管理处每年公布。", "@", "犬只应当由成年人牵引，不得进入儿童乐园。", "湖中可以划船，租金由管理处每年公布。",
			"@", "犬只应当由成年人牵引，不得进入儿童乐园。"}, []string{"第三条 MOVED 第四条", "第四条 MOVED 第三条"}},
		"an item changed": {[]string{"（一）焚烧的，责令停止", "（一）焚烧的，责令立即停止"}, []string{"（一） CHANGED （一）"}},
		"items swapped":   {[]string{"焚烧的，责令停止；", "倾倒的，责令清除。", "（二）倾倒的，责令清除。", "（二）焚烧的，责令停止；"}, []string{"（一） MOVED （二）", "（二） MOVED （一）"}},
		"moved to another chapter": {[]string{"第三条 湖中可以划船，租金由管理处每年公布。\n", "", "第二章", "第三条 湖中可以划船，租金由管理处每年公布。\n第二章"},
			[]string{"第三条 MOVED 第三条"}},
		"a paragraph to another article": {[]string{"违反的，处一百元罚款。\n", "", "不得进入儿童乐园。", "不得进入儿童乐园。\n违反的，处一百元罚款。"},
			[]string{"¶违反的，处一百元罚款。 MOVED ¶违反的，处一百元罚款。"}},
		"only white space and width": {[]string{"一般规定\n第一条", "一 般 规 定\r\n\r\n第1条", "（一）焚", "(一)焚"}, nil},
		"a chapter renamed":          {[]string{"第二章 一般规定", "第二章 湖与犬"}, []string{"第二章 CHANGED 第二章"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			edited := parkRules
			for i := 0; i < len(example.edit); i += 2 {
				edited = strings.Replace(edited, example.edit[i], example.edit[i+1], 1)
			}
			lines := strings.Split(lineageReport(legaltext.CutText(parkRules).Clauses, legaltext.CutText(edited).Clauses), "\n")
			lines = slices.DeleteFunc(lines, func(s string) bool { return strings.Contains(s, string(legaltext.Unchanged)) })
			if !slices.Equal(lines, example.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(example.want, "\n"))
			}
		})
	}
}

func TestApplyLineageKeepsBothSides(t *testing.T) {
	t.Parallel()
	previous, next := legaltext.CutText(parkRules).Clauses, legaltext.CutText(parkRules).Clauses
	matched, gone, _ := ApplyLineage(context.Background(), previous, next)
	checkLineage(t, previous, matched, gone)
	for i := range matched {
		if matched[i].LineageKey != previous[i].LineageKey || matched[i].Key != next[i].Key || next[i].Change != nil {
			t.Fatalf("clause %d is %+v, was %+v", i, matched[i], previous[i])
		}
	}
}

func TestApplyLineageOnNothing(t *testing.T) {
	t.Parallel()
	clauses := legaltext.CutText(parkRules).Clauses
	if matched, gone, _ := ApplyLineage(context.Background(), nil, clauses); len(gone) != 0 || changes(matched)[legaltext.New] != len(clauses) {
		t.Error("not all is new after nothing")
	}
	if matched, gone, _ := ApplyLineage(context.Background(), clauses, nil); len(matched) != 0 || len(gone) != len(clauses) {
		t.Error("not all is gone before nothing")
	}
}

// checkLineage checks that every previous clause is used at most once, that its successor keeps its lineage, and that all others are
// gone.
func checkLineage(t *testing.T, previous, matched, gone []legaltext.Clause) {
	t.Helper()
	lineage := map[uuid.UUID]uuid.UUID{}
	for _, c := range previous {
		lineage[c.Key] = c.LineageKey
	}
	for _, c := range matched {
		if c.PreviousKey == nil {
			if *c.Change != legaltext.New && *c.Change != legaltext.Split || c.LineageKey != c.Key {
				t.Fatalf("%s is %s without a previous clause", c.Label, *c.Change)
			}
			continue
		}
		if from, known := lineage[*c.PreviousKey]; !known || from != c.LineageKey || *c.Change == legaltext.New {
			t.Fatalf("%s uses a previous clause twice or has another lineage", c.Label)
		}
		delete(lineage, *c.PreviousKey)
	}
	for _, c := range gone {
		delete(lineage, c.Key)
	}
	if len(lineage) != 0 {
		t.Fatalf("%d clauses are neither kept nor gone", len(lineage))
	}
}

func changes(clauses []legaltext.Clause) map[legaltext.ClauseChange]int {
	found := map[legaltext.ClauseChange]int{}
	for _, c := range clauses {
		found[*c.Change]++
	}
	return found
}

// TestReconsiderationLawOf2023 follows the revision of a real law. A person checked the pairs by reading both texts.
func TestReconsiderationLawOf2023(t *testing.T) {
	t.Parallel()
	previous := legaltext.CutText(legaltexttest.RealText(t, "administrative-reconsideration-2017.txt")).Clauses
	next := legaltext.CutText(legaltexttest.RealText(t, "administrative-reconsideration-2023.txt")).Clauses
	matched, gone, _ := ApplyLineage(context.Background(), previous, next)
	checkLineage(t, previous, matched, gone)
	t.Log(changes(matched), len(gone), "gone")
	found := map[int]string{}
	number := map[uuid.UUID]int{}
	for _, c := range previous {
		if c.Kind == legaltext.Article {
			number[c.Key] = *c.Number
		}
	}
	for _, c := range matched {
		if c.Kind == legaltext.Article && c.PreviousKey != nil {
			found[*c.Number] = fmt.Sprint(*c.Change, " ", number[*c.PreviousKey])
		} else if c.Kind == legaltext.Article {
			found[*c.Number] = string(*c.Change)
		}
	}
	want := map[int]string{1: "CHANGED 1", 2: "CHANGED 2", 3: "CHANGED 4", 5: "NEW", 10: "CHANGED 5", 11: "MOVED 6", 12: "NEW", 13: "CHANGED 7",
		14: "MOVED 10", 18: "NEW", 20: "CHANGED 9", 22: "CHANGED 11", 29: "CHANGED 16", 30: "CHANGED 17", 34: "CHANGED 19", 35: "CHANGED 20",
		42: "CHANGED 21", 46: "CHANGED 24", 48: "CHANGED 23", 50: "NEW", 56: "CHANGED 26", 57: "CHANGED 27", 62: "SPLIT 31", 72: "CHANGED 29",
		77: "CHANGED 32", 78: "CHANGED 33", 81: "CHANGED 35", 82: "CHANGED 36", 83: "CHANGED 37", 87: "CHANGED 39", 88: "CHANGED 40", 89: "MOVED 41"}
	for _, article := range slices.Sorted(maps.Keys(want)) {
		if found[article] != want[article] {
			t.Errorf("article %d is %s, want %s", article, found[article], want[article])
		}
	}
}

func TestRealTextsAgainstThemselves(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"decree-713-major-decisions.txt", "decree-711-open-information.txt", "civil-code.txt"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := legaltexttest.RealText(t, name)
			matched, gone, _ := ApplyLineage(context.Background(), legaltext.CutText(text).Clauses, legaltext.CutText(text).Clauses)
			if len(gone) != 0 || changes(matched)[legaltext.Unchanged] != len(matched) {
				t.Errorf("%v, %d gone", changes(matched), len(gone))
			}
		})
	}
}

// editedCode is the civil code and an edited version: one word is changed everywhere, articles 100 and 200 are exchanged, and article
// 1000 is deleted.
func editedCode(t testing.TB) (previous, next []legaltext.Clause) {
	text := legaltexttest.RealText(t, "civil-code.txt")
	previous = legaltext.CutText(text).Clauses
	next = legaltext.CutText(strings.ReplaceAll(text, "应当", "必须")).Clauses
	at := func(number int) int {
		return slices.IndexFunc(next, func(c legaltext.Clause) bool { return c.Kind == legaltext.Article && *c.Number == number })
	}
	next[at(100)].Text, next[at(200)].Text = next[at(200)].Text, next[at(100)].Text
	return previous, slices.Delete(next, at(1000), at(1001))
}

func TestCivilCodeEdited(t *testing.T) {
	t.Parallel()
	previous, next := editedCode(t)
	matched, gone, _ := ApplyLineage(context.Background(), previous, next)
	checkLineage(t, previous, matched, gone)
	t.Log(changes(matched), len(gone), "gone")
	number := map[uuid.UUID]int{}
	for _, c := range previous {
		if c.Kind == legaltext.Article {
			number[c.Key] = *c.Number
		}
	}
	wrong := 0
	for _, c := range matched {
		from := map[int]int{100: 200, 200: 100}
		if c.Kind != legaltext.Article {
			continue
		}
		if from[*c.Number] == 0 {
			from[*c.Number] = *c.Number
		}
		if c.PreviousKey == nil || number[*c.PreviousKey] != from[*c.Number] {
			t.Logf("%s %s", c.Label, *c.Change)
			wrong++
		}
	}
	if wrong > 0 {
		t.Errorf("%d articles have the wrong previous article", wrong)
	}
}

func BenchmarkApplyLineageOfCivilCode(b *testing.B) {
	previous, next := editedCode(b)
	for b.Loop() {
		_, _, _ = ApplyLineage(b.Context(), previous, next)
	}
}

// impatient is a context that ends when it has been looked at some times.
type impatient struct {
	context.Context
	looks *int
}

func (i impatient) Err() error {
	if *i.looks--; *i.looks < 0 {
		return context.Canceled
	}
	return nil
}

// Matching stops soon after nobody waits for it, wherever it is.
func TestMatchingStopsWithItsContext(t *testing.T) {
	t.Parallel()
	var long strings.Builder
	for i := range 500 {
		fmt.Fprintf(&long, "第%d条 公园由第%d街道管理，%d点关闭。\n", i+1, i, i)
	}
	previous, next := legaltext.CutText(long.String()).Clauses, legaltext.CutText(strings.ReplaceAll(long.String(), "公园", "广场")).Clauses
	whole := 1 << 30
	if _, _, err := ApplyLineage(impatient{t.Context(), &whole}, previous, next); err != nil {
		t.Fatal(err)
	}
	whole = 1<<30 - whole
	for _, looks := range []int{0, whole / 4, whole / 2, whole - 1} {
		left := looks
		if matched, gone, err := ApplyLineage(impatient{t.Context(), &left}, previous, next); err != context.Canceled || matched != nil || gone != nil || left < -8 {
			t.Errorf("after %d looks of %d: %d matched, %v, %d looks later", looks, whole, len(matched), err, -left)
		}
	}
}

// The likeness of two texts is Dice's coefficient, whichever of them is the longer one.
func TestSimilarity(t *testing.T) {
	t.Parallel()
	w := weights{1: 1, 2: 2, 3: 4}
	for want, pair := range map[float64][2]bigrams{
		1:        {{1, 2, 2, 3}, {1, 2, 2, 3}},
		0:        {{1, 1}, {2, 3}},
		2. / 3:   {{1, 1}, {1}},
		8. / 11:  {{1, 2, 3}, {3}},
		12. / 19: {{1, 2, 2, 3}, {2, 3, 3}},
	} {
		var totals [2]float64
		for i, side := range pair {
			for _, b := range side {
				totals[i] += w[b]
			}
		}
		for _, got := range []float64{overlap{w.shared(pair[0], pair[1]), totals[0], totals[1]}.similarity(), overlap{w.shared(pair[1], pair[0]), totals[1], totals[0]}.similarity()} {
			if math.Abs(got-want) > 1e-9 {
				t.Errorf("%v: %v, want %v", pair, got, want)
			}
		}
	}
}
