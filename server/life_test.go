package main

import (
	"context"
	"database/sql"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const createWater = `mutation { createDepartment(input: { code: "WATER", name: [{ locale: "en", text: "Water" }] }) { department { code } userErrors { code } } }`

// codes lists the codes of the departments.
func codes(p *program) string {
	p.t.Helper()
	return p.ask("", `{ departments { nodes { code } } }`).Get("data.departments.nodes.#.code").String()
}

// Data survives every way the program can end, and PostgreSQL always ends with the program.
func TestLife(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	p := start(t, dir)
	t.Logf("the first start took %s", p.took)
	if got := codes(p); got != `["PARKS","HOUSING"]` {
		t.Errorf("the example has %s", got)
	}
	admin := p.token("-subject", "chen", "-role", "ADMIN")
	if got := p.ask(admin, createWater).Get("data.createDepartment.department.code").String(); got != "WATER" {
		t.Fatalf("created %q", got)
	}
	p.signal(syscall.SIGKILL)
	p.exit()
	noPostgres(t, dir)

	p = start(t, dir)
	t.Logf("the start after kill -9 took %s", p.took)
	if got := codes(p); !strings.Contains(got, "WATER") || strings.Count(got, "HOUSING") != 1 {
		t.Errorf("after kill -9 there are %s", got)
	}
	if got := p.ask(admin, `{ viewer { name } }`).Get("data.viewer.name").String(); got != "chen" {
		t.Errorf("the token is now of %q", got)
	}
	asked := time.Now()
	p.signal(syscall.SIGTERM)
	if code := p.exit(); code != success {
		t.Errorf("exit code %d after %v: %s", code, time.Since(asked), p.stderr)
	}
	t.Logf("the stop took %v", time.Since(asked))
	noPostgres(t, dir)

	p = start(t, dir)
	t.Logf("the start after a stop took %s", p.took)
	if got := codes(p); !strings.Contains(got, "WATER") {
		t.Errorf("after a stop there are %s", got)
	}
}

func TestSecondServer(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	p := start(t, dir)
	same := prepare(t, dir, nil)
	if code, _ := same.end(); code != failure || !strings.HasPrefix(same.stderr.String(), "minyi: the data folder is in use") || oneLine(same.stderr.String()) != nil {
		t.Errorf("on the same folder: exit code %d, %s", code, same.stderr)
	}
	other := newFolder(t)
	port := prepare(t, other, []string{"ADDR=" + strings.TrimPrefix(p.address, "http://")})
	if code, _ := port.end(); code != failure || !strings.Contains(port.stderr.String(), "address already in use") || oneLine(port.stderr.String()) != nil {
		t.Errorf("on the same port: exit code %d, %s", code, port.stderr)
	}
	if _, err := os.Stat(other); !os.IsNotExist(err) {
		t.Errorf("a server without a port touched its folder: %v", err)
	}
	if got := p.get("/readyz"); got.StatusCode != 200 {
		t.Errorf("the first server answers %d %s", got.StatusCode, got.body)
	}
}

// After an interrupted start, even while the database is created, the next start succeeds.
func TestInterruptedStart(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	p := prepare(t, dir, nil)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = p.cmd.Wait(); close(p.ended) }()
	until(t, "the database is being made", func() bool {
		_, err := os.Stat(filepath.Join(dir, "data.new"))
		return err == nil
	})
	p.signal(syscall.SIGTERM)
	if code := p.exit(); code != failure || p.stderr.last() != "minyi: stopped before it was ready" {
		t.Errorf("exit code %d: %s", code, p.stderr)
	}
	noPostgres(t, dir)
	start(t, dir)
}

func TestPostgresDies(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	p := start(t, dir)
	p.kill(syscall.SIGKILL, p.postmaster())
	if code := p.exit(); code != failure || !strings.HasPrefix(p.stderr.last(), "minyi: PostgreSQL has ended by itself") {
		t.Errorf("exit code %d: %s", code, p.stderr)
	}
}

