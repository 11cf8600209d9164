package main

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"
	"github.com/tidwall/gjson"

	"minyi/db/dbtest"
)

// section cuts the commands of a section out of docs/operating.md, from the first block after a text.
func section(t *testing.T, after string) string {
	t.Helper()
	_, rest, found := strings.Cut(page(t, "docs/operating.md"), after)
	if all := blocks(rest, "sh"); found && len(all) > 0 {
		return all[0]
	}
	t.Fatalf("docs/operating.md has no commands after %q", after)
	return ""
}

// operator runs commands of the documentation in a folder, with minyi in the path. In the end it asks the server that the commands have
// started, stops it, and returns the reply.
func operator(t *testing.T, folder, commands, body string, environment ...string) gjson.Result {
	t.Helper()
	tools := t.TempDir()
	if err := os.Symlink(binary, filepath.Join(tools, "minyi")); err != nil {
		t.Fatal(err)
	}
	bash := exec.Command("bash", "-c", "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT\n"+commands+
		"\ntest -z \"$BODY\" || curl -sS -o reply.json \"http://$ADDR/graphql\" -H 'Content-Type: application/json' -d \"$BODY\"\n")
	bash.Dir = folder
	bash.Env = append(append(os.Environ(), "PATH="+tools+":"+os.Getenv("PATH"), "BODY="+body), environment...)
	if said, err := bash.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	reply, _ := os.ReadFile(filepath.Join(folder, "reply.json"))
	return gjson.ParseBytes(reply)
}

// freeAddress is an address at which nobody listens now.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// TestBackupAndRestore follows docs/operating.md: a dump of a running server is restored into a new private PostgreSQL, and into a database of
// one's own. Each time the database passes the checks, and a receipt from before the backup stands in the log.
func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"bash", "curl", "pg_dump", "pg_restore", "createdb", "dropdb"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("backups need %s", tool)
		}
	}
	p, folder := start(t, exampleFolder(t)), t.TempDir()
	code := sayInParks(p, "li").Get("data.submitComment.receipt.code").String()
	operator(t, folder, strings.Replace(section(t, "**The private PostgreSQL, while it runs.**"), "/var/lib/minyi", p.dir, 1), "")
	sayInParks(p, "zhou") // too late for the backup

	body := fmt.Sprintf(`{"query":"{ receipt(code: \"%s\") { state } consultations(filter: { status: [OPEN] }) { nodes { commentTally { total } } } }"}`, code)
	before := p.ask("", `{ consultations(filter: { status: [OPEN] }) { nodes { commentTally { total } } } }`).Get("data.consultations.nodes.0.commentTally.total").Int()
	check := func(name string, got gjson.Result) {
		if got.Get("data.receipt.state").String() != "INCLUDED" || got.Get("data.consultations.nodes.0.commentTally.total").Int() != before-1 {
			t.Errorf("%s: %s", name, got)
		}
	}
	other, at := newFolder(t), freeAddress(t)
	commands := strings.NewReplacer("/var/lib/minyi", other, "localhost:18080", freeAddress(t)).Replace(section(t, "**A dump, into a new private PostgreSQL.**"))
	check("a new private PostgreSQL", operator(t, folder, commands, body, "ADDR="+at))

	if _, err := p.behind().Exec(`CREATE DATABASE restored`); err != nil {
		t.Fatal(err)
	}
	commands = section(t, "**A dump, into the database of `DATABASE_URL`**")
	check("a database of one's own", operator(t, folder, commands, body, "ADDR="+freeAddress(t), "DATABASE_URL="+p.databaseURL("restored")))
}

// firstUpgradable is a version of the schema that a running installation may have. schema17 is what one had then, and schema17Secret its secret.
const (
	firstUpgradable = 17
	schema17Secret  = "d06fa06c228b2cc5288155eb6aca070e6d24950cca904c9e6c00b53b318624e4"
)

