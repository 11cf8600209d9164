package signin

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"

	"minyi/domain/civic"
)

// providerKeys are the keys of a provider when they were fetched.
type providerKeys struct {
	all     []jose.JSONWebKey
	fetched time.Time
}

// maxKeySet is the most bytes that a provider's list of keys may have.
const maxKeySet = 1 << 20

// fetchKeys fetches the discovery document and then the keys. It reads the address of the keys each time, because a provider may
// move them.
func fetchKeys(ctx context.Context, client *http.Client, issuer string) (*providerKeys, error) {
	discovered, err := oidc.NewProvider(oidc.ClientContext(ctx, client), issuer)
	if err != nil {
		return nil, err
	}
	var document struct {
		KeysURL string `json:"jwks_uri"`
	}
	if err := discovered.Claims(&document); err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, document.KeysURL, nil)
	if err != nil {
		return nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the keys: %s", response.Status)
	}
	return readKeys(io.LimitReader(response.Body, maxKeySet))
}

// readKeys reads a list of keys. It ignores keys of unknown types.
func readKeys(from io.Reader) (*providerKeys, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.NewDecoder(from).Decode(&set); err != nil {
		return nil, fmt.Errorf("the keys: %w", err)
	}
	keys := &providerKeys{fetched: time.Now()}
	for _, raw := range set.Keys {
		var key jose.JSONWebKey
		if json.Unmarshal(raw, &key) == nil {
			keys.all = append(keys.all, key)
		}
	}
	return keys, nil
}

// keysFor returns the provider's keys. It fetches newer keys if none of the keys can have signed the token, or if the keys are old.
func (p *provider) keysFor(ctx context.Context, header jose.Header) (*providerKeys, error) {
	keys := p.keys.Load()
	switch {
	case keys == nil || len(keys.candidates(header)) == 0:
		select {
		case p.fetching <- struct{}{}:
			return p.refresh(ctx, keys)
		case <-ctx.Done():
			return nil, civic.Refuse(civic.SignInUnavailable, "")
		}
	case time.Since(keys.fetched) > refreshKeysAt:
		select {
		case p.fetching <- struct{}{}:
			return p.refresh(ctx, keys)
		default: // another request is fetching them
		}
	}
	return keys, nil
}

// refresh returns keys that were fetched after the old ones. If the provider does not answer, the old keys remain in use until
// maxKeysAge. The caller holds the lock fetching; refresh releases it.
func (p *provider) refresh(ctx context.Context, old *providerKeys) (*providerKeys, error) {
	defer func() { <-p.fetching }()
	if now := p.keys.Load(); now != old { // another request has fetched them
		return now, nil
	}
	if p.limiter.Allow() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), providerTimeout)
		defer cancel()
		fresh, err := fetchKeys(ctx, p.client, p.Issuer)
		if err == nil {
			p.keys.Store(fresh)
			return fresh, nil
		}
		slog.WarnContext(ctx, "a sign-in provider does not answer", "issuer", p.Issuer, "error", err)
	}
	if old == nil || time.Since(old.fetched) > maxKeysAge {
		return nil, civic.Refuse(civic.SignInUnavailable, "")
	}
	return old, nil
}

// candidates returns the keys that may have made a signature: those with its key id, or all keys if it has no key id.
func (k *providerKeys) candidates(header jose.Header) []jose.JSONWebKey {
	var found []jose.JSONWebKey
	for _, key := range k.all {
		sameID := header.KeyID == "" || key.KeyID == header.KeyID
		if sameID && key.IsPublic() && (key.Use == "" || key.Use == "sig") && (key.Algorithm == "" || key.Algorithm == header.Algorithm) {
			found = append(found, key)
		}
	}
	return found
}

// VerifySignature returns the payload of a token that one of the keys has signed. The OpenID Connect library calls it.
func (k *providerKeys) VerifySignature(_ context.Context, token string) ([]byte, error) {
	signed, err := jose.ParseSignedCompact(token, algorithms)
	if err != nil {
		return nil, errSignature
	}
	for _, key := range k.candidates(signed.Signatures[0].Header) {
		if payload, err := signed.Verify(key.Key); err == nil {
			return payload, nil
		}
	}
	return nil, errSignature
}
