package graphtest

import (
	"os"
	"path/filepath"
	"testing"
)

// Input reads one of the real legal texts that lie beside the repository (or in the folder that MINYI_INPUTS names), and
// skips the test where there are none.
func Input(t testing.TB, name string) string {
	t.Helper()
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
	text, err := os.ReadFile(filepath.Join(moduleRoot(t), "domain", "legaltext", "testdata", "public-space.txt"))
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
