package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/coder/websocket"
	"github.com/tidwall/gjson"
)

// TestNobodyTakesAllStreams lets one address, and then one account, open idle sockets until they are refused. There is room for the others,
// and staff can export even when all places for subscriptions are taken.
func TestNobodyTakesAllStreams(t *testing.T) {
	t.Parallel()
	e := startExported(t, "MAX_STREAMS=12", "MAX_CLIENT_STREAMS=5", "TRUSTED_PROXIES=127.0.0.0/8")
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	dial := func(address string) (*websocket.Conn, int) {
		t.Helper()
		conn, response, err := websocket.Dial(ctx, e.address+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"},
			HTTPHeader: http.Header{"X-Forwarded-For": {address}}})
		if response == nil {
			t.Fatal(err)
		}
		return conn, response.StatusCode
	}
	fill := func(addresses string, want, refused int) (open []*websocket.Conn) {
		t.Helper()
		for n := range want + 1 {
			conn, status := dial(strings.ReplaceAll(addresses, "#", strconv.Itoa(n)))
			if wanted := map[bool]int{true: http.StatusSwitchingProtocols, false: refused}[n < want]; status != wanted {
				t.Fatalf("stream %d of %s: %d, want %d", n, addresses, status, wanted)
			}
			open = append(open, conn)
		}
		return open
	}
	leave := func(all []*websocket.Conn) {
		for _, conn := range all {
			if conn != nil {
				conn.CloseNow()
			}
		}
		until(t, "all have left", func() bool {
			conn, status := dial("192.0.2.200")
			if conn != nil {
				conn.CloseNow()
			}
			return status == http.StatusSwitchingProtocols
		})
	}

	idle := fill("192.0.2.1", 5, http.StatusTooManyRequests)
	idle = append(idle, fill("2001:db8:0:1::#", 5, http.StatusTooManyRequests)...) // a network of one client
	idle = append(idle, fill("192.0.2.10#", 2, http.StatusServiceUnavailable)...)
	if got := e.get("/export/comments.ndjson?id="+e.closed, "Authorization", e.analyst); got.StatusCode != http.StatusOK {
		t.Errorf("staff export while all streams are taken: %d %s", got.StatusCode, got.body)
	}
	leave(idle)

	signIn := func(n int) string {
		var conn *websocket.Conn
		until(t, "there is a place", func() bool { conn, _ = dial(fmt.Sprintf("192.0.2.%d", n)); return conn != nil })
		t.Cleanup(func() { conn.CloseNow() })
		init, _ := json.Marshal(map[string]any{"type": "connection_init", "payload": map[string]string{"Authorization": e.analyst}})
		_ = conn.Write(ctx, websocket.MessageText, init)
		_, answer, err := conn.Read(ctx)
		for err == nil && gjson.GetBytes(answer, "type").String() != "connection_ack" {
			_, answer, err = conn.Read(ctx)
		}
		return fmt.Sprint(int(websocket.CloseStatus(err)))
	}
	for n := range 6 {
		if got, want := signIn(n), map[bool]string{true: "-1", false: "1013"}[n < 5]; got != want {
			t.Errorf("socket %d of an account: %s, want %s", n, got, want)
		}
	}
}

// TestPublicExportsLeaveRoomForStaff begins exports of the open data that nobody reads.
func TestPublicExportsLeaveRoomForStaff(t *testing.T) {
	t.Parallel()
	e := startExported(t, "TRUSTED_PROXIES=127.0.0.0/8")
	e.crowd(30_000)
	e.report(e.closed)
	path := "/export/comments.ndjson?id=" + e.closed
	refused := map[int]int{}
	for n := range 20 {
		request, _ := http.NewRequest(http.MethodGet, e.address+path, nil)
		request.Header.Set("X-Forwarded-For", fmt.Sprintf("192.0.2.%d", n/5))
		got, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = got.Body.Close() })
		if got.StatusCode != http.StatusOK {
			refused[got.StatusCode]++
		}
	}
	if refused[http.StatusTooManyRequests] != 4 || refused[http.StatusServiceUnavailable] != 0 {
		t.Errorf("of five exports of each address are refused %v", refused)
	}
	if got := e.get("/export/responses.ndjson?id="+e.survey, "Authorization", e.analyst); got.StatusCode != http.StatusOK {
		t.Errorf("staff: %d %s", got.StatusCode, got.body)
	}
}

// TestSlowReadersAreDropped lets a client read nothing while comments come. It then hears what still lay on its way, and that it has missed
// others.
func TestSlowReadersAreDropped(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	open := p.ask("", `{ consultations(filter: { status: [OPEN] }) { nodes { id } } }`).Get("data.consultations.nodes.0.id").String()
	query := `subscription ($id: ID!) { commentPublished(consultationId: $id) { body`
	for i := range 15 {
		query += fmt.Sprintf(" b%d: body", i)
	}
	body, _ := json.Marshal(map[string]any{"query": query + " } }", "variables": map[string]string{"id": open}})
	long, zhou := strings.Repeat("很", 4900), p.token("-subject", "zhou") // 15 KB, 16 times
	say := func(words string, times int) {
		t.Helper()
		all := ""
		for i := range times {
			all += fmt.Sprintf(` c%d: submitComment(input: {consultationId: %q, stance: SUPPORT, body: "%s %d"}) { comment { id } userErrors { code } }`, i, open, words, i)
		}
		if said := p.ask(zhou, "mutation {"+all+" }"); !said.Get("data.c0.comment.id").Exists() {
			t.Fatal(said)
		}
	}
	attempt := func(n int) bool {
		line, err := net.Dial("tcp", strings.TrimPrefix(p.address, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer line.Close()
		_ = line.(*net.TCPConn).SetReadBuffer(4096)
		fmt.Fprintf(line, "POST /graphql HTTP/1.1\r\nHost: minyi\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		heard := bufio.NewReaderSize(line, 16)
		follows := make(chan bool)
		go func() {
			for word, err := "", error(nil); err == nil && !strings.Contains(word, "data:"); {
				word, err = heard.ReadString('\n')
			}
			close(follows)
		}()
		for i, waits := 0, true; waits; i++ {
			say(fmt.Sprint("可以", n, i), 1)
			select {
			case <-follows:
				waits = false
			default:
			}
		}
		for i := range 4 {
			say(fmt.Sprint(long, n, i), 10)
		}
		_ = line.(*net.TCPConn).SetReadBuffer(1 << 20) // now it reads fast
		said := ""
		for words, err := "", error(nil); err == nil && !strings.Contains(words, "FELL_BEHIND"); said = words {
			words, err = heard.ReadString('\n')
		}
		return strings.Contains(said, "FELL_BEHIND")
	}
	n := 0
	until(t, "a slow reader is told that it fell behind", func() bool { n++; return attempt(n) }) // the machine may be slower than the reader
}
