package civic

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"
)

// Refusals of a solution to a challenge.
var (
	ChallengeInvalid = NewCode("CHALLENGE_INVALID", "人机验证未通过，请重新验证。", "This does not solve a challenge of ours; fetch a new one.")
	ChallengeExpired = NewCode("CHALLENGE_EXPIRED", "人机验证已过期，请重新验证。", "The challenge has expired; fetch a new one.")
	ChallengeSpent   = NewCode("CHALLENGE_SPENT", "该人机验证已使用过，请重新验证。", "The challenge was used before; fetch a new one.")
)

// The parameters of a challenge.
const (
	challengeAlgorithm = "PBKDF2/SHA-256"
	challengePrefix    = "00" // one key in 256 begins with it
	challengeKeyLength = 32
	challengeLife      = 10 * time.Minute
)

// Challenge is a proof of work for a browser. The browser finds a counter for which PBKDF2 derives a key that begins with
// the prefix. The format is version 2 of ALTCHA, so the ALTCHA widget can solve it. Only the server can make a challenge,
// because only the server has the signing key.
type Challenge struct {
	Parameters ChallengeParameters `json:"parameters"`
	Signature  string              `json:"signature"`
}

// ChallengeParameters is the signed part of a challenge. The fields are in alphabetical order, as the format requires for
// the signature.
type ChallengeParameters struct {
	Algorithm string `json:"algorithm"`
	Cost      int    `json:"cost"`      // PBKDF2 iterations for one try
	ExpiresAt int64  `json:"expiresAt"` // seconds since 1970
	KeyLength int    `json:"keyLength"` // in bytes
	KeyPrefix string `json:"keyPrefix"` // hexadecimal, like the nonce and the salt
	Nonce     string `json:"nonce"`
	Salt      string `json:"salt"`
}

// widgetPayload is what the widget sends back.
type widgetPayload struct {
	Challenge Challenge `json:"challenge"`
	Solution  struct {
		Counter    uint32 `json:"counter"`
		DerivedKey string `json:"derivedKey"`
	} `json:"solution"`
}

// NewChallenge makes a challenge. The cost is the number of PBKDF2 iterations for one try. A browser needs about 256
// tries on average.
func NewChallenge(key []byte, cost int, now time.Time) Challenge {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails
	p := ChallengeParameters{Algorithm: challengeAlgorithm, Cost: cost, ExpiresAt: now.Add(challengeLife).Unix(), KeyLength: challengeKeyLength,
		KeyPrefix: challengePrefix, Nonce: hex.EncodeToString(random[:16]), Salt: hex.EncodeToString(random[16:])}
	return Challenge{Parameters: p, Signature: p.sign(key)}
}

// sign returns the HMAC-SHA-256 of the parameters in hexadecimal.
func (p ChallengeParameters) sign(key []byte) string {
	raw, _ := json.Marshal(p) // texts and numbers always marshal
	mac := hmac.New(sha256.New, key)
	mac.Write(raw)
	return hex.EncodeToString(mac.Sum(nil))
}

// Solved checks a widget's payload and returns the parameters of the challenge that it solves. It refuses a payload as
// CHALLENGE_INVALID if the challenge is not signed with the key or the solution is wrong, and as CHALLENGE_EXPIRED if it
// comes too late. Solved checks the signature first, so a forged challenge costs no PBKDF2 derivation.
func Solved(key []byte, payload string, now time.Time) (ChallengeParameters, error) {
	var s widgetPayload
	raw, err := base64.StdEncoding.DecodeString(payload)
	if err != nil || json.Unmarshal(raw, &s) != nil {
		return ChallengeParameters{}, Refuse(ChallengeInvalid, "solution")
	}
	p := s.Challenge.Parameters
	switch {
	case !hmac.Equal([]byte(p.sign(key)), []byte(s.Challenge.Signature)):
		return p, Refuse(ChallengeInvalid, "solution")
	case now.Unix() >= p.ExpiresAt:
		return p, Refuse(ChallengeExpired, "solution")
	case !p.solvedBy(s.Solution.Counter, s.Solution.DerivedKey):
		return p, Refuse(ChallengeInvalid, "solution")
	}
	return p, nil
}

// solvedBy reports whether PBKDF2 derives this key from the counter and the key begins with the prefix.
func (p ChallengeParameters) solvedBy(counter uint32, derived string) bool {
	key, err := p.Try(counter)
	return err == nil && strings.HasPrefix(key, p.KeyPrefix) && hmac.Equal([]byte(key), []byte(derived))
}

// Try derives the key of one counter, in hexadecimal.
func (p ChallengeParameters) Try(counter uint32) (string, error) {
	nonce, err := hex.DecodeString(p.Nonce)
	if err != nil {
		return "", err
	}
	salt, err := hex.DecodeString(p.Salt)
	if err != nil {
		return "", err
	}
	key, err := pbkdf2.Key(sha256.New, string(binary.BigEndian.AppendUint32(nonce, counter)), salt, p.Cost, p.KeyLength)
	return hex.EncodeToString(key), err
}
