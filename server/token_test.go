package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"minyi/domain/civic"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	ours, _ := newTokens([]byte("the secret of these tests"))
	theirs, _ := newTokens([]byte("another secret"))
	housing := "HOUSING"
	good := func(change func(*claims)) claims {
		now := time.Now()
		c := claims{Assurance: civic.Verified, Roles: []civic.RoleGrant{{Role: civic.Editor, Department: &housing}}, RegisteredClaims: jwt.RegisteredClaims{
			Subject: "li", Issuer: developmentIssuer, Audience: jwt.ClaimStrings{audience}, IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(time.Hour))}}
		change(&c)
		return c
	}
	same := func(*claims) {}
	for name, c := range map[string]struct {
		claims claims
		method jwt.SigningMethod
		key    any
		good   bool
	}{
		"a good one":           {good(same), jwt.SigningMethodHS256, ours.key, true},
		"another key":          {good(same), jwt.SigningMethodHS256, theirs.key, false},
		"the secret as key":    {good(same), jwt.SigningMethodHS256, []byte("the secret of these tests"), false},
		"another algorithm":    {good(same), jwt.SigningMethodHS512, ours.key, false},
		"no signature":         {good(same), jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, false},
		"another issuer":       {good(func(c *claims) { c.Issuer = "city" }), jwt.SigningMethodHS256, ours.key, false},
		"another audience":     {good(func(c *claims) { c.Audience = jwt.ClaimStrings{"city"} }), jwt.SigningMethodHS256, ours.key, false},
		"no audience":          {good(func(c *claims) { c.Audience = nil }), jwt.SigningMethodHS256, ours.key, false},
		"one that has expired": {good(func(c *claims) { c.ExpiresAt = jwt.NewNumericDate(time.Now().Add(-time.Second)) }), jwt.SigningMethodHS256, ours.key, false},
		"one without an end":   {good(func(c *claims) { c.ExpiresAt = nil }), jwt.SigningMethodHS256, ours.key, false},
		"one of tomorrow":      {good(func(c *claims) { c.IssuedAt = jwt.NewNumericDate(time.Now().Add(time.Minute)) }), jwt.SigningMethodHS256, ours.key, false},
		"nobody":               {good(func(c *claims) { c.Subject = "" }), jwt.SigningMethodHS256, ours.key, false},
		"no assurance":         {good(func(c *claims) { c.Assurance = "" }), jwt.SigningMethodHS256, ours.key, false},
		"a role of nowhere":    {good(func(c *claims) { c.Roles[0].Department = nil }), jwt.SigningMethodHS256, ours.key, false},
		"an unknown role":      {good(func(c *claims) { c.Roles[0].Role = "KING" }), jwt.SigningMethodHS256, ours.key, false},
	} {
		signed, err := jwt.NewWithClaims(c.method, c.claims).SignedString(c.key)
		if err != nil {
			t.Fatal(err)
		}
		if said, err := ours.read(signed); (err == nil) != c.good {
			t.Errorf("%s: %+v %v", name, said, err)
		}
	}
}

// FuzzToken looks for a text that is taken for a token without our signature.
func FuzzToken(f *testing.F) {
	ours, _ := newTokens([]byte("the secret of these tests"))
	signed, _ := ours.sign(claims{Assurance: civic.Pseudonymous, RegisteredClaims: jwt.RegisteredClaims{Subject: "li"}}, time.Hour)
	head, rest, _ := strings.Cut(signed, ".")
	f.Add("")
	f.Add(head + "." + rest[:len(rest)-2])
	f.Add("eyJhbGciOiJub25lIn0." + rest)
	f.Add(head + "..")
	f.Fuzz(func(t *testing.T, text string) {
		if said, err := ours.read(text); err == nil && text != signed {
			t.Errorf("%q is taken for a token of %+v", text, said)
		}
	})
}

// Tokens made at the same time, before there is a secret, are all good for the server that comes after them.
func TestTokensBeforeTheServer(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	made := make([]string, 6)
	var all sync.WaitGroup
	for i := range made {
		all.Go(func() {
			code, out, said := called(map[string]string{"MINYI_DATA": dir}, "token", "-subject", "li")
			if code != success || oneLine(out) != nil || said != "" {
				t.Errorf("exit code %d, %q, %q", code, out, said)
			}
			made[i] = strings.TrimSpace(out)
		})
	}
	all.Wait()
	info, err := os.Stat(filepath.Join(dir, "secret"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the secret: %v %v", info, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".secret-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	p := start(t, dir)
	for _, token := range made {
		if got := p.ask(token, `{ viewer { name } }`).Get("data.viewer.name").String(); got != "li" {
			t.Errorf("the token is of %q", got)
		}
	}
}

// A token that was good is refused from its end on, whatever is remembered of it.
func TestTokenEnds(t *testing.T) {
	t.Parallel()
	p := start(t, newFolder(t))
	short, long := p.token("-subject", "li", "-expires", "3s"), p.token("-subject", "li")
	name := func(token string) string { return p.ask(token, `{ viewer { name } }`).Get("data.viewer.name").String() }
	if name(short) != "li" || name(long) != "li" {
		t.Fatal("the tokens are not good")
	}
	until(t, "the token has ended", func() bool { return name(short) == "" })
	if name(long) != "li" {
		t.Error("the other token has ended too")
	}
}

func TestSecret(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, says string }{
		"a short secret": {"secret", "shorter than 32 bytes"},
		"a lost secret":  {"data", "its file secret is gone"},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, c.file), []byte("short\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		code, _, said := called(map[string]string{"MINYI_DATA": dir}, "token", "-subject", "li")
		if code != failure || oneLine(said) != nil || !strings.Contains(said, c.says) {
			t.Errorf("%s: exit code %d, %s", name, code, said)
		}
	}
	if code, _, said := called(map[string]string{"MINYI_DATA": "/dev/null/minyi"}, "token", "-subject", "li"); code != failure || oneLine(said) != nil {
		t.Errorf("a folder that cannot be: exit code %d, %s", code, said)
	}
}
