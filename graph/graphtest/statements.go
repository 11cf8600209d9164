package graphtest

import (
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"minyi/db/dbtest"
)

// Statements counts what an API asks of its database.
type Statements struct{ sent atomic.Int64 }

// During tells how many statements are sent while something runs.
func (s *Statements) During(run func()) int64 {
	before := s.sent.Load()
	run()
	return s.sent.Load() - before
}

// NewCounted opens a city whose API reaches the database through a counter of its statements.
func NewCounted(t testing.TB) (*City, *Statements) {
	t.Helper()
	back := dbtest.New(t)
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
	return open(t, back, address.String()), counter
}

// socketDir is a folder with a name short enough for a socket's.
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
		_, _ = io.Copy(client, server)
		_ = client.Close()
	}()
	s.count(client, server)
}

// count carries what the client sends and counts its Execute and Query messages. Every message is a letter, its length and
// its content; the first alone has no letter.
func (s *Statements) count(from io.Reader, to io.Writer) {
	for letter := 0; ; letter = 1 {
		head := make([]byte, letter+4)
		if _, err := io.ReadFull(from, head); err != nil {
			return
		}
		if letter == 1 && (head[0] == 'E' || head[0] == 'Q') {
			s.sent.Add(1)
		}
		if _, err := to.Write(head); err != nil {
			return
		}
		if _, err := io.CopyN(to, from, int64(binary.BigEndian.Uint32(head[letter:]))-4); err != nil {
			return
		}
	}
}
