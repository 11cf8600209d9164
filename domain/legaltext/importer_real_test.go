package legaltext

import (
	"os"
	"path/filepath"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/legaltext/legaltexttest"
)

func kinds(clauses []Clause) map[ClauseKind]int {
	found := map[ClauseKind]int{}
	for _, c := range clauses {
		found[c.Kind]++
	}
	return found
}

// importCase is the expected result of cutting a text.
type importCase struct {
	name, title string
	kinds       map[ClauseKind]int
}

// TestCutRegulation cuts a regulation that the project wrote itself. Unlike the real texts, it is in the repository.
func TestCutRegulation(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("testdata", "public-space.txt"))
	if err != nil {
		t.Fatal(err)
	}
	importCase{"", "明湖市社区公共空间更新公众参与办法（征求意见稿）", map[ClauseKind]int{Chapter: 5, Section: 5, Article: 22, Paragraph: 4, Item: 6, Point: 2}}.check(t, string(text))
}

func TestCutRealTexts(t *testing.T) {
	t.Parallel()
	for _, want := range []importCase{
		{"decree-713-major-decisions.txt", "重大行政决策程序暂行条例", map[ClauseKind]int{Article: 44, Chapter: 6, Section: 6}},
		{"decree-711-open-information.txt", "中华人民共和国政府信息公开条例", map[ClauseKind]int{Article: 56, Chapter: 6}},
		{"administrative-reconsideration-2017.txt", "中华人民共和国行政复议法", map[ClauseKind]int{Article: 43, Chapter: 7, Point: 5}},
		{"administrative-reconsideration-2023.txt", "中华人民共和国行政复议法", map[ClauseKind]int{Article: 90, Chapter: 7}},
		{"civil-code.txt", "中华人民共和国民法典", map[ClauseKind]int{Article: 1260, Book: 8, Subdivision: 8}},
	} {
		t.Run(want.name, func(t *testing.T) {
			t.Parallel()
			want.check(t, legaltexttest.RealText(t, want.name))
		})
	}
}

// check cuts the text and compares the result with the expected one.
func (want importCase) check(t *testing.T, text string) {
	t.Helper()
	cut := CutText(text)
	checkTree(t, text, cut)
	found := kinds(cut.Clauses)
	t.Log(found)
	for kind, number := range want.kinds {
		if found[kind] != number {
			t.Errorf("%d of kind %s, want %d", found[kind], kind, number)
		}
	}
	if cut.Title != want.title || cut.Language != civic.Chinese {
		t.Errorf("title %q in %s", cut.Title, cut.Language)
	}
	checkArticlesCount(t, cut)
}

// checkArticlesCount checks that the articles are numbered from 1 without a gap, and that there are no warnings.
func checkArticlesCount(t *testing.T, cut Imported) {
	t.Helper()
	next := 1
	for _, c := range cut.Clauses {
		if c.Kind == Article {
			if *c.Number != next {
				t.Fatalf("got article %d, want %d", *c.Number, next)
			}
			next++
		}
	}
	for _, w := range cut.Warnings {
		t.Error(w.Kind, w.In(civic.English))
	}
}

// checkTree checks that no character is lost, and that the clauses are a tree in which a parent comes before its children.
func checkTree(t testing.TB, text string, cut Imported) {
	t.Helper()
	if joined := joinedWords(cut.Clauses); !SameText(joined, text) {
		t.Fatalf("the clauses say %.200q, the text %.200q", joined, text)
	}
	if !SameText(TextOf(cut.Clauses), text) {
		t.Fatal("TextOf differs from the text")
	}
	depths := map[any]int{}
	for i, c := range cut.Clauses {
		depth := 0
		if c.ParentKey != nil {
			above, known := depths[*c.ParentKey]
			if !known {
				t.Fatalf("clause %d comes before its parent", i)
			}
			depth = above + 1
		}
		if c.Position != i || c.Depth != depth || c.LineageKey != c.Key || c.Change != nil {
			t.Fatalf("clause %d is %+v, want depth %d", i, c, depth)
		}
		depths[c.Key] = depth
	}
}
