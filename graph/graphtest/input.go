package graphtest

import (
	"os"
	"path/filepath"
	"testing"
)

// Input reads a real legal text. Decree 713 is in the repository, so its tests always run. The others are in a folder beside the
// repository, or in the folder that MINYI_INPUTS names; the test is skipped if a text is missing.
func Input(t testing.TB, name string) string {
	t.Helper()
	if name == "decree-713-major-decisions.txt" {
		return testdata(t, "decree-713.txt")
	}
	folder := os.Getenv("MINYI_INPUTS")
	if folder == "" {
		folder = filepath.Join(moduleRoot(t), "..", "shared", "inputs")
	}
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Skipf("the real texts are not here: %v", err)
	}
	return string(text)
}

// Regulation is a regulation that the project wrote itself, with chapters, sections, paragraphs, items and points.
func Regulation(t testing.TB) string {
	t.Helper()
	return testdata(t, "public-space.txt")
}

// testdata reads one of the legal texts in the repository.
func testdata(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(moduleRoot(t), "domain", "legaltext", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// moduleRoot is the folder of go.mod above the test's.
func moduleRoot(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		if folder == filepath.Dir(folder) {
			t.Fatal("no go.mod above the test")
		}
		folder = filepath.Dir(folder)
	}
}
