package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestClients lets the clients that frontends use run as they come from npm: graphql-ws, graphql-sse, urql, Apollo Client and Relay. Each
// reads and follows at one server, with a subscription several levels deep, and writes through another. Relay sends ids of documents alone.
func TestClients(t *testing.T) {
	t.Parallel()
	folder := nodeFolder(t, "clients")
	documents := filepath.Join(folder, "relay", "__generated__", "documents.json")
	if err := errors.Join(os.RemoveAll(filepath.Dir(documents)), os.MkdirAll(filepath.Dir(documents), 0o755), os.WriteFile(documents, []byte("{}"), 0o644)); err != nil {
		t.Fatal(err)
	}
	relay := exec.Command("node", "node_modules/relay-compiler/cli.js", "relay.config.json")
	relay.Dir = folder
	if said, err := relay.CombinedOutput(); err != nil {
		t.Fatalf("Relay does not take the contract: %v\n%s", err, said)
	}
	a, b := startTwo(t, "DOCUMENTS="+documents)
	open := a.ask("", `{ consultations(filter: { status: [OPEN] }) { nodes { id } } }`).Get("data.consultations.nodes.0.id").String()
	run := exec.Command("node", "run.mjs", b.address, a.address, a.token("-subject", "zhou"), open)
	run.Dir = folder
	said, err := run.CombinedOutput()
	t.Logf("%s", said)
	if err != nil || strings.Count(string(said), "ok ") != 7 {
		t.Errorf("not all clients work: %v", err)
	}
}
