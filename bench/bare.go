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

// pageSize is that of the page which the bare server answers with.
const pageSize = 12 << 10

// serveBare answers everything with one page: what net/http can do at most.
func serveBare() error {
	page := []byte(`{"data":{"":"` + strings.Repeat("x", pageSize-len(`{"data":{"":""}}`)) + `"}}`)
	return listenAndAnswer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(page)))
		_, _ = w.Write(page)
	})
}

// listenAndAnswer answers every request alike and says where. It ends with the bench, which holds its input.
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

// startSelf starts this program as one of the servers that are measured beside ours.
func startSelf(ctx context.Context, command string, settings ...string) (*server, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, program, command)
	cmd.Env = append(os.Environ(), settings...)
	if _, err := cmd.StdinPipe(); err != nil {
		return nil, err
	}
	cmd.Stderr = os.Stderr
	return launch(cmd)
}
