package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// readme reads the README.
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

// settingRow is a row of the table of settings: the name, the default and the explanation.
var settingRow = regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\| \\S.* \\| \\S.* \\|$")

// TestDocumentedSettings compares the table of settings in docs/operating.md with the settings of the program.
func TestDocumentedSettings(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "\n## Settings\n")
	table, _, _ = strings.Cut(table, "\n## ")
	explained := map[string]bool{}
	for _, row := range settingRow.FindAllStringSubmatch(table, -1) {
		explained[row[1]] = true
	}
	for _, s := range settings() {
		if !explained[s.name] {
			t.Errorf("docs/operating.md does not explain %s", s.name)
		}
		delete(explained, s.name)
	}
	for name := range explained {
		t.Errorf("docs/operating.md explains %s, which is no setting", name)
	}
}
