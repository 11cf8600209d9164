package main

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

// providerKeys are the keys of a provider at one time.
type providerKeys struct {
	all     []jose.JSONWebKey
	fetched time.Time
}

// largestKeySet is how many bytes a provider's list of keys may have.
const largestKeySet = 1 << 20

// fetchKeys asks a provider where its keys are, as it may move them, and for the keys.
func fetchKeys(ctx context.Context, client *http.Client, issuer string) (*providerKeys, error) {
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, client), issuer)
	if err != nil {
		return nil, err
	}
	var at struct {
		Keys string `json:"jwks_uri"`
	}
	if err := found.Claims(&at); err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.Keys, nil)
	if err != nil {
		return nil, err
	}
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the keys: %s", answer.Status)
	}
	return readKeys(io.LimitReader(answer.Body, largestKeySet))
}

// readKeys reads a list of keys; those of kinds that we do not know are passed over.
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

// keysFor gives the provider's keys, newer ones where the token names a key that they do not have, or where they are old.
func (p *provider) keysFor(ctx context.Context, header jose.Header) (*providerKeys, error) {
	keys := p.keys.Load()
	switch {
	case keys == nil || len(keys.candidates(header)) == 0:
		select {
		case p.fetching <- struct{}{}:
			return p.newer(ctx, keys)
		case <-ctx.Done():
			return nil, civic.Refuse(civic.SignInUnavailable, "")
		}
	case time.Since(keys.fetched) > keysLive:
		select {
		case p.fetching <- struct{}{}:
			return p.newer(ctx, keys)
		default: // somebody asks already
		}
	}
	return keys, nil
}

// newer gives keys that were fetched after those. Where they cannot be had now, those hold for a while. Who calls it has
// the right to ask the provider and loses it here.
func (p *provider) newer(ctx context.Context, than *providerKeys) (*providerKeys, error) {
	defer func() { <-p.fetching }()
	if now := p.keys.Load(); now != than { // another request was first
		return now, nil
	}
	if p.pace.Allow() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeForProvider)
		defer cancel()
		fresh, err := fetchKeys(ctx, p.client, p.Issuer)
		if err == nil {
			p.keys.Store(fresh)
			return fresh, nil
		}
		slog.WarnContext(ctx, "a sign-in provider does not answer", "issuer", p.Issuer, "error", err)
	}
	if than == nil || time.Since(than.fetched) > keysLast {
		return nil, civic.Refuse(civic.SignInUnavailable, "")
	}
	return than, nil
}

// candidates are the keys that may have made a signature: those of its name, or all where it names none.
func (k *providerKeys) candidates(header jose.Header) []jose.JSONWebKey {
	var may []jose.JSONWebKey
	for _, key := range k.all {
		named := header.KeyID == "" || key.KeyID == header.KeyID
		if named && key.IsPublic() && (key.Use == "" || key.Use == "sig") && (key.Algorithm == "" || key.Algorithm == header.Algorithm) {
			may = append(may, key)
		}
	}
	return may
}

// VerifySignature gives the payload of a token that one of the keys has signed. The library asks it.
func (k *providerKeys) VerifySignature(_ context.Context, token string) ([]byte, error) {
	signed, err := jose.ParseSignedCompact(token, algorithms)
	if err != nil {
		return nil, errBadToken
	}
	for _, key := range k.candidates(signed.Signatures[0].Header) {
		if payload, err := signed.Verify(key.Key); err == nil {
			return payload, nil
		}
	}
	return nil, errBadToken
}
