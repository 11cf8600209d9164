//go:build unix

package local

import (
	"net"
	"net/url"
	"path/filepath"
)

// RunningURL is the connection string of a database on the server that another process runs on the folder; false where none
// answers. It starts nothing and locks nothing.
func RunningURL(dir, database string) (string, bool) {
	f := folder{dir: dir}
	notes := f.notes()
	if len(notes) <= 4 {
		return "", false
	}
	conn, err := net.Dial("unix", filepath.Join(notes[4], ".s.PGSQL."+notes[3]))
	if err != nil {
		return "", false
	}
	_ = conn.Close()
	return urlOf(notes[4], database), true
}

// urlOf is the connection string of a database by the folder of its server's socket.
func urlOf(socket, database string) string {
	query := url.Values{"host": {socket}, "port": {port}, "user": {owner}, "sslmode": {"disable"}}
	return (&url.URL{Scheme: "postgres", Host: "", Path: "/" + database, RawQuery: query.Encode()}).String()
}
