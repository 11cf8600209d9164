package main

import (
	"net"
	"os/exec"
	"strings"
	"testing"
)

// browse runs a script of test/site in Chromium against the example city. Each of its steps that succeeds prints a line.
func browse(t *testing.T, script string, steps int) {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes a minute")
	}
	browseAt(t, startExample(t), script, steps)
}

// browseAt runs a script of test/site in Chromium against a server, with more arguments if it takes some.
func browseAt(t *testing.T, p *program, script string, steps int, more ...string) {
	t.Helper()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("this test needs chromium")
	}
	folder := nodeFolder(t, "site")
	run := exec.Command("node", append([]string{script, p.address, chromium}, more...)...)
	run.Dir = folder
	said, err := run.CombinedOutput()
	if err != nil || strings.Count(string(said), "ok ") != steps {
		t.Errorf("the site does not do: %v\n%s", err, said)
	}
}

// TestSiteInABrowser reads every kind of page in Chromium, in Chinese on a dark phone and in English on a light desktop. On each page axe looks
// for what keeps people out, and nothing scrolls sideways. Then it signs in by one click, comments on a clause, checks the receipt without a network and changed ones too, sees the counts move while another comments, answers a survey, answers a comment as staff, and signs out.
func TestSiteInABrowser(t *testing.T) {
	t.Parallel()
	browse(t, "browse.mjs", 14)
}

// TestDeskInABrowser takes a draft from its paste over the review, the launch, a comment and the answer to the report, and a request for
// information to its reply, and looks after reading points and rules, without a line of GraphQL. Two analysts code a sample without seeing each other's choices.
func TestDeskInABrowser(t *testing.T) {
	t.Parallel()
	browse(t, "desk.mjs", 16)
}

// TestReachInABrowser reads every page without JavaScript, with text of 200 % and with the text spacing of WCAG, and comments, answers a survey
// and moderates by keyboard alone.
func TestReachInABrowser(t *testing.T) {
	t.Parallel()
	browse(t, "reach.mjs", 10)
}

// TestSignInAtAProvider goes in Chromium from a comment that waits over the sign-in page and the pages of a real provider back to the comment, by
// the code flow with PKCE, and sends it. A code that was not asked for here signs nobody in.
func TestSignInAtAProvider(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it takes a minute")
	}
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("this test needs chromium")
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := free.Addr().String()
	_ = free.Close()
	from := startProvider(t, "0", "http://"+at)
	p := start(t, exampleFolder(t), "ADDR="+at, "DEV_TOKENS=false", `OIDC_CONFIG=[{"issuer": "`+from.issuer+`", "clientId": "site", "audience": "site", "claims": {"name": "name", "assurance": {"claim": "loa", "values": {"high": "VERIFIED"}}}}]`)
	browseAt(t, p, "oidc.mjs", 2, "", from.issuer)
}
