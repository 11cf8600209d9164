// Command server runs Minyi: without settings it starts a private PostgreSQL of its own and serves the API beside it.
// Run it with -h for the settings, as "server token -h" to make a token for trying it
// out, as "server verify -h" to check receipts and the database against the log, or as "server export -h" to take comments
// and survey responses away.
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
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ballast := heapBallast()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once; PostgreSQL then ends by itself
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

// misused is an error in how the program was called.
type misused struct{ error }

// run does what the arguments (the program's name first) ask for and returns the exit code. An error is one line on stderr.
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

// command chooses between serving, which takes no arguments, the making of a token, the checking of what is kept, the
// taking away of it, and help.
func command(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	rest := args[1:]
	switch {
	case len(rest) == 0:
		c, err := readConfig(getenv)
		if err != nil {
			return misused{err}
		}
		log, flush := newLogger(c, stderr)
		defer flush()
		return serve(ctx, c, log, stdout, callOf(args[0]))
	case rest[0] == "token":
		return tokenCommand(rest[1:], getenv, stdout, callOf(args[0]))
	case rest[0] == "verify":
		return verifyCommand(ctx, rest[1:], getenv, stdout, stderr, callOf(args[0]))
	case rest[0] == "export":
		return exportCommand(ctx, rest[1:], getenv, stdout, stderr, callOf(args[0]))
	case len(rest) == 1 && (rest[0] == "-h" || rest[0] == "-help" || rest[0] == "--help"):
		return help(stdout, callOf(args[0]))
	default:
		return misused{fmt.Errorf("unknown argument %q; %s -h prints what there is", rest[0], callOf(args[0]))}
	}
}

// callOf is what to type to call this program: "go run" keeps the binary where nobody would look for it.
func callOf(program string) string {
	if strings.Contains(program, "go-build") {
		return "go run ./server"
	}
	return program
}
