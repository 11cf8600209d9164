package civic

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// TestChallengeMatchesALTCHA uses a solution that ALTCHA's own library found for fixed parameters.
func TestChallengeMatchesALTCHA(t *testing.T) {
	t.Parallel()
	p := ChallengeParameters{Algorithm: challengeAlgorithm, Cost: 10, ExpiresAt: 1999999999, KeyLength: 32, KeyPrefix: "00",
		Nonce: "00112233445566778899aabbccddeeff", Salt: "00112233445566778899aabbccddeeff"}
	if key, err := p.Try(45); err != nil || key != "00849476733730b97844a352bf91a09bca8958cccfc076c4c50c3525691c0c46" {
		t.Errorf("%s %v", key, err)
	}
	for counter := range uint32(45) {
		if key, _ := p.Try(counter); strings.HasPrefix(key, p.KeyPrefix) {
			t.Errorf("%d solves it, too", counter)
		}
	}
}

// payload encodes what a widget sends.
func payload(c Challenge, counter uint32, key string) string {
	raw, _ := json.Marshal(map[string]any{"challenge": c, "solution": map[string]any{"counter": counter, "derivedKey": key, "time": 2.3}})
	return base64.StdEncoding.EncodeToString(raw)
}

// solve finds a solution.
func solve(c Challenge) string {
	for counter := uint32(0); ; counter++ {
		if key, err := c.Parameters.Try(counter); err != nil || strings.HasPrefix(key, c.Parameters.KeyPrefix) {
			return payload(c, counter, key)
		}
	}
}

func TestChallengeExpires(t *testing.T) {
	t.Parallel()
	ours, now := []byte("our key"), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	solution := solve(NewChallenge(ours, 1, now))
	for name, c := range map[string]struct {
		key  string
		at   time.Time
		want string
	}{
		"at once":         {"our key", now, ""},
		"at the last":     {"our key", now.Add(challengeLife - time.Second), ""},
		"at the end":      {"our key", now.Add(challengeLife), "CHALLENGE_EXPIRED"},
		"of another":      {"another key", now, "CHALLENGE_INVALID"},
		"of another, old": {"another key", now.Add(challengeLife), "CHALLENGE_INVALID"},
	} {
		_, err := Solved([]byte(c.key), solution, c.at)
		if got := codeOf(err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// codeOf returns the code of an error's first problem.
func codeOf(err error) string {
	if problems, are := err.(Problems); are {
		return string(problems[0].Code)
	}
	return ""
}

// FuzzSolved looks for a text that is accepted as a solution without the server's signature.
func FuzzSolved(f *testing.F) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	ours := NewChallenge([]byte("our key"), 1, now)
	f.Add(`{"challenge":{"parameters":{"algorithm":"PBKDF2/SHA-256","cost":1,"keyPrefix":""},"signature":""},"solution":{"counter":0,"derivedKey":""}}`)
	f.Add(`{"challenge":{"parameters":{"cost":-1,"keyLength":-1,"nonce":"zz"}},"solution":{"counter":-1}}`)
	f.Add(`{"solution":null}`)
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := Solved([]byte("our key"), base64.StdEncoding.EncodeToString([]byte(text)), now); err == nil && !strings.Contains(text, ours.Signature) {
			t.Errorf("%q is taken for a solution", text)
		}
	})
}
