package legaltext

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCutKinds cuts one small text for each way of numbering and compares it with the outline that a person checked. A file holds the
// text, the outline and the warnings, with a line of ===== between them.
func TestCutKinds(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "kinds", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d texts, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n=====\n")
			cut := CutText(parts[0])
			checkTree(t, parts[0], cut)
			warnings := ""
			for _, w := range cut.Warnings {
				warnings += fmt.Sprintf("%s %d,", w.Kind, w.Line)
			}
			if got := outline(cut.Clauses); got != parts[1] || warnings != strings.TrimPrefix(parts[2], "\n") {
				t.Errorf("got\n%s\n%s\nwant\n%s\n%s", got, warnings, parts[1], parts[2])
			}
			if again := outline(CutText(TextOf(cut.Clauses)).Clauses); again != parts[1] {
				t.Errorf("cut again\n%s\nwant\n%s", again, parts[1])
			}
		})
	}
}
