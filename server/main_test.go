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

	"minyi/db"
	"minyi/db/dbtest"
)

// binary is the path of the compiled program, and seed that of the data folder which exampleFolder copies.
var binary, seed string

var seeded sync.Once

func TestMain(m *testing.M) {
	os.Exit(withBinary(func() int { return dbtest.Run(m.Run, db.Migrate) }))
}

// withBinary builds the program for the tests.
func withBinary(test func() int) int {
	dir, err := os.MkdirTemp("", "minyi-server-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary, seed = filepath.Join(dir, "server"), filepath.Join(dir, "seed")
	if err := os.Chmod(dir, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if said, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, said)
		return 1
	}
	return test()
}

// patience is how long a test waits for a condition.
const patience = time.Minute

// newFolder returns a data folder that does not exist yet. The user of PostgreSQL can enter its parent folder.
func newFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "minyi")
}

// exampleFolder returns a data folder in which a server has made the example city and stopped. It is for tests of the private PostgreSQL;
// the others share one, as in startExample.
func exampleFolder(t *testing.T) string {
	t.Helper()
	dir := newFolder(t)
	seeded.Do(func() { start(t, seed).stop() })
	if said, err := exec.Command("cp", "-a", seed, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return dir
}

// program is a run of the binary.
type program struct {
	t       *testing.T
	dir     string
	env     []string
	cmd     *exec.Cmd
	address string // such as http://127.0.0.1:43210
	private string // the same for PRIVATE_ADDR, where there is one
	url     string // of its database; empty for that of the folder
	took    string // how long the start took, in its own words
	stderr  *lines
	ended   chan struct{}
}

// prepare prepares a run on the folder with settings such as MAX_BODY=2048. The settings of the test process do not apply.
func prepare(t *testing.T, dir string, settings []string, args ...string) *program {
	t.Helper()
	p := &program{t: t, dir: dir, stderr: &lines{}, ended: make(chan struct{})}
	p.env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "ADDR=127.0.0.1:0", "MINYI_DATA=" + dir}, settings...)
	p.cmd = exec.Command(binary, args...)
	p.cmd.Env, p.cmd.Stderr = p.env, p.stderr
	return p
}

var readyLine = regexp.MustCompile(`(?s)ready after (\S+)\..*?API +(https?://\S+)/graphql(?:.*Watch +(http://\S+)/metrics)?.*Data`)

// start starts a server; the test fails if it does not start.
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

// secretOfTests is the SECRET of the servers that share a PostgreSQL.
const secretOfTests = "the secret of the servers of the tests"

var exampleCity = dbtest.Template{Name: "example", Fill: func(t testing.TB, url string) { startOn(t.(*testing.T), url, "EXAMPLE=true").stop() }}

// startExample starts a server with the example city on a database of its own, in the PostgreSQL that the tests share.
func startExample(t *testing.T, settings ...string) *program {
	t.Helper()
	return startOn(t, exampleCity.New(t), settings...)
}

// startEmpty starts a server without the example city on a database of its own, in the PostgreSQL that the tests share.
func startEmpty(t *testing.T, settings ...string) *program {
	t.Helper()
	return startOn(t, dbtest.New(t), settings...)
}

// startOn starts a server on a database.
func startOn(t *testing.T, url string, settings ...string) *program {
	t.Helper()
	p := start(t, newFolder(t), append([]string{"DATABASE_URL=" + url, "SECRET=" + secretOfTests, "DEV_TOKENS=true"}, settings...)...)
	p.url = url
	return p
}

// end runs a program that must end by itself. It returns the exit code and the text on stdout.
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

// exit waits for the end of the program. It returns the exit code, or -1 if a signal ended the program.
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

// signal sends a signal. It ignores a program that has ended.
func (p *program) signal(s syscall.Signal) { _ = p.cmd.Process.Signal(s) }

// stop ends the program if it still runs.
func (p *program) stop() {
	p.signal(syscall.SIGTERM)
	p.exit()
}

// token runs the token command with the settings of the run.
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

// response is an HTTP response with its whole body.
type response struct {
	*http.Response
	body string
}

// get requests an address. The headers are pairs of name and value.
func (p *program) get(path string, headers ...string) response {
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

// do sends a request; the test fails if there is no response.
func (p *program) do(method, path, body string, headers ...string) response {
	p.t.Helper()
	got, err := p.try(method, path, body, headers...)
	if err != nil {
		p.t.Fatal(err)
	}
	return got
}

// try sends a request.
func (p *program) try(method, path, body string, headers ...string) (response, error) {
	r, err := http.NewRequest(method, p.address+path, strings.NewReader(body))
	if err != nil {
		return response{}, err
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return whole(http.DefaultClient.Do(r))
}

// whole reads the body of a response.
func whole(got *http.Response, err error) (response, error) {
	if err != nil {
		return response{}, err
	}
	defer got.Body.Close()
	var text bytes.Buffer
	_, err = text.ReadFrom(got.Body)
	return response{got, text.String()}, err
}

// databaseURL is the address of a database in the private PostgreSQL.
func (p *program) databaseURL(name string) string {
	return fmt.Sprintf("postgres:///%s?host=%s/socket&port=5432&user=minyi&sslmode=disable", name, p.dir)
}

// databaseAddress is the address of the program's database.
func (p *program) databaseAddress() string { return cmp.Or(p.url, p.databaseURL("postgres")) }

// behind opens the program's database directly.
func (p *program) behind() *sql.DB {
	p.t.Helper()
	open, err := sql.Open("postgres", p.databaseAddress())
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

// children returns the child processes of a process. It works only on Linux.
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

// kill sends a signal to processes of the private PostgreSQL. It ignores a child that has ended.
func (p *program) kill(s syscall.Signal, pids ...int) {
	p.t.Helper()
	for _, pid := range pids {
		if err := syscall.Kill(pid, s); err != nil && !errors.Is(err, syscall.ESRCH) {
			p.t.Fatal(err)
		}
	}
}

// noPostgres waits until no process of PostgreSQL uses the folder. Each of them holds the lock of the folder.
func noPostgres(t *testing.T, dir string) {
	t.Helper()
	lock, err := os.Open(filepath.Join(dir, "postgres.lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	until(t, "PostgreSQL ends", func() bool { return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil })
}

// until waits for a condition.
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

// lines is a buffer that is safe for concurrent use.
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
