package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"

	"github.com/tidwall/gjson"
)

// exported is a server with the example city and some people who export.
type exported struct {
	*program
	closed, parks, survey       string // the consultation that has closed, the open one, and its survey
	analyst, publisher, auditor string // tokens of the closed one's department
}

func startExported(t *testing.T, settings ...string) *exported {
	t.Helper()
	return exportedBy(startExample(t, settings...))
}

// exportedBy prepares what tests of exports need.
func exportedBy(p *program) *exported {
	p.t.Helper()
	e := &exported{program: p}
	asked := e.ask("", `{ consultations { nodes { id status surveys { id } } } }`)
	e.closed = asked.Get(`data.consultations.nodes.#(status=="CLOSED").id`).String()
	e.parks = asked.Get(`data.consultations.nodes.#(status=="OPEN").id`).String()
	e.survey = asked.Get(`data.consultations.nodes.#(status=="OPEN").surveys.0.id`).String()
	e.analyst = "Bearer " + e.token("-subject", "ana", "-role", "HOUSING:ANALYST", "-role", "PARKS:ANALYST")
	e.publisher = e.token("-subject", "publisher", "-role", "HOUSING:PUBLISHER", "-role", "PARKS:PUBLISHER")
	e.auditor = "Bearer " + e.token("-subject", "auditor", "-role", "AUDITOR")
	return e
}

// report publishes the feedback report of a consultation.
func (e *exported) report(consultation string) {
	e.t.Helper()
	said := e.ask(e.publisher, `mutation { publishFeedbackReport(input: {consultationId: "`+consultation+`", unansweredReason: "无关。"}) { userErrors { code message } } }`)
	if len(said.Get("data.publishFeedbackReport.userErrors").Array()) > 0 || said.Get("errors").Exists() {
		e.t.Fatal(said.Raw)
	}
}

// lines exports NDJSON and returns its lines.
func (e *exported) lines(path, token string) []gjson.Result {
	e.t.Helper()
	got := e.get(path, "Authorization", token)
	if got.StatusCode != http.StatusOK {
		e.t.Fatalf("%s: %d %s", path, got.StatusCode, got.body)
	}
	return gjson.Parse("[" + strings.ReplaceAll(strings.TrimSuffix(got.body, "\n"), "\n", ",") + "]").Array()
}

// Staff may export the comments at any time. Everybody else may after the report, without what moderators have hidden.
func TestExportComments(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	first := e.ask("", `{ node(id: "`+e.closed+`") { ... on Consultation { comments(orderBy: OLDEST) { nodes { id body } } } } }`).Get("data.node.comments.nodes.0")
	hidden := e.ask(e.token("-subject", "m", "-role", "HOUSING:MODERATOR"), `mutation { moderateComment(input: {commentId: "`+first.Get("id").String()+`", decision: HIDE, reason: INSULT}) { comment { id } userErrors { code } } }`)
	if hidden.Get("data.moderateComment.comment.id").String() == "" {
		t.Fatal(hidden.Raw)
	}
	path := "/export/comments.ndjson?id=" + e.closed
	for who, want := range map[string]struct {
		token, code string
		status      int
	}{
		"nobody":             {"", "NOT_YET_REPORTED", 403},
		"a resident":         {"Bearer " + e.token("-subject", "li"), "NOT_YET_REPORTED", 403},
		"another department": {"Bearer " + e.token("-subject", "x", "-role", "PARKS:ANALYST"), "NOT_YET_REPORTED", 403},
		"a moderator":        {"Bearer " + e.token("-subject", "m", "-role", "HOUSING:MODERATOR"), "NOT_YET_REPORTED", 403},
		"a bad token":        {"Bearer x", "UNAUTHENTICATED", 401},
		"an analyst":         {e.analyst, "", 200},
		"an auditor":         {e.auditor, "", 200},
	} {
		headers := []string{"Authorization", want.token}
		if want.token == "" {
			headers = nil
		}
		if got := e.get(path, headers...); got.StatusCode != want.status || gjson.Get(got.body, "errors.0.extensions.code").String() != want.code {
			t.Errorf("%s: %d %s", who, got.StatusCode, got.body)
		}
	}
	staff := e.lines(path, e.analyst)
	if row := staff[0]; row.Get("id").String() != first.Get("id").String() || row.Get("state").String() != "HIDDEN" || row.Get("hiddenReason").String() != "INSULT" ||
		row.Get("body").Type != gjson.Null || row.Get("endorsements").Int() != 1 || !strings.HasSuffix(row.Get("createdAt").String(), "+08:00") {
		t.Errorf("the analyst reads %s", row.Raw)
	}
	if row := e.lines(path, e.auditor)[0]; row.Get("body").String() != first.Get("body").String() {
		t.Errorf("the auditor reads %s", row.Raw)
	}
	if log := e.ask(strings.TrimPrefix(e.auditor, "Bearer "), `{ auditLog(filter: {action: "exportComments"}) { nodes { actor department subjectId } } }`).Get("data.auditLog.nodes"); log.Get("0.actor").String() != "auditor" || log.Get("0.subjectId").String() != e.closed {
		t.Errorf("the audit log has %s", log.Raw)
	}
	if got := e.get(path, "Authorization", e.analyst); got.Header.Get("Cache-Control") != "private, no-store" || !strings.Contains(strings.Join(got.Header.Values("Vary"), ","), "Authorization") {
		t.Errorf("the headers are %v", got.Header)
	}

	e.report(e.closed)
	got := e.get(path, "Accept-Language", "en")
	open := gjson.Parse("[" + strings.ReplaceAll(strings.TrimSuffix(got.body, "\n"), "\n", ",") + "]").Array()
	if got.Header.Get("Cache-Control") != "public, max-age=60" || len(open) != len(staff) || open[0].Get("body").Type != gjson.Null || open[0].Get("createdAt").Exists() || open[1].Get("day").String() == "" {
		t.Errorf("everybody reads %v\n%s", got.Header, got.body)
	}
	for _, row := range open {
		if row.Get("clauseId").Exists() != (row.Get("clause").Type == gjson.String) && row.Get("clauseId").Type != gjson.Null {
			t.Errorf("a clause without a name: %s", row.Raw)
		}
	}
}

