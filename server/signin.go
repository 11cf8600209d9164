package main

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"
	lru "github.com/hashicorp/golang-lru/v2"

	"minyi/consult"
	"minyi/db"
)

// signIn finds who makes a request.
type signIn struct {
	db       *db.DB
	tokens   *tokens // nil while development tokens are off, when no token is accepted
	accounts *lru.Cache[string, uuid.UUID]
}

// rememberedAccounts is how many accounts are found without asking the database.
const rememberedAccounts = 10_000

// newSignIn accepts development tokens where the settings say so.
func newSignIn(c config, db *db.DB, secret []byte) (*signIn, error) {
	accounts, err := lru.New[string, uuid.UUID](rememberedAccounts)
	if err != nil || !c.devTokens() {
		return &signIn{db: db, accounts: accounts}, err
	}
	t, err := newTokens(secret)
	return &signIn{db: db, tokens: &t, accounts: accounts}, err
}

// handler puts the actor into the request's context. A token that is not good is refused, never taken for nobody's:
// its bearer would not learn why a right is missing.
func (s *signIn) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		actor, err := s.actor(r.Context(), r.Header.Values("Authorization"))
		if err != nil {
			refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(consult.WithActor(r.Context(), actor)))
	})
}

// actor reads the Authorization headers: nobody without one, UNAUTHENTICATED for all that is not one good bearer token.
func (s *signIn) actor(ctx context.Context, headers []string) (consult.Actor, error) {
	if len(headers) == 0 {
		return consult.Actor{}, nil
	}
	scheme, token, _ := strings.Cut(headers[0], " ")
	if len(headers) > 1 || !strings.EqualFold(scheme, "Bearer") || s.tokens == nil {
		return consult.Actor{}, consult.Refuse(consult.Unauthenticated, "")
	}
	said, err := s.tokens.read(strings.TrimSpace(token))
	if err != nil {
		return consult.Actor{}, consult.Refuse(consult.Unauthenticated, "")
	}
	account, err := s.account(ctx, said.Subject)
	return consult.Actor{Account: account, Name: said.Subject, Assurance: said.Assurance, Roles: said.Roles}, err
}

// account is the account of a development token's subject.
func (s *signIn) account(ctx context.Context, subject string) (uuid.UUID, error) {
	if account, known := s.accounts.Get(subject); known {
		return account, nil
	}
	account, err := s.db.Account(ctx, developmentIssuer, subject)
	if err == nil {
		s.accounts.Add(subject, account)
	}
	return account, err
}
