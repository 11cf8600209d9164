// Package legaltexttest reads the real legal texts that the tests of several rooms cut and compare.
package legaltexttest

import (
	"os"
	"path/filepath"
	"testing"
)

// Inputs finds the folder of the real texts that are not in the repository. The test is skipped if the folder is missing. The
// test runs in a folder of domain.
func Inputs(t testing.TB) string {
	t.Helper()
	for _, folder := range []string{os.Getenv("MINYI_INPUTS"), filepath.Join("..", "..", "..", "shared", "inputs")} {
		if _, err := os.Stat(filepath.Join(folder, "civil-code.txt")); folder != "" && err == nil {
			return folder
		}
	}
	t.Skip("the real texts are missing: set MINYI_INPUTS to their folder")
	return ""
}

// RealText reads one of the real texts. Decree 713 is in the repository, so its tests always run.
func RealText(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "legaltext", "testdata", "decree-713.txt")
	if name != "decree-713-major-decisions.txt" {
		path = filepath.Join(Inputs(t), name)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
