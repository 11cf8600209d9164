//go:build unix

package local

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// runAs chooses whom PostgreSQL runs as, because it refuses to run as root: ourselves (nil) when we are not root, the
// owner of the data where there is some, else the first system user made for such things.
func runAs(data string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	if info, err := os.Stat(data); err == nil {
		if owner := info.Sys().(*syscall.Stat_t); owner.Uid != 0 {
			return &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}, nil
		}
	}
	for _, name := range []string{"postgres", "_postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			return credential(u)
		}
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as; add one: useradd --system postgres")
}

// credential reads a user's numbers; macOS writes that of nobody as -2.
func credential(u *user.User) (*syscall.Credential, error) {
	uid, err := strconv.ParseInt(u.Uid, 10, 64)
	gid, err2 := strconv.ParseInt(u.Gid, 10, 64)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(err, err2)
}

// reachable checks that PostgreSQL's user may pass through every folder down to dir.
func reachable(dir string, as *syscall.Credential) error {
	if as == nil {
		return nil
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return err
	}
	for at := real; at != "/"; at = filepath.Dir(at) {
		if info, err := os.Stat(at); err != nil {
			return err
		} else if !mayPass(info, as) {
			return fmt.Errorf("PostgreSQL does not run as root, and the user it runs as (%d) cannot enter %s on the way to its data in %s; keep the data elsewhere, such as MINYI_DATA=/var/lib/minyi, or run: chmod o+x %s", as.Uid, at, dir, at)
		}
	}
	return nil
}

// mayPass tells whether the user may go through the folder, by the bits of its mode.
func mayPass(info os.FileInfo, as *syscall.Credential) bool {
	owner, mode := info.Sys().(*syscall.Stat_t), info.Mode().Perm()
	switch {
	case owner.Uid == as.Uid:
		return mode&0o100 != 0
	case owner.Gid == as.Gid:
		return mode&0o010 != 0
	}
	return mode&0o001 != 0
}

// own makes a private folder for PostgreSQL's user, empty and fresh.
func own(dir string, as *syscall.Credential) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil || as == nil {
		return err
	}
	return os.Lchown(dir, int(as.Uid), int(as.Gid))
}
