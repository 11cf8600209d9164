package trust

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"minyi/domain/civic"
)

// logName is the name of the signing key and the first line of each checkpoint.
const logName = "minyi-log"

// receiptPurpose is the beginning of the bytes that a receipt's signature covers, so that the signature is valid for nothing
// else.
const receiptPurpose = "minyi-receipt\n"

// LogKey signs receipts and the checkpoints of the log.
type LogKey struct {
	LogVerifier
	private ed25519.PrivateKey
}

// NewLogKey derives the key from the server's secret and from the salt of the last rotation, and the keys before it from those of the rotations
// before. Only a person who has both can sign. The first key has no salt.
func NewLogKey(secret []byte, rotations ...[]byte) (k LogKey, err error) {
	var texts []string // the newest first
	for _, salt := range append([][]byte{nil}, rotations...) {
		seed, err := hkdf.Key(sha256.New, secret, salt, "minyi log key", ed25519.SeedSize)
		if err != nil {
			return LogKey{}, fmt.Errorf("derive the log's key: %w", err)
		}
		k.private = ed25519.NewKeyFromSeed(seed)
		text, err := note.NewEd25519VerifierKey(logName, k.private.Public().(ed25519.PublicKey))
		if err != nil {
			return LogKey{}, err
		}
		texts = append([]string{text}, texts...)
	}
	k.LogVerifier, err = NewLogVerifier(strings.Join(texts, "\n"))
	return k, err
}

// Sign signs the text of a note. The note library calls it.
func (k LogKey) Sign(text []byte) ([]byte, error) { return ed25519.Sign(k.private, text), nil }

// SignReceipt returns the receipt with the signing key. Code makes the signature only when a reader asks for the code, because
// signing takes longer than the rest of a receipt and many readers do not ask. The signature is always the same.
func (k LogKey) SignReceipt(r Receipt) Receipt {
	r.signer = k.private
	return r
}

// SignCheckpoint returns the signed checkpoint of the log with this number of leaves and this root.
func (k LogKey) SignCheckpoint(size int64, root tlog.Hash) (Checkpoint, error) {
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", logName, size, root)}, k)
	return Checkpoint{TreeSize: int(size), Root: root, Note: string(signed), VerifierKey: k.newest().Text}, err
}

// LogVerifier checks the server's signatures. It needs only the server's public keys.
type LogVerifier struct {
	note.Verifier        // of the newest key
	Text          string // the published keys, such as minyi-log+1a2b3c4d+AbC…, the newest first, each on a line
}

// NewLogVerifier reads published keys, each on a line, the newest first.
func NewLogVerifier(text string) (LogVerifier, error) {
	v := LogVerifier{Text: text}
	for i, line := range strings.Split(text, "\n") {
		verifier, err := note.NewVerifier(line)
		if err != nil {
			return v, err
		}
		if i == 0 {
			v.Verifier = verifier
		}
	}
	return v, nil
}

// each returns a verifier for each key, the newest first.
func (v LogVerifier) each() []LogVerifier {
	var all []LogVerifier
	for _, line := range strings.Split(v.Text, "\n") {
		verifier, _ := note.NewVerifier(line) // NewLogVerifier has read it
		all = append(all, LogVerifier{Verifier: verifier, Text: line})
	}
	return all
}

// newest returns the verifier of the newest key alone.
func (v LogVerifier) newest() LogVerifier { return v.each()[0] }

// ReadReceipt reads a receipt code. It refuses as BAD_RECEIPT a text that is not a code, or a code without a signature over every
// byte by one of the server's keys.
func (v LogVerifier) ReadReceipt(text string) (Receipt, error) {
	r, err := readReceipt(text)
	signed := append([]byte(receiptPurpose), r.payload()...)
	if err == nil && !slices.ContainsFunc(v.each(), func(key LogVerifier) bool { return key.Verify(signed, r.Signature) }) {
		err = civic.Refuse(BadReceipt, "code")
	}
	return r, err
}

// ReadCheckpoint reads a checkpoint from a note. It returns an error if the note is not signed with one of the server's keys.
func (v LogVerifier) ReadCheckpoint(text string) (c Checkpoint, err error) {
	for _, key := range v.each() {
		if c, err = key.readCheckpoint(text); err == nil {
			break
		}
	}
	return c, err
}

// readCheckpoint reads a checkpoint that is signed with the newest key.
func (v LogVerifier) readCheckpoint(text string) (Checkpoint, error) {
	opened, err := v.open(text)
	if err != nil {
		return Checkpoint{}, err
	}
	lines := strings.Split(opened, "\n")
	if len(lines) != 4 || lines[0] != logName {
		return Checkpoint{}, fmt.Errorf("the note is no checkpoint of a log of Minyi")
	}
	size, err := strconv.Atoi(lines[1])
	if err != nil || size < 0 || strconv.Itoa(size) != lines[1] {
		return Checkpoint{}, fmt.Errorf("the checkpoint has no size")
	}
	roots, err := ParseHashes(lines[2:3])
	if err != nil {
		return Checkpoint{}, err
	}
	return Checkpoint{TreeSize: size, Root: roots[0], Note: text, VerifierKey: v.Text}, nil
}

// Checkpoint states the size of the log at one moment and one hash over all its leaves. Two signed checkpoints with the same
// size and different hashes prove that the server shows different logs to different people.
type Checkpoint struct {
	TreeSize    int
	Root        tlog.Hash
	Note        string // the signed text
	VerifierKey string
}

// RootHash returns the hash in base64.
func (c Checkpoint) RootHash() string { return c.Root.String() }

// Includes checks the proof that the receipt's leaf is at this index in the log of the checkpoint.
func (c Checkpoint) Includes(r Receipt, index int, proof []tlog.Hash) error {
	return tlog.CheckRecord(proof, int64(c.TreeSize), c.Root, int64(index), tlog.RecordHash(r.Leaf))
}

// Continues checks the proof that the log of this checkpoint begins with the whole log of the older checkpoint.
func (c Checkpoint) Continues(older Checkpoint, proof []tlog.Hash) error {
	return tlog.CheckTree(proof, int64(c.TreeSize), c.Root, int64(older.TreeSize), older.Root)
}

// ParseHashes reads hashes in base64. It accepts only one spelling of each hash.
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

// HashTexts returns hashes in base64.
func HashTexts(hashes []tlog.Hash) []string {
	texts := make([]string, len(hashes))
	for i, h := range hashes {
		texts[i] = h.String()
	}
	return texts
}
