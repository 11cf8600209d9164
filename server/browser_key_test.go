package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/server/signin"
	"minyi/server/signin/idptest"
)

// browserKey creates a browser key and returns its token, or the code of the problem.
func (p *program) browserKey(solution string) (token, problem string) {
	p.t.Helper()
	got := p.ask("", fmt.Sprintf(`mutation { createBrowserKey(input: {solution: %q}) { browserKey { token expiresAt } userErrors { code field message } } }`, solution))
	if errors := got.Get("errors"); errors.Exists() {
		p.t.Fatal(errors.Raw)
	}
	got = got.Get("data.createBrowserKey")
	return got.Get("browserKey.token").String(), got.Get("userErrors.0.code").String()
}

// work fetches a challenge and solves it as ALTCHA's widget does.
func (p *program) work() (civic.Challenge, map[string]any) {
	p.t.Helper()
	var set civic.Challenge
	if err := json.Unmarshal([]byte(p.get("/altcha/challenge").body), &set); err != nil {
		p.t.Fatal(err)
	}
	for counter := uint32(0); ; counter++ {
		key, err := set.Parameters.Try(counter)
		if err != nil {
			p.t.Fatal(err)
		}
		if strings.HasPrefix(key, set.Parameters.KeyPrefix) {
			return set, map[string]any{"counter": counter, "derivedKey": key, "time": 1.5}
		}
	}
}

// sent encodes a solution as ALTCHA's widget does.
func sent(set civic.Challenge, solution map[string]any) string {
	raw, _ := json.Marshal(map[string]any{"challenge": set, "solution": solution})
	return base64.StdEncoding.EncodeToString(raw)
}

func TestBrowserKeys(t *testing.T) {
	t.Parallel()
	p := startEmpty(t, "CHALLENGE_COST=1")
	set, solution := p.work()
	key, problem := p.browserKey(sent(set, solution))
	if problem != "" {
		t.Fatal(problem)
	}
	status, viewer := p.viewer(key)
	if status != 200 || viewer.Get("assurance").String() != "ANONYMOUS" || viewer.Get("accountCode").Type != gjson.Null || viewer.Get("roles").Raw != "[]" ||
		viewer.Get("rights.#.action").Raw != `["COMMENT","CREATE_BROWSER_KEY","ENDORSE","ERASE_OWN_DATA","RESPOND_TO_SURVEY"]` {
		t.Errorf("the browser is %d %s", status, viewer)
	}
	if status, code := p.viewer(key + "x"); status != 401 || code.String() != "UNAUTHENTICATED" {
		t.Errorf("a changed key: %d %s", status, code)
	}
	if again := p.mustView(key); again.Raw != viewer.Raw {
		t.Errorf("the second time it is %s", again)
	}
	grantless(t, p, key)
	refusedWork(t, p, sent(set, solution))
	oneKeyForOneSolution(t, p)
}

// mustView returns the viewer for a valid token.
func (p *program) mustView(token string) gjson.Result {
	p.t.Helper()
	status, viewer := p.viewer(token)
	if status != 200 {
		p.t.Fatalf("%d %s", status, viewer)
	}
	return viewer
}

// grantless tries to grant a role to the account of a browser key, whose code nobody can know.
func grantless(t *testing.T, p *program, key string) {
	var account string
	if err := p.behind().QueryRow(`SELECT id FROM accounts WHERE issuer = 'minyi-anonymous'`).Scan(&account); err != nil {
		t.Fatal(err)
	}
	code := base64.RawURLEncoding.EncodeToString(append([]byte("A"), unhex(account)...))
	got := p.ask(p.token("-subject", "root", "-role", "ADMIN"), fmt.Sprintf(`mutation { grantRole(input: {accountCode: %q, role: AUDITOR}) { userErrors { code field } } }`, code))
	if got.Get("data.grantRole.userErrors").Raw != `[{"code":"NOT_FOUND","field":["accountCode"]}]` {
		t.Errorf("a role for a browser: %s", got.Raw)
	}
	if roles := p.mustView(key).Get("roles").Raw; roles != "[]" {
		t.Errorf("the browser has %s", roles)
	}
}

// unhex parses a UUID.
func unhex(text string) []byte {
	var raw []byte
	_, _ = fmt.Sscanf(strings.ReplaceAll(text, "-", ""), "%x", &raw)
	return raw
}

