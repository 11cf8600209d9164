package main

import (
	"context"
	"database/sql"
	"io"
	"log"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"minyi/db/dbtest"
)

// fleet is several servers on one database, behind a proxy that knows only their addresses.
type fleet struct {
	t        *testing.T
	settings []string
	members  []atomic.Pointer[program]
	front    *program // speaks through the proxy
	db       *sql.DB
}

// startFleet starts so many servers. The database is empty before.
func startFleet(t *testing.T, size int) *fleet {
	t.Helper()
	url := dbtest.Empty(t)
	f := &fleet{t: t, members: make([]atomic.Pointer[program], size), settings: []string{"DATABASE_URL=" + url,
		"SECRET=" + secretOfTests, "DEV_TOKENS=true", "EXAMPLE=true", "DB_CONNS=5", "PRIVATE_ADDR=127.0.0.1:0", "FOLD_INTERVAL=50ms"}}
	for i := range f.members {
		f.launch(i)
	}
	first := f.members[0].Load()
	f.front = &program{t: t, dir: first.dir, url: url, env: first.env, address: f.proxy()}
	f.db = f.front.behind()
	return f
}

// launch starts a member. The application name of its connections is its number.
func (f *fleet) launch(i int) {
	f.t.Helper()
	f.members[i].Store(start(f.t, newFolder(f.t), append(f.settings, "PGAPPNAME="+strconv.Itoa(i))...))
}

// proxy sends the requests to the members in turn, also to members that are down.
func (f *fleet) proxy() (address string) {
	var turn atomic.Uint64
	proxy := &httputil.ReverseProxy{ErrorLog: log.New(io.Discard, "", 0), Rewrite: func(r *httputil.ProxyRequest) {
		to, _ := url.Parse(f.members[turn.Add(1)%uint64(len(f.members))].Load().address)
		r.SetURL(to)
	}}
	server := httptest.NewServer(proxy)
	f.t.Cleanup(server.Close)
	return server.URL
}

// scan reads one row directly from the database.
func (f *fleet) scan(to any, query string, args ...any) {
	f.t.Helper()
	if err := f.db.QueryRow(query, args...).Scan(to); err != nil {
		f.t.Fatal(err)
	}
}

// signalLeader locks what the statement names and waits until one member, the leader for this work, waits for the lock in its
// transaction. It sends the member a signal, releases the lock and returns the member.
func (f *fleet) signalLeader(signal syscall.Signal, lock string) *program {
	f.t.Helper()
	hold, err := f.db.BeginTx(context.Background(), nil)
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = hold.Rollback() }()
	var mine int
	if _, err = hold.Exec(lock); err == nil {
		err = hold.QueryRow(`SELECT pg_backend_pid()`).Scan(&mine)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	var at []string
	until(f.t, "somebody works on "+lock, func() bool {
		var names string
		f.scan(&names, `SELECT COALESCE(string_agg(a.application_name, ' '), '') FROM pg_stat_activity a
			WHERE pg_blocking_pids(a.pid) @> ARRAY[$1::int] AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.granted)`, mine)
		at = strings.Fields(names)
		return len(at) > 0
	})
	worker, err := strconv.Atoi(at[0])
	if err != nil || len(at) != 1 {
		f.t.Fatalf("%v work on %s at once", at, lock)
	}
	struck := f.members[worker].Load()
	struck.signal(signal)
	if signal == syscall.SIGKILL {
		struck.exit()
	}
	return struck
}

// restart starts the members again that were killed.
func (f *fleet) restart() {
	f.t.Helper()
	for i := range f.members {
		select {
		case <-f.members[i].Load().ended:
			f.launch(i)
		default:
		}
	}
}

// now returns the time of the database.
func (f *fleet) now() (at time.Time) {
	f.t.Helper()
	f.scan(&at, `SELECT now()`)
	return at
}
