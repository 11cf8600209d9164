package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// page reads a page of the documentation.
func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// shellBlocks joins the commands of a text.
func shellBlocks(text string) (script string) {
	for _, block := range shellBlock.FindAllStringSubmatch(text, -1) {
		script += block[1]
	}
	return script
}

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// TestTheReadmesStory pastes the README's ten requests, as they stand, into a shell, and then once more. The exports of the API's page follow.
func TestTheReadmesStory(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"bash", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("the story needs bash, curl and jq")
		}
	}
	dir := newFolder(t)
	p := start(t, dir)
	_, story, _ := strings.Cut(page(t, "README.md"), "## The story in ten requests")
	story, _, _ = strings.Cut(story, "\n## ")
	blocks := shellBlocks(story)
	_, exports, _ := strings.Cut(page(t, "docs/api.md"), "## Exports")
	files := t.TempDir()
	script := "set -euo pipefail\n" + blocks + blocks + "ROOT=$PWD; go() { (cd \"$ROOT\"; command go \"$@\"); }; cd " + files + "\n" +
		strings.NewReplacer("http://localhost:8080", p.address, "responses.xlsx", files+"/responses.xlsx").Replace(shellBlocks(exports))
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
	for _, pattern := range []string{"*comments*.csv", "responses.xlsx"} {
		if found, _ := filepath.Glob(filepath.Join(files, pattern)); len(found) != 1 {
			t.Errorf("no file is like %s: %s", pattern, said)
		}
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
	_, table, _ := strings.Cut(page(t, "docs/operating.md"), "\n## Settings\n")
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
