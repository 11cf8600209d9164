package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/google/uuid"
	lru "github.com/hashicorp/golang-lru/v2"

	"minyi/consult"
	"minyi/db"
)

// signIn finds who makes a request.
type signIn struct {
	db        *db.DB
	tokens    *tokens // nil while development tokens are off
	providers map[string]*provider
	accounts  *lru.Cache[person, uuid.UUID]
}

// person is who an issuer's tokens speak of. The same subject at two issuers is two persons.
type person struct{ issuer, subject string }

// rememberedAccounts is how many accounts are found without asking the database. More would cost memory for little: those that are
// not remembered are looked up together.
const rememberedAccounts = 10_000

// newSignIn accepts browser keys, the tokens of the settings' providers, and development tokens where the settings say so.
func newSignIn(c config, db *db.DB, secret []byte) (*signIn, error) {
	s := &signIn{db: db, providers: map[string]*provider{}}
	for _, p := range c.providers {
		s.providers[p.Issuer] = newProvider(p)
	}
	var err error
	if s.accounts, err = lru.New[person, uuid.UUID](rememberedAccounts); err != nil || !c.devTokens() {
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
		consult.RequestOf(r.Context()).Actor = actor
		next.ServeHTTP(w, r)
	})
}

// said finds who says this in place of an Authorization header.
func (s *signIn) said(ctx context.Context, authorization string) (consult.Actor, error) {
	return s.actor(ctx, []string{authorization})
}

// actor reads the Authorization headers: nobody without one, UNAUTHENTICATED for all that is not one good bearer token.
// Roles that were given hold beside those of the token; a browser has none.
func (s *signIn) actor(ctx context.Context, headers []string) (consult.Actor, error) {
	if len(headers) == 0 {
		return consult.Actor{}, nil
	}
	scheme, token, _ := strings.Cut(headers[0], " ")
	if len(headers) > 1 || !strings.EqualFold(scheme, "Bearer") {
		return consult.Actor{}, consult.Refuse(consult.Unauthenticated, "")
	}
	said, who, err := s.read(ctx, strings.TrimSpace(token))
	if err != nil {
		return consult.Actor{}, refusal(err)
	}
	if who.Account, err = s.account(ctx, said); err != nil || who.Assurance == consult.Anonymous {
		return who, err
	}
	given, err := s.db.RolesOf(ctx, who.Account)
	who.Roles = append(who.Roles, given...)
	return who, err
}

// refusal is UNAUTHENTICATED for every token that is not good, whatever is wrong with it.
func refusal(err error) error {
	if errors.As(err, new(consult.Problems)) {
		return err
	}
	return consult.Refuse(consult.Unauthenticated, "")
}

// read reads a token as its issuer's. Until then the issuer is only a claim.
func (s *signIn) read(ctx context.Context, token string) (person, consult.Actor, error) {
	claimed := claimedIssuer(token)
	switch {
	case claimed == developmentIssuer && s.tokens != nil:
		said, err := s.tokens.read(token)
		return person{developmentIssuer, said.Subject}, consult.Actor{Name: said.Subject, Assurance: said.Assurance, Roles: said.Roles}, err
	case claimed == db.BrowserIssuer:
		subject, err := s.db.BrowserOf(token)
		return person{db.BrowserIssuer, subject}, consult.Actor{Assurance: consult.Anonymous}, err
	}
	from, known := s.providers[claimed]
	if !known {
		return person{}, consult.Actor{}, errBadToken
	}
	subject, who, err := from.read(ctx, token)
	return person{from.Issuer, subject}, who, err
}

// claimedIssuer is whose token a text claims to be; empty where it is no token.
func claimedIssuer(token string) string {
	_, rest, _ := strings.Cut(token, ".")
	payload, _, _ := strings.Cut(rest, ".")
	var claimed struct {
		Issuer string `json:"iss"`
	}
	if raw, err := base64.RawURLEncoding.DecodeString(payload); err != nil || json.Unmarshal(raw, &claimed) != nil {
		return ""
	}
	return claimed.Issuer
}

// account is the account of a person.
func (s *signIn) account(ctx context.Context, who person) (uuid.UUID, error) {
	if account, known := s.accounts.Get(who); known {
		return account, nil
	}
	account, err := s.db.Account(ctx, who.issuer, who.subject)
	if err == nil {
		s.accounts.Add(who, account)
	}
	return account, err
}