//go:embed testdata/schema17.sql
var schema17 string

// oldDatabase makes a database as an older program left it, and returns its address.
func oldDatabase(t *testing.T) string {
	t.Helper()
	url := dbtest.Empty(t)
	old, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	older, err := goose.NewProvider(goose.DialectPostgres, old, os.DirFS("../db/migrations"))
	if err == nil {
		_, err = older.UpTo(context.Background(), firstUpgradable)
	}
	if err == nil {
		_, err = old.Exec(schema17)
	}
	if err == nil { // the period that was open is open whenever the test runs
		_, err = old.Exec(`UPDATE public.consultations SET closes_at = now() + interval '20 days', closes_on = CAST(now() + interval '20 days' AS date) WHERE reported_at IS NULL`)
	}
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// TestUpgrade starts the program on a database of two departments that an older program has written: with comments, a survey, a report, and
// receipts. It migrates the database. Everything is still there, passes the checks and goes on.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	p := start(t, newFolder(t), "DATABASE_URL="+oldDatabase(t), "SECRET="+schema17Secret, "DEV_TOKENS=true")
	seen := p.ask(p.token("-subject", "auditor", "-role", "AUDITOR"), `{ departments { nodes { code } } consultations { nodes { status commentTally { total } surveys { results { responses } }
		feedbackReport { contentHash said { comments } } } } auditLog { totalCount } }`)
	if seen.Get("data.departments.nodes.#.code").Raw != `["PARKS","HOUSING"]` {
		t.Errorf("after the upgrade there is %s", seen)
	}
	parks := seen.Get(`data.consultations.nodes.#(status=="OPEN")`)
	if parks.Get("commentTally.total").Int() != 7 || parks.Get("surveys.0.results.responses").Int() != 13 {
		t.Errorf("the open consultation is %s", parks)
	}
	report := seen.Get(`data.consultations.nodes.#(status=="REPORTED").feedbackReport`)
	if report.Get("contentHash").String() != "c79f2b000e839c93594a3753ebabc57691b0096a7693f7a9b4f1429b6d8bbc2e" || report.Get("said.comments").Int() != 4 {
		t.Errorf("the report is %s", report)
	}
	for _, code := range []string{
		"AU0BoiTfT492ArykZGFo90JZAaIk3xOedf6Ukzx2t-Z3OQAAAAEABmFgCE7bb0587heYWXHtO1XWELxznD_1Z9fpMu5itqxMQ4SsMcCx0nUGccxuWAOl-PskVCa0WKS7LUiOoTq3CW4rxhrgrhLGaAsW1PZViFttH_91TO0EXRVciPExjvjuR44c25oLeYmtABrIms47XsfCqZoyzQ8",
		"AVIBoiTfUBFzVqd2SyMVC-B6AaIk3xOedf6Ukzx2t-Z3OQAAAAEABmFgCFDeOsEBguEtSI74H5nSZWAOy5hvmN7nVGkVxcj2GN9hTSRpfTr0fGg3kbAcy2LxcyHKMC1lTEaKxi3BjFTlin5MiAPQ6dmuyR1H89MwDsU5AP5sdPNWAwvDRsyJQ7Gy4dU6HcELE17FkB3Xw_txMEMz4gU",
	} {
		if got := p.ask("", `{ receipt(code: "`+code+`") { state } }`); got.Get("data.receipt.state").String() != "INCLUDED" {
			t.Errorf("a receipt from before: %s", got)
		}
	}
	if got := p.ask(p.token("-subject", "chen", "-role", "ADMIN"), createWater); got.Get("data.createDepartment.department.code").String() != "WATER" {
		t.Errorf("after the upgrade: %s", got)
	}
	sayInParks(p, "wang")
	for _, what := range []string{"-database", "-audit"} {
		if code, said := p.verifies(what); code != success {
			t.Errorf("verify %s: %d %s", what, code, said)
		}
	}
}
