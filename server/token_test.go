package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The token command makes no data folder and no secret: a token of a secret that no server has is good for nothing.
func TestTokensBeforeTheServer(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	code, out, said := called(map[string]string{"MINYI_DATA": dir}, "token", "-subject", "li")
	if code != failure || out != "" || oneLine(said) != nil || !strings.Contains(said, "start the server first") {
		t.Errorf("exit code %d, %q, %q", code, out, said)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("a folder was made: %v", err)
	}
}

// Several servers start on a folder without a secret at the same time. They get the same one.
func TestOneSecret(t *testing.T) {
	t.Parallel()
	c := config{Data: newFolder(t)}
	made := make([]string, 6)
	var all sync.WaitGroup
	for i := range made {
		all.Go(func() {
			secret, err := c.serverSecret()
			if err != nil {
				t.Error(err)
			}
			made[i] = string(secret)
		})
	}
	all.Wait()
	if len(slices.Compact(made)) != 1 {
		t.Error("the secrets differ")
	}
	info, err := os.Stat(c.secretName())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the secret: %v %v", info, err)
	}
	if left, _ := filepath.Glob(filepath.Join(c.Data, ".secret-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A token is refused after its end, although it was in the cache.
func TestTokenEnds(t *testing.T) {
	t.Parallel()
	p := startExample(t)
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
		if _, err := (config{Data: dir}).serverSecret(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if code, _, said := called(map[string]string{"MINYI_DATA": "/dev/null/minyi"}, "token", "-subject", "li"); code != failure || oneLine(said) != nil {
		t.Errorf("a folder that cannot be: exit code %d, %s", code, said)
	}
}
