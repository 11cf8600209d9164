package main

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestSchemaLint holds the schema against the linter's rules, but for the exceptions that test/lint/eslint.config.mjs states.
func TestSchemaLint(t *testing.T) {
	t.Parallel()
	folder := nodeFolder(t, "lint")
	lint := exec.Command(filepath.Join(folder, "node_modules", ".bin", "eslint"), "--max-warnings=0", "--config", filepath.Join(folder, "eslint.config.mjs"), "schema.graphql")
	lint.Dir = ".."
	if said, err := lint.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}
