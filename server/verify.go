package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"minyi/domain/trust"
	"minyi/server/verify"
)

// verifyArgs are the arguments of the verify command.
type verifyArgs struct {
	verify.Files
	key      string
	database bool
	audit    bool
}

// verifyCommand checks receipts and checkpoints without the server, or the database against its log, or the audit log.
func verifyCommand(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer, call string) error {
	parsed, err := readVerifyArgs(args, stdout, call)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return misused{err}
	}
	switch {
	case parsed.audit:
		return verifyAudit(ctx, getenv, stdout, stderr)
	case parsed.database:
		return verifyDatabase(ctx, parsed, getenv, stdout, stderr)
	}
	return verifyFiles(parsed, stdout)
}

// readVerifyArgs reads what to check.
func readVerifyArgs(args []string, stdout io.Writer, call string) (verifyArgs, error) {
	var a verifyArgs
	appendTo := func(to *[]string) func(string) error {
		return func(text string) error { *to = append(*to, text); return nil }
	}
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&a.key, "key", "", "the `VERIFIER` key, as /log/key shows it, or several, each on a line; have it from somebody other than the server if you can")
	flags.StringVar(&a.Checkpoint, "checkpoint", "", "a `FILE` with a checkpoint: what GraphQL answered, or the signed note alone")
	flags.Func("receipt", "a `FILE` with receipts, what GraphQL answered to a mutation or to receipt(code:); or a code itself; may be repeated", appendTo(&a.Receipts))
	flags.Func("older", "a `FILE` with a checkpoint from before; may be repeated", appendTo(&a.Older))
	flags.Func("consistency", "a `FILE` with the consistencyProof from the older checkpoint to the checkpoint; one for each -older, in order", appendTo(&a.Consistency))
	flags.Func("report", "a `FILE` with a report and its rows, as /export/report.ndjson gives it; if it has several parts, repeat the flag in their order", appendTo(&a.Report))
	flags.BoolVar(&a.database, "database", false, "hold the whole database of the settings against the log of receipts; nothing is written")
	flags.BoolVar(&a.audit, "audit", false, "walk the audit log of the settings' database and find entries that were changed, removed or inserted; nothing is written")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintf(stdout, "Checks receipts without trusting the server: %s verify -key VERIFIER -checkpoint FILE -receipt FILE… -report FILE\nor the database against its log:               %s verify -database [-checkpoint FILE]\nor the audit log of what staff did:           %s verify -audit\n\n", call, call, call)
			flags.SetOutput(stdout)
			flags.PrintDefaults()
		}
		return a, err
	}
	return a, a.check(flags.Args(), call)
}

// check refuses arguments that do not fit together.
func (a verifyArgs) check(rest []string, call string) error {
	files := a.Checkpoint != "" || len(a.Older)+len(a.Consistency)+len(a.Receipts)+len(a.Report) > 0
	switch {
	case len(rest) > 0:
		return fmt.Errorf("unknown argument %q; %s verify -h prints what there is", rest[0], call)
	case a.audit && (a.database || a.key != "" || files):
		return errors.New("-audit goes alone")
	case a.audit:
		return nil
	case !a.database && a.key == "" && !files:
		return fmt.Errorf("what is to be checked? %s verify -h prints what there is", call)
	case a.database && len(a.Receipts)+len(a.Consistency)+len(a.Report) > 0:
		return errors.New("-database goes with -checkpoint, -older and -key alone")
	case !a.database && a.key == "":
		return errors.New("whose signatures? say -key VERIFIER; /log/key of the server shows it")
	case !a.database && a.Checkpoint == "" && len(a.Receipts)+len(a.Report) == 0:
		return errors.New("what is to be checked? say -receipt, -checkpoint, -report, -database or -audit")
	case !a.database && len(a.Older) != len(a.Consistency):
		return errors.New("each -older needs its -consistency, and the other way round")
	case len(a.Consistency) > 0 && a.Checkpoint == "":
		return errors.New("-older is compared with -checkpoint, which is missing")
	}
	return nil
}

// verifyFiles checks files and receipt codes. It needs only the key.
func verifyFiles(a verifyArgs, stdout io.Writer) error {
	key, err := trust.NewLogVerifier(strings.TrimSpace(a.key))
	if err != nil {
		return misused{fmt.Errorf("-key is no verifier key: %w", err)}
	}
	return verify.Check(stdout, key, a.Files)
}
