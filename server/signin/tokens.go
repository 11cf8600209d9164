package signin

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"minyi/domain/civic"
)

// Development tokens have an issuer of their own, so that nobody can take them for tokens of a real provider.
const (
	DevelopmentIssuer = "minyi-development"
	audience          = "minyi"
)

// Claims are what a development token says of its owner.
type Claims struct {
	jwt.RegisteredClaims
	Roles     []civic.RoleGrant   `json:"roles,omitempty"`
	Assurance civic.IdentityLevel `json:"assurance"`
}

// Validate refuses claims that the token command does not make. The parser calls it.
func (c Claims) Validate() error {
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

// Tokens signs and reads development tokens.
type Tokens struct{ key []byte }

// NewTokens derives the key of the tokens from the secret. Nobody can compute the secret from the key.
func NewTokens(secret []byte) (*Tokens, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "minyi development tokens", sha256.Size)
	return &Tokens{key}, err
}

// Sign makes a token that expires after the given time.
func (t *Tokens) Sign(c Claims, life time.Duration) (string, error) {
	now := time.Now()
	c.Issuer, c.Audience = DevelopmentIssuer, jwt.ClaimStrings{audience}
	c.IssuedAt, c.ExpiresAt = jwt.NewNumericDate(now), jwt.NewNumericDate(now.Add(life))
	return jwt.NewWithClaims(jwt.SigningMethodHS256, c).SignedString(t.key)
}

// read checks a token completely and returns its claims.
func (t *Tokens) read(token string) (Claims, error) {
	var c Claims
	_, err := tokenParser.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return t.key, nil })
	return c, err
}

var tokenParser = jwt.NewParser(jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(DevelopmentIssuer), jwt.WithAudience(audience),
	jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithStrictDecoding())
