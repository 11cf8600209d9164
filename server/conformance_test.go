package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestConformance runs the audits of the npm package graphql-http against the server. A package.json pins its version.
func TestConformance(t *testing.T) {
	t.Parallel()
	dir := conformanceFolder(t)
	p := start(t, newFolder(t))
	said, err := exec.Command("node", filepath.Join(dir, "run.mjs"), p.address+"/graphql").CombinedOutput()
	t.Logf("%s", said)
	if err != nil || !strings.Contains(string(said), "61 of 61 audits pass") {
		t.Errorf("the audits do not pass: %v", err)
	}
}

// conformanceFolder is a copy of test/conformance with its packages. The test is skipped if they cannot be installed.
func conformanceFolder(t *testing.T) string {
	t.Helper()
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("the audits need %s", tool)
		}
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../test/conformance")); err != nil {
		t.Fatal(err)
	}
	npm := exec.Command("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline")
	npm.Dir = dir
	if said, err := npm.CombinedOutput(); err != nil {
		t.Skipf("the audits cannot be fetched: %v: %s", err, said)
	}
	return dir
}
