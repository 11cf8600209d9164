//go:build unix

package local

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// owner is the database's superuser, whom only those who can enter the socket's folder can be.
const owner = "minyi"

// makeData runs initdb unless there is data. It works in another folder and renames at the end, so that what a crash
// leaves half-way is never taken for a database.
func (f *folder) makeData(ctx context.Context, b binaries, o Options) error {
	fresh := f.path("data.new")
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	if _, err := os.Stat(f.data()); err == nil {
		return f.forgetDead()
	}
	o.Logger.Info("making a new database", "folder", f.data(), "postgresql", b.major)
	if err := own(fresh, f.as); err != nil {
		return err
	}
	if said, err := f.command(ctx, b.program("initdb"), initdbArgs(fresh, o)...).CombinedOutput(); err != nil {
		return errors.Join(fmt.Errorf("initdb: %w\n%s", err, strings.TrimSpace(string(said))), os.RemoveAll(fresh))
	}
	if err := os.Rename(fresh, f.data()); err != nil {
		return err
	}
	return flush(f.dir)
}

// initdbArgs choose UTF-8 sorted by code point, which no update of the system's locales can change under an index, with
// Unicode's letters for case and search: in a plain C locale Chinese would not count as letters.
func initdbArgs(dir string, o Options) []string {
	letters := "C.UTF-8"
	if runtime.GOOS == "darwin" {
		letters = "en_US.UTF-8"
	}
	args := []string{"--pgdata=" + dir, "--username=" + owner, "--encoding=UTF8", "--locale=C", "--lc-ctype=" + letters,
		"--text-search-config=simple", "--auth-local=trust", "--auth-host=reject", "--data-checksums", "--no-instructions"}
	if o.Settings["fsync"] == "off" {
		args = append(args, "--no-sync")
	}
	return args
}

// flush makes the entries of a folder durable.
func flush(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// longestSocket is a path that every system takes; macOS stops at 103 bytes, Linux at 107.
const longestSocket = 100

// makeSocket makes the private folder of the socket anew, which clears what a killed server left: in the data folder,
// or under /tmp by a name of its own where that path is too long for a socket.
func (f *folder) makeSocket() (string, error) {
	dir := f.path("socket")
	if len(dir+"/.s.PGSQL."+port) > longestSocket {
		dir = fmt.Sprintf("/tmp/minyi-%x", sha256.Sum256([]byte(f.dir)))[:len("/tmp/minyi-")+16]
	}
	return dir, own(dir, f.as)
}
