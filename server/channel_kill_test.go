package main

import (
	"cmp"
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"sync"
	"syscall"
	"testing"
)

// receiver stands for a webhook and for a connector that honours no key. It notes each event before it replies, and can hold its replies back.
type receiver struct {
	*httptest.Server
	mu      sync.Mutex
	arrived map[string]int // how often by key
	hold    chan struct{}  // replies wait until it is closed; nil if they need not
	first   chan struct{}  // gets a value with each event, as long as there is room
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{arrived: map[string]int{}, first: make(chan struct{}, 1)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.Method == http.MethodGet { // a connector that remembers nothing
			w.WriteHeader(http.StatusNotImplemented)
			return
		}
		r.mu.Lock()
		r.arrived[q.Header.Get("webhook-id")]++
		hold := r.hold
		r.mu.Unlock()
		select {
		case r.first <- struct{}{}:
		default:
		}
		if hold != nil {
			<-hold
		}
	}))
	t.Cleanup(r.Close)
	return r
}

// holdReplies lets the receiver reply to nothing until the returned function is called.
func (r *receiver) holdReplies() (release func()) {
	hold := make(chan struct{})
	r.mu.Lock()
	r.hold = hold
	r.mu.Unlock()
	select {
	case <-r.first:
	default:
	}
	return func() {
		r.mu.Lock()
		r.hold = nil
		r.mu.Unlock()
		close(hold)
	}
}

// TestKilledBetweenSendingAndConfirming kills the server while receivers have what it sent and it does not know. Who honours the key gets everything, and each
// effect once. To who does not nothing is sent twice, and what nobody knows is UNKNOWN. With MINYI_KILLS=30 it happens thirty times instead of twice.
func TestKilledBetweenSendingAndConfirming(t *testing.T) {
	t.Parallel()
	kills, err := strconv.Atoi(cmp.Or(os.Getenv("MINYI_KILLS"), "2"))
	if err != nil {
		t.Fatal(err)
	}
	p := start(t, exampleFolder(t), "PRIVATE_CHANNELS=true")
	db := p.behind()
	honest, forgetful := newReceiver(t), newReceiver(t)
	for i := range kills {
		release := func(of []func()) func() { return func() { of[0](); of[1]() } }([]func(){honest.holdReplies(), forgetful.holdReplies()})
		queueOn(t, db, "WEBHOOK", honest.URL, true, i)
		queueOn(t, db, "CONNECTOR", forgetful.URL, false, i)
		<-honest.first
		<-forgetful.first
		p.signal(syscall.SIGKILL)
		p.exit()
		release()
		_ = db.Close()
		p = start(t, p.dir, "PRIVATE_CHANNELS=true")
		db = p.behind()
		if _, err := db.Exec(`UPDATE channel_releases SET lease_until = now() - interval '1 second' WHERE state = 'SENDING'`); err != nil {
			t.Fatal(err)
		}
		until(t, "nothing waits any more", func() bool {
			_, _ = db.Exec(`UPDATE channel_releases SET next_at = now() WHERE state = 'QUEUED'`)
			return number(t, db, `SELECT count(*) FROM channel_releases WHERE state IN ('QUEUED', 'SENDING')`) == 0
		})
	}
	checkReceivers(t, db, honest, forgetful)
}

// queueOn opens a channel by the database's own means and queues on it all that is released.
func queueOn(t *testing.T, db *sql.DB, kind, address string, honours bool, number int) {
	t.Helper()
	id := fmt.Sprintf("00000000-0000-7000-%s-%012d", map[bool]string{true: "8000", false: "9000"}[honours], number)
	for _, statement := range []string{
		fmt.Sprintf(`INSERT INTO channels (id, department_id, kind, name, locale, whole_city, address, honours_key, created_by)
			SELECT '%s', id, '%s', '三亚发布', 'zh', true, '%s', %t, id FROM departments LIMIT 1`, id, kind, address, honours),
		fmt.Sprintf(`INSERT INTO channel_releases (id, content_id, channel_id, action, state, content_hash, next_at)
			SELECT gen_random_uuid(), x.id, '%s', 'PUBLISH', 'QUEUED', x.content_hash, now() FROM contents x WHERE x.published_at IS NOT NULL`, id),
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

// number asks the database for a number.
func number(t *testing.T, db *sql.DB, query string) (n int) {
	t.Helper()
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// checkReceivers compares what arrived with what the server says.
func checkReceivers(t *testing.T, db *sql.DB, honest, forgetful *receiver) {
	of := func(kind, state string) int {
		return number(t, db, fmt.Sprintf(`SELECT count(*) FROM channel_releases s JOIN channels c ON c.id = s.channel_id WHERE c.kind = '%s' AND (s.state = '%s' OR '%[2]s' = '')`, kind, state))
	}
	honest.mu.Lock()
	defer honest.mu.Unlock()
	forgetful.mu.Lock()
	defer forgetful.mu.Unlock()
	if all := of("WEBHOOK", ""); all == 0 || of("WEBHOOK", "CONFIRMED") != all || len(honest.arrived) != all {
		t.Errorf("of %d releases %d are confirmed and %d arrived", all, of("WEBHOOK", "CONFIRMED"), len(honest.arrived))
	}
	all, unknown, confirmed := of("CONNECTOR", ""), of("CONNECTOR", "UNKNOWN"), of("CONNECTOR", "CONFIRMED")
	if unknown == 0 || unknown+confirmed != all {
		t.Errorf("of %d releases %d are confirmed and %d unknown", all, confirmed, unknown)
	}
	for key, times := range forgetful.arrived {
		if times != 1 {
			t.Errorf("%s was sent %d times to who does not know repetitions", key, times)
		}
	}
	if len(forgetful.arrived) < confirmed {
		t.Errorf("%d releases are confirmed and %d arrived", confirmed, len(forgetful.arrived))
	}
	t.Logf("%d releases on the webhook, %d on the connector, of which nobody knows of %d", len(honest.arrived), all, unknown)
}
