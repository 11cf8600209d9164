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
	writesBetween = 320 // how many writes are acknowledged before each blow, and after the last
)

// storm is many residents who write at once while the server and its PostgreSQL are struck.
type storm struct {
	t                     *testing.T
	server                atomic.Pointer[program]
	consultation, survey  string
	frozen                time.Duration // how long PostgreSQL is stopped
	acknowledged, retried atomic.Int64  // writes; the second are among the first
	over                  atomic.Bool
}

// blow is something that happens to the server; it gives the moment from which the server could recover.
type blow struct {
	name   string
	strike func(*storm) time.Time
}

var blows = []blow{
	{"kill -9 of the server", (*storm).killServer},
	{"kill -9 of PostgreSQL", (*storm).killPostgres},
	{"a stopped PostgreSQL", (*storm).freezePostgres},
}

// TestKilledUnderWriters strikes while 32 connections write, edit, withdraw and answer: nothing that was acknowledged is lost,
// nothing is doubled by those who ask again, the counts equal a recount, and every receipt stands in the log.
// MINYI_KILLS=10 strikes ten times in each way instead of once, and stops PostgreSQL for 10 seconds instead of 2.
func TestKilledUnderWriters(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the processes of PostgreSQL are found as Linux shows them")
	}
	kills, err := strconv.Atoi(cmp.Or(os.Getenv("MINYI_KILLS"), "1"))
	if err != nil {
		t.Fatal(err)
	}
	s := brew(t, start(t, newFolder(t)), 2*time.Second)
	if kills > 1 {
		s.frozen = 10 * time.Second
	}
	before := s.numbers()
	crowd := s.blowOver(kills)
	t.Logf("%d writes acknowledged, %d of them asked more than once", s.acknowledged.Load(), s.retried.Load())
	s.checkAll(crowd, before)
}

// brew finds what there is to write on.
func brew(t *testing.T, p *program, frozen time.Duration) *storm {
	t.Helper()
	s := &storm{t: t, frozen: frozen}
	s.server.Store(p)
	open := p.ask("", `{ consultations(filter: {status: [OPEN]}) { nodes { id surveys { id } } } }`).Get("data.consultations.nodes.0")
	s.consultation, s.survey = open.Get("id").String(), open.Get("surveys.0.id").String()
	return s
}

// blowOver lets the crowd write from the first blow to the last, and tells how long each kind kept it waiting at most.
func (s *storm) blowOver(kills int) (crowd []*writer) {
	var all sync.WaitGroup
	for i := range writers {
		w := newWriter(s, i)
		crowd = append(crowd, w)
		all.Go(w.write)
	}
	defer all.Wait()
	defer s.over.Store(true)
	longest := make([]time.Duration, len(blows))
	for range kills {
		for i, b := range blows {
			s.progress(b.name, writesBetween)
			longest[i] = max(longest[i], s.recovery(b))
		}
	}
	s.progress("the end", writesBetween)
	for i, b := range blows {
		s.t.Logf("%s: %d times, the next write was acknowledged after %v at most", b.name, kills, longest[i].Round(time.Millisecond))
	}
	return crowd
}

// progress waits until so many more writes were acknowledged.
func (s *storm) progress(before string, writes int64) {
	s.t.Helper()
	enough := s.acknowledged.Load() + writes
	until(s.t, "writes are acknowledged before "+before, func() bool { return s.acknowledged.Load() >= enough })
}

// recovery strikes and measures the time to the next acknowledged write.
func (s *storm) recovery(b blow) time.Duration {
	s.t.Helper()
	since := b.strike(s)
	s.progress("it counts as recovered from "+b.name, 1)
	return time.Since(since)
}

func (s *storm) killServer() time.Time {
	p := s.server.Load()
	p.signal(syscall.SIGKILL)
	return s.startAgain(p)
}

// killPostgres kills PostgreSQL's first process, after which the server ends by itself.
func (s *storm) killPostgres() time.Time {
	p := s.server.Load()
	p.kill(syscall.SIGKILL, p.postmaster())
	struck := s.startAgain(p)
	if code := p.exit(); code != failure || !strings.HasPrefix(p.stderr.last(), "minyi: PostgreSQL has ended by itself") {
		s.t.Errorf("without PostgreSQL: exit code %d: %s", code, p.stderr)
	}
	return struck
}

// startAgain starts the server on its folder when it has ended, and gives the moment of the call.
func (s *storm) startAgain(p *program) time.Time {
	now := time.Now()
	p.exit()
	s.server.Store(start(s.t, p.dir))
	return now
}

// freezePostgres stops every process of PostgreSQL for a while, as a machine does that hangs. Meanwhile nothing is acknowledged
// but the answers that were on their way, at most one to a writer.
func (s *storm) freezePostgres() time.Time {
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

// numbers are how many comments, survey responses and receipts of comments the database has, and the comments that are counted.
func (s *storm) numbers() (n [4]int) {
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

// checkAll holds what is kept against what was acknowledged.
func (s *storm) checkAll(crowd []*writer, before [4]int) {
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
	city := graphtest.Behind(s.t, p.databaseURL(p.databaseName()))
	if differences := append(city.RecountComments(), city.RecountSurveys()...); len(differences) > 0 {
		s.t.Errorf("counts differ from a recount: %v", differences)
	}
	for _, kept := range []string{"-database", "-audit"} {
		if code, said := p.verifies(kept); code != success {
			s.t.Errorf("verify %s: exit code %d: %s", kept, code, said)
		}
	}
}