// held makes a request for departments wait in the database. The function free lets the request continue.
func held(t *testing.T, p *program) (answered chan error, free func()) {
	t.Helper()
	db := p.behind()
	lock, err := db.BeginTx(context.Background(), nil)
	if err == nil {
		_, err = lock.Exec(`LOCK TABLE departments IN ACCESS EXCLUSIVE MODE`)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lock.Rollback() })
	answered = make(chan error, 1)
	go func() {
		got, err := p.try("POST", "/graphql", `{"query":"{ departments { nodes { code } } }"}`, "Content-Type", "application/json")
		if err == nil && !strings.Contains(got.body, "HOUSING") {
			err = errorString(got.body)
		}
		answered <- err
	}()
	until(t, "the request waits", func() bool { return waiting(t, db) })
	return answered, func() { _ = lock.Rollback() }
}

type errorString string

func (e errorString) Error() string { return string(e) }

// waiting tells whether the request for departments waits for a lock. Background work may wait for the same table.
func waiting(t *testing.T, db *sql.DB) (is bool) {
	t.Helper()
	if err := db.QueryRow(`SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
		WHERE NOT l.granted AND a.query LIKE '%FROM departments d WHERE%')`).Scan(&is); err != nil {
		t.Fatal(err)
	}
	return is
}

// closed tells whether the address refuses connections.
func closed(p *program) bool {
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.address, "http://"))
	if err == nil {
		_ = conn.Close()
	}
	return err != nil
}

// A running request gets its reply before the program stops.
func TestDrain(t *testing.T) {
	t.Parallel()
	p := start(t, exampleFolder(t))
	answered, free := held(t, p)
	p.signal(syscall.SIGTERM)
	until(t, "the server stops to listen", func() bool { return closed(p) })
	free()
	if err := <-answered; err != nil {
		t.Errorf("the request under way: %v", err)
	}
	if code := p.exit(); code != success {
		t.Errorf("exit code %d: %s", code, p.stderr)
	}
	noPostgres(t, p.dir)
}

// A request that does not end is cut off early enough: service managers kill a program that takes too long to stop.
func TestStopInTime(t *testing.T) {
	t.Parallel()
	p := start(t, exampleFolder(t), "REQUEST_TIMEOUT=10m")
	answered, _ := held(t, p)
	if most := drainTimeout + stopTimeout; most >= 10*time.Second { // what Docker allows, and less than others do
		t.Errorf("a stop may take %v", most)
	}
	asked := time.Now()
	p.signal(syscall.SIGTERM)
	if code := p.exit(); code != success {
		t.Errorf("exit code %d after %v: %s", code, time.Since(asked), p.stderr)
	}
	if err := <-answered; err == nil {
		t.Error("the request was answered")
	}
	noPostgres(t, p.dir)
}

func TestSecondSignal(t *testing.T) {
	t.Parallel()
	p := start(t, exampleFolder(t), "REQUEST_TIMEOUT=10m")
	held(t, p)
	p.signal(syscall.SIGINT)
	until(t, "the server stops to listen", func() bool { return closed(p) })
	until(t, "the program ends", func() bool {
		p.signal(syscall.SIGINT)
		select {
		case <-p.ended:
			return true
		default:
			return false
		}
	})
	if !p.cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled() {
		t.Errorf("the second signal was not heard: %v", p.cmd.ProcessState)
	}
	noPostgres(t, p.dir)
}

// An operation that takes too long is also cancelled in the database.
func TestTimeout(t *testing.T) {
	t.Parallel()
	p := startExample(t, "REQUEST_TIMEOUT=2s")
	answered, _ := held(t, p)
	if err := <-answered; err == nil || !strings.Contains(err.Error(), `"errors"`) {
		t.Errorf("got %v", err)
	}
	db := p.behind()
	until(t, "the statement ends", func() bool { return !waiting(t, db) })
}

