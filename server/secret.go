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

// secret returns SECRET, else the content of SECRET_FILE, else the secret in the data folder. An operator may copy the file as it is
// into SECRET_FILE, together with the data.
func (c config) secret() ([]byte, error) {
	switch {
	case c.Secret != "":
		return []byte(c.Secret), nil
	case c.SecretFile != "":
		return readSecret(c.SecretFile)
	}
	secret, err := readSecret(c.secretName())
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("there is no secret in %s; start the server first, or set MINYI_DATA to the server's folder", c.Data)
	}
	return secret, err
}

// serverSecret is secret for the server, which creates a secret if the data folder has none.
func (c config) serverSecret() ([]byte, error) {
	if c.Secret == "" && c.SecretFile == "" {
		if _, err := os.Stat(c.secretName()); errors.Is(err, fs.ErrNotExist) {
			if err := c.createSecret(c.secretName()); err != nil {
				return nil, fmt.Errorf("keep a secret in the data folder: %w", err)
			}
		}
	}
	return c.secret()
}

// secretName is the file of the secret in the data folder.
func (c config) secretName() string { return filepath.Join(c.Data, "secret") }

// readSecret reads a file with a secret. White space at its ends does not count.
func readSecret(name string) ([]byte, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the secret: %w", err)
	}
	if secret := strings.TrimSpace(string(text)); len(secret) >= minSecret {
		return []byte(secret), nil
	}
	return nil, fmt.Errorf("%s is shorter than %d bytes; put the right secret back", name, minSecret)
}

// createSecret creates a new secret. If several processes do this at the same time, they all get the secret of the first one, and none
// reads half a secret. A folder with data had a secret before. With a new one the server would recognize nobody, so that this is
// an error.
func (c config) createSecret(name string) error {
	if _, err := os.Stat(filepath.Join(c.Data, "data")); err == nil {
		return fmt.Errorf("%s has data but its file secret is gone; put it back, or set SECRET", c.Data)
	}
	if err := createDataFolder(c.Data); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(c.Data, ".secret-") // its mode is 0600
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	random := make([]byte, minSecret)
	_, _ = rand.Read(random) // never fails
	_, err = fmt.Fprintln(temporary, hex.EncodeToString(random))
	if err := errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	if err := os.Link(temporary.Name(), name); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// createDataFolder creates the folder if it is missing. Whatever the umask is, the user that PostgreSQL runs as can enter the folder.
func createDataFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	return errors.Join(os.MkdirAll(dir, 0o711), os.Chmod(dir, 0o711))
}
