package pg

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// SealKey is a key with which records are encrypted that only few may read.
type SealKey struct {
	ID  string // is kept beside each record, so that the key can change
	Key []byte // 32 bytes
}

// SealKeys are the keys of the settings. The first one encrypts, the others only decrypt.
type SealKeys []SealKey

// errSealKeys does not repeat what may be a key.
var errSealKeys = errors.New("a key is written as its name, = and 64 hexadecimal digits")

// UnmarshalText reads keys such as 2026=<64 hexadecimal digits>, separated by commas.
func (k *SealKeys) UnmarshalText(text []byte) error {
	for part := range strings.SplitSeq(string(text), ",") {
		id, digits, _ := strings.Cut(strings.TrimSpace(part), "=")
		key, err := hex.DecodeString(digits)
		if err != nil || len(key) != 32 || id == "" || id == "secret" {
			return errSealKeys
		}
		*k = append(*k, SealKey{ID: id, Key: key})
	}
	return nil
}

// Sealed is an encrypted record.
type Sealed struct {
	KeyID string `db:"key_id"`
	Box   []byte `db:"box"` // the nonce and the ciphertext of AES-256-GCM
}

// sealKeys returns the keys of the settings, and after them the key that follows from the secret.
func (db *DB) sealKeys() []SealKey {
	return append(db.SealKeys[:len(db.SealKeys):len(db.SealKeys)], SealKey{ID: "secret", Key: db.Hash("seal")})
}

// SealKeyID names the key that encrypts.
func (db *DB) SealKeyID() string { return db.sealKeys()[0].ID }

// Seal encrypts a value as JSON. It can be opened only as what it was sealed for, such as the name of its table and its key.
func (db *DB) Seal(what string, value any) (Sealed, error) {
	key := db.sealKeys()[0]
	plain, err := json.Marshal(value)
	if err != nil {
		return Sealed{}, err
	}
	gcm, err := key.cipher()
	if err != nil {
		return Sealed{}, err
	}
	nonce := make([]byte, gcm.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return Sealed{KeyID: key.ID, Box: gcm.Seal(nonce, nonce, plain, []byte(what))}, nil
}

// Open decrypts a record into a value.
func (db *DB) Open(what string, s Sealed, value any) error {
	for _, key := range db.sealKeys() {
		if key.ID != s.KeyID {
			continue
		}
		gcm, err := key.cipher()
		if err != nil || len(s.Box) < gcm.NonceSize() {
			return fmt.Errorf("an encrypted record of %s is damaged", what)
		}
		plain, err := gcm.Open(nil, s.Box[:gcm.NonceSize()], s.Box[gcm.NonceSize():], []byte(what))
		if err != nil {
			return fmt.Errorf("an encrypted record of %s cannot be opened with the key %s", what, key.ID)
		}
		return json.Unmarshal(plain, value)
	}
	return fmt.Errorf("the key %s of an encrypted record is not among SEAL_KEYS", s.KeyID)
}

func (k SealKey) cipher() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.Key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
