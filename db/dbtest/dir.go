package dbtest

import (
	"os"
	"path/filepath"
	"time"

	"minyi/db/local"
)

const prefix = "minyi-test-"

// newDir makes the server's folder so that PostgreSQL's user can enter it when we are root.
func newDir() (string, error) {
	dir, err := os.MkdirTemp(tempDir(), prefix)
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o711)
}

// sweep removes the folders of test processes that were killed. One that was made just now may not be locked yet.
func sweep() {
	dirs, _ := filepath.Glob(filepath.Join(tempDir(), prefix+"*"))
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > time.Minute {
			_ = local.Remove(dir) // in use, or another user's
		}
	}
}
