package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
	"github.com/tidwall/gjson"
)

// idp is an OpenID Connect provider that signs whatever a test wants.
type idp struct {
	*httptest.Server
	mu   sync.Mutex
	keys []jose.JSONWebKey
}

// newIDP runs a provider with these keys; at is where it listens, empty for anywhere.
func newIDP(t *testing.T, at string, keys ...jose.JSONWebKey) *idp {
	t.Helper()
	p := &idp{keys: keys}
	mux := http.NewServeMux()
	p.Server = httptest.NewUnstartedServer(mux)
	if at != "" {
		listener, err := net.Listen("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		_ = p.Listener.Close()
		p.Listener = listener
	}
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"issuer":%q,"jwks_uri":"%s/keys","authorization_endpoint":"%[2]s/auth","token_endpoint":"%[2]s/token"}`, p.URL, p.URL)
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		set, _ := json.Marshal(jose.JSONWebKeySet{Keys: p.keys})
		_, _ = w.Write([]byte(strings.Replace(string(set), `[`, `[{"kty":"NEW","kid":"of a kind to come"},`, 1)))
	})
	p.Start()
	t.Cleanup(p.Close)
	return p
}

// rotate puts other keys in place of the provider's.
func (p *idp) rotate(keys ...jose.JSONWebKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = keys
}

// public is a key as a provider shows it.
func public(id string, key crypto.Signer) jose.JSONWebKey {
	return jose.JSONWebKey{Key: key.Public(), KeyID: id, Use: "sig"}
}

// signed makes a token.
func signed(t *testing.T, method jwt.SigningMethod, key any, header, claims map[string]any) string {
	t.Helper()
	token := jwt.NewWithClaims(method, jwt.MapClaims(claims))
	for name, value := range header {
		token.Header[name] = value
	}
	text, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// with copies claims and changes some; nil takes a claim away.
func with(claims map[string]any, change ...any) map[string]any {
	changed := map[string]any{}
	for name, value := range claims {
		changed[name] = value
	}
	for i := 0; i < len(change); i += 2 {
		changed[change[i].(string)] = change[i+1]
		if change[i+1] == nil {
			delete(changed, change[i].(string))
		}
	}
	return changed
}

// goodClaims are those of a token that is good for an hour.
func goodClaims(issuer string) map[string]any {
	now := time.Now().Unix()
	return map[string]any{"iss": issuer, "sub": "quiet-li", "aud": "minyi", "iat": now, "nbf": now, "exp": now + 3600, "name": "李", "groups": []string{"parks", "other"}}
}

// settingOf states providers that are set up alike.
func settingOf(issuers ...string) string {
	var all []map[string]any
	for _, issuer := range issuers {
		all = append(all, map[string]any{"issuer": issuer, "audience": []string{"minyi", "minyi-app"}, "claims": map[string]any{
			"name": "name", "roles": map[string]any{"claim": "groups", "values": map[string]string{"parks": "PARKS:EDITOR", "root": "ADMIN"}}, "assurance": "loa", "district": "address.locality"}})
	}
	raw, _ := json.Marshal(all)
	return "OIDC_CONFIG=" + string(raw)
}

// viewer asks who a token makes one.
func (p *program) viewer(token string) (int, gjson.Result) {
	p.t.Helper()
	got := p.do(http.MethodPost, "/graphql", `{"query":"{ viewer { name assurance district accountCode roles { role department } actions } }"}`,
		"Content-Type", "application/json", "Authorization", "Bearer "+token)
	if code := gjson.Get(got.body, "errors.0.extensions.code"); code.Exists() {
		return got.StatusCode, code
	}
	return got.StatusCode, gjson.Get(got.body, "data.viewer")
}

// TestProviders signs in at two providers at once, and tries every way to be somebody without a good token.
func TestProviders(t *testing.T) {
	t.Parallel()
	rsaKey, _ := rsa.GenerateKey(rand.Reader, 2048)
	strangers, _ := rsa.GenerateKey(rand.Reader, 2048)
	ecKey, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	_, edKey, _ := ed25519.GenerateKey(rand.Reader)
	encryption := public("enc", strangers)
	encryption.Use = "enc"
	one := newIDP(t, "", public("r", rsaKey), public("e", ecKey), public("d", edKey), encryption)
	two := newIDP(t, "", public("r", rsaKey))
	p := start(t, newFolder(t), settingOf(one.URL, two.URL), "LOG_LEVEL=debug", "EXAMPLE=false")

	good, der := goodClaims(one.URL), x509.MarshalPKCS1PublicKey(&rsaKey.PublicKey)
	r := map[string]any{"kid": "r"}
	at := func(shift time.Duration) int64 { return time.Now().Add(shift).Unix() }
	rs := func(claims map[string]any) string { return signed(t, jwt.SigningMethodRS256, rsaKey, r, claims) }
	fine := rs(good)
	parts := strings.Split(fine, ".")
	for name, c := range map[string]struct {
		token string
		good  bool
	}{
		"RS256":                          {fine, true},
		"PS256":                          {signed(t, jwt.SigningMethodPS256, rsaKey, r, good), true},
		"ES256":                          {signed(t, jwt.SigningMethodES256, ecKey, map[string]any{"kid": "e"}, good), true},
		"EdDSA":                          {signed(t, jwt.SigningMethodEdDSA, edKey, map[string]any{"kid": "d"}, good), true},
		"no name of a key":               {signed(t, jwt.SigningMethodRS256, rsaKey, nil, good), true},
		"an access token":                {signed(t, jwt.SigningMethodRS256, rsaKey, with(r, "typ", "at+jwt"), good), true},
		"one of many audiences":          {rs(with(good, "aud", []string{"other", "minyi-app"})), true},
		"just expired":                   {rs(with(good, "exp", at(-30*time.Second))), true},
		"just not yet valid":             {rs(with(good, "nbf", at(30*time.Second), "iat", at(30*time.Second))), true},
		"another key":                    {signed(t, jwt.SigningMethodRS256, strangers, r, good), false},
		"a key for other things":         {signed(t, jwt.SigningMethodRS256, strangers, map[string]any{"kid": "enc"}, good), false},
		"an unknown key":                 {signed(t, jwt.SigningMethodRS256, strangers, map[string]any{"kid": "x"}, good), false},
		"a key in the token":             {signed(t, jwt.SigningMethodRS256, strangers, map[string]any{"jwk": public("j", strangers)}, good), false},
		"changed claims":                 {parts[0] + "." + strings.Split(rs(with(good, "sub", "other")), ".")[1] + "." + parts[2], false},
		"no signature":                   {parts[0] + "." + parts[1] + ".", false},
		"half a token":                   {parts[0] + "." + parts[1], false},
		"the algorithm none":             {signed(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, r, good), false},
		"HS256 with the public key":      {signed(t, jwt.SigningMethodHS256, der, r, good), false},
		"RS512":                          {signed(t, jwt.SigningMethodRS512, rsaKey, r, good), false},
		"a critical header":              {signed(t, jwt.SigningMethodRS256, rsaKey, with(r, "crit", []string{"x"}, "x", 1), good), false},
		"a token for signing out":        {signed(t, jwt.SigningMethodRS256, rsaKey, with(r, "typ", "logout+jwt"), good), false},
		"expired":                        {rs(with(good, "exp", at(-2*time.Minute))), false},
		"without an end":                 {rs(with(good, "exp", nil)), false},
		"not yet valid":                  {rs(with(good, "nbf", at(2*time.Minute))), false},
		"made tomorrow":                  {rs(with(good, "iat", at(24*time.Hour))), false},
		"for another":                    {rs(with(good, "aud", "other")), false},
		"for nobody":                     {rs(with(good, "aud", nil)), false},
		"of nobody":                      {rs(with(good, "sub", nil)), false},
		"of an unknown issuer":           {rs(with(good, "iss", "https://elsewhere.example")), false},
		"of no issuer":                   {rs(with(good, "iss", nil)), false},
		"of the other, signed by this":   {signed(t, jwt.SigningMethodES256, ecKey, map[string]any{"kid": "e"}, with(good, "iss", two.URL)), false},
		"in the name of browser keys":    {rs(with(good, "iss", "minyi-anonymous")), false},
		"in the name of the development": {rs(with(good, "iss", "minyi-development")), false},
	} {
		status, got := p.viewer(c.token)
		if c.good && got.Get("name").String() != "李" || !c.good && (status != 401 || got.String() != "UNAUTHENTICATED") {
			t.Errorf("%s: %d %s", name, status, got)
		}
	}
	_, here := p.viewer(fine)
	if roles := here.Get("roles").Raw; roles != `[{"role":"EDITOR","department":"PARKS"}]` {
		t.Errorf("the groups give %s", roles)
	}
	_, again := p.viewer(rs(with(good, "name", "王", "groups", "root", "loa", "VERIFIED", "address", map[string]any{"locality": "Lakeside"})))
	_, there := p.viewer(rs(with(good, "iss", two.URL)))
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

// TestProviderRotates changes a provider's keys under a running server.
func TestProviderRotates(t *testing.T) {
	t.Parallel()
	_, before, _ := ed25519.GenerateKey(rand.Reader)
	_, after, _ := ed25519.GenerateKey(rand.Reader)
	from := newIDP(t, "", public("before", before))
	p := start(t, newFolder(t), settingOf(from.URL), "EXAMPLE=false")
	old := signed(t, jwt.SigningMethodEdDSA, before, map[string]any{"kid": "before"}, goodClaims(from.URL))
	fresh := signed(t, jwt.SigningMethodEdDSA, after, map[string]any{"kid": "after"}, goodClaims(from.URL))
	if status, _ := p.viewer(old); status != 200 {
		t.Errorf("before: %d", status)
	}
	if status, _ := p.viewer(fresh); status != 401 {
		t.Errorf("a key that is not there yet: %d", status)
	}
	from.rotate(public("after", after))
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

// TestProviderIsAway starts the server before the provider; everything else works meanwhile.
func TestProviderIsAway(t *testing.T) {
	t.Parallel()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := free.Addr().String()
	_ = free.Close()
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	p := start(t, newFolder(t), settingOf("http://"+at), "EXAMPLE=false")
	token := signed(t, jwt.SigningMethodEdDSA, key, map[string]any{"kid": "k"}, goodClaims("http://"+at))
	if status, code := p.viewer(token); status != 503 || code.String() != "SIGN_IN_UNAVAILABLE" {
		t.Errorf("while it is away: %d %s", status, code)
	}
	if status, got := p.viewer(p.token("-subject", "li")); status != 200 || got.Get("name").String() != "li" {
		t.Errorf("another way in: %d %s", status, got)
	}
	newIDP(t, at, public("k", key))
	until(t, "the provider is found", func() bool { status, _ := p.viewer(token); return status == 200 })
	if strings.Contains(p.stderr.String(), "quiet-li") {
		t.Errorf("the log has the subject: %s", p.stderr)
	}
}

// Keys that were fetched long ago are fetched again, and withdrawn ones are refused though no new one was seen.
func TestKeysGrowOld(t *testing.T) {
	t.Parallel()
	_, withdrawn, _ := ed25519.GenerateKey(rand.Reader)
	_, other, _ := ed25519.GenerateKey(rand.Reader)
	from := newIDP(t, "", public("k", withdrawn))
	p := newProvider(providerConfig{Issuer: from.URL, Audience: oneOrMore{"minyi"}})
	token := signed(t, jwt.SigningMethodEdDSA, withdrawn, map[string]any{"kid": "k"}, goodClaims(from.URL))
	reads := func() bool { _, _, err := p.read(t.Context(), token); return err == nil }
	age := func(by time.Duration) {
		p.keys.Store(&providerKeys{all: p.keys.Load().all, fetched: time.Now().Add(-by)})
	}
	if !reads() {
		t.Fatal("the token is not good")
	}
	from.rotate(public("k", other))
	if !reads() {
		t.Error("the keys were fetched too soon")
	}
	kept := p.keys.Load().all
	if age(2 * keysLive); reads() {
		t.Error("the withdrawn key is still accepted")
	}
	from.Close()
	p.keys.Store(&providerKeys{all: kept, fetched: time.Now().Add(-2 * keysLive)})
	if !reads() {
		t.Error("old keys do not hold while the provider is away")
	}
	if age(2 * keysLast); reads() {
		t.Error("keys hold for ever while the provider is away")
	}
}

// Strangers cannot make us ask a provider more often than it bears.
func TestProviderIsSpared(t *testing.T) {
	t.Parallel()
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	asked := 0
	from := newIDP(t, "", public("k", key))
	inner := from.Config.Handler
	from.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/keys" {
			asked++
		}
		inner.ServeHTTP(w, r)
	})
	p := newProvider(providerConfig{Issuer: from.URL, Audience: oneOrMore{"minyi"}})
	for i := range 50 {
		token := signed(t, jwt.SigningMethodEdDSA, key, map[string]any{"kid": fmt.Sprint(i)}, goodClaims(from.URL))
		if _, _, err := p.read(t.Context(), token); err == nil {
			t.Error("an unknown key is good")
		}
	}
	if asked == 0 || asked > fetchBurst+1 {
		t.Errorf("asked %d times", asked)
	}
}
