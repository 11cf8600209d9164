package civicdb

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"minyi/db/pg"
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
func Challenge(db *pg.DB, cost int) (civic.Challenge, error) {
	key, err := derive(db, "challenges")
	return civic.NewChallenge(key, cost, time.Now()), err
}

// CreateBrowserKey gives a key for a solved challenge. Everybody may. It refuses what is no solution as CHALLENGE_INVALID,
// and a challenge that has expired or was used before as CHALLENGE_EXPIRED and CHALLENGE_SPENT.
func CreateBrowserKey(ctx context.Context, db *pg.DB, in civic.CreateBrowserKeyInput) (*civic.BrowserKey, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	key, err := derive(db, "challenges")
	if err != nil {
		return nil, err
	}
	challenge, err := civic.Solved(key, in.Solution, time.Now())
	if err != nil {
		return nil, err
	}
	if err := spend(ctx, db, challenge); err != nil {
		return nil, err
	}
	return newBrowserKey(db, time.Now())
}

// spend notes that a challenge was used, and clears away those that expired long enough ago for all clocks.
func spend(ctx context.Context, db *pg.DB, c civic.ChallengeParameters) error {
	fresh, err := db.Exec(ctx, `INSERT INTO spent_challenges (nonce, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.Nonce, time.Unix(c.ExpiresAt, 0))
	if err != nil {
		return err
	}
	if fresh == 0 {
		return civic.Refuse(civic.ChallengeSpent, "solution")
	}
	_, err = db.Exec(ctx, `DELETE FROM spent_challenges WHERE expires_at < now() - interval '1 hour'`)
	return err
}

// newBrowserKey signs a token for a browser that nobody knows yet.
func newBrowserKey(db *pg.DB, now time.Time) (*civic.BrowserKey, error) {
	key, err := derive(db, "browser keys")
	if err != nil {
		return nil, err
	}
	expires := now.Add(browserKeyLife).Truncate(time.Second)
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{Issuer: BrowserIssuer, Audience: jwt.ClaimStrings{browserAudience},
		Subject: rand.Text(), IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires)}).SignedString(key)
	return &civic.BrowserKey{Token: token, ExpiresAt: expires}, err
}

// BrowserOf checks the token of a browser key in every respect and gives its subject.
func BrowserOf(db *pg.DB, token string) (subject string, err error) {
	var c jwt.RegisteredClaims
	_, err = jwt.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return derive(db, "browser keys") },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(BrowserIssuer), jwt.WithAudience(browserAudience),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithStrictDecoding())
	if err == nil && c.Subject == "" {
		err = errors.New("a browser key needs a subject")
	}
	return c.Subject, err
}

// derive makes a key of the secret for one purpose, so that none can be had from another's use.
func derive(db *pg.DB, purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, db.Secret, nil, "minyi "+purpose, sha256.Size)
}
