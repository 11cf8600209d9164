// Package idptest is an OpenID Connect provider for tests.
package idptest

import (
	"crypto"
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
)

// Provider is an OpenID Connect provider for tests, with any keys.
type Provider struct {
	*httptest.Server
	mu   sync.Mutex
	keys []jose.JSONWebKey
}

// New runs a provider with these keys. It listens at the address, or at any if the address is empty.
func New(t *testing.T, at string, keys ...jose.JSONWebKey) *Provider {
	t.Helper()
	p := &Provider{keys: keys}
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

// Rotate replaces the provider's keys.
func (p *Provider) Rotate(keys ...jose.JSONWebKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = keys
}

// PublicKey is a key as a provider publishes it.
func PublicKey(id string, key crypto.Signer) jose.JSONWebKey {
	return jose.JSONWebKey{Key: key.Public(), KeyID: id, Use: "sig"}
}

// Sign makes a token.
func Sign(t *testing.T, method jwt.SigningMethod, key any, header, claims map[string]any) string {
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

// With copies claims and changes some of them; nil removes a claim.
func With(claims map[string]any, change ...any) map[string]any {
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

// GoodClaims are the claims of a token that is valid for an hour.
func GoodClaims(issuer string) map[string]any {
	now := time.Now().Unix()
	return map[string]any{"iss": issuer, "sub": "quiet-li", "aud": "minyi", "iat": now, "nbf": now, "exp": now + 3600, "name": "李", "groups": []string{"parks", "other"}}
}
