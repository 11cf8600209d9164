package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/tidwall/gjson"
)

// slowReader asks for an answer from an address of its own and reads nothing but the head of the response, and the body of a refusal.
func (p *program) slowReader(address, query string) (conn net.Conn, status, retry, code string) {
	p.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.address, "http://"))
	if err != nil {
		p.t.Error(err)
		return nil, "", "", ""
	}
	_ = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
	body := fmt.Sprintf(`{"query":%q}`, query)
	fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: city\r\nX-Forwarded-For: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", address, len(body), body)
	got, err := http.ReadResponse(bufio.NewReaderSize(conn, 16), nil)
	if err != nil {
		p.t.Error(err)
		return conn, "", "", ""
	}
	if got.StatusCode != http.StatusOK {
		refusal, _ := io.ReadAll(got.Body)
		code = gjson.GetBytes(refusal, "errors.0.extensions.code").String()
	}
	return conn, fmt.Sprint(got.StatusCode), got.Header.Get("Retry-After"), code
}

// TestLargeAnswersTogetherAreBounded lets many clients ask for large answers at once and read none of them. As many are answered as there is
// memory for, the others are refused; one client gets its share alone, and small answers go on. When the readers leave, large answers are given again.
func TestLargeAnswersTogetherAreBounded(t *testing.T) {
	t.Parallel()
	p := startExample(t, "ANSWER_MEMORY=134217728", "TRUSTED_PROXIES=127.0.0.0/8", "REQUEST_TIMEOUT=60s")
	if _, err := p.behind().Exec(`INSERT INTO comments (consultation_id, id, author, stance, body, grams, day, created_at)
		SELECT c.id, gen_random_uuid(), gen_random_uuid(), 'SUPPORT', repeat('很', 3000), '{}', current_date, now() FROM consultations c, generate_series(1, 200) n WHERE c.withdrawn_at IS NULL`); err != nil {
		t.Fatal(err)
	}
	id := p.ask("", `{ consultations(filter: { status: [OPEN, CLOSED] }) { nodes { id } } }`).Get("data.consultations.nodes.0.id").String()
	large := func(n int) string { // 14 MB, each another document
		var aliases strings.Builder
		for i := range 15 {
			fmt.Fprintf(&aliases, " a%d_%d: body", n, i)
		}
		return fmt.Sprintf(`{ consultation(id: %q) { comments(first: 100) { nodes { %s } } } }`, id, aliases.String())
	}
	rest := p.memory("VmRSS")
	var mu sync.Mutex
	var conns []net.Conn
	outcomes := map[string]int{}
	ask := func(address string, n int) {
		conn, status, retry, code := p.slowReader(address, large(n))
		mu.Lock()
		defer mu.Unlock()
		conns = append(conns, conn)
		outcomes[strings.Join([]string{status, retry, code}, " ")]++
	}
	for i := range 4 { // one client has its share
		ask("192.0.2.1", i)
	}
	if outcomes["200  "] == 0 || outcomes["429 1 RATE_LIMITED"] == 0 {
		t.Errorf("one client gets %v", outcomes)
	}
	var all sync.WaitGroup
	for i := range 24 {
		all.Go(func() { ask(fmt.Sprintf("198.51.100.%d", i), 100+i) })
	}
	all.Wait()
	if outcomes["503 1 OVERLOADED"] < 15 {
		t.Errorf("many clients get %v", outcomes)
	}
	if name := p.ask("", `{ departments(first: 1) { nodes { id } } }`).Get("data.departments.nodes.0.id").String(); name == "" {
		t.Error("a small answer is refused")
	}
	if most := p.memory("VmHWM"); most > rest+320 {
		t.Errorf("%d MiB at rest, %d at most", rest, most)
	}
	for _, conn := range conns {
		_ = conn.Close()
	}
	until(t, "a large answer is given again", func() bool {
		return len(p.ask("", large(1000)).Get("data.consultation.comments.nodes").Array()) == 100
	})
}
