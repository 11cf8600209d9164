package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"minyi/domain/civic"
	"minyi/server/signin"
)

// tokenCommand prints a bearer token for the person that the arguments describe. The server need not run.
func tokenCommand(args []string, getenv func(string) string, stdout io.Writer, call string) error {
	claims, life, err := readTokenArgs(args, stdout, call)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return misused{err}
	}
	c, err := readConfig(getenv)
	if err != nil {
		return misused{err}
	}
	if !c.devTokens() {
		return misused{errors.New("development tokens are off; DEV_TOKENS=true turns them on, for the server too")}
	}
	secret, err := c.secret()
	if err != nil {
		return err
	}
	signer, err := signin.NewTokens(secret)
	if err != nil {
		return err
	}
	token, err := signer.Sign(claims, life)
	if err == nil {
		_, err = fmt.Fprintln(stdout, token)
	}
	return err
}

// readTokenArgs reads the arguments of the token command.
func readTokenArgs(args []string, stdout io.Writer, call string) (signin.Claims, time.Duration, error) {
	c := signin.Claims{Assurance: civic.Pseudonymous}
	flags := flag.NewFlagSet("token", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&c.Subject, "subject", "", "the `name` of the person; the same name is the same person")
	flags.Func("role", "a `role` held: DEPARTMENT_CODE:EDITOR (or REVIEWER, PUBLISHER, MODERATOR, ANALYST), or ADMIN, AUDITOR, INSPECTOR or EVALUATOR; may be repeated; without one the person is a resident",
		func(text string) error { return signin.AddRole(&c.Roles, text) })
	verified := flags.Bool("verified", false, "the person's real name was checked")
	life := flags.Duration("expires", 24*time.Hour, "how `long` the token is good")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintf(stdout, "Prints a bearer token for trying the API out: %s token -subject NAME [-role ROLE]…\n\n", call)
			flags.SetOutput(stdout)
			flags.PrintDefaults()
		}
		return c, 0, err
	}
	if *verified {
		c.Assurance = civic.Verified
	}
	switch {
	case flags.NArg() > 0:
		return c, 0, fmt.Errorf("unknown argument %q; %s token -h prints what there is", flags.Arg(0), call)
	case strings.TrimSpace(c.Subject) == "":
		return c, 0, fmt.Errorf("whose token? say -subject NAME")
	case *life < time.Second:
		return c, 0, fmt.Errorf("-expires %v is less than a second", *life)
	}
	return c, *life, nil
}
