// Command server runs Minyi. Without settings it starts a private PostgreSQL and serves the API.
//
// "server -h" prints the settings. "server token" makes a token to try the API out. "server verify" checks receipts, and the
// database against the log. "server export" writes comments and survey responses to a file. "server rotate-key" adds a key that
// signs receipts.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"minyi/server/logging"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ballast := heapBallast()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once, and PostgreSQL ends by itself
	code := run(ctx, os.Args, os.Getenv, os.Stdout, os.Stderr)
	runtime.KeepAlive(ballast)
	os.Exit(code)
}

// The exit codes.
const (
	success = 0
	failure = 1
	misuse  = 2 // a wrong argument or setting
)

// misused is an error in the arguments or in the settings.
type misused struct{ error }

// run runs the command that the arguments name and returns the exit code. The first argument is the name of the program. An error
// is one line on stderr.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	err := command(ctx, args, getenv, stdout, stderr)
	if err == nil {
		return success
	}
	fmt.Fprintln(stderr, "minyi:", err)
	if errors.As(err, new(misused)) {
		return misuse
	}
	return failure
}

// command runs the server if there are no arguments, else the command token, verify, export or rotate-key, or the help.
func command(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	rest := args[1:]
	switch {
	case len(rest) == 0:
		c, err := readConfig(getenv)
		if err != nil {
			return misused{err}
		}
		log, flush := logging.New(c.LogLevel, c.LogFormat, stderr)
		defer flush()
		return serve(ctx, c, log, stdout, callOf(args[0]))
	case rest[0] == "token":
		return tokenCommand(rest[1:], getenv, stdout, callOf(args[0]))
	case rest[0] == "verify":
		return verifyCommand(ctx, rest[1:], getenv, stdout, stderr, callOf(args[0]))
	case rest[0] == "export":
		return exportCommand(ctx, rest[1:], getenv, stdout, stderr, callOf(args[0]))
	case rest[0] == "rotate-key":
		return rotateKeyCommand(ctx, rest[1:], getenv, stdout, callOf(args[0]))
	case len(rest) == 1 && (rest[0] == "-h" || rest[0] == "-help" || rest[0] == "--help"):
		return help(stdout, callOf(args[0]))
	default:
		return misused{fmt.Errorf("unknown argument %q; %s -h prints what there is", rest[0], callOf(args[0]))}
	}
}

// callOf returns what a user types to run this program. With "go run" the binary has a temporary path that nobody types.
func callOf(program string) string {
	if strings.Contains(program, "go-build") {
		return "go run ./server"
	}
	return program
}
