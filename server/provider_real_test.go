package main

import (
	"bufio"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/tidwall/gjson"
)

// realProvider is a run of the npm package oidc-provider.
type realProvider struct {
	issuer string
	end    func()
}

// startProvider runs the provider on a port; 0 is any. It may sign people in for a site.
func startProvider(t *testing.T, port string, site ...string) realProvider {
	t.Helper()
	run := exec.Command("node", append([]string{"provider.mjs", port}, site...)...)
	run.Dir = nodeFolder(t, "oidc")
	out, err := run.StdoutPipe()
	if err == nil {
		err = run.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	end := sync.OnceFunc(func() { _ = run.Process.Kill(); _ = run.Wait() })
	t.Cleanup(end)
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the provider does not start")
	}
	return realProvider{issuer: lines.Text(), end: end}
}

// clerkToken is a JWT access token of the client clerk.
func (r realProvider) clerkToken(t *testing.T) string {
	t.Helper()
	return r.token(t, "clerk", url.Values{"grant_type": {"client_credentials"}, "scope": {"api"}}).Get("access_token").String()
}

// token asks the provider's token endpoint as a client.
func (r realProvider) token(t *testing.T, client string, form url.Values) gjson.Result {
	t.Helper()
	request, _ := http.NewRequest(http.MethodPost, r.issuer+"/token", strings.NewReader(form.Encode()))
	request.SetBasicAuth(client, "hush")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return answerOf(t, http.DefaultClient, request)
}

// answerOf sends a request and reads the response as JSON.
func answerOf(t *testing.T, by *http.Client, request *http.Request) gjson.Result {
	t.Helper()
	answer, err := by.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var text strings.Builder
	if _, err := bufio.NewReader(answer.Body).WriteTo(&text); err != nil {
		t.Fatal(err)
	}
	return gjson.Parse(text.String())
}

// signIn runs the authorization code flow as a browser does. It returns the ID token.
func (r realProvider) signIn(t *testing.T, name string) string {
	t.Helper()
	const back = "https://city.example/back"
	jar, _ := cookiejar.New(nil)
	var code string
	browser := &http.Client{Jar: jar, CheckRedirect: func(to *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(to.URL.String(), back) {
			code = to.URL.Query().Get("code")
			return http.ErrUseLastResponse
		}
		return nil
	}}
	page, err := browser.Get(r.issuer + "/auth?" + url.Values{"client_id": {"city"}, "response_type": {"code"}, "scope": {"openid"}, "redirect_uri": {back}, "nonce": {"n"}}.Encode())
	for step := 0; err == nil && code == "" && step < 2; step++ { // the name, then the consent
		_ = page.Body.Close()
		prompt := url.Values{"prompt": {[]string{"login", "consent"}[step]}, "login": {name}, "password": {"any"}}
		page, err = browser.PostForm(page.Request.URL.String(), prompt)
	}
	if err != nil || code == "" {
		t.Fatalf("no code: %v", err)
	}
	_ = page.Body.Close()
	return r.token(t, "city", url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {back}}).Get("id_token").String()
}

// TestRealProvider signs in at a real provider with a JWT access token, and with the ID token of the code flow. It does so again
// after the provider restarted with other keys.
func TestRealProvider(t *testing.T) {
	t.Parallel()
	from := startProvider(t, "0")
	p := startEmpty(t, `OIDC_CONFIG=[{"issuer": "`+from.issuer+`", "audience": ["minyi", "city"], "claims": {"name": "name", "district": "address.locality",
		"roles": {"claim": "realm.groups", "values": {"park-editors": "PARKS:EDITOR"}}, "assurance": {"claim": "loa", "values": {"high": "VERIFIED"}}}}]`)
	clerk := from.clerkToken(t)
	status, got := p.viewer(clerk)
	if status != 200 || got.Get("roles").Raw != `[{"role":"EDITOR","department":"PARKS"}]` || got.Get("assurance").String() != "PSEUDONYMOUS" {
		t.Fatalf("the clerk: %d %s", status, got)
	}
	status, got = p.viewer(from.signIn(t, "li"))
	if status != 200 || got.Get("name").String() != "名 li" || got.Get("assurance").String() != "VERIFIED" || got.Get("district").String() != "Lakeside" || got.Get("roles").Raw != "[]" {
		t.Errorf("li: %d %s", status, got)
	}
	from.end()
	if status, _ := p.viewer(clerk); status != 200 {
		t.Errorf("with the provider away: %d", status)
	}
	address, _ := url.Parse(from.issuer)
	again := startProvider(t, address.Port())
	if status, got := p.viewer(again.clerkToken(t)); status != 200 {
		t.Errorf("the new keys: %d %s", status, got)
	}
	if status, _ := p.viewer(clerk); status != 401 {
		t.Errorf("the old keys: %d", status)
	}
}

// ALTCHA's own library solves our challenge.
func TestRealSolver(t *testing.T) {
	t.Parallel()
	dir := nodeFolder(t, "oidc")
	p := startEmpty(t, "CHALLENGE_COST=20")
	solve := exec.Command("node", "solve.mjs", p.get("/altcha/challenge").body)
	solve.Dir, solve.Stderr = dir, os.Stderr
	out, err := solve.Output()
	if err != nil {
		t.Fatal(err)
	}
	if key, problem := p.browserKey(strings.TrimSpace(string(out))); problem != "" || key == "" {
		t.Errorf("the solution is refused: %s", problem)
	}
}
