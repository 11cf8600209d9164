package db

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"minyi/domain/civic"
)

// BrowserIssuer is the issuer of browser keys and of the accounts that stand for browsers.
const BrowserIssuer = "minyi-anonymous"

// The tokens of browser keys.
const (
	browserAudience = "minyi"
	browserKeyLife  = 90 * 24 * time.Hour
)

// Challenge sets work for a browser whose every try costs so many iterations of PBKDF2; about 256 tries solve it.
func (db *DB) Challenge(cost int) (civic.Challenge, error) {
	key, err := db.derive("challenges")
	return civic.NewChallenge(key, cost, time.Now()), err
}

// CreateBrowserKey gives a key for a solved challenge. Everybody may. It refuses what is no solution as CHALLENGE_INVALID,
// and a challenge that has expired or was used before as CHALLENGE_EXPIRED and CHALLENGE_SPENT.
func (db *DB) CreateBrowserKey(ctx context.Context, in civic.CreateBrowserKeyInput) (*civic.BrowserKey, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	key, err := db.derive("challenges")
	if err != nil {
		return nil, err
	}
	challenge, err := civic.Solved(key, in.Solution, time.Now())
	if err != nil {
		return nil, err
	}
	if err := db.spend(ctx, challenge); err != nil {
		return nil, err
	}
	return db.newBrowserKey(time.Now())
}

// spend notes that a challenge was used, and clears away those that expired long enough ago for all clocks.
func (db *DB) spend(ctx context.Context, c civic.ChallengeParameters) error {
	fresh, err := db.exec(ctx, `INSERT INTO spent_challenges (nonce, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.Nonce, time.Unix(c.ExpiresAt, 0))
	if err != nil {
		return err
	}
	if fresh == 0 {
		return civic.Refuse(civic.ChallengeSpent, "solution")
	}
	_, err = db.exec(ctx, `DELETE FROM spent_challenges WHERE expires_at < now() - interval '1 hour'`)
	return err
}

// newBrowserKey signs a token for a browser that nobody knows yet.
func (db *DB) newBrowserKey(now time.Time) (*civic.BrowserKey, error) {
	key, err := db.derive("browser keys")
	if err != nil {
		return nil, err
	}
	expires := now.Add(browserKeyLife).Truncate(time.Second)
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{Issuer: BrowserIssuer, Audience: jwt.ClaimStrings{browserAudience},
		Subject: rand.Text(), IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires)}).SignedString(key)
	return &civic.BrowserKey{Token: token, ExpiresAt: expires}, err
}

// BrowserOf checks the token of a browser key in every respect and gives its subject.
func (db *DB) BrowserOf(token string) (subject string, err error) {
	var c jwt.RegisteredClaims
	_, err = jwt.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return db.derive("browser keys") },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(BrowserIssuer), jwt.WithAudience(browserAudience),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithStrictDecoding())
	if err == nil && c.Subject == "" {
		err = errors.New("a browser key needs a subject")
	}
	return c.Subject, err
}

// derive makes a key of the secret for one purpose, so that none can be had from another's use.
func (db *DB) derive(purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, db.secret, nil, "minyi "+purpose, sha256.Size)
}
