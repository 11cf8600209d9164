// Package signin finds who makes a request: by the token of an OpenID Connect provider, by a browser key, or by a development token.
package signin

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/server/reply"
)

// SignIn finds the actor of a request.
type SignIn struct {
	db        *pg.DB
	tokens    *Tokens // nil if development tokens are off
	providers map[string]*provider
	cache     *lru.Cache[[sha256.Size]byte, cachedToken] // the key is the hash of the token
}

// Tokens makes development tokens; nil where they are off.
func (s *SignIn) Tokens() *Tokens { return s.tokens }

// person is an issuer and its name for somebody. The same subject at two issuers means two persons.
type person struct{ issuer, subject string }

// cachedToken is the owner of a valid token. It has no roles that an administrator granted, because these can end at any time.
type cachedToken struct {
	civic.Actor
	until    time.Time     // the token must be checked again afterwards
	provider *provider     // nil for our own tokens
	keys     *providerKeys // of the provider when the token was checked; with other keys the token must be checked again
}

// The limits of the cache of tokens. A larger cache would gain little: the database looks up many accounts in one query.
const (
	maxCachedTokens = 10_000
	maxCachedTime   = time.Minute
)

// New accepts browser keys and the tokens of the providers. It accepts development tokens unless tokens is nil.
func New(db *pg.DB, providers []ProviderConfig, tokens *Tokens) (*SignIn, error) {
	s := &SignIn{db: db, tokens: tokens, providers: map[string]*provider{}}
	for _, p := range providers {
		s.providers[p.Issuer] = newProvider(p)
	}
	var err error
	s.cache, err = lru.New[[sha256.Size]byte, cachedToken](maxCachedTokens)
	return s, err
}

// Handler stores the actor in the request of the context. It refuses a request with an invalid token as UNAUTHENTICATED. If the
// request went on without an actor, its sender would not learn why a right is missing.
func (s *SignIn) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		actor, err := s.actor(r.Context(), r.Header.Values("Authorization"), time.Now().Add(-civicdb.RolesHold))
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		civic.RequestOf(r.Context()).Actor = actor
		next.ServeHTTP(w, r)
	})
}

// Actor finds the actor by the value of an Authorization header, with the roles of an instant or later. A WebSocket sends the value in
// its first message.
func (s *SignIn) Actor(ctx context.Context, authorization string, since time.Time) (civic.Actor, error) {
	return s.actor(ctx, []string{authorization}, since)
}

// Still refuses as UNAUTHENTICATED or RIGHTS_CHANGED if the sender of a request that is signed in is no longer who they were.
func (s *SignIn) Still(ctx context.Context, r *http.Request) error {
	now, err := s.actor(ctx, r.Header.Values("Authorization"), time.Now())
	if err != nil {
		return err
	}
	return civic.ActorOf(r.Context()).RequireSame(now)
}

// actor finds the actor by the Authorization headers. Without a header the actor is anonymous. The error is UNAUTHENTICATED
// unless there is one header with one valid bearer token. Roles that an administrator granted are added to those of the token; a
// browser key has no roles.
func (s *SignIn) actor(ctx context.Context, headers []string, since time.Time) (civic.Actor, error) {
	if len(headers) == 0 {
		return civic.Actor{}, nil
	}
	scheme, token, _ := strings.Cut(headers[0], " ")
	if len(headers) > 1 || !strings.EqualFold(scheme, "Bearer") {
		return civic.Actor{}, refuse(ctx, "", errHeader)
	}
	who, err := s.tokenOwner(ctx, strings.TrimSpace(token))
	if err != nil || who.Assurance == civic.Anonymous {
		return who, err
	}
	granted, err := civicdb.RolesSince(ctx, s.db, who.Account, since)
	who.Roles = slices.Concat(who.Roles, granted)
	return who, err
}

// tokenOwner finds the owner of a token, in the cache if possible.
func (s *SignIn) tokenOwner(ctx context.Context, token string) (civic.Actor, error) {
	hash, now := sha256.Sum256([]byte(token)), time.Now()
	if cached, is := s.cache.Get(hash); is && now.Before(cached.until) && cached.keys == cached.provider.currentKeys() {
		return cached.Actor, nil
	}
	unverified := unverifiedClaims(token)
	provider := s.providers[unverified.Issuer]
	keys := provider.currentKeys() // before the check: it may fetch newer keys
	owner, who, err := s.read(ctx, unverified.Issuer, token)
	if err != nil {
		return civic.Actor{}, refuse(ctx, unverified.Issuer, err)
	}
	if who.Account, err = civicdb.Account(ctx, s.db, owner.issuer, owner.subject); err != nil {
		return civic.Actor{}, err
	}
	if who.Person != "" {
		who.Person = hex.EncodeToString(s.db.Hash("person", who.Person))
	}
	until := now.Add(maxCachedTime)
	if unverified.Expires.after(until) { // the token is verified by now
		s.cache.Add(hash, cachedToken{who, until, provider, keys})
	}
	return who, nil
}

// read checks a token as one of the given issuer, and returns its owner.
func (s *SignIn) read(ctx context.Context, issuer, token string) (person, civic.Actor, error) {
	switch {
	case issuer == DevelopmentIssuer && s.tokens != nil:
		c, err := s.tokens.read(token)
		return person{issuer, c.Subject}, civic.Actor{Name: c.Subject, Assurance: c.Assurance, Roles: c.Roles}, err
	case issuer == civicdb.BrowserIssuer:
		subject, err := civicdb.BrowserOf(s.db, token)
		return person{civicdb.BrowserIssuer, subject}, civic.Actor{Assurance: civic.Anonymous}, err
	}
	provider, known := s.providers[issuer]
	switch {
	case issuer == "":
		return person{}, civic.Actor{}, errNoToken
	case issuer == DevelopmentIssuer:
		return person{}, civic.Actor{}, refusal{civic.Unauthenticated, "development tokens are off; DEV_TOKENS=true turns them on"}
	case !known:
		return person{}, civic.Actor{}, errIssuer
	}
	subject, who, err := provider.read(ctx, token)
	return person{issuer, subject}, who, err
}

// claims are what a token says of its issuer and of its end.
type claims struct {
	Issuer  string       `json:"iss"`
	Expires *numericDate `json:"exp"`
}

// unverifiedClaims reads the claims of a token without a check of its signature. The claims are empty if the text is no token.
func unverifiedClaims(token string) (c claims) {
	_, rest, _ := strings.Cut(token, ".")
	payload, _, _ := strings.Cut(rest, ".")
	if raw, err := base64.RawURLEncoding.DecodeString(payload); err != nil || json.Unmarshal(raw, &c) != nil {
		return claims{}
	}
	return c
}
