package graphtest

import (
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jmoiron/sqlx"

	"minyi/db/dbtest"
	"minyi/db/plan"
)

// Statements counts the statements of an API, and keeps the notices of its database.
type Statements struct {
	sent atomic.Int64
	lose atomic.Bool // the next answer
	kept sync.Mutex
	said strings.Builder
}

// During returns how many statements are sent while a function runs.
func (s *Statements) During(run func()) int64 {
	before := s.sent.Load()
	run()
	return s.sent.Load() - before
}

// LoseNextAnswer breaks the connection of the next statement after the statement is done and before its answer arrives.
func (s *Statements) LoseNextAnswer() { s.lose.Store(true) }

// Said returns the notices of the database since the last call.
func (s *Statements) Said() string {
	s.kept.Lock()
	defer s.kept.Unlock()
	defer s.said.Reset()
	return s.said.String()
}

// NewCounted opens a city whose statements are counted.
func NewCounted(t testing.TB) (*City, *Statements) {
	t.Helper()
	return newCounted(t, dbtest.New(t), func(front string) string { return front })
}

// NewExplained opens a city whose database says how it ran each statement. Without auto_explain the test is skipped.
func NewExplained(t testing.TB) (*City, *Statements) {
	t.Helper()
	back := dbtest.New(t)
	behind := sqlx.MustConnect("postgres", back)
	defer behind.Close()
	if _, err := behind.Exec(`LOAD 'auto_explain'`); err != nil {
		t.Skipf("this PostgreSQL cannot tell its plans: %v", err)
	}
	return newCounted(t, back, func(front string) string { return plan.Told(front, "NOTICE") })
}

// newCounted opens a city whose statements are counted, at an address of the database.
func newCounted(t testing.TB, back string, wanted func(front string) string) (*City, *Statements) {
	t.Helper()
	address, err := url.Parse(back)
	if err != nil {
		t.Fatal(err)
	}
	query, dir := address.Query(), socketDir(t)
	name := ".s.PGSQL." + query.Get("port")
	counter := &Statements{}
	counter.listen(t, filepath.Join(dir, name), filepath.Join(query.Get("host"), name))
	query.Set("host", dir)
	address.RawQuery = query.Encode()
	return open(t, back, wanted(address.String())), counter
}

// socketDir returns a folder with a name that is short enough for a socket.
func socketDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// listen passes connections on to the database until the test ends.
func (s *Statements) listen(t testing.TB, front, back string) {
	t.Helper()
	listener, err := net.Listen("unix", front)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go s.pass(client, back)
		}
	}()
}

// pass carries one connection in both directions until either side ends it.
func (s *Statements) pass(client net.Conn, back string) {
	defer client.Close()
	server, err := net.Dial("unix", back)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		carry(server, client, 1, s.hear)
		_ = client.Close() // which ends the other direction too
	}()
	carry(client, server, 0, s.count) // the client's first message has no letter
}

// carry passes messages on until look returns false for one. A message is a letter, its length and its content.
func carry(from io.Reader, to io.Writer, letter int, look func(letter byte, content []byte) (goOn bool)) {
	for ; ; letter = 1 {
		message := make([]byte, letter+4)
		if _, err := io.ReadFull(from, message); err != nil {
			return
		}
		content := make([]byte, binary.BigEndian.Uint32(message[letter:])-4)
		if _, err := io.ReadFull(from, content); err != nil {
			return
		}
		if letter == 1 && !look(message[0], content) {
			return
		}
		if _, err := to.Write(append(message, content...)); err != nil {
			return
		}
	}
}

// count counts the client's Execute and Query messages.
func (s *Statements) count(letter byte, _ []byte) bool {
	if letter == 'E' || letter == 'Q' {
		s.sent.Add(1)
	}
	return true
}

// hear keeps the database's notices. A notice has fields of a letter and a text that ends in a zero; M is the message. A short answer
// arrives when its statement is committed.
func (s *Statements) hear(letter byte, content []byte) bool {
	if (letter == 'D' || letter == 'C') && s.lose.CompareAndSwap(true, false) {
		return false
	}
	if letter != 'N' {
		return true
	}
	s.kept.Lock()
	defer s.kept.Unlock()
	for field := range strings.SplitSeq(string(content), "\x00") {
		if message, is := strings.CutPrefix(field, "M"); is {
			s.said.WriteString(message + "\n")
		}
	}
	return true
}
