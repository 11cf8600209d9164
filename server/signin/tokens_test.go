package signin

import (
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"minyi/domain/civic"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	ours, _ := NewTokens([]byte("the secret of these tests"))
	theirs, _ := NewTokens([]byte("another secret"))
	housing := "HOUSING"
	good := func(change func(*Claims)) Claims {
		now := time.Now()
		c := Claims{Assurance: civic.Verified, Roles: []civic.RoleGrant{{Role: civic.Editor, Department: &housing}}, RegisteredClaims: jwt.RegisteredClaims{
			Subject: "li", Issuer: DevelopmentIssuer, Audience: jwt.ClaimStrings{audience}, IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(time.Hour))}}
		change(&c)
		return c
	}
	same := func(*Claims) {}
	for name, c := range map[string]struct {
		claims Claims
		method jwt.SigningMethod
		key    any
		good   bool
	}{
		"a good one":           {good(same), jwt.SigningMethodHS256, ours.key, true},
		"another key":          {good(same), jwt.SigningMethodHS256, theirs.key, false},
		"the secret as key":    {good(same), jwt.SigningMethodHS256, []byte("the secret of these tests"), false},
		"another algorithm":    {good(same), jwt.SigningMethodHS512, ours.key, false},
		"no signature":         {good(same), jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, false},
		"another issuer":       {good(func(c *Claims) { c.Issuer = "city" }), jwt.SigningMethodHS256, ours.key, false},
		"another audience":     {good(func(c *Claims) { c.Audience = jwt.ClaimStrings{"city"} }), jwt.SigningMethodHS256, ours.key, false},
		"no audience":          {good(func(c *Claims) { c.Audience = nil }), jwt.SigningMethodHS256, ours.key, false},
		"one that has expired": {good(func(c *Claims) { c.ExpiresAt = jwt.NewNumericDate(time.Now().Add(-time.Second)) }), jwt.SigningMethodHS256, ours.key, false},
		"one without an end":   {good(func(c *Claims) { c.ExpiresAt = nil }), jwt.SigningMethodHS256, ours.key, false},
		"one of tomorrow":      {good(func(c *Claims) { c.IssuedAt = jwt.NewNumericDate(time.Now().Add(time.Minute)) }), jwt.SigningMethodHS256, ours.key, false},
		"nobody":               {good(func(c *Claims) { c.Subject = "" }), jwt.SigningMethodHS256, ours.key, false},
		"no assurance":         {good(func(c *Claims) { c.Assurance = "" }), jwt.SigningMethodHS256, ours.key, false},
		"a role of nowhere":    {good(func(c *Claims) { c.Roles[0].Department = nil }), jwt.SigningMethodHS256, ours.key, false},
		"an unknown role":      {good(func(c *Claims) { c.Roles[0].Role = "KING" }), jwt.SigningMethodHS256, ours.key, false},
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
	ours, _ := NewTokens([]byte("the secret of these tests"))
	signed, _ := ours.Sign(Claims{Assurance: civic.Pseudonymous, RegisteredClaims: jwt.RegisteredClaims{Subject: "li"}}, time.Hour)
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
