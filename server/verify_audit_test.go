package main

import (
	"strings"
	"testing"
)

// The audit log can be checked while the server runs, and the check finds a direct change in the database.
func TestVerifyAudit(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	start(t, dir)
	walk := prepare(t, dir, nil, "verify", "-audit")
	if code, said := walk.end(); code != success || !strings.HasPrefix(said, "OK   the audit log has ") || strings.Contains(said, " 0 entries") {
		t.Errorf("exit code %d: %s%s", code, said, walk.stderr)
	}
	none := prepare(t, dir, nil, "verify")
	if code, _ := none.end(); code != misuse || oneLine(none.stderr.String()) != nil {
		t.Errorf("without a flag: exit code %d, %s", code, none.stderr)
	}
}
