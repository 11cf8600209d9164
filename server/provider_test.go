package main

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/tidwall/gjson"

	"minyi/server/signin/idptest"
)

// settingOf writes OIDC_CONFIG for providers with the same claims.
func settingOf(issuers ...string) string {
	var all []map[string]any
	for _, issuer := range issuers {
		all = append(all, map[string]any{"issuer": issuer, "audience": []string{"minyi", "minyi-app"}, "claims": map[string]any{
			"name": "name", "roles": map[string]any{"claim": "groups", "values": map[string]string{"parks": "PARKS:EDITOR", "root": "ADMIN"}}, "assurance": "loa", "district": "address.locality"}})
	}
	raw, _ := json.Marshal(all)
	return "OIDC_CONFIG=" + string(raw)
}

// viewer asks who the owner of a token is.
func (p *program) viewer(token string) (int, gjson.Result) {
	p.t.Helper()
	got := p.do(http.MethodPost, "/graphql", `{"query":"{ viewer { name assurance district accountCode roles { role department } rights { action department } } }"}`,
		"Content-Type", "application/json", "Authorization", "Bearer "+token)
	if code := gjson.Get(got.body, "errors.0.extensions.code"); code.Exists() {
		return got.StatusCode, code
	}
	return got.StatusCode, gjson.Get(got.body, "data.viewer")
}

// TestProviders signs in at two providers, and tries every kind of invalid token.
func TestProviders(t *testing.T) {
	t.Parallel()
	rsaKey, _ := rsa.GenerateKey(rand.Reader, 2048)
	strangers, _ := rsa.GenerateKey(rand.Reader, 2048)
	ecKey, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	_, edKey, _ := ed25519.GenerateKey(rand.Reader)
	encryption := idptest.PublicKey("enc", strangers)
	encryption.Use = "enc"
	one := idptest.New(t, "", idptest.PublicKey("r", rsaKey), idptest.PublicKey("e", ecKey), idptest.PublicKey("d", edKey), encryption)
	two := idptest.New(t, "", idptest.PublicKey("r", rsaKey))
	p := startEmpty(t, settingOf(one.URL, two.URL), "LOG_LEVEL=debug")

	good, der := idptest.GoodClaims(one.URL), x509.MarshalPKCS1PublicKey(&rsaKey.PublicKey)
	r := map[string]any{"kid": "r"}
	at := func(shift time.Duration) int64 { return time.Now().Add(shift).Unix() }
	rs := func(claims map[string]any) string { return idptest.Sign(t, jwt.SigningMethodRS256, rsaKey, r, claims) }
	fine := rs(good)
	parts := strings.Split(fine, ".")
	for name, c := range map[string]struct {
		token string
		why   string // it is refused, in the log; empty for a good one
	}{
		"RS256":                          {fine, ""},
		"PS256":                          {idptest.Sign(t, jwt.SigningMethodPS256, rsaKey, r, good), ""},
		"ES256":                          {idptest.Sign(t, jwt.SigningMethodES256, ecKey, map[string]any{"kid": "e"}, good), ""},
		"EdDSA":                          {idptest.Sign(t, jwt.SigningMethodEdDSA, edKey, map[string]any{"kid": "d"}, good), ""},
		"no name of a key":               {idptest.Sign(t, jwt.SigningMethodRS256, rsaKey, nil, good), ""},
		"an access token":                {idptest.Sign(t, jwt.SigningMethodRS256, rsaKey, idptest.With(r, "typ", "at+jwt"), good), ""},
		"one of many audiences":          {rs(idptest.With(good, "aud", []string{"other", "minyi-app"})), ""},
		"just expired":                   {rs(idptest.With(good, "exp", at(-30*time.Second))), ""},
		"just not yet valid":             {rs(idptest.With(good, "nbf", at(30*time.Second), "iat", at(30*time.Second))), ""},
		"another key":                    {idptest.Sign(t, jwt.SigningMethodRS256, strangers, r, good), "its signature does not hold"},
		"a key for other things":         {idptest.Sign(t, jwt.SigningMethodRS256, strangers, map[string]any{"kid": "enc"}, good), "no key of this id"},
		"an unknown key":                 {idptest.Sign(t, jwt.SigningMethodRS256, strangers, map[string]any{"kid": "x"}, good), "no key of this id"},
		"a key in the token":             {idptest.Sign(t, jwt.SigningMethodRS256, strangers, map[string]any{"jwk": idptest.PublicKey("j", strangers)}, good), "its signature does not hold"},
		"changed claims":                 {parts[0] + "." + strings.Split(rs(idptest.With(good, "sub", "other")), ".")[1] + "." + parts[2], "its signature does not hold"},
		"no signature":                   {parts[0] + "." + parts[1] + ".", "its signature does not hold"},
		"half a token":                   {parts[0] + "." + parts[1], "no signed token"},
		"the algorithm none":             {idptest.Sign(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, r, good), "no signed token"},
		"HS256 with the public key":      {idptest.Sign(t, jwt.SigningMethodHS256, der, r, good), "no signed token"},
		"RS512":                          {idptest.Sign(t, jwt.SigningMethodRS512, rsaKey, r, good), "no signed token"},
		"a critical header":              {idptest.Sign(t, jwt.SigningMethodRS256, rsaKey, idptest.With(r, "crit", []string{"x"}, "x", 1), good), "signature does not hold"},
		"a token for signing out":        {idptest.Sign(t, jwt.SigningMethodRS256, rsaKey, idptest.With(r, "typ", "logout+jwt"), good), "no signed token"},
		"expired":                        {rs(idptest.With(good, "exp", at(-2*time.Minute))), "it has expired"},
		"without an end":                 {rs(idptest.With(good, "exp", nil)), "no end"},
		"not yet valid":                  {rs(idptest.With(good, "nbf", at(2*time.Minute))), "not valid yet"},
		"made tomorrow":                  {rs(idptest.With(good, "iat", at(24*time.Hour))), "not valid yet"},
		"for another":                    {rs(idptest.With(good, "aud", "other")), "audience"},
		"for nobody":                     {rs(idptest.With(good, "aud", nil)), "audience"},
		"of nobody":                      {rs(idptest.With(good, "sub", nil)), "no subject"},
		"of an unknown issuer":           {rs(idptest.With(good, "iss", "https://elsewhere.example")), "its issuer is none"},
		"of no issuer":                   {rs(idptest.With(good, "iss", nil)), "no signed token"},
		"of the other, signed by this":   {idptest.Sign(t, jwt.SigningMethodES256, ecKey, map[string]any{"kid": "e"}, idptest.With(good, "iss", two.URL)), "no key of this id"},
		"in the name of browser keys":    {rs(idptest.With(good, "iss", "minyi-anonymous")), "its signature does not hold"},
		"in the name of the development": {rs(idptest.With(good, "iss", "minyi-development")), "its signature does not hold"},
	} {
		want, before := "UNAUTHENTICATED", len(p.stderr.String())
		if name == "expired" {
			want = "TOKEN_EXPIRED"
		}
		status, got := p.viewer(c.token)
		if c.why == "" && got.Get("name").String() != "李" || c.why != "" && (status != 401 || got.String() != want) {
			t.Errorf("%s: %d %s", name, status, got)
		}
		until(t, name+" is in the log", func() bool { return strings.Contains(p.stderr.String()[before:], c.why) })
	}
	_, here := p.viewer(fine)
	if roles := here.Get("roles").Raw; roles != `[{"role":"EDITOR","department":"PARKS"}]` {
		t.Errorf("the groups give %s", roles)
	}
	_, again := p.viewer(rs(idptest.With(good, "name", "王", "groups", "root", "loa", "VERIFIED", "address", map[string]any{"locality": "Lakeside"})))
	_, there := p.viewer(rs(idptest.With(good, "iss", two.URL)))
	if here.Get("accountCode").String() != again.Get("accountCode").String() || here.Get("accountCode").String() == there.Get("accountCode").String() || there.Get("name").String() != "李" {
		t.Errorf("the accounts of one subject at one provider, again, and at another: %s %s %s", here, again, there)
	}
	if again.Get("assurance").String() != "VERIFIED" || here.Get("assurance").String() != "PSEUDONYMOUS" || again.Get("district").String() != "Lakeside" || again.Get("roles.0.role").String() != "ADMIN" {
		t.Errorf("the claims say %s, and with others %s", here, again)
	}
	for _, secret := range []string{"quiet-li", "李", parts[2], parts[1]} {
		if strings.Contains(p.stderr.String(), secret) {
			t.Errorf("the log has %q", secret)
		}
	}
}

