package trust

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"minyi/domain/civic"
)

// The kinds of these tests. Only the first has receipts.
var (
	testKind        = ReceiptsFor(civic.NewKindWithin("m"), "test")
	unreceiptedKind = civic.NewKindWithin("o")
)

// testKey returns the log key of a secret.
func testKey(t testing.TB, secret string) LogKey {
	t.Helper()
	key, err := NewLogKey([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// receiptFor returns a signed receipt.
func receiptFor(key LogKey, content string) Receipt {
	at := time.Date(2026, 3, 1, 9, 30, 0, 123456000, time.UTC)
	salt := NewSalt()
	return key.SignReceipt(Receipt{Subject: civic.IDWithin(testKind, civic.NewKey(), civic.NewKey()), Revision: 3, Salt: salt, Leaf: LeafOf(Commit(salt, content), at), IssuedAt: at})
}

func TestReceiptCode(t *testing.T) {
	t.Parallel()
	key := testKey(t, "a secret")
	want := receiptFor(key, "内容")
	got, err := key.ReadReceipt(want.Code())
	if err != nil || got.Subject != want.Subject || got.Revision != 3 || !got.IssuedAt.Equal(want.IssuedAt) || !bytes.Equal(got.Leaf, want.Leaf) || got.Code() != want.Code() {
		t.Fatalf("read back %+v, %v", got, err)
	}
	if !got.Holds("内容") || got.Holds("内容 ") {
		t.Error("the leaf holds another content than its own")
	}
	if again := testKey(t, "a secret").SignReceipt(want); again.Code() != want.Code() {
		t.Error("signed again it differs")
	}
	raw, _ := base64.RawURLEncoding.DecodeString(want.Code())
	for i := range raw {
		changed := bytes.Clone(raw)
		changed[i] ^= 1
		expectBadReceipt(t, key, base64.RawURLEncoding.EncodeToString(changed))
	}
	for _, code := range []string{"", "x", want.Code() + "A", want.Code()[1:], want.Code() + "\n", strings.ToLower(want.Code())} {
		expectBadReceipt(t, key, code)
	}
	expectBadReceipt(t, testKey(t, "another secret"), want.Code())
	other := want
	other.Subject.Kind = unreceiptedKind
	expectBadReceipt(t, key, key.SignReceipt(other).Code())
}

// expectBadReceipt expects that the key refuses a code.
func expectBadReceipt(t *testing.T, key LogKey, code string) {
	t.Helper()
	var problems civic.Problems
	if _, err := key.ReadReceipt(code); !errors.As(err, &problems) || problems[0].Code != BadReceipt {
		t.Errorf("%q gives %v", code, err)
	}
}

// TestLeafMatchesItsDocumentation calculates the leaf step by step as docs/receipts.md describes it.
func TestLeafMatchesItsDocumentation(t *testing.T) {
	t.Parallel()
	salt, at := []byte("0123456789abcdef"), time.UnixMicro(0x0102030405060708)
	inner := sha256.Sum256([]byte("0123456789abcdefcontent"))
	want := sha256.Sum256(append(inner[:], 1, 2, 3, 4, 5, 6, 7, 8))
	if got := LeafOf(Commit(salt, "content"), at); !bytes.Equal(got, want[:]) {
		t.Errorf("the leaf is %x, want %x", got, want)
	}
}

func FuzzReceiptCode(f *testing.F) {
	key := testKey(f, "a secret")
	f.Add(receiptFor(key, "内容").Code())
	f.Add("")
	f.Add(base64.RawURLEncoding.EncodeToString(make([]byte, payloadLength+ed25519.SignatureSize)))
	f.Add(base64.RawURLEncoding.EncodeToString(append([]byte{receiptFormat, 'R'}, make([]byte, payloadLength+ed25519.SignatureSize-2)...)))
	f.Fuzz(func(t *testing.T, text string) {
		r, err := readReceipt(text)
		if err == nil && r.Code() != text {
			t.Errorf("%q reads as a receipt that is written %q", text, r.Code())
		}
		if err == nil && receiptKinds[r.Subject.Kind] == "" {
			t.Errorf("%q is a receipt for a %s", text, r.Subject.Kind)
		}
	})
}
