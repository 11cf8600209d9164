package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"minyi/server/metrics"
	"minyi/server/middleware"
)

// privately requests an address of PRIVATE_ADDR.
func (p *program) privately(path string) response {
	p.t.Helper()
	got, err := whole(http.Get(p.private + path))
	if err != nil {
		p.t.Fatal(err)
	}
	return got
}

// metric waits until the metrics have the line.
func (p *program) metric(line string) {
	p.t.Helper()
	until(p.t, "it is told that "+line, func() bool { return strings.Contains(p.privately("/metrics").body, "\n"+line+"\n") })
}

// onStream runs an operation with graphql-sse and reads the stream to its end.
func (p *program) onStream(query string) {
	p.t.Helper()
	asked, err := http.NewRequest(http.MethodPost, p.address+"/graphql", strings.NewReader(fmt.Sprintf(`{"query":%q}`, query)))
	if err != nil {
		p.t.Fatal(err)
	}
	asked.Header.Set("Content-Type", "application/json")
	asked.Header.Set("Accept", "text/event-stream")
	if got, err := whole(http.DefaultClient.Do(asked)); err != nil || !strings.Contains(got.body, "event: complete") {
		p.t.Fatalf("%v %s", err, got.body)
	}
}

// TestMetrics runs some operations and reads the metrics.
func TestMetrics(t *testing.T) {
	t.Parallel()
	p := startExample(t, "PRIVATE_ADDR=127.0.0.1:0", "DB_CONNS=7")
	p.ask("", `query Lamps { departments { totalCount } }`)
	p.ask("", `query Lamps { departments { totalCount } }`)
	p.ask("", `{ consultations { totalCount } }`)
	for range 3 { // of which two are answered from the cache, or all
		p.get("/graphql?query=query+ByGet%7Bdepartments%7BtotalCount%7D%7D")
	}
	p.ask("", `query Broken { nothing }`)
	p.ask("nobody's", `{ viewer { name } }`)
	p.onStream(`query Lasting { departments { totalCount } }`)
	p.onStream(`query Lasting { auditLog { totalCount } }`)
	open := p.ask("", `{ consultations(filter: {status: [OPEN]}) { nodes { id } } }`).Get("data.consultations.nodes.0.id").String()
	li := p.token("-subject", "li")
	for _, body := range []string{"", "晚上太暗"} {
		p.ask(li, fmt.Sprintf(`mutation Say { submitComment(input: {consultationId: %q, stance: SUPPORT, body: %q}) { comment { id } userErrors { code } } }`, open, body))
	}
	for _, line := range []string{
		`minyi_operations_total{code="OK",operation="Lamps"} 2`,
		`minyi_operation_seconds_count{operation="Lamps"} 2`,
		`minyi_operations_total{code="OK",operation="consultations"} 2`,
		`minyi_operations_total{code="OK",operation="ByGet"} 3`,
		`minyi_operations_total{code="OK",operation="Lasting"} 1`,
		`minyi_operations_total{code="UNAUTHENTICATED",operation="Lasting"} 1`,
		`minyi_operations_total{code="GRAPHQL_VALIDATION_FAILED",operation="none"} 1`,
		`minyi_operations_total{code="UNAUTHENTICATED",operation="none"} 1`,
		`minyi_operations_total{code="EMPTY",operation="submitComment"} 1`,
		`minyi_operations_total{code="OK",operation="Say"} 1`,
		`minyi_http_answers_total{status="401"} 1`,
		`minyi_http_requests_in_flight 0`,
		`minyi_pool_connections_max 7`,
		`minyi_streams 0`,
		`minyi_subscriptions 0`,
		`minyi_database_up 1`,
		`minyi_tally_waiting 0`,
		`minyi_tally_lag_seconds 0`,
		`minyi_receipts_waiting 0`,
		`minyi_receipts_lag_seconds 0`,
		`minyi_background_failures_total{task="fold"} 0`,
	} {
		p.metric(line)
	}
	if got := p.privately("/metrics").body; strings.Contains(got, `minyi_background_taken_total{task="fold"} 0`) || strings.Contains(got, `minyi_background_taken_total{task="sequence"} 0`) {
		t.Error("the work in the background is not counted")
	}
}

// Private addresses are not on the public port, and public addresses are not on the private port.
func TestPrivateAddress(t *testing.T) {
	t.Parallel()
	p := startExample(t, "PRIVATE_ADDR=127.0.0.1:0")
	for path, private := range map[string]bool{"/metrics": true, "/debug/pprof/": true, "/debug/pprof/heap": true, "/debug/pprof/cmdline": true, "/healthz": false, "/": false} {
		if got := p.privately(path); (got.StatusCode == http.StatusOK) != private {
			t.Errorf("privately %s is %d", path, got.StatusCode)
		}
		if got := p.get(path); (got.StatusCode == http.StatusOK) == private {
			t.Errorf("for the public %s is %d", path, got.StatusCode)
		}
	}
	if strings.Contains(p.stderr.String(), "PRIVATE_ADDR") {
		t.Errorf("there is a warning without a reason: %s", p.stderr)
	}
	taken := prepare(t, newFolder(t), []string{"PRIVATE_ADDR=" + strings.TrimPrefix(p.private, "http://")})
	if code, _ := taken.end(); code != failure || !strings.Contains(taken.stderr.String(), "PRIVATE_ADDR chooses another") || oneLine(taken.stderr.String()) != nil {
		t.Errorf("on a port in use: exit code %d, %s", code, taken.stderr)
	}
	wide := startExample(t, "PRIVATE_ADDR=0.0.0.0:0")
	if !strings.Contains(wide.stderr.String(), "level=WARN") || !strings.Contains(wide.stderr.String(), "PRIVATE_ADDR") {
		t.Errorf("nobody is warned: %s", wide.stderr)
	}
}

// A request that breaks off is counted, and it is no longer in flight.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	m := metrics.New()
	broken := middleware.Request(m)(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	server := httptest.NewServer(broken)
	defer server.Close()
	if _, err := http.Get(server.URL); err == nil {
		t.Error("what broke off was answered")
	}
	scraped := httptest.NewRecorder()
	privateRoutes(m).ServeHTTP(scraped, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, line := range []string{"minyi_http_requests_in_flight 0", `minyi_http_answers_total{status="cut"} 1`} {
		if !strings.Contains(scraped.Body.String(), "\n"+line+"\n") {
			t.Errorf("it is not told that %s", line)
		}
	}
}