// TestProviderRotates changes a provider's keys while the server runs.
func TestProviderRotates(t *testing.T) {
	t.Parallel()
	_, before, _ := ed25519.GenerateKey(rand.Reader)
	_, after, _ := ed25519.GenerateKey(rand.Reader)
	from := idptest.New(t, "", idptest.PublicKey("before", before))
	p := startEmpty(t, settingOf(from.URL))
	old := idptest.Sign(t, jwt.SigningMethodEdDSA, before, map[string]any{"kid": "before"}, idptest.GoodClaims(from.URL))
	fresh := idptest.Sign(t, jwt.SigningMethodEdDSA, after, map[string]any{"kid": "after"}, idptest.GoodClaims(from.URL))
	if status, _ := p.viewer(old); status != 200 {
		t.Errorf("before: %d", status)
	}
	if status, _ := p.viewer(fresh); status != 401 {
		t.Errorf("a key that is not there yet: %d", status)
	}
	from.Rotate(idptest.PublicKey("after", after))
	if status, _ := p.viewer(fresh); status != 200 {
		t.Errorf("the new key: %d", status)
	}
	if status, _ := p.viewer(old); status != 401 {
		t.Errorf("the old key: %d", status)
	}
	from.Close()
	if status, _ := p.viewer(fresh); status != 200 {
		t.Errorf("with the provider away: %d", status)
	}
}

// TestProviderIsAway starts the server before the provider. Everything else works meanwhile.
func TestProviderIsAway(t *testing.T) {
	t.Parallel()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := free.Addr().String()
	_ = free.Close()
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	p := startEmpty(t, settingOf("http://"+at))
	token := idptest.Sign(t, jwt.SigningMethodEdDSA, key, map[string]any{"kid": "k"}, idptest.GoodClaims("http://"+at))
	if status, code := p.viewer(token); status != 503 || code.String() != "SIGN_IN_UNAVAILABLE" {
		t.Errorf("while it is away: %d %s", status, code)
	}
	if status, got := p.viewer(p.token("-subject", "li")); status != 200 || got.Get("name").String() != "li" {
		t.Errorf("another way in: %d %s", status, got)
	}
	idptest.New(t, at, idptest.PublicKey("k", key))
	until(t, "the provider is found", func() bool { status, _ := p.viewer(token); return status == 200 })
	if strings.Contains(p.stderr.String(), "quiet-li") {
		t.Errorf("the log has the subject: %s", p.stderr)
	}
}