// A sheet is for people: it is in their language, its values are words, and no text in it runs as a formula.
func TestExportSheets(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	if said := e.ask(e.token("-subject", "li"), `mutation { submitComment(input: {consultationId: "`+e.parks+`", stance: OPPOSE, body: "=HYPERLINK(\"http://x\")\n第二行"}) { userErrors { code } } }`); said.Get("errors").Exists() {
		t.Fatal(said.Raw)
	}
	for language, want := range map[string][]string{"zh": {"标识", "日期", "条款", "反对", " 意见.csv"}, "en": {"Id", "Day", "Clause", "Oppose", " comments.csv"}} {
		got := e.get("/export/comments.csv?id="+e.parks, "Authorization", e.analyst, "Accept-Language", language)
		text, marked := strings.CutPrefix(got.body, "\ufeff")
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || !marked || got.Header.Get("Content-Type") != "text/csv; charset=utf-8; header=present" {
			t.Fatalf("%v %v %q", err, got.Header, got.body)
		}
		last := rows[len(rows)-1]
		if fmt.Sprint(rows[0][:3]) != fmt.Sprint(want[:3]) || last[4] != want[3] || last[5] != "'=HYPERLINK(\"http://x\")\n第二行" {
			t.Errorf("%s: %q %q", language, rows[0], last)
		}
		if name := got.Header.Get("Content-Disposition"); !strings.Contains(name, "filename*=UTF-8''") || !strings.HasSuffix(unescape(name), want[4]) {
			t.Errorf("the file is to be kept as %s", name)
		}
		more := e.get("/export/comments.csv?id="+e.parks+"&after="+rows[len(rows)-2][0], "Authorization", e.analyst, "Accept-Language", language)
		if rest, err := csv.NewReader(strings.NewReader(more.body)).ReadAll(); err != nil || len(rest) != 1 || rest[0][0] != last[0] || strings.HasPrefix(more.body, "\ufeff") {
			t.Errorf("after the last row but one: %v %q", err, more.body)
		}
	}
}

// Only staff may export responses. Everybody else gets counts, without two answers of one person side by side.
func TestExportResponses(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	path := "/export/responses.ndjson?id=" + e.survey
	rows := e.lines(path, e.analyst)
	if len(rows) != 12 || rows[0].Get("often").String() != "daily" || rows[0].Get(`use\.walk`).Raw != "true" || rows[0].Get(`use\.dance`).Raw != "false" || rows[0].Get("closing").Raw != "20" || rows[2].Get(`use\.walk`).Type != gjson.Null {
		t.Errorf("the analyst reads %v", rows)
	}
	if got := e.get(path); got.StatusCode != 403 {
		t.Errorf("before the report: %d", got.StatusCode)
	}
	if _, err := e.behind().Exec(`UPDATE consultations SET opens_at = now() - interval '40 days', closes_at = now() - interval '1 second' WHERE withdrawn_at IS NULL`); err != nil {
		t.Fatal(err)
	}
	e.report(e.parks)
	got := e.get(path, "Accept-Language", "en")
	for _, line := range []string{`{"id":"v1/responses","version":1,"question":null,"title":null,"row":null,"answer":null,"place":null,"count":12,"share":null,"base":null}`,
		`"answer":"daily weekly never","place":null,"count":12,"share":1,"base":"ANSWERS"}`} {
		if !strings.Contains(got.body, line) {
			t.Errorf("no line has %s:\n%s", line, got.body)
		}
	}
	if strings.Contains(got.body, `"id":"T`) || strings.Contains(got.body, "createdAt") {
		t.Errorf("the open data hold responses:\n%s", got.body)
	}
	rest := e.get(path + "&after=v1/q/often/asked")
	if _, want, _ := strings.Cut(got.body, "v1/q/often/asked"); !strings.HasSuffix(want, rest.body) || !strings.HasPrefix(rest.body, `{"id":"v1/q/often/answered"`) {
		t.Errorf("after a line: %s", rest.body)
	}
	if bad := e.get(path + "&after=v1/q/nothing"); bad.StatusCode != 400 || !strings.Contains(bad.body, "BAD_CURSOR") {
		t.Errorf("after no line: %d %s", bad.StatusCode, bad.body)
	}
}

