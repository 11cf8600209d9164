package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// memory reads a number of the program's memory, in MiB: VmRSS now, VmHWM at most.
func (p *program) memory(name string) int {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Skip("this system does not tell the memory of a process")
	}
	_, rest, _ := strings.Cut(string(status), name+":")
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		p.t.Fatal(err)
	}
	return kilobytes >> 10
}

// TestLargeAnswersTakeLittleMemory asks for more than an answer may have: for the same long text again and again, for many texts, and for
// many short ones. It is refused before the memory is used, and what was used is given back.
func TestLargeAnswersTakeLittleMemory(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	const long = 400_000 // characters, 1.2 MB
	db := p.behind()
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	asked := p.ask("", `{ consultations(filter: { status: [OPEN, CLOSED] }) { nodes { id draft { id } } } }`).Get("data.consultations.nodes")
	id, many, one := asked.Get("0.id").String(), asked.Get("0.draft.id").String(), asked.Get("1.draft.id").String()
	ids := ""
	for draft, clauses := range map[string]int{many: 99, one: 1} {
		key, err := civic.ParseID(draft)
		if err != nil {
			t.Fatal(err)
		}
		exec(`INSERT INTO clauses (id, draft_id, lineage_id, position, depth, kind, label, number_suffix, heading, text)
			SELECT CAST(left($1, 24) || lpad(to_hex(n), 12, '0') AS uuid), CAST($1 AS uuid), CAST($1 AS uuid), 10000 + n, 0, 'PARAGRAPH', '', 0, '', repeat('法', $2) FROM generate_series(1, $3) n`, key.Key.String(), long, clauses)
		for n := range clauses {
			key.Key[10], key.Key[11], key.Key[12], key.Key[13], key.Key[14], key.Key[15] = 0, 0, 0, 0, 0, byte(n+1)
			ids += strconv.Quote(civic.IDOf(legaltext.ClauseIDKind, key.Key).String())
		}
	}
	exec(`INSERT INTO comments (consultation_id, id, author, stance, body, grams, day, created_at)
		SELECT c.id, gen_random_uuid(), gen_random_uuid(), 'SUPPORT', repeat('很', 3000), '{}', current_date, now() FROM consultations c, generate_series(1, 200) n WHERE c.withdrawn_at IS NULL`)
	aliases := func(field string, times int) string {
		all := ""
		for i := range times {
			all += fmt.Sprintf(" a%d: %s", i, field)
		}
		return all
	}
	rest := p.memory("VmRSS")
	for _, query := range []string{
		fmt.Sprintf(`{ nodes(ids: [%s]) { ... on Draft { %s } } }`, strings.Repeat(strconv.Quote(one)+" ", 100), aliases("text", 19)),
		fmt.Sprintf(`{ nodes(ids: [%s]) { ... on Clause { text } } }`, ids),
		fmt.Sprintf(`{ consultation(id: %q) { draft { text } } }`, id),
		fmt.Sprintf(`{ consultation(id: %q) { comments(first: 100) { nodes { %s } } } }`, id, aliases("body", 99)),
	} {
		got := p.ask("", query)
		t.Logf("%d MiB at rest, %d at most after %.60s: %.200s", rest, p.memory("VmHWM"), query, got.Raw)
		if got.Get("errors.0.extensions.code").String() != "REPLY_TOO_LARGE" || got.Get("errors.#").Int() != 1 {
			t.Errorf("%.60s: %.300s", query, got.Raw)
		}
	}
	if most := p.memory("VmHWM"); most > rest+256 {
		t.Errorf("%d MiB at rest, %d at most", rest, most)
	}
	until(t, "the memory is given back", func() bool { return p.memory("VmRSS") < rest+64 })
}
