package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// readme is the README, which lies at the top.
func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// TestTheReadmesStory pastes the README's ten requests, as they stand, into a shell.
func TestTheReadmesStory(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"bash", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("the story needs bash, curl and jq")
		}
	}
	dir := newFolder(t)
	p := start(t, dir)
	_, story, _ := strings.Cut(readme(t), "## The story in ten requests")
	story, _, _ = strings.Cut(story, "\n## ")
	script := "set -euo pipefail\n"
	for _, block := range shellBlock.FindAllStringSubmatch(story, -1) {
		script += block[1]
	}
	shell := exec.Command("bash", "-c", script)
	shell.Dir = ".."
	shell.Env = append(os.Environ(), "API="+p.address+"/graphql", "MINYI_DATA="+dir)
	said, err := shell.CombinedOutput()
	if err != nil || strings.Contains(string(said), `"errors"`) {
		t.Fatalf("%v: %s", err, said)
	}
	for _, problem := range regexp.MustCompile(`"userErrors": \[\s*\{[^}]*\}`).FindAllString(string(said), -1) {
		t.Errorf("the story is refused: %s", problem)
	}
	for _, told := range []string{`"state": "APPROVED"`, `"status": "OPEN"`, `"viewerIsAuthor": true`, `"percentBase"`, `"outcome": "PARTIALLY_ADOPTED"`, `"stage": "REPORTED"`} {
		if !strings.Contains(string(said), told) {
			t.Errorf("the story does not tell %s", told)
		}
	}
}

// TestTheReadmesSettings holds the README's table against the settings that there are.
func TestTheReadmesSettings(t *testing.T) {
	t.Parallel()
	_, table, _ := strings.Cut(readme(t), "## Settings")
	for _, s := range settings() {
		if !strings.Contains(table, "| `"+s.name+"` |") {
			t.Errorf("the README does not name %s", s.name)
		}
	}
}
