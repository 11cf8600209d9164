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

// BadReceipt refuses a text that is not a receipt code with this server's signature.
var BadReceipt = civic.NewRequestCode("BAD_RECEIPT", "回执码无效：不是本系统签发的，或已被改动。", "This receipt was not signed here, or was changed since.")

// Act is what somebody did with a comment or a survey response.
type Act string

// The acts for which the server issues a receipt.
const (
	ActSubmit   Act = "SUBMIT"
	ActChange   Act = "CHANGE"
	ActWithdraw Act = "WITHDRAW"
)

// Receipt states that the server accepted a comment or a survey response. The author can prove this later with the receipt.
// Nothing in the receipt identifies a person.
type Receipt struct {
	Subject   civic.ID  // the comment or survey response
	Revision  int       // 1 for the submission; each change adds 1
	Salt      []byte    // prevents others from guessing the content; when the salt is erased, the leaf proves nothing any more
	Leaf      []byte    // the leaf in the log
	IssuedAt  time.Time // the instant of acceptance, by the database's clock
	Content   string    // the accepted text; not part of the code, so it is empty in a receipt read from a code
	Signature []byte    // the server's signature over all other fields except the content; set only in a receipt read from a code

	signer ed25519.PrivateKey // the key for Code; nil in a receipt read from a code
}

// The lengths of the parts of a code in bytes.
const (
	saltLength    = 16
	leafLength    = sha256.Size
	payloadLength = 1 + 1 + 16 + 16 + 4 + 8 + saltLength + leafLength // the code without its signature
)

// receiptFormat is the first byte of every code.
const receiptFormat = 1

// NewSalt returns 128 random bits.
func NewSalt() []byte {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails
	return salt
}

// Commit returns the commitment to a content: the SHA-256 of the salt and the content. Without the salt nobody can guess the
// content from it.
func Commit(salt []byte, content string) []byte {
	sum := sha256.Sum256(append(append([]byte{}, salt...), content...))
	return sum[:]
}

// LeafOf returns the leaf in the log: the SHA-256 of the commitment and the instant of acceptance. The instant is the number of
// microseconds since 1970 in eight bytes, most significant byte first. The database calculates the same leaf with its own clock
// when it writes.
func LeafOf(commitment []byte, at time.Time) []byte {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(append([]byte{}, commitment...), uint64(at.UnixMicro())))
	return sum[:]
}

// Code returns the receipt as one opaque text with its signature. Everybody can read and check it without the server. It does
// not contain the content.
func (r Receipt) Code() string {
	payload, signature := r.payload(), r.Signature
	if r.signer != nil {
		signature = ed25519.Sign(r.signer, append([]byte(receiptPurpose), payload...))
	}
	return base64.RawURLEncoding.EncodeToString(append(payload, signature...))
}

// payload returns the bytes of a code before its signature.
func (r Receipt) payload() []byte {
	raw := append([]byte{receiptFormat}, r.Subject.Kind...)
	raw = append(append(raw, r.Subject.Key[:]...), r.Subject.Consultation[:]...)
	raw = binary.BigEndian.AppendUint32(raw, uint32(r.Revision))
	raw = binary.BigEndian.AppendUint64(raw, uint64(r.IssuedAt.UnixMicro()))
	return append(append(raw, r.Salt...), r.Leaf...)
}

// readReceipt reads a code and does not check its signature. It refuses as BAD_RECEIPT a text that is not a code.
func readReceipt(text string) (Receipt, error) {
	raw, err := civic.DecodeOpaque(text)
	if err != nil || len(raw) != payloadLength+ed25519.SignatureSize || raw[0] != receiptFormat || receiptKinds[civic.Kind(raw[1:2])] == "" {
		return Receipt{}, civic.Refuse(BadReceipt, "code")
	}
	kind, rest := civic.Kind(raw[1:2]), raw[2:]
	next := func(n int) []byte {
		part := rest[:n:n]
		rest = rest[n:]
		return part
	}
	r := Receipt{Subject: civic.ID{Kind: kind, Key: uuid.UUID(next(16)), Consultation: uuid.UUID(next(16))}}
	r.Revision = int(int32(binary.BigEndian.Uint32(next(4))))
	r.IssuedAt = time.UnixMicro(int64(binary.BigEndian.Uint64(next(8)))).UTC()
	r.Salt, r.Leaf, r.Signature = next(saltLength), next(leafLength), next(ed25519.SignatureSize)
	return r, nil
}

// receiptKinds holds the kinds that have receipts, each with its name for findings.
var receiptKinds = map[civic.Kind]string{}

// ReceiptsFor declares that the server issues receipts for things of this kind. The name is for findings.
func ReceiptsFor(kind civic.Kind, name string) civic.Kind {
	receiptKinds[kind] = name
	return kind
}

// Holds reports whether this is the content of the receipt.
func (r Receipt) Holds(content string) bool {
	return string(LeafOf(Commit(r.Salt, content), r.IssuedAt)) == string(r.Leaf)
}

// ReceiptState says whether the log contains a receipt's leaf.
type ReceiptState string

// The states.
const (
	ReceiptPending  ReceiptState = "PENDING"
	ReceiptIncluded ReceiptState = "INCLUDED"
	ReceiptMissing  ReceiptState = "MISSING"
)

// ReceiptStatus is what the log knows about a receipt.
type ReceiptStatus struct {
	Code           string
	State          ReceiptState
	LeafIndex      *int // from 0
	Checkpoint     *Checkpoint
	InclusionProof []string
}
