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

// Refusals of a browser's work.
var (
	ChallengeInvalid = NewCode("CHALLENGE_INVALID", "人机验证未通过，请重新验证。", "This does not solve a challenge of ours; fetch a new one.")
	ChallengeExpired = NewCode("CHALLENGE_EXPIRED", "人机验证已过期，请重新验证。", "The challenge has expired; fetch a new one.")
	ChallengeSpent   = NewCode("CHALLENGE_SPENT", "该人机验证已使用过，请重新验证。", "The challenge was used before; fetch a new one.")
)

// The form of a challenge.
const (
	challengeAlgorithm = "PBKDF2/SHA-256"
	challengePrefix    = "00" // a key begins so once in 256 tries
	challengeKeyLength = 32
	challengeLife      = 10 * time.Minute
)

// Challenge is work for a browser in the format of ALTCHA's second version, so that its widget can do it: to find the
// counter with which PBKDF2 makes a key that begins with the prefix. Only who has the key of the signature can make one.
type Challenge struct {
	Parameters ChallengeParameters `json:"parameters"`
	Signature  string              `json:"signature"`
}

// ChallengeParameters are what is signed. The fields stand in alphabetical order, as the format's signature wants them.
type ChallengeParameters struct {
	Algorithm string `json:"algorithm"`
	Cost      int    `json:"cost"`      // PBKDF2's iterations for one try
	ExpiresAt int64  `json:"expiresAt"` // in seconds since 1970
	KeyLength int    `json:"keyLength"` // in bytes
	KeyPrefix string `json:"keyPrefix"` // hexadecimal, as are nonce and salt
	Nonce     string `json:"nonce"`
	Salt      string `json:"salt"`
}

// solved is what the widget sends back.
type solved struct {
	Challenge Challenge `json:"challenge"`
	Solution  struct {
		Counter    uint32 `json:"counter"`
		DerivedKey string `json:"derivedKey"`
	} `json:"solution"`
}

// NewChallenge sets work whose every try costs so many iterations; about 256 tries solve it.
func NewChallenge(key []byte, cost int, now time.Time) Challenge {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails
	p := ChallengeParameters{Algorithm: challengeAlgorithm, Cost: cost, ExpiresAt: now.Add(challengeLife).Unix(), KeyLength: challengeKeyLength,
		KeyPrefix: challengePrefix, Nonce: hex.EncodeToString(random[:16]), Salt: hex.EncodeToString(random[16:])}
	return Challenge{Parameters: p, Signature: p.sign(key)}
}

// sign is the keyed hash of the parameters.
func (p ChallengeParameters) sign(key []byte) string {
	raw, _ := json.Marshal(p) // texts and numbers always marshal
	mac := hmac.New(sha256.New, key)
	mac.Write(raw)
	return hex.EncodeToString(mac.Sum(nil))
}

// Solved gives the parameters of the challenge that a widget's payload solves. It refuses as CHALLENGE_INVALID what is not
// a solution of a challenge made with the key, and as CHALLENGE_EXPIRED one that comes too late. The work is done again,
// one try's worth, only for a challenge of ours.
func Solved(key []byte, payload string, now time.Time) (ChallengeParameters, error) {
	var s solved
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

// solvedBy tells whether the counter makes the key, and the key begins as it must.
func (p ChallengeParameters) solvedBy(counter uint32, derived string) bool {
	key, err := p.Try(counter)
	return err == nil && strings.HasPrefix(key, p.KeyPrefix) && hmac.Equal([]byte(key), []byte(derived))
}

// Try makes the key of one counter, in hexadecimal.
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
