package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
)

// verifyCommand checks what is kept in the database.
func verifyCommand(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer, call string) error {
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	audit := flags.Bool("audit", false, "walk the audit log of the settings' database and find entries that were changed, removed or inserted; nothing is written")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintf(stdout, "Checks what is kept in the database: %s verify -audit\n\n", call)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return nil
	case err != nil:
		return misused{err}
	case flags.NArg() > 0:
		return misused{fmt.Errorf("unknown argument %q; %s verify -h prints what there is", flags.Arg(0), call)}
	case !*audit:
		return misused{fmt.Errorf("what is to be checked? %s verify -h prints what there is", call)}
	}
	return verifyAudit(ctx, getenv, stdout)
}
