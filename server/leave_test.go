package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"minyi/domain/civic"
)

// The server stops to revise a draft when its client leaves: the statement that waits in PostgreSQL is canceled, and nothing is kept.
func TestWorkStopsWhenItsClientLeaves(t *testing.T) {
	t.Parallel()
	p := startExample(t, "REQUEST_TIMEOUT=5m")
	editor := p.token("-subject", "e", "-role", "HOUSING:EDITOR")
	department := p.ask("", `{ departments { nodes { id code } } }`).Get(`data.departments.nodes.#(code=="HOUSING").id`).String()
	record := p.ask(editor, `mutation { createPolicyRecord(input: {departmentId: "`+department+`", kind: NORMATIVE_DOCUMENT, title: [{locale: "en", text: "Stairs"}]}) { policyRecord { id } } }`).Get("data.createPolicyRecord.policyRecord.id").String()
	draft := p.ask(editor, `mutation { importDraft(input: {policyRecordId: "`+record+`", text: "Article 1 Stairs are lit."}) { draft { id } userErrors { message } } }`).Get("data.importDraft.draft.id").String()
	db := p.behind()
	hold, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var holder int
	key, _ := civic.ParseID(record)
	if err := hold.QueryRow(`SELECT pg_backend_pid() FROM policy_records WHERE id = $1 FOR UPDATE`, key.Key).Scan(&holder); err != nil {
		t.Fatal(err)
	}
	waiting := func() (n int) { // only the revision wants this row
		if err := db.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))`, holder).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	ctx, leave := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		body := fmt.Sprintf(`{"query":%q}`, `mutation { reviseDraft(input: {draftId: "`+draft+`", text: "Article 1 Stairs are lit at night."}) { draft { id } userErrors { message } } }`)
		r, _ := http.NewRequestWithContext(ctx, http.MethodPost, p.address+"/graphql", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+editor)
		_, err := whole(http.DefaultClient.Do(r))
		ended <- err
	}()
	until(t, "the revision waits", func() bool { return waiting() > 0 })
	leave()
	if err := <-ended; err == nil {
		t.Error("the client got an answer")
	}
	until(t, "the revision has stopped", func() bool { return waiting() == 0 })
	if err := hold.Rollback(); err != nil {
		t.Fatal(err)
	}
	if versions := p.ask(editor, `{ node(id: "`+record+`") { ... on PolicyRecord { drafts { totalCount } } } }`).Get("data.node.drafts.totalCount").Int(); versions != 1 {
		t.Errorf("there are %d versions", versions)
	}
}
