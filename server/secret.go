package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// secret is the SECRET of the settings, or else the one in the data folder, which is made where there is none.
// Its text can be moved to SECRET as it is, together with the data.
func (c config) secret() ([]byte, error) {
	if c.Secret != "" {
		return []byte(c.Secret), nil
	}
	name := filepath.Join(c.Data, "secret")
	kept, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		if err := c.makeSecret(name); err != nil {
			return nil, fmt.Errorf("keep a secret in the data folder: %w", err)
		}
		kept, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, fmt.Errorf("read the secret: %w", err)
	}
	if secret := strings.TrimSpace(string(kept)); len(secret) >= shortestSecret {
		return []byte(secret), nil
	}
	return nil, fmt.Errorf("%s is shorter than %d bytes; put the right one back", name, shortestSecret)
}

// makeSecret keeps a new secret. Of processes that do it at the same time the first wins, and none sees half a secret.
// A folder with data had one: with another nobody would be recognized, so that none is made.
func (c config) makeSecret(name string) error {
	if _, err := os.Stat(filepath.Join(c.Data, "data")); err == nil {
		return fmt.Errorf("%s has data but its file secret is gone; put it back, or set SECRET", c.Data)
	}
	if err := makeDataFolder(c.Data); err != nil {
		return err
	}
	fresh, err := os.CreateTemp(c.Data, ".secret-") // its mode is 0600
	if err != nil {
		return err
	}
	defer os.Remove(fresh.Name())
	random := make([]byte, shortestSecret)
	_, _ = rand.Read(random) // never fails
	_, err = fmt.Fprintln(fresh, hex.EncodeToString(random))
	if err := errors.Join(err, fresh.Sync(), fresh.Close()); err != nil {
		return err
	}
	if err := os.Link(fresh.Name(), name); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// makeDataFolder makes the folder where it is missing, so that PostgreSQL's user can pass through it whatever the umask.
func makeDataFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	return errors.Join(os.MkdirAll(dir, 0o711), os.Chmod(dir, 0o711))
}
