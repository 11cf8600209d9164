package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// verifies runs the verify command with the program's settings. It returns the exit code and the output.
func (p *program) verifies(args ...string) (int, string) {
	p.t.Helper()
	run := prepare(p.t, p.dir, nil, append([]string{"verify"}, args...)...)
	run.cmd.Env = p.env
	code, out := run.end()
	return code, out + run.stderr.String()
}

// kept writes a reply into a file and returns the file's name.
func kept(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const sayParks = `mutation { submitComment(input: { consultationId: "%s", body: "赞成", stance: SUPPORT }) { comment { id } receipt { code content issuedAt } userErrors { code } } }`

// sayInParks submits a comment on the example's open consultation. It returns the reply when the log has the receipt.
func sayInParks(p *program, who string) gjson.Result {
	p.t.Helper()
	open := p.ask("", `{ consultations(filter: { status: [OPEN] }) { nodes { id } } }`).Get("data.consultations.nodes.0.id").String()
	answer := p.ask(p.token("-subject", who), strings.Replace(sayParks, "%s", open, 1))
	code := answer.Get("data.submitComment.receipt.code").String()
	if code == "" {
		p.t.Fatalf("no receipt: %s", answer.Raw)
	}
	until(p.t, "the log has the receipt", func() bool {
		return p.ask("", `{ receipt(code: "`+code+`") { state } }`).Get("data.receipt.state").String() == "INCLUDED"
	})
	return answer
}

const newest = `{ checkpoint { treeSize rootHash note verifierKey } }`

// A person keeps the replies of the API and checks them with only the key.
func TestVerifyOffline(t *testing.T) {
	t.Parallel()
	p := start(t, exampleFolder(t))
	given := sayInParks(p, "li")
	older := p.ask("", newest)
	sayInParks(p, "wang")
	key := strings.TrimSpace(p.get("/log/key").body)
	code := given.Get("data.submitComment.receipt.code").String()
	newer := p.ask("", newest)
	sizes := older.Get("data.checkpoint.treeSize").String() + ", to: " + newer.Get("data.checkpoint.treeSize").String()
	proof := p.ask("", `{ consistencyProof(from: `+sizes+`) }`)
	status := p.ask("", `{ receipt(code: "`+code+`") { code state leafIndex inclusionProof checkpoint { note } } }`)
	p.stop()

	said, stands := kept(t, "given.json", given.Raw), kept(t, "status.json", status.Raw)
	now, before, between := kept(t, "now.json", newer.Raw), kept(t, "before.txt", older.Get("data.checkpoint.note").String()), kept(t, "proof.json", proof.Raw)
	for name, play := range map[string]struct {
		args []string
		code int
		says string
	}{
		"everything":           {[]string{"-key", key, "-checkpoint", now, "-older", before, "-consistency", between, "-receipt", said, "-receipt", stands}, success, "OK     it is leaf "},
		"its content":          {[]string{"-key", key, "-receipt", said}, success, "its content is what was accepted"},
		"a code alone":         {[]string{"-key", key, "-receipt", code}, success, "signed for "},
		"other words":          {[]string{"-key", key, "-receipt", kept(t, "x", strings.Replace(given.Raw, "赞成", "反对", 1))}, failure, "BAD    its content is not"},
		"another code":         {[]string{"-key", key, "-receipt", kept(t, "x", strings.Replace(status.Raw, code[:20], "AUFB"+code[4:19]+"A", 1))}, failure, "BAD  receipt"},
		"another place":        {[]string{"-key", key, "-receipt", kept(t, "x", strings.Replace(status.Raw, `"leafIndex":`, `"leafIndex":1`, 1))}, failure, "not proven to be"},
		"another checkpoint":   {[]string{"-key", key, "-checkpoint", kept(t, "x", strings.Replace(newer.Raw, `minyi-log\n`, `minyi-log\n1`, 1))}, failure, "BAD  checkpoint"},
		"another older log":    {[]string{"-key", key, "-checkpoint", before, "-older", now, "-consistency", between}, failure, "not proven to begin"},
		"another key":          {[]string{"-key", "other+3b1d1f2e+AQAA", "-receipt", said}, misuse, "no verifier key"},
		"no key":               {[]string{"-receipt", said}, misuse, "whose signatures?"},
		"nothing":              {[]string{"-key", key}, misuse, "what is to be checked?"},
		"no such file":         {[]string{"-key", key, "-checkpoint", "nowhere"}, failure, "nowhere"},
		"a file of other kind": {[]string{"-key", key, "-receipt", kept(t, "x", "hello")}, failure, "neither JSON"},
		"help":                 {[]string{"-h"}, success, "-checkpoint FILE"},
	} {
		if exit, out := p.verifies(play.args...); exit != play.code || !strings.Contains(out, play.says) {
			t.Errorf("%s: exit code %d, want %d and %q\n%s", name, exit, play.code, play.says, out)
		}
	}
}

// An operator can compare the database with the log and with a checkpoint, while the server runs and after it has stopped.
func TestVerifyDatabase(t *testing.T) {
	t.Parallel()
	p := start(t, exampleFolder(t))
	sayInParks(p, "li")
	now := kept(t, "now.json", p.ask("", newest).Raw)
	if code, out := p.verifies("-database", "-checkpoint", now); code != success || !strings.Contains(out, " 0 receipts wait") {
		t.Fatalf("of a running server: exit code %d\n%s", code, out)
	}
	var id string
	if err := p.behind().QueryRow(`UPDATE comments SET body = '反对' WHERE id = (SELECT max(subject_id::text)::uuid FROM receipts WHERE kind = 'M') RETURNING id`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	if _, err := p.behind().Exec(`ALTER TABLE consultations DROP CONSTRAINT consultations_identity_level_enum; UPDATE consultations SET identity_level = 'Anonymous'`); err != nil {
		t.Fatal(err)
	}
	p.stop()
	noPostgres(t, p.dir)
	if code, out := p.verifies("-database", "-checkpoint", now); code != failure || !strings.Contains(out, id) || !strings.Contains(out, "was changed by hand") ||
		!strings.Contains(out, `have a name in identity_level that the contract does not have, such as "Anonymous"`) || !strings.Contains(out, "2 checks failed") {
		t.Errorf("of a stopped server: exit code %d\n%s", code, out)
	}
	noPostgres(t, p.dir)
	empty := prepare(t, newFolder(t), nil, "verify", "-database")
	if code, _ := empty.end(); code != failure || !strings.Contains(empty.stderr.String(), "there is no database") {
		t.Errorf("of no server: exit code %d, %s", code, empty.stderr)
	}
}
