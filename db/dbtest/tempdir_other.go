//go:build !linux

package dbtest

import "os"

// tempDir is the usual temporary folder.
func tempDir() string { return os.TempDir() }
