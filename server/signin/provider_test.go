package signin

import (
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"minyi/server/signin/idptest"
)

// Keys that were fetched long ago are fetched again, and withdrawn ones are refused though no new one was seen.
func TestKeysGrowOld(t *testing.T) {
	t.Parallel()
	_, withdrawn, _ := ed25519.GenerateKey(rand.Reader)
	_, other, _ := ed25519.GenerateKey(rand.Reader)
	from := idptest.New(t, "", idptest.PublicKey("k", withdrawn))
	p := newProvider(ProviderConfig{Issuer: from.URL, Audience: stringList{"minyi"}})
	token := idptest.Sign(t, jwt.SigningMethodEdDSA, withdrawn, map[string]any{"kid": "k"}, idptest.GoodClaims(from.URL))
	reads := func() bool { _, _, err := p.read(t.Context(), token); return err == nil }
	age := func(by time.Duration) {
		p.keys.Store(&providerKeys{all: p.keys.Load().all, fetched: time.Now().Add(-by)})
	}
	if !reads() {
		t.Fatal("the token is not good")
	}
	from.Rotate(idptest.PublicKey("k", other))
	if !reads() {
		t.Error("the keys were fetched too soon")
	}
	kept := p.keys.Load().all
	if age(2 * refreshKeysAt); reads() {
		t.Error("the withdrawn key is still accepted")
	}
	from.Close()
	p.keys.Store(&providerKeys{all: kept, fetched: time.Now().Add(-2 * refreshKeysAt)})
	if !reads() {
		t.Error("old keys do not hold while the provider is away")
	}
	if age(2 * maxKeysAge); reads() {
		t.Error("keys hold for ever while the provider is away")
	}
}

// Strangers cannot make us ask a provider more often than it bears.
func TestProviderIsSpared(t *testing.T) {
	t.Parallel()
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	asked := 0
	from := idptest.New(t, "", idptest.PublicKey("k", key))
	inner := from.Config.Handler
	from.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/keys" {
			asked++
		}
		inner.ServeHTTP(w, r)
	})
	p := newProvider(ProviderConfig{Issuer: from.URL, Audience: stringList{"minyi"}})
	for i := range 50 {
		token := idptest.Sign(t, jwt.SigningMethodEdDSA, key, map[string]any{"kid": fmt.Sprint(i)}, idptest.GoodClaims(from.URL))
		if _, _, err := p.read(t.Context(), token); err == nil {
			t.Error("an unknown key is good")
		}
	}
	if asked == 0 || asked > fetchBurst+1 {
		t.Errorf("asked %d times", asked)
	}
}
