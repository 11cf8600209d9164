package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Several token commands run at the same time, before there is a secret. The server that starts later accepts all their tokens.
func TestTokensBeforeTheServer(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	made := make([]string, 6)
	var all sync.WaitGroup
	for i := range made {
		all.Go(func() {
			code, out, said := called(map[string]string{"MINYI_DATA": dir}, "token", "-subject", "li")
			if code != success || oneLine(out) != nil || said != "" {
				t.Errorf("exit code %d, %q, %q", code, out, said)
			}
			made[i] = strings.TrimSpace(out)
		})
	}
	all.Wait()
	info, err := os.Stat(filepath.Join(dir, "secret"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the secret: %v %v", info, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".secret-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	p := start(t, dir)
	for _, token := range made {
		if got := p.ask(token, `{ viewer { name } }`).Get("data.viewer.name").String(); got != "li" {
			t.Errorf("the token is of %q", got)
		}
	}
}

// A token is refused after its end, although it was in the cache.
func TestTokenEnds(t *testing.T) {
	t.Parallel()
	p := start(t, newFolder(t))
	short, long := p.token("-subject", "li", "-expires", "3s"), p.token("-subject", "li")
	name := func(token string) string { return p.ask(token, `{ viewer { name } }`).Get("data.viewer.name").String() }
	if name(short) != "li" || name(long) != "li" {
		t.Fatal("the tokens are not good")
	}
	until(t, "the token has ended", func() bool { return name(short) == "" })
	if name(long) != "li" {
		t.Error("the other token has ended too")
	}
}

// The secret may be in a file. The line end in the file does not count.
func TestSecretFile(t *testing.T) {
	t.Parallel()
	secret, file, dir := strings.Repeat("s", minSecret), filepath.Join(t.TempDir(), "minyi"), newFolder(t)
	if err := os.WriteFile(file, []byte(secret+"\n"), 0o400); err != nil {
		t.Fatal(err)
	}
	p := start(t, dir, "SECRET_FILE="+file, "EXAMPLE=false")
	code, token, said := called(map[string]string{"MINYI_DATA": dir, "SECRET": secret}, "token", "-subject", "li")
	if got := p.ask(strings.TrimSpace(token), `{ viewer { name } }`).Get("data.viewer.name").String(); code != success || got != "li" {
		t.Errorf("a token of the same secret is of %q: exit code %d, %s", got, code, said)
	}
	if _, err := os.Stat(filepath.Join(dir, "secret")); !os.IsNotExist(err) {
		t.Errorf("another secret was made: %v", err)
	}
	for text, says := range map[string]string{"short\n": "shorter than 32 bytes", "": "read the secret: open"} {
		file := filepath.Join(t.TempDir(), "minyi")
		if text != "" {
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		code, _, said := called(map[string]string{"MINYI_DATA": dir, "SECRET_FILE": file}, "token", "-subject", "li")
		if code != failure || oneLine(said) != nil || !strings.Contains(said, says) {
			t.Errorf("%q in the file: exit code %d, %s", text, code, said)
		}
	}
}

func TestSecret(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, says string }{
		"a short secret": {"secret", "shorter than 32 bytes"},
		"a lost secret":  {"data", "its file secret is gone"},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, c.file), []byte("short\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		code, _, said := called(map[string]string{"MINYI_DATA": dir}, "token", "-subject", "li")
		if code != failure || oneLine(said) != nil || !strings.Contains(said, c.says) {
			t.Errorf("%s: exit code %d, %s", name, code, said)
		}
	}
	if code, _, said := called(map[string]string{"MINYI_DATA": "/dev/null/minyi"}, "token", "-subject", "li"); code != failure || oneLine(said) != nil {
		t.Errorf("a folder that cannot be: exit code %d, %s", code, said)
	}
}
