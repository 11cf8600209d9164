package main

import (
	"cmp"
	"fmt"
	"os"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// TestManyServers runs several servers on one database. Clients of each server see what others write through any server. One server at a
// time folds counts and appends receipts to the log. If it is killed or hangs, another server continues, and nothing happens twice.
// With MINYI_KILLS=10 there are ten kills of each kind instead of one.
func TestManyServers(t *testing.T) {
	t.Parallel()
	for _, size := range []int{2, 4} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			t.Parallel()
			f := startFleet(t, size)
			s := prepareLoad(t, f.front, 0)
			t.Run("everyone hears", func(t *testing.T) { hears(t, f, s) })
			t.Run("everyone reads", func(t *testing.T) { reads(t, f, s) })
			t.Run("another takes over", func(t *testing.T) { takesOver(t, f, s) })
		})
	}
}

// hears subscribes at every server to what is written through the proxy, also after all servers lost their connection for notifications.
func hears(t *testing.T, f *fleet, s *writeLoad) {
	type ear struct{ totals, comments *graphtest.Stream }
	ears := make([]ear, len(f.members))
	for i := range ears {
		at := graphtest.Elsewhere(t, f.members[i].Load().address+"/graphql")
		ears[i] = ear{at.Subscribe(watchStatus, "id", s.consultation), at.Subscribe(watchComments, "id", s.consultation)}
		f.members[i].Load().metric("minyi_subscriptions 2")
	}
	total := func() int64 {
		return f.front.ask("", fmt.Sprintf(`{ consultation(id: %q) { commentTally { total } } }`, s.consultation)).Get("data.consultation.commentTally.total").Int()
	}
	li := newWriter(s, 100)
	for round, cut := range []bool{false, true} {
		if cut {
			if _, err := f.db.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`); err != nil {
				t.Fatal(err)
			}
		}
		li.submit(round)
		words, want := li.words[li.standing[round]], total()
		for i, ear := range ears {
			ear.totals.Until(func(e gjson.Result) bool { return e.Get("data.consultationChanged.commentTally.total").Int() == want })
			ear.comments.Until(func(e gjson.Result) bool {
				body := e.Get("data.commentPublished.body").String()
				if round > 0 && body == li.words[li.standing[0]] {
					t.Errorf("server %d says twice %q", i, body)
				}
				return body == words
			})
		}
	}
}

// reads writes through each server and reads the change immediately through all others. Changed roles appear a little later.
func reads(t *testing.T, f *fleet, s *writeLoad) {
	admin := f.front.token("-subject", "admin", "-role", "ADMIN")
	for i := range f.members {
		through := f.members[i].Load()
		name := fmt.Sprint("reader-", i)
		token := through.token("-subject", name)
		code := through.ask(token, `{ viewer { accountCode } }`).Get("data.viewer.accountCode").String()
		said := through.ask(token, fmt.Sprintf(`mutation { submitComment(input: {consultationId: %q, stance: SUPPORT, body: "一"}) { comment { id consultation { commentTally { total } } } } }`, s.consultation)).Get("data.submitComment.comment")
		id, total := said.Get("id").String(), said.Get("consultation.commentTally.total").Int()
		for _, step := range []struct{ token, change, asked, at, want string }{
			{token, ``, fmt.Sprintf(`{ consultation(id: %q) { commentTally { total } } }`, s.consultation), "data.consultation.commentTally.total", fmt.Sprint(total)},
			{token, fmt.Sprintf(`editComment(input: {commentId: %q, stance: OPPOSE, body: "二"}) { userErrors { code } }`, id), fmt.Sprintf(`{ node(id: %q) { ... on Comment { body } } }`, id), "data.node.body", "二"},
			{token, fmt.Sprintf(`withdrawComment(input: {commentId: %q}) { userErrors { code } }`, id), fmt.Sprintf(`{ consultation(id: %q) { commentTally { total } } }`, s.consultation), "data.consultation.commentTally.total", fmt.Sprint(total - 1)},
			{admin, fmt.Sprintf(`grantRole(input: {accountCode: %q, role: AUDITOR}) { userErrors { code } }`, code), `{ viewer { roles { role } } }`, "data.viewer.roles.0.role", "AUDITOR"},
			{admin, fmt.Sprintf(`revokeRole(input: {accountCode: %q, role: AUDITOR}) { userErrors { code } }`, code), `{ viewer { roles { role } } }`, "data.viewer.roles.#", "0"},
		} {
			if step.change != "" {
				if got := through.ask(step.token, "mutation { done: "+step.change+" }"); got.Get("errors").Exists() || got.Get("data.done.userErrors.#").Int() != 0 {
					t.Fatal(step.change, got)
				}
			}
			for j := range f.members {
				at := f.members[j].Load()
				says := func() bool { return at.ask(token, step.asked).Get(step.at).String() == step.want }
				if j != i && step.token == admin {
					until(t, fmt.Sprintf("%d knows of %s through %d", j, step.change, i), says) // others keep roles for half a second
				} else if !says() {
					t.Errorf("after %s through %d, %d says otherwise: %s", step.change, i, j, at.ask(token, step.asked))
				}
			}
		}
	}
}

// takesOver kills the server that folds and the server that appends receipts, and freezes one that folds, while residents write.
func takesOver(t *testing.T, f *fleet, s *writeLoad) {
	const folding, sequencing = `SELECT FROM tallies FOR UPDATE`, `LOCK TABLE log_checkpoints IN EXCLUSIVE MODE`
	kills, err := strconv.Atoi(cmp.Or(os.Getenv("MINYI_KILLS"), "1"))
	if err != nil {
		t.Fatal(err)
	}
	before := s.numbers()
	var all sync.WaitGroup
	var crowd []*writer
	for i := range 8 {
		crowd = append(crowd, newWriter(s, i))
		all.Go(crowd[i].write)
	}
	stop := sync.OnceFunc(func() { s.over.Store(true); all.Wait() })
	defer stop()
	s.progress("the first fault", 80)
	for range kills {
		f.signalLeader(syscall.SIGKILL, folding)
		f.foldsOn()
		f.restart()
		f.signalLeader(syscall.SIGKILL, sequencing)
		f.becomes(`the receipts so far are in the log`, `SELECT NOT EXISTS (SELECT FROM receipts WHERE position IS NULL AND at < $1)`, f.now())
		f.restart()
		hanging := f.signalLeader(syscall.SIGSTOP, folding)
		f.foldsOn()
		hanging.signal(syscall.SIGCONT)
		s.progress("the next fault", 80)
	}
	stop()
	f.becomes(`everything is folded`, `SELECT NOT EXISTS (SELECT FROM tally_deltas)`)
	t.Logf("%d writes acknowledged, %d of them asked more than once", s.acknowledged.Load(), s.retried.Load())
	s.checkAll(crowd, before)
}

// foldsOn waits until all earlier counts are folded.
func (f *fleet) foldsOn() {
	f.t.Helper()
	f.becomes(`what was said so far is folded`, `SELECT NOT EXISTS (SELECT FROM tally_deltas WHERE id < $1)`, civic.NewKey())
}

// becomes waits until a query returns true.
func (f *fleet) becomes(what, query string, args ...any) {
	f.t.Helper()
	until(f.t, what, func() (is bool) {
		f.scan(&is, query, args...)
		return is
	})
}
