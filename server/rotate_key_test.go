package main

import (
	"strings"
	"testing"
)

// TestRotateKey gives a server with receipts a new key. What was signed before holds under the old key, what is signed then under the new one.
func TestRotateKey(t *testing.T) {
	t.Parallel()
	p := start(t, exampleFolder(t))
	before, older := sayInParks(p, "li"), p.ask("", newest)
	old := strings.TrimSpace(p.get("/log/key").body)
	rotation := prepare(t, p.dir, nil, "rotate-key")
	rotation.cmd.Env = p.env
	code, said := rotation.end()
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if code != success || len(lines) != 3 || lines[2] != old {
		t.Fatalf("exit code %d: %s%s", code, said, rotation.stderr)
	}
	fresh := lines[1]
	p.stop()
	p = start(t, p.dir)
	both := strings.TrimSpace(p.get("/log/key").body)
	if both != fresh+"\n"+old {
		t.Errorf("after the rotation the keys are %s", both)
	}
	after, newer := sayInParks(p, "wang"), p.ask("", newest)
	if key := newer.Get("data.checkpoint.verifierKey").String(); key != fresh {
		t.Errorf("the new checkpoint names %s", key)
	}
	if key := p.ask("", `{ checkpoint(treeSize: `+older.Get("data.checkpoint.treeSize").String()+`) { verifierKey } }`).Get("data.checkpoint.verifierKey").String(); key != old {
		t.Errorf("the old checkpoint names %s", key)
	}

	entry := p.ask(p.token("-subject", "auditor", "-role", "AUDITOR"), `{ auditLog(filter: {action: "rotateKey"}) { nodes { actor action roles { role } summary } } }`).Get("data.auditLog.nodes")
	if want := `[{"actor":"operator","action":"rotateKey","roles":[],"summary":"{\"generation\":1}"}]`; entry.Raw != want {
		t.Errorf("the audit log has %s", entry.Raw)
	}

	given, then := kept(t, "given.json", before.Raw), kept(t, "then.json", after.Raw)
	stands := kept(t, "stands.json", p.ask("", `{ receipt(code: "`+before.Get("data.submitComment.receipt.code").String()+`") { code state leafIndex inclusionProof checkpoint { note } } }`).Raw)
	sizes := older.Get("data.checkpoint.treeSize").String() + ", to: " + newer.Get("data.checkpoint.treeSize").String()
	was, is, proof := kept(t, "before.json", older.Raw), kept(t, "now.json", newer.Raw), kept(t, "proof.json", p.ask("", `{ consistencyProof(from: `+sizes+`) }`).Raw)
	for name, c := range map[string]struct {
		args []string
		code int
	}{
		"the old receipt, under the old key":      {[]string{"-key", old, "-receipt", given}, success},
		"the old receipt, under the new key":      {[]string{"-key", fresh, "-receipt", given}, failure},
		"the new receipt, under the new key":      {[]string{"-key", fresh, "-receipt", then}, success},
		"the new receipt, under the old key":      {[]string{"-key", old, "-receipt", then}, failure},
		"both, with their places, under all keys": {[]string{"-key", both, "-receipt", given, "-receipt", stands, "-receipt", then}, success},
		"the log that grew, under all keys":       {[]string{"-key", both, "-checkpoint", is, "-older", was, "-consistency", proof}, success},
		"the log that grew, under the new key":    {[]string{"-key", fresh, "-checkpoint", is, "-older", was, "-consistency", proof}, failure},
		"the database":                            {[]string{"-database", "-checkpoint", is, "-older", was}, success},
		"the database, under the old key":         {[]string{"-database", "-key", old}, success},
		"the audit log":                           {[]string{"-audit"}, success},
	} {
		if code, said := p.verifies(c.args...); code != c.code {
			t.Errorf("%s: exit code %d, %s", name, code, said)
		}
	}
}
