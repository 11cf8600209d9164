// Package local runs a private PostgreSQL server for one Minyi: found or fetched binaries, a data folder of its own,
// a unix socket and no TCP. The server ends with the process that started it, even when that one is killed.
package local

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
)

// ErrLocked is returned by Start while another process runs a server on the same folder.
var ErrLocked = errors.New("the data folder is in use")

// Options says where and how a server runs. Only Dir is required.
type Options struct {
	Dir      string                   // the folder that holds the data and the log; made when missing
	Logger   *slog.Logger             // hears what Start decides; slog.Default() when nil
	Settings map[string]string        // PostgreSQL settings that add to or replace ours, such as fsync: off
	Getenv   func(name string) string // reads PG_BIN and PATH; os.Getenv when nil
	Cache    string                   // the folder that keeps binaries fetched by npm, which servers may share; bin in Dir when empty
	Folders  []string                 // glob patterns of folders to look for binaries in after the PATH; the usual ones when nil
}

// withDefaults fills in what the caller left out, and makes the paths absolute.
func (o Options) withDefaults() (Options, error) {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	if o.Folders == nil {
		o.Folders = usualFolders
	}
	if o.Cache == "" {
		o.Cache = filepath.Join(o.Dir, "bin")
	}
	var err, err2 error
	o.Dir, err = filepath.Abs(o.Dir)
	o.Cache, err2 = filepath.Abs(o.Cache)
	return o, errors.Join(err, err2)
}

// DefaultDir is where the data lives when nobody says: $MINYI_DATA, or /var/lib/minyi for root because PostgreSQL then
// runs as another user who cannot enter root's home, or minyi in the user's data folder.
func DefaultDir() string {
	if dir := os.Getenv("MINYI_DATA"); dir != "" {
		return dir
	}
	if os.Geteuid() == 0 {
		return "/var/lib/minyi"
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "minyi")
	}
	if home, err := os.UserHomeDir(); err == nil {
		return filepath.Join(home, ".local", "share", "minyi")
	}
	return ".minyi"
}

// usualFolders are where packages put PostgreSQL's binaries: Debian, Red Hat, Alpine, a build from source, Homebrew
// on both kinds of Mac, Postgres.app.
var usualFolders = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/usr/libexec/postgresql*",
	"/usr/local/pgsql/bin",
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}
