package main

import (
	"context"
	"errors"
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

// What is asked of a token and of its provider.
const (
	clockSkew       = time.Minute      // how far a provider's clock may be from ours
	timeForProvider = 5 * time.Second  // how long a provider may take to answer
	keysLive        = 5 * time.Minute  // after which keys are fetched again, so that withdrawn ones are refused
	keysLast        = time.Hour        // how long keys hold while their provider cannot be reached
	fetchEvery      = 10 * time.Second // the pace at which a provider is asked, after a burst; strangers' tokens make us ask
	fetchBurst      = 5
)

// signatures are the algorithms that are accepted. None of them can be had from a public key.
var (
	signatures = []string{oidc.RS256, oidc.PS256, oidc.ES256, oidc.EdDSA}
	algorithms = []jose.SignatureAlgorithm{jose.RS256, jose.PS256, jose.ES256, jose.EdDSA} // the same for another library
)

// provider reads the tokens of one OpenID Connect provider. It is asked for its keys only when a token of its comes, so
// that it may be away when we start.
type provider struct {
	providerConfig
	client   *http.Client
	pace     *rate.Limiter
	fetching chan struct{} // holds one thing while somebody asks the provider
	keys     atomic.Pointer[providerKeys]
}

// newProvider asks nobody yet.
func newProvider(c providerConfig) *provider {
	return &provider{providerConfig: c, client: &http.Client{}, pace: rate.NewLimiter(rate.Every(fetchEvery), fetchBurst), fetching: make(chan struct{}, 1)}
}

// errBadToken is said of every token that is not good; why is for nobody to know.
var errBadToken = errors.New("the token is not good")

// read checks a token in every respect and gives its subject and what its claims say. It refuses as SIGN_IN_UNAVAILABLE
// where the provider's keys cannot be had.
func (p *provider) read(ctx context.Context, token string) (subject string, who civic.Actor, err error) {
	header, err := headerOf(token)
	if err != nil {
		return "", who, errBadToken
	}
	keys, err := p.keysFor(ctx, header)
	if err != nil {
		return "", who, err
	}
	verifier := oidc.NewVerifier(p.Issuer, keys, &oidc.Config{SupportedSigningAlgs: signatures, SkipClientIDCheck: true, SkipExpiryCheck: true})
	read, err := verifier.Verify(ctx, token)
	if err != nil || read.Subject == "" || !p.isAudience(read.Audience) {
		return "", who, errBadToken
	}
	var claims map[string]any
	var times validity
	if read.Claims(&claims) != nil || read.Claims(&times) != nil || !times.hold(time.Now()) {
		return "", who, errBadToken
	}
	return read.Subject, p.Claims.actor(claims), nil
}

// current are the keys that the provider has now; nil where none were fetched, and for no provider.
func (p *provider) current() *providerKeys {
	if p == nil {
		return nil
	}
	return p.keys.Load()
}

// isAudience tells whether a token for these is for us.
func (p *provider) isAudience(stated []string) bool {
	return slices.ContainsFunc(p.Audience, func(ours string) bool { return slices.Contains(stated, ours) })
}

// headerOf reads who seems to have signed a token, and refuses what is no token for signing in: a provider signs other
// things with its keys, too.
func headerOf(token string) (jose.Header, error) {
	signed, err := jose.ParseSignedCompact(token, algorithms)
	if err != nil {
		return jose.Header{}, err
	}
	header := signed.Signatures[0].Header
	if kind, stated := header.ExtraHeaders[jose.HeaderType]; stated {
		text, _ := kind.(string)
		if text = strings.TrimPrefix(strings.ToLower(text), "application/"); text != "jwt" && text != "at+jwt" {
			return header, errBadToken
		}
	}
	return header, nil
}

// validity is when a token is good; its end has to be stated.
type validity struct {
	NotBefore *numericDate `json:"nbf"`
	Expires   *numericDate `json:"exp"`
	IssuedAt  *numericDate `json:"iat"`
}

// hold tells whether the token is good now, give or take what clocks differ.
func (v validity) hold(now time.Time) bool {
	return v.Expires.after(now.Add(-clockSkew)) && !v.NotBefore.after(now.Add(clockSkew)) && !v.IssuedAt.after(now.Add(clockSkew))
}

// numericDate is a time in a token: seconds since 1970, with a fraction perhaps.
type numericDate float64

func (n numericDate) time() time.Time { return time.UnixMicro(int64(min(float64(n), 1e11) * 1e6)) }

// after tells whether a stated time lies after another.
func (n *numericDate) after(t time.Time) bool { return n != nil && n.time().After(t) }
