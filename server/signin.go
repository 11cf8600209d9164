package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	"minyi/domain/civic"
)

// signIn finds who makes a request.
type signIn struct {
	db        *pg.DB
	tokens    *tokens // nil while development tokens are off
	providers map[string]*provider
	bearers   *lru.Cache[[sha256.Size]byte, bearer] // by the hashes of their tokens
}

// person is who an issuer's tokens speak of. The same subject at two issuers is two persons.
type person struct{ issuer, subject string }

// bearer is who bears a token that was found good. Roles that were given are not among its own: they may be taken back at any time.
type bearer struct {
	civic.Actor
	until time.Time     // when the token has to be looked at again
	from  *provider     // nil where it is our own
	keys  *providerKeys // that the provider had when the token was looked at; once it has others that has to be done again
}

// What is remembered of tokens. More of them would cost memory for little: the accounts of those that are not remembered are looked up
// together.
const (
	rememberedBearers = 10_000
	rememberedFor     = time.Minute
)

// newSignIn accepts browser keys, the tokens of the settings' providers, and development tokens where the settings say so.
func newSignIn(c config, db *pg.DB, secret []byte) (*signIn, error) {
	s := &signIn{db: db, providers: map[string]*provider{}}
	for _, p := range c.providers {
		s.providers[p.Issuer] = newProvider(p)
	}
	var err error
	if s.bearers, err = lru.New[[sha256.Size]byte, bearer](rememberedBearers); err != nil || !c.devTokens() {
		return s, err
	}
	t, err := newTokens(secret)
	s.tokens = &t
	return s, err
}

// handler notes the actor in the request that its context carries. A token that is not good is refused, never taken for nobody's:
// its bearer would not learn why a right is missing.
func (s *signIn) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		actor, err := s.actor(r.Context(), r.Header.Values("Authorization"))
		if err != nil {
			refuse(w, r, err)
			return
		}
		civic.RequestOf(r.Context()).Actor = actor
		next.ServeHTTP(w, r)
	})
}

// said finds who says this in place of an Authorization header.
func (s *signIn) said(ctx context.Context, authorization string) (civic.Actor, error) {
	return s.actor(ctx, []string{authorization})
}

// actor reads the Authorization headers: nobody without one, UNAUTHENTICATED for all that is not one good bearer token.
// Roles that were given hold beside those of the token; a browser has none.
func (s *signIn) actor(ctx context.Context, headers []string) (civic.Actor, error) {
	if len(headers) == 0 {
		return civic.Actor{}, nil
	}
	scheme, token, _ := strings.Cut(headers[0], " ")
	if len(headers) > 1 || !strings.EqualFold(scheme, "Bearer") {
		return civic.Actor{}, civic.Refuse(civic.Unauthenticated, "")
	}
	who, err := s.bearer(ctx, strings.TrimSpace(token))
	if err != nil || who.Assurance == civic.Anonymous {
		return who, err
	}
	given, err := civicdb.RolesOf(ctx, s.db, who.Account)
	who.Roles = slices.Concat(who.Roles, given)
	return who, err
}

// bearer finds who bears a token.
func (s *signIn) bearer(ctx context.Context, token string) (civic.Actor, error) {
	hash, now := sha256.Sum256([]byte(token)), time.Now()
	if known, is := s.bearers.Get(hash); is && now.Before(known.until) && known.keys == known.from.current() {
		return known.Actor, nil
	}
	claimed := claimedBy(token)
	from := s.providers[claimed.Issuer]
	keys := from.current()
	said, who, err := s.read(ctx, claimed.Issuer, token)
	if err != nil {
		return civic.Actor{}, refusal(err)
	}
	if who.Account, err = civicdb.Account(ctx, s.db, said.issuer, said.subject); err != nil {
		return civic.Actor{}, err
	}
	until := now.Add(rememberedFor)
	if claimed.Expires.after(until) {
		s.bearers.Add(hash, bearer{who, until, from, keys})
	}
	return who, nil
}

// refusal is UNAUTHENTICATED for every token that is not good, whatever is wrong with it.
func refusal(err error) error {
	if errors.As(err, new(civic.Problems)) {
		return err
	}
	return civic.Refuse(civic.Unauthenticated, "")
}

// read reads a token as that of the issuer who is claimed. Until then that is only a claim.
func (s *signIn) read(ctx context.Context, claimed, token string) (person, civic.Actor, error) {
	switch {
	case claimed == developmentIssuer && s.tokens != nil:
		said, err := s.tokens.read(token)
		return person{developmentIssuer, said.Subject}, civic.Actor{Name: said.Subject, Assurance: said.Assurance, Roles: said.Roles}, err
	case claimed == civicdb.BrowserIssuer:
		subject, err := civicdb.BrowserOf(s.db, token)
		return person{civicdb.BrowserIssuer, subject}, civic.Actor{Assurance: civic.Anonymous}, err
	}
	from, known := s.providers[claimed]
	if !known {
		return person{}, civic.Actor{}, errBadToken
	}
	subject, who, err := from.read(ctx, token)
	return person{from.Issuer, subject}, who, err
}

// claim is what a text says of itself that looks like a token: whose it is, and until when it is good.
type claim struct {
	Issuer  string       `json:"iss"`
	Expires *numericDate `json:"exp"`
}

// claimedBy reads the claim of a text; it is empty where it is no token.
func claimedBy(token string) (claimed claim) {
	_, rest, _ := strings.Cut(token, ".")
	payload, _, _ := strings.Cut(rest, ".")
	if raw, err := base64.RawURLEncoding.DecodeString(payload); err != nil || json.Unmarshal(raw, &claimed) != nil {
		return claim{}
	}
	return claimed
}
