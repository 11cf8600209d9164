package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/server/export"
	"minyi/server/progress"
)

// exportArgs are the arguments of the export command.
type exportArgs struct {
	exportRequest
	open   bool // only what everybody may read
	locale civic.Locale
	file   string // empty for stdout
}

// exportCommand writes the comments of a consultation, or the responses to a survey. A server may run at the same time. A person with
// access to the database may read all of it, so that the command reads as an AUDITOR.
func exportCommand(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer, call string) error {
	parsed, err := readExportArgs(args, stdout, call)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return misused{err}
	}
	c, s, err := openSettings(ctx, getenv)
	if err != nil {
		return err
	}
	defer func() { _ = s.close() }()
	reader := civic.Actor{Roles: []civic.RoleGrant{{Role: civic.Auditor}}}
	if parsed.open {
		reader = civic.Actor{}
	}
	ctx = civic.WithLocale(civic.WithActor(ctx, reader), parsed.locale)
	parsed.may = anybodyMay
	table, err := parsed.exportRequest.open(ctx, s.db, c.RequestTimeout)
	if err != nil {
		return readable(err)
	}
	return parsed.write(ctx, table, c, stdout, stderr)
}

// write writes the export and prints its progress. If the export breaks off, the error says how to continue.
func (a exportArgs) write(ctx context.Context, table *pg.Export, c config, stdout, stderr io.Writer) (err error) {
	to := stdout
	if a.file != "" {
		file, err := a.openFile()
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		to = file
	}
	work := progress.Begin(stderr, "rows")
	last := ""
	err = a.send(ctx, to, table, c.RequestTimeout, func(row string) { last = row; work.Add(1) })
	work.End()
	if !errors.Is(err, errBrokeOff) || a.format == export.XLSX {
		return readable(err)
	}
	if ctx.Err() != nil {
		err = errBrokeOff // somebody stopped the command; the database's error says nothing more
	}
	return fmt.Errorf("%w; -after %s goes on", readable(err), last)
}

// openFile creates the file, or opens the file to continue.
func (a exportArgs) openFile() (*os.File, error) {
	if a.after != nil && a.format != export.XLSX {
		return os.OpenFile(a.file, os.O_WRONLY|os.O_APPEND, 0)
	}
	return os.OpenFile(a.file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// readable words an error for people at a terminal.
func readable(err error) error {
	var problems civic.Problems
	if !errors.As(err, &problems) {
		return err
	}
	return errors.New(problems[0].Message(civic.English))
}

// readExportArgs reads the arguments of the export command.
func readExportArgs(args []string, stdout io.Writer, call string) (exportArgs, error) {
	a := exportArgs{locale: civic.Chinese}
	flags := flag.NewFlagSet("export", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	id := flags.String("id", "", "the `ID` of a consultation, for its comments, or of a survey, for its responses, as the API gives it")
	format := flags.String("format", "csv", "csv, ndjson or xlsx")
	after := flags.String("after", "", "go on after the row with this `ID`, where an export broke off")
	language := flags.String("language", "zh", "the language of headings and values: zh or en")
	flags.StringVar(&a.file, "to", "", "the `FILE` to make; with -after, the one to go on with; stdout where nothing is said")
	flags.BoolVar(&a.open, "open", false, "the open data of what is reported, which everybody may have, and not all that there is")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintf(stdout, "Takes comments or survey responses away, row by row: %s export -id ID [-format FORMAT] [-to FILE]\n\n", call)
			flags.SetOutput(stdout)
			flags.PrintDefaults()
		}
		return a, err
	}
	if *after != "" {
		a.after = after
	}
	a.format, a.locale = export.Format(*format), civic.Locale(strings.ToLower(*language))
	var err error
	a.subject, err = civic.ParseID(*id)
	switch {
	case flags.NArg() > 0:
		return a, fmt.Errorf("unknown argument %q; %s export -h prints what there is", flags.Arg(0), call)
	case err != nil || exportNames[a.subject.Kind] == nil:
		return a, fmt.Errorf("-id %q names no consultation and no survey", *id)
	case a.format.MediaType() == "":
		return a, fmt.Errorf("-format %q is not csv, ndjson or xlsx", *format)
	case a.locale != civic.Chinese && a.locale != civic.English:
		return a, fmt.Errorf("-language %q is not zh or en", *language)
	}
	return a, nil
}
