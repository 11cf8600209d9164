package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// bareCommand makes this program the bare server.
const bareCommand = "bare"

// pageSize is how many bytes the bare server answers with.
const pageSize = 12 << 10

// serveBare answers every request with the same page. This is the most that net/http can do.
func serveBare() error {
	page := []byte(`{"data":{"":"` + strings.Repeat("x", pageSize-len(`{"data":{"":""}}`)) + `"}}`)
	return listenAndAnswer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(page)))
		_, _ = w.Write(page)
	})
}

// listenAndAnswer prints its address and answers every request by the handler. It ends when its standard input ends, as it does
// with the bench.
func listenAndAnswer(answer http.HandlerFunc) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("API http://%s/graphql\n", listener.Addr())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	return http.Serve(listener, answer)
}

// startBaseline starts this program as the server of a baseline.
func (b *bench) startBaseline(ctx context.Context, command string) (*server, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, program, command)
	cmd.Env = append(os.Environ(), "DATABASE_URL="+b.place.url)
	if _, err := cmd.StdinPipe(); err != nil {
		return nil, err
	}
	cmd.Stderr = os.Stderr
	return launch(cmd)
}
