package legaltext

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// nestedLists writes a Markdown text of lists within lists, as the codes of cities have them: each level has its bullet, numbers or letters, and its indent. An item
// lies at most one level below the one above it. Lines without a mark and headings stand between.
func nestedLists(seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 7))
	var text strings.Builder
	text.WriteString("# Code\n\n## Section 1. Parks\n")
	indent, marks := 2+r.IntN(3), [4]int{r.IntN(3), r.IntN(3), r.IntN(3), r.IntN(3)}
	section, depth, numbers := 1, -1, [5]int{}
	for range 4 + r.IntN(12) {
		words := []string{"dogs", "a park", "It opens at six.", "Fees:", "one of these:", "No fires"}[r.IntN(6)]
		switch r.IntN(9) {
		case 0:
			fmt.Fprintf(&text, "\n%s%s\n\n", strings.Repeat(" ", indent*max(depth, 0)), words)
		case 1:
			section++
			depth, numbers = -1, [5]int{}
			fmt.Fprintf(&text, "\n## Section %d. %s\n", section, words)
		default:
			depth = r.IntN(min(depth+2, 4))
			numbers[depth], numbers[depth+1] = numbers[depth]+1, 0
			mark := []string{"-", fmt.Sprint(numbers[depth], "."), fmt.Sprintf("(%c)", 'a'+rune(numbers[depth]-1))}[marks[depth]]
			fmt.Fprintf(&text, "%s%s %s\n", strings.Repeat(" ", indent*depth), mark, words)
		}
	}
	return text.String()
}

// TestNestedListsAreCutAgainTheSame cuts what was written of nested Markdown lists. MINYI_LISTS says how many texts. Of many, one of 10,000 may differ: a numbered list below
// a line without a mark, which a second such line interrupts.
func TestNestedListsAreCutAgainTheSame(t *testing.T) {
	t.Parallel()
	texts := 1000
	if n, err := strconv.Atoi(os.Getenv("MINYI_LISTS")); err == nil {
		texts = n
	}
	differ := 0
	for seed := range texts {
		text := nestedLists(uint64(seed))
		cut := CutText(text)
		checkTree(t, text, cut)
		written := TextOf(cut.Clauses)
		if again := outline(CutText(written).Clauses); again != outline(cut.Clauses) {
			if differ++; differ <= 3 {
				t.Logf("seed %d:\n%s\nis cut as\n%s\nand written as\n%s\nwhich is cut as\n%s", seed, text, outline(cut.Clauses), written, again)
			}
		}
	}
	if differ > texts/5000 {
		t.Errorf("%d of %d texts are cut in another way the second time", differ, texts)
	}
}
