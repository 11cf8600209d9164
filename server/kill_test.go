package main

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"minyi/graph/graphtest"
)

const (
	writers       = 32
	writesBetween = 320 // how many writes are acknowledged before each fault, and after the last
)

// writeLoad is many residents who write at the same time while the server and its PostgreSQL fail.
type writeLoad struct {
	t                     *testing.T
	server                atomic.Pointer[program]
	consultation, survey  string
	frozen                time.Duration // how long PostgreSQL is stopped
	acknowledged, retried atomic.Int64  // writes; the second are among the first
	over                  atomic.Bool
}

// fault makes the server fail. It returns the moment from which the server could recover.
type fault struct {
	name   string
	inject func(*writeLoad) time.Time
}

var faults = []fault{
	{"kill -9 of the server", (*writeLoad).killServer},
	{"kill -9 of PostgreSQL", (*writeLoad).killPostgres},
	{"a stopped PostgreSQL", (*writeLoad).freezePostgres},
}

// TestKilledUnderWriters injects faults while 32 connections write, edit, withdraw and respond. No acknowledged write is lost.
// No retry writes twice. The counts equal a recount, and the log has every receipt.
// With MINYI_KILLS=10 each fault happens ten times instead of once, and PostgreSQL stops for 10 seconds instead of 2.
func TestKilledUnderWriters(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the processes of PostgreSQL are found as Linux shows them")
	}
	kills, err := strconv.Atoi(cmp.Or(os.Getenv("MINYI_KILLS"), "1"))
	if err != nil {
		t.Fatal(err)
	}
	s := prepareLoad(t, start(t, exampleFolder(t)), 2*time.Second)
	if kills > 1 {
		s.frozen = 10 * time.Second
	}
	before := s.numbers()
	crowd := s.runFaults(kills)
	t.Logf("%d writes acknowledged, %d of them asked more than once", s.acknowledged.Load(), s.retried.Load())
	s.checkAll(crowd, before)
}

// prepareLoad finds the consultation and the survey to write on.
func prepareLoad(t *testing.T, p *program, frozen time.Duration) *writeLoad {
	t.Helper()
	s := &writeLoad{t: t, frozen: frozen}
	s.server.Store(p)
	open := p.ask("", `{ consultations(filter: {status: [OPEN]}) { nodes { id surveys { id } } } }`).Get("data.consultations.nodes.0")
	s.consultation, s.survey = open.Get("id").String(), open.Get("surveys.0.id").String()
	return s
}

// runFaults lets the residents write during all faults.
func (s *writeLoad) runFaults(kills int) (crowd []*writer) {
	var all sync.WaitGroup
	for i := range writers {
		w := newWriter(s, i)
		crowd = append(crowd, w)
		all.Go(w.write)
	}
	defer all.Wait()
	defer s.over.Store(true)
	s.injectAll(kills)
	return crowd
}

// injectAll injects each fault so many times, while others write, and logs the longest interruption for each kind.
func (s *writeLoad) injectAll(kills int) {
	longest := make([]time.Duration, len(faults))
	for range kills {
		for i, b := range faults {
			s.progress(b.name, writesBetween)
			longest[i] = max(longest[i], s.recovery(b))
		}
	}
	s.progress("the end", writesBetween)
	for i, b := range faults {
		s.t.Logf("%s: %d times, the next write was acknowledged after %v at most", b.name, kills, longest[i].Round(time.Millisecond))
	}
}

// progress waits for so many more acknowledged writes.
func (s *writeLoad) progress(before string, writes int64) {
	s.t.Helper()
	enough := s.acknowledged.Load() + writes
	until(s.t, "writes are acknowledged before "+before, func() bool { return s.acknowledged.Load() >= enough })
}

// recovery injects a fault and measures the time to the next acknowledged write.
func (s *writeLoad) recovery(b fault) time.Duration {
	s.t.Helper()
	since := b.inject(s)
	s.progress("it counts as recovered from "+b.name, 1)
	return time.Since(since)
}

func (s *writeLoad) killServer() time.Time {
	p := s.server.Load()
	p.signal(syscall.SIGKILL)
	return s.startAgain(p)
}

// killPostgres kills the first process of PostgreSQL. The server then ends by itself.
func (s *writeLoad) killPostgres() time.Time {
	p := s.server.Load()
	p.kill(syscall.SIGKILL, p.postmaster())
	struck := s.startAgain(p)
	if code := p.exit(); code != failure || !strings.HasPrefix(p.stderr.last(), "minyi: PostgreSQL has ended by itself") {
		s.t.Errorf("without PostgreSQL: exit code %d: %s", code, p.stderr)
	}
	return struck
}

// startAgain waits for the end of the server and starts it again on its folder. It returns the moment of the call.
func (s *writeLoad) startAgain(p *program) time.Time {
	now := time.Now()
	p.exit()
	s.server.Store(start(s.t, p.dir))
	return now
}

// freezePostgres stops every process of PostgreSQL for a while, as on a machine that hangs. Meanwhile only replies that were
// already on their way may arrive, at most one for each writer.
func (s *writeLoad) freezePostgres() time.Time {
	p := s.server.Load()
	first := p.postmaster()
	p.kill(syscall.SIGSTOP, first) // it begins no other from here on
	all := append(p.children(first), first)
	defer p.kill(syscall.SIGCONT, all...)
	p.kill(syscall.SIGSTOP, all...)
	before := s.acknowledged.Load()
	time.Sleep(s.frozen)
	if late := s.acknowledged.Load() - before; late > writers {
		s.t.Errorf("%d writes were acknowledged while PostgreSQL stood still", late)
	}
	return time.Now()
}

// numbers returns the numbers of comments, survey responses and receipts of comments in the database, and the comments in the counts.
func (s *writeLoad) numbers() (n [4]int) {
	s.t.Helper()
	p := s.server.Load()
	err := p.behind().QueryRow(`SELECT (SELECT count(*) FROM comments), (SELECT count(*) FROM survey_responses),
		(SELECT count(*) FROM receipts WHERE kind = 'M')`).Scan(&n[0], &n[1], &n[2])
	if err != nil {
		s.t.Fatal(err)
	}
	n[3] = int(p.ask("", fmt.Sprintf(`{ consultation(id: %q) { commentTally { total } } }`, s.consultation)).Get("data.consultation.commentTally.total").Int())
	return n
}

// checkAll compares the database with the acknowledged writes.
func (s *writeLoad) checkAll(crowd []*writer, before [4]int) {
	p, want, receipts := s.server.Load(), before, 0
	for _, w := range crowd {
		w.check(p)
		want[0] += len(w.words)
		want[1] += min(len(w.answers), 1)
		want[2] += len(w.receipts) - len(w.answers)
		want[3] += len(w.standing)
		receipts += len(w.receipts)
	}
	s.t.Logf("%d comments are counted, the log has all of %d receipts", want[3], receipts)
	if got := s.numbers(); got != want {
		s.t.Errorf("there are %v comments, survey responses, receipts of comments and counted comments, want %v", got, want)
	}
	city := graphtest.Behind(s.t, p.databaseAddress())
	if differences := append(city.RecountComments(), city.RecountSurveys()...); len(differences) > 0 {
		s.t.Errorf("counts differ from a recount: %v", differences)
	}
	for _, kept := range []string{"-database", "-audit"} {
		if code, said := p.verifies(kept); code != success {
			s.t.Errorf("verify %s: exit code %d: %s", kept, code, said)
		}
	}
}
