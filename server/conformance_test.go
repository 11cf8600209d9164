package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestConformance runs the audits of the npm package graphql-http against the server. A package.json pins its version.
func TestConformance(t *testing.T) {
	t.Parallel()
	dir := nodeFolder(t, "conformance")
	p := startExample(t)
	said, err := exec.Command("node", filepath.Join(dir, "run.mjs"), p.address+"/graphql").CombinedOutput()
	t.Logf("%s", said)
	if err != nil || !strings.Contains(string(said), "61 of 61 audits pass") {
		t.Errorf("the audits do not pass: %v", err)
	}
}
