package lineage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// TestLandingsOfARevision follows the clauses of a law of ours into its revision. A person said where each of them stands.
func TestLandingsOfARevision(t *testing.T) {
	t.Parallel()
	read := func(name string) string {
		raw, err := os.ReadFile(filepath.Join("testdata", "landing", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	versions, links := versionsOf(t, read("before.txt"), read("after.txt"))
	rows, err := Compare(t.Context(), versions[0], versions[1], links, false)
	if err != nil {
		t.Fatal(err)
	}
	landings := Landings(versions[0], versions[1], rows)
	cited, checked := map[string]string{}, 0
	newer := legaltext.Citations(versions[1], civic.Chinese)
	for _, line := range strings.Split(strings.TrimSpace(read("expected.txt")), "\n") {
		clause, want, _ := strings.Cut(line, " ")
		cited[clause] = want
	}
	for i, clause := range legaltext.Citations(versions[0], civic.Chinese) {
		want, said := cited[clause]
		if !said {
			continue
		}
		checked++
		l := landings[versions[0][i].Key]
		got := string(l.Fate)
		for _, c := range l.Clauses {
			got += " " + newer[c.Position]
		}
		if got != want {
			t.Errorf("%s: %s, want %s", clause, got, want)
		}
	}
	if checked != len(cited) {
		t.Errorf("%d of %d clauses were checked", checked, len(cited))
	}
}
