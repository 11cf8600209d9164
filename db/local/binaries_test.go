//go:build unix

package local

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// hidden are options with which no binaries are found but those in the variables.
func hidden(dir string, env map[string]string) Options {
	o := options(dir)
	o.Folders = []string{}
	o.Getenv = func(name string) string { return env[name] }
	return o
}

// fakeBin makes a folder whose postgres only says its version.
func fakeBin(t *testing.T, version string) string {
	t.Helper()
	dir := filepath.Dir(newDir(t))
	script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n"
	for _, name := range []string{"initdb", "postgres"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestNoBinaries(t *testing.T) {
	t.Parallel()
	old, empty := fakeBin(t, "13.9"), filepath.Dir(newDir(t))
	for name, c := range map[string]struct {
		env  map[string]string
		data string // the version that made the data
		want []string
	}{
		"nothing":       {nil, "", []string{"PostgreSQL 14 or newer was not found", "npm is not on the PATH", "To mend it: "}},
		"too old":       {map[string]string{"PATH": old}, "", []string{old + ": is version 13, too old"}},
		"empty PG_BIN":  {map[string]string{"PG_BIN": empty}, "", []string{"in PG_BIN=" + empty, empty + ": has no initdb"}},
		"other version": {map[string]string{"PATH": fakeBin(t, "16.1")}, "15", []string{"PostgreSQL 15, which made the data in", "is version 16", "postgresql", "15"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := newDir(t)
			if c.data != "" {
				writeFile(t, dir+"/data/PG_VERSION", c.data+"\n")
			}
			_, err := Start(within(t, time.Minute), hidden(dir, c.env))
			for _, want := range c.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("lacks %q: %v", want, err)
				}
			}
			if _, err := os.Stat(dir + "/data/PG_VERSION"); c.data != "" && err != nil {
				t.Errorf("the data was touched: %v", err)
			}
		})
	}
}

func TestNewestBinariesThatFit(t *testing.T) {
	t.Parallel()
	older, newer, newest := fakeBin(t, "14.9"), fakeBin(t, "16.2 (Debian 16.2-1)"), fakeBin(t, "19beta1")
	for data, want := range map[string]string{"": newest, "16": newer, "14": older} {
		dir := newDir(t)
		if data != "" {
			writeFile(t, dir+"/data/PG_VERSION", data)
		}
		f, err := openFolder(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		o := hidden(dir, map[string]string{"PATH": older + ":" + newest})
		o.Folders = []string{filepath.Dir(newer) + "/*"}
		b, err := findBinaries(t.Context(), f, o)
		f.close()
		if err != nil || b.dir != want {
			t.Errorf("data of %q: %v %v, want %s", data, b, err, want)
		}
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o711); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestUnpack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	archive, sum := filepath.Join(dir, "package.tgz"), archiveOf(t, filepath.Join(dir, "package.tgz"), map[string]string{
		"package/native/bin/postgres":       "the server",
		"package/native/lib/libpq.so.5.18":  "a library",
		"package/native/pg-symlinks.json":   `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so"}]`,
		"package/scripts/install.js":        "never runs",
		"package/native/../../../escape":    "never written",
		"elsewhere/native/bin/also-ignored": "never written",
	})
	if err := unpack(archive, "another hash", dir); err == nil || !strings.Contains(err.Error(), "not the pinned sha512-another hash") {
		t.Errorf("a wrong hash: %v", err)
	}
	if _, err := os.Stat(dir + "/native"); err == nil {
		t.Error("unpacked in spite of a wrong hash")
	}
	if err := unpack(archive, sum, dir); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(dir + "/native/lib/libpq.so"); string(text) != "a library" {
		t.Errorf("the link: %q %v", text, err)
	}
	if info, err := os.Stat(dir + "/native/bin/postgres"); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the program: %v %v", info, err)
	}
	for _, path := range []string{"/scripts", "/elsewhere", "/../escape", "/native/bin/also-ignored"} {
		if _, err := os.Stat(dir + path); err == nil {
			t.Errorf("%s was written", path)
		}
	}
}

// archiveOf writes an archive such as npm's and gives its hash.
func archiveOf(t *testing.T, path string, files map[string]string) string {
	t.Helper()
	var raw bytes.Buffer
	zipped := gzip.NewWriter(&raw)
	entries := tar.NewWriter(zipped)
	for name, text := range files {
		if err := entries.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o755, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		entries.Write([]byte(text))
	}
	entries.Close()
	zipped.Close()
	writeFile(t, path, raw.String())
	sum := sha512.Sum512(raw.Bytes())
	return base64.StdEncoding.EncodeToString(sum[:])
}

func TestFetchWithNpm(t *testing.T) {
	if os.Getenv("MINYI_TEST_NPM") == "" {
		t.Skip("set MINYI_TEST_NPM=1 to download PostgreSQL with npm")
	}
	t.Parallel()
	npm, err := lookPath("npm", os.Getenv("PATH"))
	if err != nil {
		t.Fatal(err)
	}
	dir := newDir(t)
	for _, path := range []string{filepath.Dir(npm), ""} { // the second start finds what the first one fetched
		s, err := Start(within(t, 5*time.Minute), hidden(dir, map[string]string{"PATH": path}))
		if err != nil {
			t.Fatal(err)
		}
		if got := ask(t, s, `SELECT '意见' ~ '^\w+$' AND lower('É') = 'é' AND current_setting('server_version') LIKE '18.%'`); got != "true" {
			t.Errorf("the fetched server: %s", got)
		}
		stop(t, s)
	}
}
