package main

import (
	"context"
	"fmt"
	"io"

	verifydb "minyi/db/verify"
	"minyi/server/progress"
)

// verifyAudit checks the chain of the audit log. A server may run at the same time.
func verifyAudit(ctx context.Context, getenv func(string) string, stdout, stderr io.Writer) error {
	_, s, err := openSettings(ctx, getenv)
	if err != nil {
		return err
	}
	defer func() { _ = s.close() }()
	work := progress.Begin(stderr, "entries checked")
	found, err := verifydb.VerifyAudit(ctx, s.db, work.Add)
	work.End()
	if err != nil {
		return err
	}
	for _, fault := range found.Faults {
		fmt.Fprintln(stdout, "BAD ", fault)
	}
	if len(found.Faults) > 0 {
		return fmt.Errorf("the audit log of %d entries is not as it was written", found.Entries)
	}
	_, err = fmt.Fprintf(stdout, "OK   the audit log has %d entries and ends with %q; kept elsewhere, that hash proves it later\n", found.Entries, found.Hash)
	return err
}
