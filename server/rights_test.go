package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"
	"github.com/tidwall/gjson"
)

// pair is two servers on one database. What one does the other must heed.
type pair struct {
	a, b         *program
	root         string // the token of an ADMIN
	consultation string // one that is open, in which comments wait for a moderator
	department   string
}

func startPair(t *testing.T, settings ...string) *pair {
	t.Helper()
	a, b := startTwo(t, settings...)
	p := &pair{a: a, b: b}
	if _, err := p.a.behind().Exec(`UPDATE consultations SET moderation = 'BEFORE_PUBLISHING'`); err != nil {
		t.Fatal(err)
	}
	open := p.a.ask("", `{ consultations(filter: { status: [OPEN] }) { nodes { id department { id } } } }`).Get("data.consultations.nodes.0")
	p.consultation, p.department, p.root = open.Get("id").String(), open.Get("department.id").String(), p.a.token("-subject", "root", "-role", "ADMIN")
	return p
}

// role grants or revokes a role of the owner of a token, through the first server.
func (p *pair) role(verb, token, role string) {
	p.a.t.Helper()
	got := p.a.ask(p.root, fmt.Sprintf(`mutation { %s(input: {accountCode: %q, role: %s, departmentId: %q}) { grantedRole { role } userErrors { code } } }`,
		verb, p.a.mustView(token).Get("accountCode").String(), role, p.department))
	if !got.Get("data." + verb + ".grantedRole.role").Exists() {
		p.a.t.Fatal(got)
	}
}

// say submits a comment through the first server.
func (p *pair) say(body string) {
	p.a.t.Helper()
	said := p.a.ask(p.a.token("-subject", "zhou"), fmt.Sprintf(`mutation { submitComment(input: {consultationId: %q, stance: SUPPORT, body: %q}) { comment { id } userErrors { code } } }`, p.consultation, body))
	if !said.Get("data.submitComment.comment.id").Exists() {
		p.a.t.Fatal(said)
	}
}

// heard is all that a client heard of a subscription, line by line. The last line says how it ended.
type heard struct {
	lines
	ended chan struct{}
}

// eventSource subscribes by server-sent events.
func eventSource(t *testing.T, p *program, token, query, id string) *heard {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	body, _ := json.Marshal(map[string]any{"query": query, "variables": map[string]string{"id": id}})
	request, _ := http.NewRequestWithContext(ctx, http.MethodPost, p.address+"/graphql", bytes.NewReader(body))
	for name, value := range map[string]string{"Content-Type": "application/json", "Accept": "text/event-stream", "Authorization": "Bearer " + token} {
		request.Header.Set(name, value)
	}
	got, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	h := &heard{ended: make(chan struct{})}
	go func() {
		defer close(h.ended)
		defer got.Body.Close()
		for lines := bufio.NewScanner(got.Body); lines.Scan(); {
			if line := lines.Text(); line != "" && !strings.HasPrefix(line, ":") {
				fmt.Fprintln(h, line)
			}
		}
	}()
	return h
}