// refusedWork sends solutions that are invalid; the solution spent was used before.
func refusedWork(t *testing.T, p *program, spent string) {
	set, solution := p.work()
	easier, dearer, later := set, set, set
	easier.Parameters.KeyPrefix = "0"
	dearer.Parameters.Cost = 1_000_000_000
	later.Parameters.ExpiresAt += 1_000_000
	forged := civic.NewChallenge([]byte("another key"), 1, time.Now())
	for name, c := range map[string]struct{ solution, want string }{
		"the second time":      {spent, "CHALLENGE_SPENT"},
		"nothing":              {"", "REQUIRED"},
		"no base64":            {"{}", "CHALLENGE_INVALID"},
		"no JSON":              {"e30", "CHALLENGE_INVALID"},
		"an empty object":      {"e30=", "CHALLENGE_INVALID"},
		"an easier challenge":  {sent(easier, solution), "CHALLENGE_INVALID"},
		"a dearer challenge":   {sent(dearer, solution), "CHALLENGE_INVALID"},
		"a longer time":        {sent(later, solution), "CHALLENGE_INVALID"},
		"a challenge of one's": {sent(forged, solution), "CHALLENGE_INVALID"},
		"another counter":      {sent(set, map[string]any{"counter": 1 << 30, "derivedKey": solution["derivedKey"]}), "CHALLENGE_INVALID"},
		"another key":          {sent(set, map[string]any{"counter": solution["counter"], "derivedKey": "00"}), "CHALLENGE_INVALID"},
		"a counter too large":  {sent(set, map[string]any{"counter": 1 << 40, "derivedKey": solution["derivedKey"]}), "CHALLENGE_INVALID"},
		"an endless text":      {strings.Repeat("A", 5000), "INVALID"},
	} {
		if key, problem := p.browserKey(c.solution); problem != c.want || key != "" {
			t.Errorf("%s: %q, want %s", name, problem, c.want)
		}
	}
	if _, problem := p.browserKey(sent(set, solution)); problem != "" {
		t.Errorf("what was right all along: %s", problem)
	}
}

// oneKeyForOneSolution sends one solution many times at the same time.
func oneKeyForOneSolution(t *testing.T, p *program) {
	set, solution := p.work()
	var keys atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if key, _ := p.browserKey(sent(set, solution)); key != "" {
				keys.Add(1)
			}
		})
	}
	all.Wait()
	if keys.Load() != 1 {
		t.Errorf("%d keys for one solution", keys.Load())
	}
}

// Old used solutions are deleted; solutions that could still be sent again are not.
func TestSpentChallengesGo(t *testing.T) {
	t.Parallel()
	p := startEmpty(t, "CHALLENGE_COST=1")
	db := p.behind()
	if _, err := db.Exec(`INSERT INTO spent_challenges (nonce, expires_at) SELECT 'old' || n, now() - interval '2 hours' FROM generate_series(1, 100) n UNION ALL SELECT 'recent', now() - interval '1 minute'`); err != nil {
		t.Fatal(err)
	}
	if _, problem := p.browserKey(sent(p.work())); problem != "" {
		t.Fatal(problem)
	}
	var left int
	if err := db.QueryRow(`SELECT count(*) FROM spent_challenges`).Scan(&left); err != nil || left != 2 {
		t.Errorf("%d are left: %v", left, err)
	}
}

// With a cost of 0 there are no challenges.
func TestNoBrowserKeys(t *testing.T) {
	t.Parallel()
	p := startEmpty(t, "CHALLENGE_COST=0", "DEV_TOKENS=false")
	if got := p.get("/altcha/challenge"); got.StatusCode != 404 || gjson.Get(got.body, "errors.0.extensions.code").String() != "NOT_FOUND" {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
	secret := []byte(secretOfTests)
	development, err := signin.NewTokens(secret)
	if err != nil {
		t.Fatal(err)
	}
	token, err := development.Sign(signin.Claims{Assurance: civic.Verified, RegisteredClaims: jwt.RegisteredClaims{Subject: "li"}}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if status, _ := p.viewer(token); status != 401 {
		t.Errorf("a development token: %d", status)
	}
	claims := idptest.With(idptest.GoodClaims("minyi-anonymous"), "assurance", "VERIFIED")
	if status, _ := p.viewer(idptest.Sign(t, jwt.SigningMethodHS256, secret, nil, claims)); status != 401 {
		t.Errorf("a browser key signed with the secret: %d", status)
	}
}
