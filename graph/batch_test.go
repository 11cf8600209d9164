package graph_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/lib/pq"

	civicdb "minyi/db/civic"
	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/trust"
	"minyi/graph/graphtest"
)

// heldUp lets many comment at the same moment while the table is locked, does something as soon as some writes wait in the database, lets
// them go on, and gives the words of those who were told that they are written.
func heldUp(t *testing.T, city *graphtest.City, asked graphtest.Asked, words []string, meanwhile string) map[string]civic.ID {
	t.Helper()
	consultation, _ := civic.ParseID(asked.Consultation)
	hold := city.SQL.MustBegin()
	hold.MustExec(`LOCK TABLE comments IN SHARE MODE`)
	var all sync.WaitGroup
	var mu sync.Mutex
	written := map[string]civic.ID{}
	for i, body := range words {
		by := city.Resident(fmt.Sprint("person ", i)).Actor
		all.Go(func() {
			made, err := consultdb.SubmitComment(context.Background(), city.DB, by, consult.SubmitCommentInput{ConsultationID: consultation, Stance: consult.Support, Body: body})
			if err == nil && made.Body == body && made.Author == by.Account && made.Receipt.Holds(made.Accepted(trust.ActSubmit)) {
				mu.Lock()
				defer mu.Unlock()
				written[body] = made.ID()
			}
		})
	}
	waitFor(t, city, 1)
	city.SQL.MustExec(meanwhile)
	if err := hold.Rollback(); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	return written
}

func manyWords() []string {
	words := make([]string, 60)
	for i := range words {
		words[i] = fmt.Sprint("意见", i)
	}
	return words
}

// written checks that exactly the comments that their authors know of are there, and that they are counted and found by their words.
func written(t *testing.T, city *graphtest.City, asked graphtest.Asked, known map[string]civic.ID) {
	t.Helper()
	var kept []struct {
		consult.Comment
		Grams pq.Int32Array `db:"grams"`
	}
	if err := city.SQL.Select(&kept, `SELECT consultation_id, id, body, grams FROM comments`); err != nil {
		t.Fatal(err)
	}
	for _, c := range kept {
		if !slices.Equal(c.Grams, legaltext.Grams(c.ConsultationKey, c.Body)) {
			t.Errorf("%q is found by %d", c.Body, c.Grams)
		}
		if known[c.Body] != c.ID() {
			t.Errorf("%q was written and its author was not told", c.Body)
		}
	}
	if len(kept) != len(known) {
		t.Errorf("%d are written, and %d authors were told so", len(kept), len(known))
	}
	commentTally(t, city, asked.Consultation)
	sequenced(t, city)
	if audit := auditClean(t, city); audit.Held != len(known) {
		t.Errorf("%d of %d have their receipts", audit.Held, len(known))
	}
}

func TestOneBadCommentAmongMany(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, words := city.PutToPublic(), manyWords()
	city.SQL.MustExec(`ALTER TABLE comments ADD CONSTRAINT fine CHECK (body <> '意见30')`)
	known := heldUp(t, city, asked, words, `SELECT 1`)
	if _, there := known["意见30"]; there || len(known) != len(words)-1 {
		t.Errorf("%d of %d were written", len(known), len(words))
	}
	written(t, city, asked, known)
}

// What was under way on a connection that is cut goes over another one.
func TestConnectionsAreCutWhileManyWrite(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, words := city.PutToPublic(), manyWords()
	known := heldUp(t, city, asked, words, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)
	if len(known) < len(words) {
		t.Errorf("only %d of %d were written", len(known), len(words))
	}
	written(t, city, asked, known)
}

// Staff get in while a crowd writes without a pause.
func TestStaffAreNotKeptOutByACrowd(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	consultation, _ := civic.ParseID(asked.Consultation)
	var all sync.WaitGroup
	done := make(chan struct{})
	for i := range 16 {
		by := city.Resident(fmt.Sprint("person ", i)).Actor
		all.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-done:
					return
				default:
				}
				if _, err := consultdb.SubmitComment(t.Context(), city.DB, by, consult.SubmitCommentInput{ConsultationID: consultation, Stance: consult.Support, Body: fmt.Sprint("赞成", n)}); err != nil {
					t.Errorf("a comment: %v", err)
				}
			}
		})
	}
	for day := 61; day < 64; day++ {
		city.Publisher().Must(extend, "input", map[string]any{"consultationId": asked.Consultation, "closesOn": graphtest.InDays(day), "reason": "意见很多"})
	}
	close(done)
	all.Wait()
	commentTally(t, city, asked.Consultation)
}

// A process learns soon of the roles that another gives and takes, and at once of those that it gives and takes itself.
func TestRolesAreKnownToAllProcesses(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin, li := city.Staff("admin", "", civic.Admin), city.Resident("li")
	other, err := pg.Open(t.Context(), city.URL, pg.Options{Secret: []byte("a secret of the tests"), MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	for _, step := range []struct {
		verb string
		held int
	}{{grantRole, 1}, {revokeRole, 0}, {grantRole, 1}} {
		admin.Must(step.verb, "input", roleInput(accountCode(li), "AUDITOR", ""))
		if roles, err := civicdb.RolesOf(t.Context(), city.DB, li.Actor.Account); err != nil || len(roles) != step.held {
			t.Errorf("the process itself knows %v, %v; want %d", roles, err, step.held)
		}
		for deadline := time.Now().Add(time.Minute); ; {
			roles, err := civicdb.RolesOf(t.Context(), other, li.Actor.Account)
			if err != nil || time.Now().After(deadline) {
				t.Fatalf("the other process knows %v, %v; want %d", roles, err, step.held)
			}
			if len(roles) == step.held {
				break
			}
		}
	}
}
