package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/lib/pq"
	"github.com/tidwall/gjson"
)

// binary is the program as its users run it.
var binary string

func TestMain(m *testing.M) { os.Exit(withBinary(m.Run)) }

// withBinary builds the program for the tests.
func withBinary(test func() int) int {
	dir, err := os.MkdirTemp("", "minyi-server-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "server")
	if said, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, said)
		return 1
	}
	return test()
}

// patience is how long a test waits for what has to happen.
const patience = time.Minute

// newFolder is a data folder that does not exist yet, where PostgreSQL's user can get to.
func newFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "minyi")
}

// program is a run of the binary.
type program struct {
	t        *testing.T
	dir      string
	env      []string
	cmd      *exec.Cmd
	address  string // such as http://127.0.0.1:43210
	private  string // the same for PRIVATE_ADDR, where there is one
	database string // its name in the PostgreSQL of the folder; postgres where it is empty
	took     string // how long the start took, in its own words
	stderr   *lines
	ended    chan struct{}
}

// prepare makes a run on the folder with settings such as MAX_BODY=2048; nothing of the tests' own environment holds.
func prepare(t *testing.T, dir string, settings []string, args ...string) *program {
	t.Helper()
	p := &program{t: t, dir: dir, stderr: &lines{}, ended: make(chan struct{})}
	p.env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "ADDR=127.0.0.1:0", "MINYI_DATA=" + dir}, settings...)
	p.cmd = exec.Command(binary, args...)
	p.cmd.Env, p.cmd.Stderr = p.env, p.stderr
	return p
}

var readyLine = regexp.MustCompile(`(?s)ready after (\S+)\..*?API +(https?://\S+)/graphql(?:.*Watch +(http://\S+)/metrics)?.*Data`)

// start runs a server that has to start.
func start(t *testing.T, dir string, settings ...string) *program {
	t.Helper()
	p := prepare(t, dir, settings)
	out, err := p.cmd.StdoutPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.stop)
	var said string
	for lines := bufio.NewScanner(out); readyLine.FindString(said) == "" && lines.Scan(); {
		said += lines.Text() + "\n"
	}
	go func() {
		_, _ = bufio.NewReader(out).WriteTo(&lines{})
		_ = p.cmd.Wait()
		close(p.ended)
	}()
	match := readyLine.FindStringSubmatch(said)
	if match == nil {
		t.Fatalf("the server did not start: %s%s", said, p.stderr)
	}
	p.took, p.address, p.private = match[1], match[2], match[3]
	return p
}

// end runs a program that has to end by itself, and gives its exit code and what it wrote to stdout.
func (p *program) end() (int, string) {
	p.t.Helper()
	var out lines
	p.cmd.Stdout = &out
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() { _ = p.cmd.Wait(); close(p.ended) }()
	return p.exit(), out.String()
}

// exit waits for the end of the program and gives its exit code; -1 when a signal ended it.
func (p *program) exit() int {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		_ = p.cmd.Process.Kill()
		p.t.Fatalf("the program does not end: %s", p.stderr)
	}
	return p.cmd.ProcessState.ExitCode()
}

// signal sends a signal; the program may have ended.
func (p *program) signal(s syscall.Signal) { _ = p.cmd.Process.Signal(s) }

// stop ends the program if it still runs.
func (p *program) stop() {
	p.signal(syscall.SIGTERM)
	p.exit()
}

// token is what the token command prints with the run's settings.
func (p *program) token(args ...string) string {
	p.t.Helper()
	run := prepare(p.t, p.dir, nil, append([]string{"token"}, args...)...)
	run.cmd.Env = p.env
	code, out := run.end()
	if code != success {
		p.t.Fatalf("token: exit code %d, %s", code, run.stderr)
	}
	return strings.TrimSpace(out)
}

// reply is an HTTP answer with its whole body.
type reply struct {
	*http.Response
	body string
}

// get asks an address; headers are pairs of name and value.
func (p *program) get(path string, headers ...string) reply {
	p.t.Helper()
	return p.do(http.MethodGet, path, "", headers...)
}

// ask sends a query, with a token unless it is empty.
func (p *program) ask(token, query string) gjson.Result {
	p.t.Helper()
	headers := []string{"Content-Type", "application/json", "Accept-Language", "en"}
	if token != "" {
		headers = append(headers, "Authorization", "Bearer "+token)
	}
	return gjson.Parse(p.do(http.MethodPost, "/graphql", fmt.Sprintf(`{"query":%q}`, query), headers...).body)
}

// do makes a request that has to be answered.
func (p *program) do(method, path, body string, headers ...string) reply {
	p.t.Helper()
	got, err := p.try(method, path, body, headers...)
	if err != nil {
		p.t.Fatal(err)
	}
	return got
}

// try makes a request.
func (p *program) try(method, path, body string, headers ...string) (reply, error) {
	r, err := http.NewRequest(method, p.address+path, strings.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return whole(http.DefaultClient.Do(r))
}

// whole reads an answer to its end.
func whole(response *http.Response, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	var text bytes.Buffer
	_, err = text.ReadFrom(response.Body)
	return reply{response, text.String()}, err
}

// databaseURL is a database of the program's own PostgreSQL, for looking in from behind.
func (p *program) databaseURL(name string) string {
	return fmt.Sprintf("postgres:///%s?host=%s/socket&port=5432&user=minyi&sslmode=disable", name, p.dir)
}

func (p *program) databaseName() string { return cmp.Or(p.database, "postgres") }

// behind opens the program's database.
func (p *program) behind() *sql.DB {
	p.t.Helper()
	open, err := sql.Open("postgres", p.databaseURL(p.databaseName()))
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = open.Close() })
	return open
}

// postmaster is the first process of the program's PostgreSQL.
func (p *program) postmaster() int {
	p.t.Helper()
	noted, err := os.ReadFile(filepath.Join(p.dir, "data", "postmaster.pid"))
	if err != nil {
		p.t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.SplitN(string(noted), "\n", 2)[0])
	if err != nil {
		p.t.Fatal(err)
	}
	return pid
}

// children are the processes that a process has begun; on Linux only.
func (p *program) children(pid int) (all []int) {
	p.t.Helper()
	listed, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		p.t.Fatal(err)
	}
	for _, one := range strings.Fields(string(listed)) {
		child, _ := strconv.Atoi(one)
		all = append(all, child)
	}
	return all
}

// kill sends a signal to processes of the program's PostgreSQL; one of its children may have ended by itself.
func (p *program) kill(s syscall.Signal, pids ...int) {
	p.t.Helper()
	for _, pid := range pids {
		if err := syscall.Kill(pid, s); err != nil && !errors.Is(err, syscall.ESRCH) {
			p.t.Fatal(err)
		}
	}
}

// noPostgres waits until no process of PostgreSQL is left on the folder: each of them holds its lock.
func noPostgres(t *testing.T, dir string) {
	t.Helper()
	lock, err := os.Open(filepath.Join(dir, "postgres.lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	until(t, "PostgreSQL ends", func() bool { return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil })
}

// until waits for something to come true.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for !is() {
		if !wait(ctx, 10*time.Millisecond) {
			t.Fatalf("not in time: %s", what)
		}
	}
}

// lines is a text that is written and read at the same time.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// last is the last line.
func (l *lines) last() string {
	all := strings.Split(strings.TrimSpace(l.String()), "\n")
	return all[len(all)-1]
}
