package main

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"minyi/domain/civic"
)

// Development tokens name their issuer, so that they are never taken for those of a real sign-in.
const (
	developmentIssuer = "minyi-development"
	audience          = "minyi"
)

// claims are what a development token says of its bearer.
type claims struct {
	jwt.RegisteredClaims
	Roles     []civic.RoleGrant   `json:"roles,omitempty"`
	Assurance civic.IdentityLevel `json:"assurance"`
}

// Validate refuses claims that the token command would not make; the signature's library asks it.
func (c claims) Validate() error {
	if c.Subject == "" || (c.Assurance != civic.Pseudonymous && c.Assurance != civic.Verified) {
		return errors.New("a token needs a subject and an assurance")
	}
	for _, role := range c.Roles {
		if err := checkRole(role); err != nil {
			return err
		}
	}
	return nil
}

// tokens signs and reads development tokens.
type tokens struct{ key []byte }

// newTokens derives the key of tokens from the secret, so that neither can be had from the other's use.
func newTokens(secret []byte) (tokens, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "minyi development tokens", sha256.Size)
	return tokens{key}, err
}

// sign makes a token that is good for so long.
func (t tokens) sign(c claims, life time.Duration) (string, error) {
	now := time.Now()
	c.Issuer, c.Audience = developmentIssuer, jwt.ClaimStrings{audience}
	c.IssuedAt, c.ExpiresAt = jwt.NewNumericDate(now), jwt.NewNumericDate(now.Add(life))
	return jwt.NewWithClaims(jwt.SigningMethodHS256, c).SignedString(t.key)
}

// read checks a token in every respect and gives its claims.
func (t tokens) read(token string) (claims, error) {
	var c claims
	_, err := tokenParser.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return t.key, nil })
	return c, err
}

var tokenParser = jwt.NewParser(jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(developmentIssuer), jwt.WithAudience(audience),
	jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithStrictDecoding())

// tokenCommand prints a bearer token for the person that the arguments describe. It needs no running server.
func tokenCommand(args []string, getenv func(string) string, stdout io.Writer, call string) error {
	said, life, err := readTokenArgs(args, stdout, call)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return misused{err}
	}
	c, err := readConfig(getenv)
	if err != nil {
		return misused{err}
	}
	if !c.devTokens() {
		return misused{errors.New("development tokens are off; DEV_TOKENS=true turns them on, for the server too")}
	}
	secret, err := c.secret()
	if err != nil {
		return err
	}
	signer, err := newTokens(secret)
	if err != nil {
		return err
	}
	token, err := signer.sign(said, life)
	if err == nil {
		_, err = fmt.Fprintln(stdout, token)
	}
	return err
}

// readTokenArgs reads who the token is for and how long it is good.
func readTokenArgs(args []string, stdout io.Writer, call string) (claims, time.Duration, error) {
	c := claims{Assurance: civic.Pseudonymous}
	flags := flag.NewFlagSet("token", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&c.Subject, "subject", "", "the `name` of the person; the same name is the same person")
	flags.Func("role", "a `role` held: DEPARTMENT_CODE:EDITOR (or REVIEWER, PUBLISHER, MODERATOR, ANALYST), or ADMIN or AUDITOR; may be repeated; without one the person is a resident",
		func(text string) error { return addRole(&c.Roles, text) })
	verified := flags.Bool("verified", false, "the person's real name was checked")
	life := flags.Duration("expires", 24*time.Hour, "how `long` the token is good")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintf(stdout, "Prints a bearer token for trying the API out: %s token -subject NAME [-role ROLE]…\n\n", call)
			flags.SetOutput(stdout)
			flags.PrintDefaults()
		}
		return c, 0, err
	}
	if *verified {
		c.Assurance = civic.Verified
	}
	switch {
	case flags.NArg() > 0:
		return c, 0, fmt.Errorf("unknown argument %q; %s token -h prints what there is", flags.Arg(0), call)
	case strings.TrimSpace(c.Subject) == "":
		return c, 0, fmt.Errorf("whose token? say -subject NAME")
	case *life < time.Second:
		return c, 0, fmt.Errorf("-expires %v is less than a second", *life)
	}
	return c, *life, nil
}
