package dbtest

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minyi/db/local"
)

func TestMain(m *testing.M) { Main(m, schema) }

// schema is a migration that forgets to close its connection, which must not keep the template from being copied.
func schema(ctx context.Context, url string) error {
	db, err := sql.Open("postgres", url)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `CREATE TABLE clause (words text NOT NULL)`)
	return err
}

func open(t testing.TB, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestEveryTestHasItsOwnDatabase(t *testing.T) {
	for i := range 20 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			db := open(t, New(t))
			var rows int
			if _, err := db.Exec(`INSERT INTO clause VALUES ('第一条')`); err != nil {
				t.Fatal(err)
			}
			if err := db.QueryRow(`SELECT count(*) FROM clause`).Scan(&rows); err != nil || rows != 1 {
				t.Errorf("%d rows, %v", rows, err)
			}
		})
	}
}

func TestEmpty(t *testing.T) {
	t.Parallel()
	var tables int
	if err := open(t, Empty(t)).QueryRow(`SELECT count(*) FROM pg_tables WHERE schemaname = 'public'`).Scan(&tables); err != nil || tables != 0 {
		t.Errorf("%d tables, %v", tables, err)
	}
}

// The test forgets a connection; its database is gone all the same.
func TestDroppedAtTheEnd(t *testing.T) {
	t.Parallel()
	var name string
	t.Run("a test", func(t *testing.T) {
		db, err := sql.Open("postgres", New(t))
		if err != nil {
			t.Fatal(err)
		}
		if err := db.QueryRow(`SELECT current_database()`).Scan(&name); err != nil {
			t.Fatal(err)
		}
	})
	var left int
	if err := process.admin.QueryRow(`SELECT count(*) FROM pg_database WHERE datname = $1`, name).Scan(&left); err != nil || left != 0 {
		t.Errorf("%s: %d left, %v", name, left, err)
	}
}

// TestVictim is only run by TestNothingIsLeftBehind: it says where its server lives, then panics or waits to be killed.
func TestVictim(t *testing.T) {
	death := os.Getenv("MINYI_TEST_DEATH")
	if death == "" {
		t.Skip("run by TestNothingIsLeftBehind")
	}
	New(t)
	fmt.Println("\n" + process.dir)
	if death == "panic" {
		panic("as asked")
	}
	select {}
}

func TestNothingIsLeftBehind(t *testing.T) {
	t.Parallel()
	for _, death := range []string{"panic", "kill"} {
		t.Run(death, func(t *testing.T) {
			t.Parallel()
			dir := victim(t, death)
			late := time.Now().Add(time.Minute)
			err := local.Remove(dir)
			for ; errors.Is(err, local.ErrLocked) && time.Now().Before(late); err = local.Remove(dir) {
				time.Sleep(10 * time.Millisecond)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// victim runs a test process to its death and gives the folder of its server.
func victim(t *testing.T, death string) (dir string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestVictim$")
	cmd.Env = append(os.Environ(), "MINYI_TEST_DEATH="+death)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); dir == "" && lines.Scan(); {
		if strings.HasPrefix(filepath.Base(lines.Text()), prefix) {
			dir = lines.Text()
		}
	}
	if death == "kill" {
		cmd.Process.Kill()
	}
	if cmd.Wait() == nil || dir == "" {
		t.Fatalf("the victim lives on, in %q", dir)
	}
	return dir
}

func BenchmarkNew(b *testing.B) {
	Server(b)
	for b.Loop() {
		New(b)
	}
}
