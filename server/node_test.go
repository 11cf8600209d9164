package main

import (
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// nodeFolder is a folder of test/ with its npm packages, which are installed once. The test is skipped if they cannot be installed.
func nodeFolder(t *testing.T, name string) string {
	t.Helper()
	folder, err := filepath.Abs(filepath.Join("..", "test", name))
	if err != nil {
		t.Fatal(err)
	}
	install, _ := installs.LoadOrStore(folder, sync.OnceValues(func() ([]byte, error) {
		npm := exec.Command("npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--silent")
		npm.Dir = folder
		return npm.CombinedOutput()
	}))
	if said, err := install.(func() ([]byte, error))(); err != nil {
		t.Skipf("this test needs node, and npm to install the packages of test/%s: %v %s", name, err, said)
	}
	return folder
}

// installs has a function for each folder that installs its packages.
var installs sync.Map
