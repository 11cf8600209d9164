package signin

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
	"golang.org/x/time/rate"

	"minyi/domain/civic"
)

// The limits for tokens and for requests to a provider.
const (
	clockSkew       = time.Minute      // the allowed difference between a provider's clock and ours
	providerTimeout = 5 * time.Second  // for one answer of a provider
	refreshKeysAt   = 5 * time.Minute  // older keys are fetched again, so that withdrawn keys are refused
	maxKeysAge      = time.Hour        // the age up to which keys are used while their provider does not answer
	fetchEvery      = 10 * time.Second // the rate limit for fetching keys, after a burst: anybody's token can make us fetch
	fetchBurst      = 5
)

// The accepted signature algorithms. HMAC is not among them: with HMAC, anybody could sign with the public key.
var (
	signatures = []string{oidc.RS256, oidc.PS256, oidc.ES256, oidc.EdDSA}
	algorithms = []jose.SignatureAlgorithm{jose.RS256, jose.PS256, jose.ES256, jose.EdDSA} // the same for go-jose
)

// provider checks the tokens of one OpenID Connect provider. It fetches the provider's keys when the first token arrives, so
// that the server can start while the provider is down.
type provider struct {
	ProviderConfig
	client   *http.Client
	limiter  *rate.Limiter
	fetching chan struct{} // a lock: it holds one value while a request fetches keys
	keys     atomic.Pointer[providerKeys]
}

// newProvider fetches nothing yet.
func newProvider(c ProviderConfig) *provider {
	return &provider{ProviderConfig: c, client: &http.Client{}, limiter: rate.NewLimiter(rate.Every(fetchEvery), fetchBurst), fetching: make(chan struct{}, 1)}
}

// read checks a token completely. It returns the token's subject and the actor that its claims describe. The error is a refusal, or
// SIGN_IN_UNAVAILABLE if the provider's keys cannot be fetched.
func (p *provider) read(ctx context.Context, token string) (subject string, who civic.Actor, err error) {
	header, err := headerOf(token)
	if err != nil {
		return "", who, errNoToken
	}
	keys, err := p.keysFor(ctx, header)
	if err != nil {
		return "", who, err
	}
	verifier := oidc.NewVerifier(p.Issuer, keys, &oidc.Config{SupportedSigningAlgs: signatures, SkipClientIDCheck: true, SkipExpiryCheck: true})
	verified, err := verifier.Verify(ctx, token)
	switch {
	case err != nil && len(keys.candidates(header)) == 0:
		return "", who, errUnknownKey
	case err != nil:
		return "", who, errSignature
	case verified.Subject == "":
		return "", who, errNoSubject
	case !p.hasAudience(verified.Audience):
		return "", who, errAudience
	}
	var claims map[string]any
	var times validity
	if verified.Claims(&claims) != nil || verified.Claims(&times) != nil {
		return "", who, errNoEnd
	}
	return verified.Subject, p.Claims.actor(claims), times.check(time.Now())
}

// currentKeys returns the keys that were fetched last. They are nil before the first fetch and for a nil provider.
func (p *provider) currentKeys() *providerKeys {
	if p == nil {
		return nil
	}
	return p.keys.Load()
}

// hasAudience tells whether one of a token's audiences is ours.
func (p *provider) hasAudience(stated []string) bool {
	return slices.ContainsFunc(p.Audience, func(ours string) bool { return slices.Contains(stated, ours) })
}

// headerOf reads the header of a token before its signature is checked. It refuses tokens of other types, because a provider
// also signs other things with its keys, such as logout tokens.
func headerOf(token string) (jose.Header, error) {
	signed, err := jose.ParseSignedCompact(token, algorithms)
	if err != nil {
		return jose.Header{}, err
	}
	header := signed.Signatures[0].Header
	if kind, stated := header.ExtraHeaders[jose.HeaderType]; stated {
		text, _ := kind.(string)
		if text = strings.TrimPrefix(strings.ToLower(text), "application/"); text != "jwt" && text != "at+jwt" {
			return header, errNoToken
		}
	}
	return header, nil
}

// validity is the period in which a token is valid. The end is required.
type validity struct {
	NotBefore *numericDate `json:"nbf"`
	Expires   *numericDate `json:"exp"`
	IssuedAt  *numericDate `json:"iat"`
}

// check refuses a token that is not valid now. It allows for clockSkew.
func (v validity) check(now time.Time) error {
	switch {
	case v.Expires == nil:
		return errNoEnd
	case v.NotBefore.after(now.Add(clockSkew)), v.IssuedAt.after(now.Add(clockSkew)):
		return errNotYetValid
	case !v.Expires.after(now.Add(-clockSkew)):
		return errExpired
	}
	return nil
}

// numericDate is a time in a token: seconds since 1970, possibly with a fraction.
type numericDate float64

func (n numericDate) time() time.Time { return time.UnixMicro(int64(min(float64(n), 1e11) * 1e6)) }

// after tells whether the time is stated and lies after t.
func (n *numericDate) after(t time.Time) bool { return n != nil && n.time().After(t) }
