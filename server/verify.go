package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"minyi/domain/trust"
)

// verifyArgs are what to check, and with which key.
type verifyArgs struct {
	key         string
	checkpoint  string
	older       []string
	consistency []string
	receipts    []string
	database    bool
	audit       bool
}

// verifyCommand checks receipts and checkpoints without the server, the database against its log, or the audit log.
func verifyCommand(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer, call string) error {
	said, err := readVerifyArgs(args, stdout, call)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return misused{err}
	}
	switch {
	case said.audit:
		return verifyAudit(ctx, getenv, stdout, stderr)
	case said.database:
		return verifyDatabase(ctx, said, getenv, stdout, stderr)
	}
	return verifyFiles(said, stdout)
}

// readVerifyArgs reads what to check.
func readVerifyArgs(args []string, stdout io.Writer, call string) (verifyArgs, error) {
	var a verifyArgs
	list := func(to *[]string) func(string) error {
		return func(text string) error { *to = append(*to, text); return nil }
	}
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&a.key, "key", "", "the `VERIFIER` key, as /log/key shows it; have it from somebody other than the server if you can")
	flags.StringVar(&a.checkpoint, "checkpoint", "", "a `FILE` with a checkpoint: what GraphQL answered, or the signed note alone")
	flags.Func("receipt", "a `FILE` with receipts, what GraphQL answered to a mutation or to receipt(code:); or a code itself; may be repeated", list(&a.receipts))
	flags.Func("older", "a `FILE` with a checkpoint from before; may be repeated", list(&a.older))
	flags.Func("consistency", "a `FILE` with the consistencyProof from the older checkpoint to the checkpoint; one for each -older, in order", list(&a.consistency))
	flags.BoolVar(&a.database, "database", false, "hold the whole database of the settings against the log of receipts; nothing is written")
	flags.BoolVar(&a.audit, "audit", false, "walk the audit log of the settings' database and find entries that were changed, removed or inserted; nothing is written")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintf(stdout, "Checks receipts without trusting the server: %s verify -key VERIFIER -checkpoint FILE -receipt FILE…\nor the database against its log:               %s verify -database [-checkpoint FILE]\nor the audit log of what staff did:           %s verify -audit\n\n", call, call, call)
			flags.SetOutput(stdout)
			flags.PrintDefaults()
		}
		return a, err
	}
	return a, a.check(flags.Args(), call)
}

// check refuses arguments that nothing could be done with.
func (a verifyArgs) check(rest []string, call string) error {
	files := a.checkpoint != "" || len(a.older)+len(a.consistency)+len(a.receipts) > 0
	switch {
	case len(rest) > 0:
		return fmt.Errorf("unknown argument %q; %s verify -h prints what there is", rest[0], call)
	case a.audit && (a.database || a.key != "" || files):
		return errors.New("-audit goes alone")
	case a.audit:
		return nil
	case !a.database && a.key == "" && !files:
		return fmt.Errorf("what is to be checked? %s verify -h prints what there is", call)
	case a.database && (len(a.receipts) > 0 || len(a.consistency) > 0):
		return errors.New("-database goes with -checkpoint, -older and -key alone")
	case !a.database && a.key == "":
		return errors.New("whose signatures? say -key VERIFIER; /log/key of the server shows it")
	case !a.database && a.checkpoint == "" && len(a.receipts) == 0:
		return errors.New("what is to be checked? say -receipt, -checkpoint, -database or -audit")
	case !a.database && len(a.older) != len(a.consistency):
		return errors.New("each -older needs its -consistency, and the other way round")
	case len(a.consistency) > 0 && a.checkpoint == "":
		return errors.New("-older is compared with -checkpoint, which is missing")
	}
	return nil
}

// verdicts prints what was found and counts what is wrong.
type verdicts struct {
	to  io.Writer
	bad int
}

// say prints a check that went well.
func (v *verdicts) say(format string, args ...any) { fmt.Fprintf(v.to, "OK   "+format+"\n", args...) }

// deny prints one that did not.
func (v *verdicts) deny(format string, args ...any) {
	v.bad++
	fmt.Fprintf(v.to, "BAD  "+format+"\n", args...)
}

// err is the end of the program.
func (v *verdicts) err() error {
	switch v.bad {
	case 0:
		return nil
	case 1:
		return errors.New("one check failed")
	}
	return fmt.Errorf("%d checks failed", v.bad)
}

// verifyFiles checks what the files and codes say, with nothing but the key.
func verifyFiles(a verifyArgs, stdout io.Writer) error {
	key, err := trust.NewLogVerifier(a.key)
	if err != nil {
		return misused{fmt.Errorf("-key is no verifier key: %w", err)}
	}
	c := checker{verdicts: verdicts{to: stdout}, key: key}
	if err := c.checkpoints(a); err != nil {
		return err
	}
	if err := c.receipts(a.receipts); err != nil {
		return err
	}
	return c.err()
}
