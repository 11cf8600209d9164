package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestSiteInABrowser reads every kind of page in Chromium, in Chinese on a dark phone and in English on a light desktop. On each page axe looks
// for what keeps people out, and nothing scrolls sideways. Then it signs in by one click, comments on a clause, answers a survey, answers a comment as staff, and signs out.
func TestSiteInABrowser(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it takes a minute")
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("this test needs chromium")
	}
	folder := nodeFolder(t, "site")
	p := start(t, exampleFolder(t))
	run := exec.Command("node", "browse.mjs", p.address, chromium)
	run.Dir = folder
	said, err := run.CombinedOutput()
	if err != nil || strings.Count(string(said), "ok ") != 10 {
		t.Errorf("the site does not do: %v\n%s", err, said)
	}
}