// If the time limit ends during the sign-in, the reply is TIMEOUT and not INTERNAL.
func TestNoTimeToSignIn(t *testing.T) {
	t.Parallel()
	p := startExample(t, "REQUEST_TIMEOUT=1ns")
	got := p.ask(p.token("-subject", "li"), `{ viewer { name } }`)
	if got.Get("errors.0.extensions.code").String() != "TIMEOUT" {
		t.Errorf("got %s", got.Raw)
	}
}

// With DATABASE_URL there is no example and there are no development tokens, unless the settings ask for them.
func TestDatabaseURL(t *testing.T) {
	t.Parallel()
	host := start(t, exampleFolder(t))
	if _, err := host.behind().Exec(`CREATE DATABASE city`); err != nil {
		t.Fatal(err)
	}
	settings := []string{"DATABASE_URL=" + host.databaseURL("city"), "SECRET=" + strings.Repeat("s", 32)}
	careful := start(t, newFolder(t), append(settings, "PRIVATE_ADDR=127.0.0.1:0")...)
	if got := codes(careful); got != "[]" {
		t.Errorf("there are %s", got)
	}
	token := prepare(t, careful.dir, settings, "token", "-subject", "li")
	if code, _ := token.end(); code != misuse || !strings.Contains(token.stderr.String(), "DEV_TOKENS=true") {
		t.Errorf("token: exit code %d, %s", code, token.stderr)
	}
	open := start(t, newFolder(t), append(settings, "DEV_TOKENS=true", "EXAMPLE=true")...)
	li := open.token("-subject", "li")
	if got := open.ask(li, `{ viewer { name } departments { totalCount } }`).Get("data"); got.Get("viewer.name").String() != "li" || got.Get("departments.totalCount").Int() != 2 {
		t.Errorf("asked for, there is %s", got)
	}
	if got := careful.ask(li, `{ viewer { name } }`).Get("errors.0.extensions.code").String(); got != "UNAUTHENTICATED" {
		t.Errorf("the careful server takes a development token: %s", got)
	}
	other := []string{settings[0], "SECRET=" + strings.Repeat("o", 32)}
	for _, args := range [][]string{nil, {"verify", "-database"}} {
		stranger := prepare(t, newFolder(t), other, args...)
		if code, out := stranger.end(); code != failure || out != "" || oneLine(stranger.stderr.String()) != nil || !strings.Contains(stranger.stderr.String(), "not the secret of this database") {
			t.Errorf("%v with another secret: exit code %d, %s, %s", args, code, out, stranger.stderr)
		}
	}
	if got := open.ask(li, `{ viewer { name } }`).Get("data.viewer.name").String(); got != "li" {
		t.Errorf("afterwards the right server recognizes %q", got)
	}
	host.stop()
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 503} {
		if got := careful.get(path); got.StatusCode != want || oneLine(got.body) != nil {
			t.Errorf("without a database %s is %d %s", path, got.StatusCode, got.body)
		}
	}
	careful.metric("minyi_database_up 0")
}

// A newer program has migrated the database: the running server is not ready, and an old program does not start.
func TestNewerSchema(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	p := start(t, dir, "EXAMPLE=false")
	if _, err := p.behind().Exec(`INSERT INTO goose_db_version (version_id, is_applied) SELECT max(version_id) + 1, true FROM goose_db_version`); err != nil {
		t.Fatal(err)
	}
	if got := p.get("/readyz"); got.StatusCode != 503 || !strings.Contains(got.body, "newer schema") || oneLine(got.body) != nil {
		t.Errorf("the running server is ready: %d %s", got.StatusCode, got.body)
	}
	p.stop()
	old := prepare(t, dir, nil)
	if code, out := old.end(); code != failure || !strings.HasPrefix(old.stderr.last(), "minyi: the database has a newer schema") || out != "" {
		t.Errorf("the start: exit code %d, %s, %s", code, out, old.stderr)
	}
	noPostgres(t, dir)
}
