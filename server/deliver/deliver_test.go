package deliver

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"crypto/hmac"
	"crypto/sha256"

	"minyi/db"
	"minyi/db/dbtest"
	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

func TestMain(m *testing.M) { dbtest.Main(m, db.Migrate) }

// double receives events and behaves as a test wants: it may take an event and reply nothing.
type double struct {
	*httptest.Server
	mu      sync.Mutex
	status  int    // of the next replies; 0 takes the event and breaks off
	known   bool   // whether it tells what it took
	body    string // of the replies
	events  []string
	headers []http.Header
}

func newDouble(t *testing.T) *double {
	d := &double{status: http.StatusOK}
	d.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		defer d.mu.Unlock()
		if r.Method == http.MethodGet {
			w.WriteHeader(map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[d.known])
			fmt.Fprint(w, `{"url":"https://mp.example.org/found"}`)
			return
		}
		body, _ := io.ReadAll(r.Body)
		d.events, d.headers = append(d.events, string(body)), append(d.headers, r.Header)
		if d.status == 0 {
			panic(http.ErrAbortHandler)
		}
		w.Header().Set("Location", "http://127.0.0.1/")
		w.WriteHeader(d.status)
		fmt.Fprint(w, d.body)
	}))
	d.Config.ErrorLog = nil
	t.Cleanup(d.Close)
	return d
}

func (d *double) set(status int, body string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.status, d.body = status, body
}

func (d *double) took() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.events)
}

// story is a city with channels and a sender.
type story struct {
	*testing.T
	city   *graphtest.City
	asked  graphtest.Asked
	dep    string
	sender *Sender
}

func begin(t *testing.T, mail Mail) *story {
	s := &story{T: t, city: graphtest.New(t)}
	s.asked = s.city.PutToPublic()
	s.dep = s.city.Anyone().Must(`{ departments { nodes { id } } }`).Get("departments.nodes.0.id").String()
	s.sender = New(s.city.DB, "https://city.example", mail, true)
	return s
}

func (s *story) open(kind, address string, more map[string]any) string {
	s.Helper()
	input := map[string]any{"departmentId": s.dep, "kind": kind, "name": "三亚发布", "locale": "zh"}
	if address != "" {
		input["address"] = address
	}
	for k, v := range more {
		input[k] = v
	}
	return s.city.Publisher().Must(`mutation ($input: OpenChannelInput!) { openChannel(input: $input) { channel { id } userErrors { code field } } }`, "input", input).Get("openChannel.channel.id").String()
}

// release releases an interpretation.
func (s *story) release(title string) string {
	s.Helper()
	text := func(words string) []any { return []any{map[string]any{"locale": "zh", "text": words}} }
	id := s.city.Editor().Must(`mutation ($input: CreateInterpretationInput!) { createInterpretation(input: $input) { interpretation { id } userErrors { code field } } }`, "input",
		map[string]any{"policyRecordId": s.asked.Record, "interpretation": map[string]any{"title": text(title), "body": text("为什么要管？"), "origin": "OWN", "medium": "TEXT", "elements": []string{}}}).
		Get("createInterpretation.interpretation.id").String()
	parsed, err := civic.ParseID(id)
	if err != nil {
		s.Fatal(err)
	}
	s.city.SQL.MustExec(`UPDATE contents SET state = 'APPROVED' WHERE id = $1`, parsed.Key)
	hash := s.city.Editor().Must(`query ($id: ID!) { node(id: $id) { ... on ReviewedContent { contentHash } } }`, "id", id).Get("node.contentHash").String()
	s.city.Publisher().Must(`mutation ($input: ReleaseContentInput!) { releaseContent(input: $input) { content { id } userErrors { code field } } }`, "input", map[string]any{"contentId": id, "contentHash": hash})
	return id
}

// run lets the sender handle what waits, also what waits for later.
func (s *story) run() {
	s.Helper()
	s.city.SQL.MustExec(`UPDATE channel_releases SET next_at = now() WHERE next_at IS NOT NULL`)
	if _, err := s.sender.Run(context.Background()); err != nil {
		s.Fatal(err)
	}
}

// on returns the newest release on a channel as state, action and failure.
func (s *story) on(channel string) string {
	s.Helper()
	r := s.city.Publisher().Must(`query ($f: ReleaseFilter) { channelReleases(filter: $f) { nodes { state action failure } } }`, "f", map[string]any{"channelId": channel}).Get("channelReleases.nodes.0")
	return strings.TrimSpace(r.Get("state").String() + " " + r.Get("action").String() + " " + r.Get("failure").String())
}

