package graph_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"minyi/graph/graphtest"
)

// TestAskedTogether lets many ask at once, some of them the same: nobody gets an answer in another's language or with another's name,
// and none that is older than what they know was written.
func TestAskedTogether(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	li, english, chinese := city.Resident("li"), city.Anyone(), city.Anyone()
	chinese.Locale = "zh"
	var acknowledged atomic.Int64
	var all sync.WaitGroup
	done := make(chan struct{})
	for i := range 12 {
		reader := []*graphtest.Client{li, english, chinese}[i%3]
		name, title := []string{"li", "", ""}[i%3], []string{"Property management rules", "Property management rules", "物业管理办法"}[i%3]
		all.Go(func() {
			for ended := false; !ended; {
				select {
				case <-done:
					ended = true
				default:
				}
				known := acknowledged.Load()
				got := reader.Ask(`query ($id: ID!) { viewer { name } consultation(id: $id) { policyRecord { title } comments { totalCount } } }`, "id", asked.Consultation).Get("data")
				if total := got.Get("consultation.comments.totalCount").Int(); total < known {
					t.Errorf("a reader was told %d when %d were acknowledged", total, known)
				}
				if got.Get("viewer.name").String() != name || got.Get("consultation.policyRecord.title").String() != title {
					t.Errorf("%q in %q got %s", name, reader.Locale, got.Raw)
				}
			}
		})
	}
	for range 30 {
		commentOn(city.Resident("wang"), map[string]any{"consultationId": asked.Consultation, "body": "赞成"})
		acknowledged.Add(1)
	}
	close(done)
	all.Wait()
}

// TestHerds holds a table until thirty people ask the same over POST at once. What is public costs as much as a few of them, also for
// those who are signed in where it is a consultation's or a survey's; what is their own they read each for themselves.
func TestHerds(t *testing.T) {
	t.Parallel()
	city, statements := graphtest.NewCounted(t)
	asked := city.PutToPublic()
	for _, c := range []struct {
		name, table, query string
		who                *graphtest.Client
		shared             bool
	}{
		{"a list, by anyone", "departments", `query ($id: ID!) { node(id: $id) @skip(if: true) { id } departments { nodes { name } } }`, city.Anyone(), true},
		{"counts, by a resident", "tally_deltas", `query ($id: ID!) { consultation(id: $id) { commentTally { total byDay { day } } } }`, city.Resident("li"), true},
		{"their own, by a resident", "comments", `query ($id: ID!) { node(id: $id) @skip(if: true) { id } viewer { comments { nodes { id } } } }`, city.Resident("li"), false},
	} {
		ask := func() { c.who.Must(c.query, "id", asked.Consultation) }
		ask()
		alone := statements.During(ask)
		lock := city.SQL.MustBegin()
		lock.MustExec(`LOCK TABLE ` + c.table)
		const herd = 30
		together := statements.During(func() {
			var all sync.WaitGroup
			for range herd {
				all.Go(ask)
			}
			waitFor(t, city, 1)
			_ = lock.Commit()
			all.Wait()
		})
		if c.shared && together > alone*herd/2 || !c.shared && together != alone*herd {
			t.Errorf("%s: %d statements for one and %d for %d", c.name, alone, together, herd)
		}
	}
}
