package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	testDeclared = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	checkedRow   = regexp.MustCompile(`(?m)^\| (G?[\d.]+) \|(.*)\|(.*)\|([^|\n]*)\|$`)
)

// TestSecurityChecklist holds docs/security.md against the tests: each line names tests that exist, or says why there is none.
func TestSecurityChecklist(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	declared := declaredTests(t)
	rows := checkedRow.FindAllStringSubmatch(string(page), -1)
	if lines := strings.Count(string(page), "\n| G") + len(regexp.MustCompile(`\n\| \d`).FindAllString(string(page), -1)); len(rows) != lines || lines == 0 {
		t.Fatalf("%d of %d lines are readable", len(rows), lines)
	}
	for _, row := range rows {
		number, how, proof := row[1], strings.TrimSpace(row[3]), strings.TrimSpace(row[4])
		if proof == "–" {
			if !hasReason(how) {
				t.Errorf("%s names neither a test nor a reason: %q", number, how)
			}
			continue
		}
		for name := range strings.SplitSeq(proof, ", ") {
			if !declared[name] {
				t.Errorf("%s names %s, which does not exist", number, name)
			}
		}
	}
}

// hasReason reports whether a line without a test begins with one of the reasons that the page defines.
func hasReason(how string) bool {
	for _, reason := range []string{"Does not apply: ", "Operator: ", "By construction: ", "Open: "} {
		if strings.HasPrefix(how, reason) {
			return true
		}
	}
	return false
}

// declaredTests lists the names of all tests of the repository.
func declaredTests(t *testing.T) map[string]bool {
	declared := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		for _, match := range testDeclared.FindAllSubmatch(source, -1) {
			declared[string(match[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return declared
}