func (s *story) want(what, channel, want string) {
	s.Helper()
	if got := s.on(channel); got != want {
		s.Errorf("%s: %q, want %q", what, got, want)
	}
}

// TestFourChannelsWhileOneFails releases to four channels, of which the connector takes the event and replies nothing. It is not sent again by itself.
func TestFourChannelsWhileOneFails(t *testing.T) {
	t.Parallel()
	hook, wechat, hub, mail := newDouble(t), newDouble(t), newDouble(t), newMailServer(t)
	s := begin(t, Mail{Server: "smtp://" + mail.address, From: "news@city.example"})
	web, webhook := s.open("WEBSITE", hub.URL, nil), s.open("WEBHOOK", hook.URL, nil)
	letter, connector := s.open("EMAIL", "list@city.example", map[string]any{"unsubscribe": "https://city.example/leave"}), s.open("CONNECTOR", wechat.URL, nil)
	wechat.set(0, "")
	id := s.release("物业管理办法解读")
	s.run()
	s.want("the website", web, "CONFIRMED PUBLISH")
	s.want("the webhook", webhook, "CONFIRMED PUBLISH")
	s.want("the mail", letter, "CONFIRMED PUBLISH")
	s.want("the connector", connector, "UNKNOWN PUBLISH NO_REPLY")
	s.run()
	s.want("the connector knows nothing", connector, "UNKNOWN PUBLISH NOT_FOUND_THERE")
	if wechat.took() != 1 || hook.took() != 1 {
		t.Errorf("the connector got %d events and the webhook %d, want 1", wechat.took(), hook.took())
	}
	wechat.mu.Lock()
	wechat.known = true
	wechat.mu.Unlock()
	s.run()
	s.want("the connector tells", connector, "CONFIRMED PUBLISH")
	if !strings.Contains(hub.events[0], "hub.url=https%3A%2F%2Fcity.example%2Ffeed.atom") {
		t.Errorf("the hub got %s", hub.events[0])
	}
	text := mail.got()
	for _, line := range []string{"List-Unsubscribe: <https://city.example/leave>\r\n", "To: <list@city.example>\r\n", "https://city.example/contents/"} {
		if !strings.Contains(text, line) {
			t.Errorf("the mail lacks %q: %s", line, text)
		}
	}
	checkSigned(s, webhook, hook)

	wechat.set(http.StatusOK, "")
	s.city.Publisher().Must(`mutation ($input: TakeDownInput!) { takeDown(input: $input) { content { id } userErrors { code field } } }`, "input", map[string]any{"contentId": id, "reason": "有误。"})
	s.run()
	for _, channel := range []string{web, webhook, letter, connector} {
		tally := s.city.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on Channel { tally { confirmed takenDown } } } }`, "id", channel).Get("node.tally").Raw
		if tally != `{"confirmed":1,"takenDown":1}` {
			t.Errorf("after it was taken down a channel counts %s", tally)
		}
	}
	if last := wechat.events[len(wechat.events)-1]; !strings.Contains(last, `"type":"content.taken_down"`) || !strings.Contains(last, `"copyUrl":"https://mp.example.org/found"`) {
		t.Errorf("the connector got %s", last)
	}
}

// checkSigned verifies the signature as a receiver does.
func checkSigned(s *story, channel string, hook *double) {
	s.Helper()
	secret := s.city.Publisher().Must(`query ($id: ID!) { node(id: $id) { ... on Channel { secret } } }`, "id", channel).Get("node.secret").String()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 24 {
		s.Fatalf("the secret is %q", secret)
	}
	h := hook.headers[0]
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(h.Get("webhook-id") + "." + h.Get("webhook-timestamp") + "." + hook.events[0]))
	if got := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); got != h.Get("webhook-signature") {
		s.Errorf("the signature is %s, want %s", h.Get("webhook-signature"), got)
	}
}

// TestFailuresAreToldApart shows what is repeated with the same key, what is given up, and what only a person may repeat.
func TestFailuresAreToldApart(t *testing.T) {
	t.Parallel()
	s := begin(t, Mail{})
	d := newDouble(t)
	plain, keyed, connector := s.open("WEBHOOK", d.URL, nil), s.open("WEBHOOK", d.URL, map[string]any{"honoursKey": true}), s.open("CONNECTOR", d.URL, nil)
	for _, c := range []struct {
		status                  int
		plain, keyed, connector string
	}{
		{0, "UNKNOWN PUBLISH NO_REPLY", "QUEUED PUBLISH NO_REPLY", "UNKNOWN PUBLISH NO_REPLY"},
		{http.StatusInternalServerError, "QUEUED PUBLISH NOT_NOW", "QUEUED PUBLISH NOT_NOW", "UNKNOWN PUBLISH NO_REPLY"},
		{http.StatusBadGateway, "UNKNOWN PUBLISH NO_REPLY", "QUEUED PUBLISH NO_REPLY", "UNKNOWN PUBLISH NO_REPLY"},
		{http.StatusBadRequest, "QUEUED PUBLISH NOT_NOW", "QUEUED PUBLISH NOT_NOW", "REJECTED PUBLISH REJECTED"},
		{http.StatusGone, "REJECTED PUBLISH REJECTED", "REJECTED PUBLISH REJECTED", "REJECTED PUBLISH REJECTED"},
		{http.StatusFound, "REJECTED PUBLISH ADDRESS_REFUSED", "REJECTED PUBLISH ADDRESS_REFUSED", "REJECTED PUBLISH ADDRESS_REFUSED"},
	} {
		s.city.SQL.MustExec(`DELETE FROM channel_releases`)
		d.set(c.status, "")
		s.release(fmt.Sprintf("解读 %d", c.status))
		s.run()
		s.want(fmt.Sprintf("%d, a webhook", c.status), plain, c.plain)
		s.want(fmt.Sprintf("%d, one that honours the key", c.status), keyed, c.keyed)
		s.want(fmt.Sprintf("%d, a connector", c.status), connector, c.connector)
	}
	s.city.SQL.MustExec(`DELETE FROM channel_releases`)
	d.set(http.StatusServiceUnavailable, "")
	before := d.took()
	s.release("解读")
	for range 10 {
		s.run()
	}
	s.want("after all attempts", keyed, "REJECTED PUBLISH NOT_NOW")
	ids := map[string]int{}
	for _, h := range d.headers[before:] {
		ids[h.Get("webhook-id")]++
	}
	for id, times := range ids {
		if times != 8 {
			t.Errorf("%s was sent %d times, want 8", id, times)
		}
	}
	s.sender = New(s.city.DB, "https://city.example", Mail{}, false)
	s.city.SQL.MustExec(`DELETE FROM channel_releases`)
	before = d.took()
	s.release("解读二")
	s.run()
	s.want("an address in a private network", keyed, "REJECTED PUBLISH ADDRESS_REFUSED")
	if d.took() != before {
		t.Error("a private address was reached")
	}
}

// TestPrivateAddresses tells public addresses from others.
func TestPrivateAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{"8.8.8.8": true, "2606:4700::1111": true, "127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "::1": false, "::": false, "fe80::1": false, "fd00::1": false, "::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "224.0.0.1": false} {
		if got := isPublic(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s is public: %v", address, got)
		}
	}
}

// mailServer takes mails as a mail server does.
type mailServer struct {
	address string
	mu      sync.Mutex
	text    string
}

func (m *mailServer) got() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.text
}

func newMailServer(t *testing.T) *mailServer {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	m := &mailServer{address: listener.Addr().String()}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go m.serve(conn)
		}
	}()
	return m
}

func (m *mailServer) serve(conn net.Conn) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	fmt.Fprint(conn, "220 city.example\r\n")
	inText := false
	for lines := bufio.NewReader(conn); ; {
		line, err := lines.ReadString('\n')
		switch {
		case err != nil:
			return
		case inText && line == ".\r\n":
			inText = false
			fmt.Fprint(conn, "250 taken\r\n")
		case inText:
			m.mu.Lock()
			m.text += line
			m.mu.Unlock()
		case strings.HasPrefix(line, "DATA"):
			inText = true
			fmt.Fprint(conn, "354 go on\r\n")
		case strings.HasPrefix(line, "QUIT"):
			fmt.Fprint(conn, "221 bye\r\n")
			return
		default:
			fmt.Fprint(conn, "250 city.example\r\n")
		}
	}
}
