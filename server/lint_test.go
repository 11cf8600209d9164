package main

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestSchemaLint checks the schema with the linter. The file test/lint/eslint.config.mjs has the rules and the exceptions.
func TestSchemaLint(t *testing.T) {
	t.Parallel()
	folder := nodeFolder(t, "lint")
	lint := exec.Command(filepath.Join(folder, "node_modules", ".bin", "eslint"), "--max-warnings=0", "--config", filepath.Join(folder, "eslint.config.mjs"), "schema.graphql")
	lint.Dir = ".."
	if said, err := lint.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}