// An export that is impossible is refused before the file begins.
func TestExportRefusals(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	for path, want := range map[string]string{
		"/export/comments.pdf?id=" + e.closed:                        "404 NOT_FOUND",
		"/export/comments?id=" + e.closed:                            "404 NOT_FOUND",
		"/export/people.csv?id=" + e.closed:                          "404 NOT_FOUND",
		"/export/comments.csv":                                       "400 BAD_ID",
		"/export/comments.csv?id=x":                                  "400 BAD_ID",
		"/export/comments.csv?id=" + e.survey:                        "400 BAD_ID",
		"/export/responses.csv?id=" + e.closed:                       "400 BAD_ID",
		"/export/comments.csv?id=QwAAAAAAAAAAAAAAAAAAAAA":            "404 NOT_FOUND",
		"/export/responses.csv?id=UwAAAAAAAAAAAAAAAAAAAAA":           "404 NOT_FOUND",
		"/export/comments.csv?id=" + e.closed + "&after=x":           "400 BAD_CURSOR",
		"/export/comments.csv?id=" + e.closed + "&after=":            "400 BAD_CURSOR",
		"/export/comments.csv?id=" + e.closed + "&after=" + e.closed: "400 BAD_CURSOR",
		"/export/comments.csv?id=" + e.closed + "&afetr=x":           "400 BAD_REQUEST",
		"/export/comments.csv?id=" + e.closed + "&id=" + e.closed:    "400 BAD_REQUEST",
		"/export/comments.csv?id=%zz":                                "400 BAD_REQUEST",
	} {
		got := e.get(path, "Authorization", e.auditor)
		if said := fmt.Sprint(got.StatusCode, " ", gjson.Get(got.body, "errors.0.extensions.code")); said != want || got.Header.Get("Content-Disposition") != "" {
			t.Errorf("%s: %s, want %s", path, said, want)
		}
	}
	head := e.do(http.MethodHead, "/export/comments.xlsx?id="+e.closed, "", "Authorization", e.analyst)
	if head.StatusCode != 200 || head.body != "" || !strings.HasPrefix(head.Header.Get("Content-Disposition"), `attachment; filename="comments-`) {
		t.Errorf("HEAD: %d %v", head.StatusCode, head.Header)
	}
	old := e.raw("GET /export/comments.csv?id=" + e.closed + " HTTP/1.0\r\nAuthorization: " + e.analyst + "\r\n\r\n")
	if !strings.HasPrefix(old, "HTTP/1.0 505 ") || !strings.Contains(old, "HTTP_TOO_OLD") {
		t.Errorf("HTTP/1.0: %s", old)
	}
	if posted := e.do(http.MethodPost, "/export/comments.csv?id="+e.closed, ""); posted.StatusCode != 405 || posted.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d %v", posted.StatusCode, posted.Header)
	}
}

// raw sends the bytes of a request and returns the bytes of the reply.
func (e *exported) raw(request string) string {
	e.t.Helper()
	line, err := net.Dial("tcp", strings.TrimPrefix(e.address, "http://"))
	if err != nil {
		e.t.Fatal(err)
	}
	defer line.Close()
	_, _ = io.WriteString(line, request)
	answer, err := io.ReadAll(line)
	if err != nil {
		e.t.Fatal(err)
	}
	return string(answer)
}

