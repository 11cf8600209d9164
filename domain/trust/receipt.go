package trust

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// BadReceipt refuses a receipt code that this server has not signed.
var BadReceipt = civic.NewCode("BAD_RECEIPT", "回执码无效：不是本系统签发的，或已被改动。", "This receipt was not signed here, or was changed since.")

// Act is what somebody did with a comment or a survey response.
type Act string

// The acts that a receipt is given for.
const (
	ActSubmit   Act = "SUBMIT"
	ActChange   Act = "CHANGE"
	ActWithdraw Act = "WITHDRAW"
)

// Receipt says that something was accepted, and lets its author prove it later. Nothing in it leads to a person.
type Receipt struct {
	Subject   civic.ID  // the comment or survey response
	Revision  int       // 1 for what was submitted, and one more for each change
	Salt      []byte    // keeps others from guessing the content; whoever forgets it makes the leaf point at nothing
	Leaf      []byte    // what stands in the log
	IssuedAt  time.Time // when it was accepted, by the database's clock
	Content   string    // what was accepted; not part of the code, and empty in a receipt that was read from one
	Signature []byte    // the server's, over everything else but the content; nil in a receipt that its signer has not signed yet

	signer ed25519.PrivateKey // nil in a receipt that was read from a code
}

// The lengths in bytes of a salt and of a code.
const (
	saltLength  = 16
	leafLength  = sha256.Size
	plainLength = 1 + 1 + 16 + 16 + 4 + 8 + saltLength + leafLength // a code without its signature
	signLength  = 64
)

// receiptFormat is the first byte of every code.
const receiptFormat = 1

// NewSalt makes 128 random bits.
func NewSalt() []byte {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails
	return salt
}

// Commit hides a content behind a salt: SHA-256 over the salt and the content.
func Commit(salt []byte, content string) []byte {
	sum := sha256.Sum256(append(append([]byte{}, salt...), content...))
	return sum[:]
}

// LeafOf is what stands in the log: SHA-256 over the commitment and the instant of acceptance, in microseconds since 1970 as
// eight bytes, the largest first. The database makes the same from its own clock while it writes.
func LeafOf(commitment []byte, at time.Time) []byte {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(append([]byte{}, commitment...), uint64(at.UnixMicro())))
	return sum[:]
}

// Code writes the receipt as one opaque text, from which all of it but the content can be read and checked without the server.
func (r Receipt) Code() string {
	plain, signature := r.plain(), r.Signature
	if r.signer != nil {
		signature = ed25519.Sign(r.signer, append([]byte(receiptPurpose), plain...))
	}
	return base64.RawURLEncoding.EncodeToString(append(plain, signature...))
}

// plain is what a code says before its signature.
func (r Receipt) plain() []byte {
	raw := append([]byte{receiptFormat}, r.Subject.Kind...)
	raw = append(append(raw, r.Subject.Key[:]...), r.Subject.Consultation[:]...)
	raw = binary.BigEndian.AppendUint32(raw, uint32(r.Revision))
	raw = binary.BigEndian.AppendUint64(raw, uint64(r.IssuedAt.UnixMicro()))
	return append(append(raw, r.Salt...), r.Leaf...)
}

// readReceipt reads a code without looking at its signature; anything that is no code is refused as BAD_RECEIPT.
func readReceipt(text string) (Receipt, error) {
	raw, err := civic.DecodeOpaque(text)
	if err != nil || len(raw) != plainLength+signLength || raw[0] != receiptFormat || receipted[civic.Kind(raw[1:2])] == "" {
		return Receipt{}, civic.Refuse(BadReceipt, "code")
	}
	kind, rest := civic.Kind(raw[1:2]), raw[2:]
	take := func(n int) []byte {
		part := rest[:n:n]
		rest = rest[n:]
		return part
	}
	r := Receipt{Subject: civic.ID{Kind: kind, Key: uuid.UUID(take(16)), Consultation: uuid.UUID(take(16))}}
	r.Revision = int(int32(binary.BigEndian.Uint32(take(4))))
	r.IssuedAt = time.UnixMicro(int64(binary.BigEndian.Uint64(take(8)))).UTC()
	r.Salt, r.Leaf, r.Signature = take(saltLength), take(leafLength), take(signLength)
	return r, nil
}

// receipted are the kinds of things that receipts are given for, each with its name in findings.
var receipted = map[civic.Kind]string{}

// ReceiptsFor declares that receipts are given for things of a kind.
func ReceiptsFor(kind civic.Kind, name string) civic.Kind {
	receipted[kind] = name
	return kind
}

// Holds tells whether the content is the one that the receipt was given for.
func (r Receipt) Holds(content string) bool {
	return string(LeafOf(Commit(r.Salt, content), r.IssuedAt)) == string(r.Leaf)
}

// ReceiptState is where a receipt's leaf stands.
type ReceiptState string

// The states.
const (
	ReceiptPending  ReceiptState = "PENDING"
	ReceiptIncluded ReceiptState = "INCLUDED"
	ReceiptMissing  ReceiptState = "MISSING"
)

// ReceiptStatus is what the log says of a receipt.
type ReceiptStatus struct {
	Code           string
	State          ReceiptState
	LeafIndex      *int // from 0
	Checkpoint     *Checkpoint
	InclusionProof []string
}
