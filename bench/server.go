package main

import (
	"bufio"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// server is the program under test in a process of its own.
type server struct {
	cmd *exec.Cmd
	url string // of the API
}

// buildServer builds the program.
func buildServer(ctx context.Context, dir string) (string, error) {
	binary, err := filepath.Abs(filepath.Join(dir, "server"))
	if err != nil {
		return "", err
	}
	if said, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "./server").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the server: %w\n%s", err, said)
	}
	return binary, nil
}

// startServer starts the program on a database. Settings that are not given have their defaults.
func startServer(binary, dir, database string, settings ...string) (*server, error) {
	log, err := os.Create(filepath.Join(dir, "server.log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd := exec.Command(binary)
	cmd.Env = append(os.Environ(), "DATABASE_URL="+database, "SECRET="+secret, "DEV_TOKENS=true", "EXAMPLE=false", "ADDR=127.0.0.1:0", "RATE_LIMIT=0")
	cmd.Env = append(cmd.Env, settings...)
	cmd.Stderr = log
	s, err := launch(cmd)
	if err != nil {
		return nil, fmt.Errorf("%w; see %s", err, log.Name())
	}
	return s, nil
}

// launch starts a program and waits for the line that says where its API is.
func launch(cmd *exec.Cmd) (*server, error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // an interrupt stops the load before the server
	said, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{cmd: cmd}
	for lines := bufio.NewScanner(said); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) > 1 && words[0] == "API" {
			s.url = words[1]
			return s, nil
		}
	}
	s.stop()
	return nil, fmt.Errorf("%s did not start", cmd.Path)
}

func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	ended := make(chan struct{})
	go func() { _ = s.cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		_ = s.cmd.Process.Kill()
	}
}

// bearer makes development tokens, as the server's token command does.
func bearer(people int) ([]string, error) {
	tokens := make([]string, people)
	for i := range tokens {
		token, err := sign(jwt.MapClaims{"sub": person(i), "assurance": "PSEUDONYMOUS"})
		if err != nil {
			return nil, err
		}
		tokens[i] = token
	}
	return tokens, nil
}

// sign makes a development token with these claims.
func sign(claims jwt.MapClaims) (string, error) {
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "minyi development tokens", sha256.Size)
	if err != nil {
		return "", err
	}
	now := time.Now()
	maps.Copy(claims, jwt.MapClaims{"iss": issuer, "aud": []string{"minyi"}, "iat": now.Unix(), "exp": now.Add(24 * time.Hour).Unix()})
	signed, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
	return "Bearer " + signed, err
}
