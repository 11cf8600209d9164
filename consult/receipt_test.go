package consult

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"
)

// testKey is the log key of a secret.
func testKey(t testing.TB, secret string) LogKey {
	t.Helper()
	key, err := NewLogKey([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// receiptFor is a signed receipt of a comment.
func receiptFor(key LogKey, content string) Receipt {
	at := time.Date(2026, 3, 1, 9, 30, 0, 123456000, time.UTC)
	salt := NewSalt()
	r := key.SignReceipt(Receipt{Subject: IDWithin(CommentKind, NewKey(), NewKey()), Revision: 3, Salt: salt, Leaf: LeafOf(Commit(salt, content), at), IssuedAt: at})
	return r
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
		refusedReceipt(t, key, base64.RawURLEncoding.EncodeToString(changed))
	}
	for _, code := range []string{"", "x", want.Code() + "A", want.Code()[1:], want.Code() + "\n", strings.ToLower(want.Code())} {
		refusedReceipt(t, key, code)
	}
	refusedReceipt(t, testKey(t, "another secret"), want.Code())
	other := want
	other.Subject.Kind = OfficialResponseKind
	refusedReceipt(t, key, key.SignReceipt(other).Code())
}

func refusedReceipt(t *testing.T, key LogKey, code string) {
	t.Helper()
	var problems Problems
	if _, err := key.ReadReceipt(code); !errors.As(err, &problems) || problems[0].Code != BadReceipt {
		t.Errorf("%q gives %v", code, err)
	}
}

// The leaf is worked out by hand here, as docs/receipts.md tells everybody to do it.
func TestLeafIsWhatTheBookSays(t *testing.T) {
	t.Parallel()
	salt, at := []byte("0123456789abcdef"), time.UnixMicro(0x0102030405060708)
	inner := sha256.Sum256([]byte("0123456789abcdefcontent"))
	want := sha256.Sum256(append(inner[:], 1, 2, 3, 4, 5, 6, 7, 8))
	if got := LeafOf(Commit(salt, "content"), at); !bytes.Equal(got, want[:]) {
		t.Errorf("the leaf is %x, want %x", got, want)
	}
}

func TestAcceptedContents(t *testing.T) {
	t.Parallel()
	created := time.Date(2026, 3, 1, 17, 30, 0, 0, time.FixedZone("", 8*3600))
	later := created.Add(time.Hour)
	clause, number := NewKey(), 2.5
	c := Comment{ConsultationKey: NewKey(), Key: NewKey(), Author: NewKey(), Stance: Oppose, Body: "a <b>\n“好”", CreatedAt: created, Revision: 1}
	edited := c
	edited.ClauseKey, edited.EditedAt, edited.Revision = &clause, &later, 2
	gone := edited
	gone.WithdrawnAt, gone.Revision = &later, 3
	r := SurveyResponse{ConsultationKey: c.ConsultationKey, Key: NewKey(), SurveyKey: NewKey(), Version: 4, CreatedAt: created, Revision: 1,
		Given: Answers{"b": {Number: &number}, "a": {Choices: []string{"x"}}}}
	at := `"consultation":"` + IDOf(ConsultationKind, c.ConsultationKey).String() + `","id":"`
	for want, got := range map[string]string{
		`{"act":"SUBMIT",` + at + c.ID().String() + `","revision":1,"stance":"OPPOSE","body":"a <b>\n“好”"}`:                                                                                               c.Accepted(c.Act()),
		`{"act":"CHANGE",` + at + c.ID().String() + `","revision":2,"submittedAt":"2026-03-01T09:30:00Z","clause":"` + IDOf(ClauseIDKind, clause).String() + `","stance":"OPPOSE","body":"a <b>\n“好”"}`:   edited.Accepted(edited.Act()),
		`{"act":"WITHDRAW",` + at + c.ID().String() + `","revision":3,"submittedAt":"2026-03-01T09:30:00Z","clause":"` + IDOf(ClauseIDKind, clause).String() + `","stance":"OPPOSE","body":"a <b>\n“好”"}`: gone.Accepted(gone.Act()),
		`{"act":"SUBMIT",` + at + r.ID().String() + `","revision":1,"survey":"` + IDOf(SurveyKind, r.SurveyKey).String() + `","version":4,"answers":{"a":{"choices":["x"]},"b":{"number":2.5}}}`:          r.Accepted(r.Act()),
	} {
		if got != want {
			t.Errorf("accepted is\n%s, want\n%s", got, want)
		}
	}
}

func FuzzReceiptCode(f *testing.F) {
	key := testKey(f, "a secret")
	f.Add(receiptFor(key, "内容").Code())
	f.Add("")
	f.Add(base64.RawURLEncoding.EncodeToString(make([]byte, plainLength+signLength)))
	f.Add(base64.RawURLEncoding.EncodeToString(append([]byte{receiptFormat, 'R'}, make([]byte, plainLength+signLength-2)...)))
	f.Fuzz(func(t *testing.T, text string) {
		r, err := readReceipt(text)
		if err == nil && r.Code() != text {
			t.Errorf("%q reads as a receipt that is written %q", text, r.Code())
		}
		if err == nil && receipted[r.Subject.Kind] == "" {
			t.Errorf("%q is a receipt for a %s", text, r.Subject.Kind)
		}
	})
}