// webSocket subscribes by a WebSocket.
func webSocket(t *testing.T, p *program, token, query, id string) *heard {
	t.Helper()
	conn, _ := openWebSocket(t, p, "")
	if conn == nil {
		t.Fatal("the WebSocket is refused")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	send := func(message map[string]any) {
		text, _ := json.Marshal(message)
		_ = conn.Write(ctx, websocket.MessageText, text)
	}
	send(map[string]any{"type": "connection_init", "payload": map[string]any{"Authorization": "Bearer " + token}})
	h := &heard{ended: make(chan struct{})}
	go func() {
		defer close(h.ended)
		for {
			_, text, err := conn.Read(ctx)
			if closed := (websocket.CloseError{}); errors.As(err, &closed) {
				fmt.Fprintln(h, int(closed.Code), closed.Reason)
			}
			if err != nil {
				return
			}
			switch gjson.GetBytes(text, "type").String() {
			case "connection_ack":
				send(map[string]any{"type": "subscribe", "id": "1", "payload": map[string]any{"query": query, "variables": map[string]string{"id": id}}})
			case "ping":
				send(map[string]any{"type": "pong"})
			default:
				fmt.Fprintln(h, string(text))
			}
		}
	}()
	return h
}

// clients are the ways to subscribe, and the last line where the server ended a stream for this reason.
var clients = map[string]struct {
	subscribe func(t *testing.T, p *program, token, query, id string) *heard
	last      func(code string) string
}{
	"ws":  {webSocket, func(code string) string { return "4403 " + code }},
	"sse": {eventSource, func(code string) string { return "data:" }},
}

// ends waits for the end of a stream and tells what its client heard. The end has a code.
func (h *heard) ends(t *testing.T, by, code string) string {
	t.Helper()
	<-h.ended // the context of the client bounds it
	said := h.String()
	if want := clients[by].last(code); h.last() != want || !strings.Contains(said, code) {
		t.Errorf("%s: a stream ends with %q, want %q", by, said, want)
	}
	return said
}

// TestRevokedRolesEndStreams takes a MODERATOR their role through another server than the one that they listen to. What waits is not
// shown to them from then on, and the stream ends, whether something happens or not.
func TestRevokedRolesEndStreams(t *testing.T) {
	t.Parallel()
	p := startPair(t)
	for by, client := range clients {
		t.Run(by, func(t *testing.T) {
			moderator := p.a.token("-subject", "moderator "+by)
			before := client.subscribe(t, p.b, moderator, watchComments, p.consultation)
			p.role("grantRole", moderator, "MODERATOR")
			for open := true; open; {
				select {
				case <-before.ended:
					open = false
				default: // the stream may have begun after the change
					p.role("revokeRole", moderator, "MODERATOR")
					p.role("grantRole", moderator, "MODERATOR")
				}
			}
			before.ends(t, by, "RIGHTS_CHANGED")

			held := client.subscribe(t, p.b, moderator, watchComments, p.consultation)
			for n := 0; !strings.Contains(held.String(), "等待"); n++ { // a stream is open before it follows
				p.say(fmt.Sprint("等待", by, n))
			}
			p.role("revokeRole", moderator, "MODERATOR")
			p.say("不再可见")
			if said := held.ends(t, by, "RIGHTS_CHANGED"); strings.Contains(said, "不再可见") {
				t.Errorf("%s: words that wait come after the role was revoked: %s", by, said)
			}
		})
	}
}

// TestExpiredTokensEndStreams listens with a token that expires while nothing happens.
func TestExpiredTokensEndStreams(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	open := p.ask("", `{ consultations(filter: { status: [OPEN] }) { nodes { id } } }`).Get("data.consultations.nodes.0.id").String()
	for by, client := range clients {
		t.Run(by, func(t *testing.T) {
			t.Parallel()
			stream := client.subscribe(t, p, p.token("-subject", "li", "-expires", "5s"), watchStatus, open)
			if said := stream.ends(t, by, "TOKEN_EXPIRED"); !strings.Contains(said, "commentTally") {
				t.Errorf("%s: the token was not good at first: %s", by, said)
			}
		})
	}
}

// TestRevokedRolesEndExports takes an ANALYST their role, through another server, while their export is under way.
func TestRevokedRolesEndExports(t *testing.T) {
	t.Parallel()
	p := startPair(t)
	e := &exported{program: p.b}
	analyst := p.a.token("-subject", "ana")
	p.role("grantRole", analyst, "ANALYST")
	e.analyst = "Bearer " + analyst
	crowd := func(text string, from, to int) {
		t.Helper()
		if _, err := p.a.behind().Exec(`INSERT INTO comments (consultation_id, id, author, stance, body, grams, day, created_at)
			SELECT c.id, CAST('ffffffff000040008000' || lpad(to_hex(n), 12, '0') AS uuid), gen_random_uuid(), 'SUPPORT', repeat($1, 100), '{}', current_date, now()
			FROM consultations c, generate_series(CAST($2 AS int), $3) n WHERE c.closes_at > now() AND c.withdrawn_at IS NULL`, text, from, to); err != nil {
			t.Fatal(err)
		}
	}
	crowd("建议公园夜间开放", 1, 30_000)
	answer := e.begin("/export/comments.ndjson?id=" + p.consultation)
	rows := bufio.NewReader(answer.Body)
	if line, err := rows.ReadString('\n'); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%d %q %v", answer.StatusCode, line, err)
	}
	p.role("revokeRole", analyst, "ANALYST")
	crowd("撤销之后", 40_000, 40_000)
	rest, err := io.ReadAll(rows)
	if !errors.Is(err, io.ErrUnexpectedEOF) || bytes.Contains(rest, []byte("撤销之后")) {
		t.Errorf("the export goes on after the role was revoked: %v after %d bytes", err, len(rest))
	}
	if got := e.get("/export/comments.ndjson?id="+p.consultation, "Authorization", e.analyst); got.StatusCode != http.StatusForbidden {
		t.Errorf("afterwards: %d", got.StatusCode)
	}
}