// crowd adds many comments to the closed consultation.
func (e *exported) crowd(comments int) {
	e.t.Helper()
	if _, err := e.behind().Exec(`INSERT INTO comments (consultation_id, id, author, stance, body, grams, day, created_at)
		SELECT c.id, gen_random_uuid(), gen_random_uuid(), 'SUPPORT', repeat('建议公园夜间开放', 40) || n, '{}', current_date, now()
		FROM consultations c, generate_series(1, $1) n WHERE c.closes_at < now() AND NOT EXISTS (SELECT FROM feedback_reports f WHERE f.consultation_id = c.id)`, comments); err != nil {
		e.t.Fatal(err)
	}
}

// A client that stops reading holds nothing in the database. If the database fails, the client gets an error. With the id of its last whole
// row it gets all the other rows.
func TestExportBreaksOff(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	const many = 30_000
	e.crowd(many)
	var all int
	if err := e.behind().QueryRow(`SELECT count(*) FROM comments m JOIN consultations c ON c.id = m.consultation_id WHERE c.closes_at < now() AND NOT EXISTS (SELECT FROM feedback_reports f WHERE f.consultation_id = c.id)`).Scan(&all); err != nil {
		t.Fatal(err)
	}
	path := "/export/comments.ndjson?id=" + e.closed
	answer := e.begin(path)
	rows := bufio.NewReader(answer.Body)
	seen, last := map[string]int{}, ""
	take := func() error {
		line, err := rows.ReadString('\n')
		if err == nil { // else the line is not whole
			last = gjson.Get(line, "id").String()
			seen[last]++
		}
		return err
	}
	err := take()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.behind().Exec(`SET lock_timeout = '20s'; ALTER TABLE comments RENAME TO gone`); err != nil {
		t.Fatalf("while a reader dawdles: %v", err)
	}
	for err == nil {
		err = take()
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) || len(seen) >= all {
		t.Errorf("%d of %d rows, then %v", len(seen), all, err)
	}
	if got := e.get(path, "Authorization", e.analyst); got.StatusCode != 500 || gjson.Get(got.body, "errors.0.extensions.code").String() != "INTERNAL" || got.Header.Get("Content-Disposition") != "" {
		t.Errorf("without the table: %d %s", got.StatusCode, got.body)
	}
	if _, err := e.behind().Exec(`ALTER TABLE gone RENAME TO comments`); err != nil {
		t.Fatal(err)
	}
	for _, row := range e.lines(path+"&after="+last, e.analyst) {
		seen[row.Get("id").String()]++
	}
	for id, times := range seen {
		if times != 1 {
			t.Errorf("%s came %d times", id, times)
		}
	}
	if len(seen) != all {
		t.Errorf("%d rows of %d", len(seen), all)
	}

	late := e.begin(path)
	e.signal(syscall.SIGTERM)
	if _, err := io.Copy(io.Discard, late.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("of a server that stops: %v", err)
	}
	if code := e.exit(); code != success {
		t.Errorf("the server stops with %d: %s", code, e.stderr)
	}
}

// begin starts an export and reads nothing yet.
func (e *exported) begin(path string) *http.Response {
	e.t.Helper()
	request, _ := http.NewRequest(http.MethodGet, e.address+path, nil)
	request.Header.Set("Authorization", e.analyst)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		e.t.Fatal(err)
	}
	e.t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

// An export costs as much as the most expensive operation, so that nobody can run many of them.
func TestExportIsPaid(t *testing.T) {
	t.Parallel()
	e := startExported(t, "RATE_LIMIT=60", "MAX_COST=1000")
	e.report(e.closed)
	path := "/export/comments.csv?id=" + e.closed
	statuses := map[int]int{}
	for range 60 {
		got := e.get(path)
		statuses[got.StatusCode]++
		if got.StatusCode == 429 && got.Header.Get("Retry-After") == "" {
			t.Error("no word on when to come again")
		}
	}
	if statuses[200] == 0 || statuses[200] > 45 || statuses[429] == 0 {
		t.Errorf("the statuses are %v", statuses)
	}
}

// unescape decodes a header.
func unescape(text string) string {
	plain, err := url.PathUnescape(text)
	if err != nil {
		return text
	}
	return plain
}

// A resident downloads what Minyi keeps about them. Nobody else can.
func TestExportMe(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	got := p.get("/export/me.json", "Authorization", "Bearer "+p.token("-subject", "li"))
	if got.StatusCode != 200 || gjson.Get(got.body, "account.issuer").String() == "" || !gjson.Get(got.body, "comments").IsArray() ||
		got.Header.Get("Content-Disposition") != `attachment; filename="minyi.json"` || got.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("li gets %d %v %s", got.StatusCode, got.Header, got.body)
	}
	if got := p.get("/export/me.json"); got.StatusCode != 401 || gjson.Get(got.body, "errors.0.extensions.code").String() != "UNAUTHENTICATED" {
		t.Errorf("nobody gets %d %s", got.StatusCode, got.body)
	}
}
