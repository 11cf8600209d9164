//go:build unix

package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// orphanPatience is how long an orphaned server may take for a clean shutdown before it is told to end at once.
const orphanPatience = 5 * time.Second

// folder is a data folder that this process has locked:
//
//	lock           held by the process that uses the folder; its content is that process's id
//	postgres.lock  held by everything of PostgreSQL that runs on the folder, so it outlives us where PostgreSQL does
//	postgres.log   what PostgreSQL wrote, and postgres.log.1 what it wrote before
//	data           the database; data.new while initdb makes it
//	bin            PostgreSQL's binaries where npm fetched them
//	socket         the socket, unless its path would be too long
type folder struct {
	dir     string
	lock    *os.File
	running *os.File
	as      *syscall.Credential // whom PostgreSQL runs as; nil means ourselves
}

// openFolder makes the folder where it is missing, locks it, and ends what an earlier, killed process left running.
func openFolder(ctx context.Context, dir string) (*folder, error) {
	f := &folder{dir: dir}
	err := errors.Join(f.make(), f.take(ctx))
	if err == nil {
		err = f.endOrphan(ctx)
	}
	if err == nil {
		f.as, err = runAs(f.data())
	}
	if err == nil {
		err = reachable(dir, f.as)
	}
	if err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, name) }
func (f *folder) data() string            { return f.path("data") }

// make creates the folder so that PostgreSQL's user can enter it whatever the umask; what is inside is kept private itself.
func (f *folder) make() error {
	if _, err := os.Stat(f.dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(f.dir, 0o711); err != nil {
		return err
	}
	return os.Chmod(f.dir, 0o711)
}

// take locks the folder for this process, or says who has it.
func (f *folder) take(ctx context.Context) (err error) {
	if f.lock, err = os.OpenFile(f.path("lock"), os.O_RDWR|os.O_CREATE, 0o644); err != nil {
		return err
	}
	if err := waitLock(ctx, f.lock); errors.Is(err, ErrLocked) {
		holder, _ := io.ReadAll(f.lock)
		return fmt.Errorf("%w, by process %s", err, strings.TrimSpace(string(holder)))
	} else if err != nil {
		return err
	}
	if err := f.lock.Truncate(0); err != nil {
		return err
	}
	_, err = fmt.Fprintln(f.lock, os.Getpid())
	return err
}

// tryLock takes the lock unless someone else holds it.
//
// The lock belongs to the open file and not to the process: a child holds it too from fork until exec closes its copy
// of the descriptor, though the file is opened with O_CLOEXEC. So a process that gives the lock up says so by unlock,
// and one that is refused asks again for a while. POSIX locks are not inherited, but they do not keep two servers of
// one process apart, and to close any descriptor of the file loses them. Open file description locks are inherited
// as flock's are, and are Linux's alone.
func tryLock(file *os.File) bool {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// unlock gives the lock up at once, whoever has a copy of the descriptor.
func unlock(file *os.File) { _ = syscall.Flock(int(file.Fd()), syscall.LOCK_UN) }

// forkPatience is how long a child may take from fork to exec on a busy machine, and a watchdog to hear of a death.
const forkPatience = time.Second

// waitLock takes the lock, or returns ErrLocked where its holder is no child that is about to close its copy.
func waitLock(ctx context.Context, file *os.File) error {
	err := poll(ctx, forkPatience, func() bool { return tryLock(file) })
	if errors.Is(err, errPatience) {
		return fmt.Errorf("%w: %s", ErrLocked, filepath.Dir(file.Name()))
	}
	return err
}

// endOrphan shuts down a server whose parent was killed, and waits for the last of its processes. The server's watchdog
// is at it already, so that a signal is sent only where that does not help. Who holds the lock may also be a child between fork
// and exec, while the process that postmaster.pid names is long another's.
func (f *folder) endOrphan(ctx context.Context) (err error) {
	if f.running, err = os.OpenFile(f.path("postgres.lock"), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return err
	}
	if err := waitLock(ctx, f.running); !errors.Is(err, ErrLocked) {
		return err
	}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} {
		if pid := f.postmaster(); pid > 0 {
			_ = syscall.Kill(pid, signal)
		}
		if err := poll(ctx, orphanPatience, func() bool { return tryLock(f.running) }); !errors.Is(err, errPatience) {
			return err
		}
	}
	return fmt.Errorf("an earlier PostgreSQL (process %d) on %s does not end; end it by hand", f.postmaster(), f.dir)
}

var errPatience = errors.New("not in time")

// poll asks until the answer is yes; it returns errPatience after the given time.
func poll(ctx context.Context, patience time.Duration, ask func() bool) error {
	late := time.After(patience)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !ask() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-late:
			return errPatience
		case <-tick.C:
		}
	}
	return nil
}

// postmaster is the process id that PostgreSQL noted in the data folder, or 0.
func (f *folder) postmaster() int {
	pid, _ := strconv.Atoi(f.notes()[0])
	return pid
}

// notes are the lines of postmaster.pid: process id, data folder, start time, port, socket folder and more.
func (f *folder) notes() []string {
	text, _ := os.ReadFile(filepath.Join(f.data(), "postmaster.pid"))
	return strings.Split(string(text), "\n")
}

// forgetDead removes postmaster.pid. The locks prove that no server of ours is left, while PostgreSQL would only see
// whether some process has that id today, which after a restart of a container is likely. A server that someone
// started by hand holds none of our locks, so that its socket is asked.
func (f *folder) forgetDead() error {
	if notes := f.notes(); len(notes) > 4 {
		if conn, err := net.Dial("unix", filepath.Join(notes[4], ".s.PGSQL."+notes[3])); err == nil {
			conn.Close()
			return fmt.Errorf("%w: %s, by a PostgreSQL started by hand (process %s)", ErrLocked, f.dir, notes[0])
		}
	}
	err := os.Remove(filepath.Join(f.data(), "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// command prepares a program of PostgreSQL: as its user, deaf to our terminal, with none of our PG variables, and
// holding postgres.lock for as long as it or a child of it lives.
func (f *folder) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = f.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: f.as, Setsid: true}
	cmd.ExtraFiles = []*os.File{f.running}
	cmd.Env = []string{"LC_ALL=C"}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "PG") && !strings.HasPrefix(v, "LC_") && !strings.HasPrefix(v, "LANG") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}

// Remove deletes a data folder with all its data, for throwaway servers. It returns ErrLocked where a process uses the
// folder, or PostgreSQL still runs on it a second later, and refuses a folder that is not one of ours.
func Remove(dir string) error {
	lock, err := os.Open(filepath.Join(dir, "lock"))
	if err != nil {
		return err
	}
	defer lock.Close()
	if !tryLock(lock) {
		return fmt.Errorf("%w: %s", ErrLocked, dir)
	}
	defer unlock(lock)
	running, err := os.Open(filepath.Join(dir, "postgres.lock"))
	if err != nil {
		return err
	}
	defer running.Close()
	if err := waitLock(context.Background(), running); err != nil {
		return err
	}
	defer unlock(running)
	return os.RemoveAll(dir)
}

// close lets others have the folder. What may still run of PostgreSQL keeps postgres.lock, which is why only the other
// lock is given up for all copies of its descriptor.
func (f *folder) close() {
	if f.lock != nil {
		unlock(f.lock)
	}
	for _, file := range []*os.File{f.running, f.lock} {
		if file != nil {
			file.Close()
		}
	}
}
