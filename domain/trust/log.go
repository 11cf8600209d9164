package trust

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"minyi/domain/civic"
)

// logName is the name of the key and the first line of each checkpoint.
const logName = "minyi-log"

// receiptPurpose begins what is signed for a receipt, so that its signature is good for nothing else.
const receiptPurpose = "minyi-receipt\n"

// LogKey signs receipts and the checkpoints of the log.
type LogKey struct {
	LogVerifier
	private ed25519.PrivateKey
}

// NewLogKey derives the key from the server's secret: whoever has the secret can sign, and nobody else.
func NewLogKey(secret []byte) (LogKey, error) {
	seed, err := hkdf.Key(sha256.New, secret, nil, "minyi log key", ed25519.SeedSize)
	if err != nil {
		return LogKey{}, fmt.Errorf("derive the log's key: %w", err)
	}
	private := ed25519.NewKeyFromSeed(seed)
	text, err := note.NewEd25519VerifierKey(logName, private.Public().(ed25519.PublicKey))
	if err != nil {
		return LogKey{}, err
	}
	verifier, err := NewLogVerifier(text)
	return LogKey{LogVerifier: verifier, private: private}, err
}

// Sign signs what a note says; the note library asks it.
func (k LogKey) Sign(text []byte) ([]byte, error) { return ed25519.Sign(k.private, text), nil }

// SignReceipt gives the receipt with its signature, which is made when its code is asked for: it is always the same, takes longer than
// the rest of a receipt, and many do not ask.
func (k LogKey) SignReceipt(r Receipt) Receipt {
	r.signer = k.private
	return r
}

// SignCheckpoint says what the log is when it has so many leaves.
func (k LogKey) SignCheckpoint(size int64, root tlog.Hash) (Checkpoint, error) {
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", logName, size, root)}, k)
	return Checkpoint{TreeSize: int(size), Root: root, Note: string(signed), VerifierKey: k.Text}, err
}

// LogVerifier checks what the server signed, and needs nothing of the server for it but its public key.
type LogVerifier struct {
	note.Verifier
	Text string // the key as it is published, such as minyi-log+1a2b3c4d+AbC…
}

// NewLogVerifier reads a published key.
func NewLogVerifier(text string) (LogVerifier, error) {
	verifier, err := note.NewVerifier(text)
	return LogVerifier{Verifier: verifier, Text: text}, err
}

// ReadReceipt reads a code and sees to it that the server signed every byte of it; anything else is refused as BAD_RECEIPT.
func (v LogVerifier) ReadReceipt(text string) (Receipt, error) {
	r, err := readReceipt(text)
	if err == nil && !v.Verify(append([]byte(receiptPurpose), r.plain()...), r.Signature) {
		err = civic.Refuse(BadReceipt, "code")
	}
	return r, err
}

// ReadCheckpoint reads a signed note and sees to it that the server signed it.
func (v LogVerifier) ReadCheckpoint(text string) (Checkpoint, error) {
	opened, err := note.Open([]byte(text), note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != logName {
		return Checkpoint{}, fmt.Errorf("the note is no checkpoint of a log of Minyi")
	}
	size, err := strconv.Atoi(lines[1])
	if err != nil || size < 0 || strconv.Itoa(size) != lines[1] {
		return Checkpoint{}, fmt.Errorf("the checkpoint has no size")
	}
	root, err := tlog.ParseHash(lines[2])
	return Checkpoint{TreeSize: size, Root: root, Note: text, VerifierKey: v.Text}, err
}

// Checkpoint is the whole log at one moment in one hash. Two with the same size and different hashes, both signed, prove
// that the server shows different logs to different people.
type Checkpoint struct {
	TreeSize    int
	Root        tlog.Hash
	Note        string // the signed text
	VerifierKey string
}

// RootHash writes the hash in base64.
func (c Checkpoint) RootHash() string { return c.Root.String() }

// Includes checks that the receipt's leaf stands at the index in the log of the checkpoint.
func (c Checkpoint) Includes(r Receipt, index int, proof []tlog.Hash) error {
	return tlog.CheckRecord(proof, int64(c.TreeSize), c.Root, int64(index), tlog.RecordHash(r.Leaf))
}

// Continues checks that the log of the checkpoint begins with all of the older one's.
func (c Checkpoint) Continues(older Checkpoint, proof []tlog.Hash) error {
	return tlog.CheckTree(proof, int64(c.TreeSize), c.Root, int64(older.TreeSize), older.Root)
}

// ParseHashes reads hashes in base64, in its one spelling.
func ParseHashes(texts []string) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(texts))
	for i, text := range texts {
		raw, err := base64.StdEncoding.Strict().DecodeString(text)
		if err != nil || len(raw) != tlog.HashSize || strings.ContainsAny(text, "\r\n") {
			return nil, fmt.Errorf("%q is no hash", text)
		}
		hashes[i] = tlog.Hash(raw)
	}
	return hashes, nil
}

// HashTexts writes hashes in base64.
func HashTexts(hashes []tlog.Hash) []string {
	texts := make([]string, len(hashes))
	for i, h := range hashes {
		texts[i] = h.String()
	}
	return texts
}
