package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/tidwall/gjson"
)

// watcher is a run of test/live/subscribe.mjs.
type watcher struct {
	t    *testing.T
	mu   sync.Mutex
	said []gjson.Result
}

// watch subscribes with both clients.
func watch(t *testing.T, p *program, folder, query, variables, token string) *watcher {
	t.Helper()
	cmd := exec.Command("node", "subscribe.mjs", p.address, query, variables, token)
	cmd.Dir, cmd.Stderr = folder, os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	w := &watcher{t: t}
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			w.mu.Lock()
			w.said = append(w.said, gjson.Parse(lines.Text()))
			w.mu.Unlock()
		}
	}()
	return w
}

// count returns how many lines of a client have the value want at a path. An empty want matches any value.
func (w *watcher) count(by, path, want string) (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, line := range w.said {
		if got := line.Get(path); line.Get("by").String() == by && got.Exists() && (want == "" || got.String() == want) {
			n++
		}
	}
	return n
}

// wait waits until both clients have printed the value. It returns how long the later one took.
func (w *watcher) wait(path, want string) time.Duration {
	w.t.Helper()
	began := time.Now()
	for _, by := range []string{"ws", "sse"} {
		until(w.t, fmt.Sprintf("%s says that %s is %q", by, path, want), func() bool { return w.count(by, path, want) > 0 })
	}
	return time.Since(began)
}

const (
	watchComments = `subscription ($id: ID!) { commentPublished(consultationId: $id) { body } }`
	watchStatus   = `subscription ($id: ID!) { consultationChanged(consultationId: $id) { commentTally { total } } }`
	watchSurvey   = `subscription ($id: ID!) { surveyResultsChanged(surveyId: $id) { title } }`
)

// startTwo starts two servers on one database with the example city.
func startTwo(t *testing.T, settings ...string) (a, b *program) {
	t.Helper()
	a = startExample(t, settings...)
	return a, startOn(t, a.url, settings...)
}

// TestLive subscribes with the reference clients at one server and writes through another.
func TestLive(t *testing.T) {
	t.Parallel()
	folder := nodeFolder(t, "live")
	a, b := startTwo(t)
	zhou, editor := a.token("-subject", "zhou"), a.token("-subject", "editor", "-role", "PARKS:EDITOR")
	open := a.ask("", `{ consultations(filter: { status: [OPEN] }) { nodes { id department { id } } } }`).Get("data.consultations.nodes.0")
	id := fmt.Sprintf(`{"id":%q}`, open.Get("id").String())
	say := func(p *program, body string) {
		t.Helper()
		said := p.ask(zhou, fmt.Sprintf(`mutation { submitComment(input: { consultationId: %q, stance: SUPPORT, body: %q }) { comment { id } userErrors { code } } }`, open.Get("id").String(), body))
		if !said.Get("data.submitComment.comment.id").Exists() {
			t.Fatal(said)
		}
	}

	comments, status := watch(t, b, folder, watchComments, id, ""), watch(t, b, folder, watchStatus, id, "")
	comments.wait("ready", "")
	status.wait("event.data.consultationChanged.commentTally.total", "")
	for _, by := range []string{"ws", "sse"} {
		for n := 0; comments.count(by, "event", "") == 0; n++ { // a client is ready before the server holds its subscription
			say(a, fmt.Sprint(by, n))
			time.Sleep(100 * time.Millisecond)
		}
	}
	say(a, "第一")
	t.Logf("a comment through a reached the subscribers of b in %v", comments.wait("event.data.commentPublished.body", "第一"))

	db := a.behind()
	if _, err := db.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`); err != nil {
		t.Fatal(err)
	}
	say(a, "第二")
	say(b, "第三")
	for _, body := range []string{"第二", "第三"} {
		t.Logf("%s came %v after the listeners were cut off", body, comments.wait("event.data.commentPublished.body", body))
	}

	survey := a.ask(editor, fmt.Sprintf(`mutation { createSurvey(input: { departmentId: %q, title: [{ locale: "en", text: "Lamps" }], resultsVisibility: LIVE,
		questions: [{ key: "a", kind: TEXT, title: [{ locale: "en", text: "Which?" }], page: 1 }] }) { survey { id } userErrors { code field } } }`, open.Get("department.id").String()))
	hidden := fmt.Sprintf(`{"id":%q}`, survey.Get("data.createSurvey.survey.id").String())
	watch(t, b, folder, watchSurvey, hidden, "").wait("event.errors.0.extensions.code", "NOT_FOUND")
	watch(t, b, folder, watchSurvey, hidden, editor).wait("event.data.surveyResultsChanged.title", "Lamps")

	asked := time.Now()
	b.signal(syscall.SIGTERM)
	if code := b.exit(); code != success || strings.Contains(b.stderr.String(), "cut off") {
		t.Errorf("with streams open the stop took %v: exit code %d, %s", time.Since(asked), code, b.stderr)
	}
	until(t, "the WebSocket is closed", func() bool { return comments.count("ws", "closed", "") > 0 })
	for _, by := range []string{"ws", "sse"} {
		if comments.count(by, "complete", "") > 0 {
			t.Errorf("%s was told that there is no more", by)
		}
		for _, body := range []string{"第一", "第二", "第三"} {
			if n := comments.count(by, "event.data.commentPublished.body", body); n != 1 {
				t.Errorf("%s came %d times by %s", body, n, by)
			}
		}
	}
}

// A WebSocket is refused for a page of another site, with another protocol, and above the limit. An invalid token closes it.
func TestWebSocketRefusals(t *testing.T) {
	t.Parallel()
	p := startExample(t, "CORS_ORIGINS=https://city.example", "MAX_STREAMS=1")
	shake := func(headers ...string) int {
		t.Helper()
		got, err := p.try(http.MethodGet, "/graphql", "", append([]string{"Connection", "Upgrade", "Upgrade", "websocket",
			"Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}, headers...)...)
		if err != nil {
			t.Fatal(err)
		}
		return got.StatusCode
	}
	const protocol = "Sec-WebSocket-Protocol"
	if got := shake(protocol, "graphql-ws"); got != http.StatusBadRequest {
		t.Errorf("another protocol: %d", got)
	}
	if got := shake(protocol, "graphql-transport-ws", "Origin", "https://stranger.example"); got != http.StatusForbidden {
		t.Errorf("a stranger's page: %d", got)
	}
	if got := shake(protocol, "graphql-transport-ws", "Authorization", "Bearer bad"); got != http.StatusUnauthorized {
		t.Errorf("a bad token: %d", got)
	}
	for name, c := range map[string]struct {
		origin, init string
		want         string
	}{
		"our page":         {p.address, `{}`, "connection_ack"},
		"a friend's page":  {"https://city.example", `{}`, "connection_ack"},
		"a good token":     {"", fmt.Sprintf(`{"Authorization":"Bearer %s"}`, p.token("-subject", "li")), "connection_ack"},
		"a bad token said": {"", `{"Authorization":"Bearer bad"}`, "4403"},
	} {
		if got := initWebSocket(t, p, c.origin, c.init); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
