//go:build unix

package local

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary play the process that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("MINYI_TEST_VICTIM"); dir != "" {
		victim(dir)
	}
	os.Exit(m.Run())
}

// victim starts a server, commits a row, says so and waits to be killed.
func victim(dir string) {
	s, err := Start(context.Background(), options(dir))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	db, err := sql.Open("postgres", s.URL("postgres"))
	if err == nil {
		_, err = db.Exec(`CREATE TABLE kept (word text); INSERT INTO kept VALUES ('征求意见稿')`)
	}
	fmt.Println(err)
	select {}
}

func options(dir string) Options {
	return Options{Dir: dir, Logger: slog.New(slog.DiscardHandler), Settings: map[string]string{"shared_buffers": "16MB"}}
}

// newDir is a folder that does not exist yet, in one that PostgreSQL's user can enter.
func newDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "minyi")
}

func within(t *testing.T, limit time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	return ctx
}

// start starts a server that must start, and stops it at the end of the test.
func start(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Start(within(t, time.Minute), options(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Stop(within(t, time.Minute)) })
	return s
}

// ask runs a query that gives one text.
func ask(t *testing.T, s *Server, query string) (answer string) {
	t.Helper()
	db, err := sql.Open("postgres", s.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(query).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func stop(t *testing.T, s *Server) {
	t.Helper()
	if err := s.Stop(within(t, time.Minute)); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.Done():
	default:
		t.Fatal("stopped, but Done is open")
	}
}

func TestServer(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	s := start(t, dir)
	for query, want := range map[string]string{
		`SHOW server_encoding`:  "UTF8",
		`SHOW listen_addresses`: "",
		`SHOW fsync`:            "on",
		`SHOW timezone`:         "UTC",
		`SHOW shared_buffers`:   "16MB",
		`SHOW data_checksums`:   "on",
		`SELECT lower('ÀÉ')`:    "àé",
		`SELECT '意见' ~ '^\w+$'`: "true",
		`SELECT string_agg(w, '' ORDER BY w) FROM unnest('{见,a,Z,意}'::text[]) w`: "Za意见",
	} {
		if got := ask(t, s, query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	if _, err := Start(within(t, time.Minute), options(dir)); !errors.Is(err, ErrLocked) ||
		!strings.Contains(err.Error(), fmt.Sprint(dir, ", by process ", os.Getpid())) {
		t.Errorf("a second server: %v", err)
	}
	if err := Remove(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("removing a running server: %v", err)
	}
	ask(t, s, `CREATE TABLE kept AS SELECT '条款'::text AS word; SELECT word FROM kept`)
	stop(t, s)
	stop(t, s)
	if got := ask(t, start(t, dir), `SELECT word FROM kept`); got != "条款" {
		t.Errorf("after a restart: %q", got)
	}
}

func TestKilledParent(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	killVictim(t, dir)
	running, err := os.Open(dir + "/postgres.lock")
	if err != nil {
		t.Fatal(err)
	}
	if err := poll(within(t, time.Minute), time.Minute, func() bool { return tryLock(running) }); err != nil {
		t.Fatalf("the server outlives its parent: %v", err)
	}
	running.Close()
	began := time.Now()
	s := start(t, dir)
	t.Logf("started again in %v", time.Since(began))
	if got := ask(t, s, `SELECT word FROM kept`); got != "征求意见稿" {
		t.Errorf("the committed row: %q", got)
	}
}

func TestRestartRightAfterKill(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	killVictim(t, dir)
	if got := ask(t, start(t, dir), `SELECT word FROM kept`); got != "征求意见稿" {
		t.Errorf("the committed row: %q", got)
	}
}

// killVictim kills a process that runs a server on dir.
func killVictim(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "MINYI_TEST_VICTIM="+dir)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	said, err := bufio.NewReader(out).ReadString('\n')
	cmd.Process.Kill()
	cmd.Wait()
	if err != nil || said != "<nil>\n" {
		t.Fatal(err, said)
	}
}

// An orphan whose watchdog died too is ended by the next start.
func TestOrphanWithoutWatchdog(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	orphan := start(t, dir)
	orphan.folder.close()
	s := start(t, dir)
	select {
	case <-orphan.Done():
	default:
		t.Error("the orphan runs beside the new server")
	}
	ask(t, s, `SELECT 'still here'`)
}

// A dead server's process id may belong to any process after a restart of the machine.
func TestStalePidFile(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	first := start(t, dir)
	stop(t, first)
	other := exec.Command("sleep", "60")
	other.SysProcAttr = &syscall.SysProcAttr{Credential: first.folder.as}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { other.Process.Kill(); other.Wait() }()
	note := fmt.Sprintf("%d\n%s/data\n1\n5432\n%s\n", other.Process.Pid, dir, first.socket)
	if err := os.WriteFile(dir+"/data/postmaster.pid", []byte(note), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, dir)
	if err := other.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("the other process was hit: %v", err)
	}
}

func TestServerStartedByHand(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	first := start(t, dir)
	b := binaries{dir: filepath.Dir(first.cmd.Path)}
	stop(t, first)
	socket := filepath.Join(filepath.Dir(dir), "hand")
	if err := own(socket, first.folder.as); err != nil {
		t.Fatal(err)
	}
	hand := &Server{folder: &folder{dir: dir, as: first.folder.as}, socket: socket}
	hand.cmd = exec.Command(b.program("postgres"), hand.args(options(dir))...)
	hand.cmd.Dir, hand.cmd.SysProcAttr = dir, &syscall.SysProcAttr{Credential: first.folder.as}
	if err := hand.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { hand.cmd.Process.Signal(syscall.SIGINT); hand.cmd.Wait() }()
	hand.ended = make(chan struct{})
	if err := hand.ready(within(t, time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(within(t, time.Minute), options(dir)); !errors.Is(err, ErrLocked) {
		t.Errorf("got %v", err)
	}
	ask(t, hand, `SELECT 'unharmed'`)
}

func TestServerDies(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	s := start(t, dir)
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.Done():
	case <-within(t, time.Minute).Done():
		t.Fatal("Done stays open")
	}
	stop(t, s)
	start(t, dir)
}

func TestStopImpatiently(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	s := start(t, dir)
	ask(t, s, `CREATE TABLE kept AS SELECT '依据'::text AS word; SELECT word FROM kept`)
	if err := s.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Stop(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := ask(t, start(t, dir), `SELECT word FROM kept`); got != "依据" {
		t.Errorf("after a hard end: %q", got)
	}
}

func TestFolders(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(newDir(t), strings.Repeat("很长", 20))
	if err := os.MkdirAll(dir+"/data.new/base", 0o755); err != nil { // a crash inside initdb
		t.Fatal(err)
	}
	s := start(t, dir)
	ask(t, s, `SELECT 'long path'`)
	if _, err := os.Stat(dir + "/data.new"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what a crash left is still there: %v", err)
	}
	u, err := url.Parse(s.URL("x"))
	if err != nil {
		t.Fatal(err)
	}
	socket := u.Query().Get("host")
	if info, err := os.Stat(socket); err != nil || info.Mode().Perm() != 0o700 || !strings.HasPrefix(socket, "/tmp/minyi-") {
		t.Errorf("the socket's folder %s: %v %v", socket, info, err)
	}
	stop(t, s)
	if err := Remove(filepath.Dir(dir)); err == nil {
		t.Error("removed a folder that is not ours")
	}
	if err := Remove(dir); err != nil {
		t.Error(err)
	}
	for _, gone := range []string{socket, dir} {
		if _, err := os.Stat(gone); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there: %v", gone, err)
		}
	}
}

func TestUnreachableFolder(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root runs PostgreSQL as another user")
	}
	closed := filepath.Dir(newDir(t))
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Start(within(t, time.Minute), options(closed+"/minyi"))
	if err == nil || !strings.Contains(err.Error(), "chmod o+x "+closed) {
		t.Errorf("got %v", err)
	}
}

func TestBadSetting(t *testing.T) {
	t.Parallel()
	o := options(newDir(t))
	o.Settings = map[string]string{"no_such_setting": "1"}
	if _, err := Start(within(t, time.Minute), o); err == nil || !strings.Contains(err.Error(), `unrecognized configuration parameter "no_such_setting"`) {
		t.Errorf("got %v", err)
	}
	start(t, o.Dir)
}

// TestLogStaysShort writes a long log and has it moved into the second file, while the first stays open.
func TestLogStaysShort(t *testing.T) {
	t.Parallel()
	log, err := os.OpenFile(filepath.Join(t.TempDir(), "postgres.log"), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	for i, want := range []string{"", "ab", "ab"} {
		if _, err := log.WriteString("ab"[i%2 : i%2+1]); err != nil {
			t.Fatal(err)
		}
		if err := rotateLog(log, 1); err != nil {
			t.Fatal(err)
		}
		if moved, _ := os.ReadFile(log.Name() + ".1"); string(moved) != want {
			t.Errorf("after %d lines %q is moved", i+1, moved)
		}
	}
	if left, _ := os.ReadFile(log.Name()); string(left) != "a" {
		t.Errorf("%q is left", left)
	}
}
