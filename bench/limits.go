package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/tidwall/gjson"
	"github.com/valyala/fasthttp"

	"minyi/domain/civic"
)

// What one request may take, and how long the others may wait meanwhile.
const (
	dearestProcessor = time.Second
	dearestMemory    = 64 << 20
	longestWait      = 100 * time.Millisecond
)

// burden is what one request took.
type burden struct {
	name             string
	code             string // of the refusal; empty if it was answered
	server, postgres time.Duration
	took             time.Duration
	memory           int64         // above rest, in bytes
	bytes            int           // of the reply
	wait             time.Duration // the longest wait of a small request meanwhile
}

// processor is the time of all processors that the request took.
func (d burden) processor() time.Duration { return d.server + d.postgres }

// limits looks for the dearest request that each kind of client may make, and writes what it takes.
func (b *bench) limits(ctx context.Context) error {
	if err := b.start(); err != nil {
		return err
	}
	defer b.server.stop()
	shaper, err := b.shaper(ctx)
	if err != nil {
		return err
	}
	until := time.Now().Add(b.time)
	var rows []burden
	for i, client := range []string{"anonymous", "resident", "editor"} {
		token, err := tokenOf(client)
		if err != nil {
			return err
		}
		share := time.Until(until) / time.Duration(3-i)
		for i, d := range b.climb(ctx, shaper, token, time.Now().Add(share)) {
			d.name = fmt.Sprintf("%s, most %s: %s", client, []string{"processor", "memory", "wait"}[i], d.name)
			rows = append(rows, d)
		}
	}
	token, err := tokenOf("editor")
	if err != nil {
		return err
	}
	record, err := b.newRecord(token)
	if err != nil {
		return err
	}
	for _, r := range heavyRequests(record, civic.IDOf(civic.ConsultationKind, b.city.Written).String()) {
		d, err := b.weigh(ctx, request{token: token, body: post(r.query, r.variables).body})
		if err != nil {
			return err
		}
		d.name = r.name
		rows = append(rows, d)
	}
	return b.write(b.limitsReport(ctx, rows))
}

// climb climbs from random queries to dearer ones until the time is up. It returns the dearest by processor time, by memory, and by the wait of others.
func (b *bench) climb(ctx context.Context, s *shaper, token string, until time.Time) []burden {
	var most [3]burden
	best, at := burden{}, s.query()
	for tried, stuck := 0, 0; time.Now().Before(until) && ctx.Err() == nil; tried++ {
		next := s.changed(at)
		if stuck > 12 {
			next, best, stuck = s.query(), burden{}, 0
		}
		text := next.text()
		if text == "" {
			continue
		}
		d, err := b.weigh(ctx, request{token: token, body: post("query "+text, nil).body})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			continue
		}
		if d.code != "" && d.code != "TIMEOUT" && d.code != "REPLY_TOO_LARGE" && d.processor() < 50*time.Millisecond {
			stuck++
			continue
		}
		d.name = next.summary()
		if d.processor() > most[0].processor() {
			most[0] = d
		}
		if d.memory > most[1].memory {
			most[1] = d
		}
		if d.wait > most[2].wait {
			most[2] = d
		}
		if d.processor() > best.processor() || best.name == "" {
			best, at, stuck = d, next, 0
		} else {
			stuck++
		}
	}
	return most[:]
}

// weigh sends one request, and a small one again and again meanwhile.
func (b *bench) weigh(ctx context.Context, asked request) (burden, error) {
	b.server.forgetPeak()
	rest, before := b.server.resident(), b.usage(b.server)
	done, cancel := context.WithCancel(ctx)
	var longest time.Duration
	var other sync.WaitGroup
	other.Go(func() { longest = b.longestWait(done) })
	client := clientOf(b.server.url, 1)
	defer client.CloseIdleConnections()
	var answer fasthttp.Response
	began := time.Now()
	err := ask(client, b.server.url, asked, &fasthttp.Request{}, &answer)
	d := burden{took: time.Since(began), bytes: len(answer.Body())}
	cancel()
	other.Wait()
	after := b.usage(b.server)
	d.server, d.postgres, d.wait, d.memory = after.server-before.server, after.postgres-before.postgres, longest, b.server.peak()-rest
	d.code = gjson.GetBytes(answer.Body(), "errors.0.extensions.code").String()
	if len(answer.Body()) == 0 {
		return d, err
	}
	return d, nil
}

// longestWait asks for something small until the other request is done.
func (b *bench) longestWait(done context.Context) (longest time.Duration) {
	client := clientOf(b.server.url, 1)
	defer client.CloseIdleConnections()
	small := post(`{ __typename }`, nil)
	for done.Err() == nil {
		began := time.Now()
		_ = ask(client, b.server.url, small, &fasthttp.Request{}, &fasthttp.Response{})
		longest = max(longest, time.Since(began))
		select {
		case <-done.Done():
		case <-time.After(5 * time.Millisecond):
		}
	}
	return longest
}

// shaper knows some things of the city to ask for.
func (b *bench) shaper(ctx context.Context) (*shaper, error) {
	page, err := b.once(post(`{ consultations(first: 20) { nodes { id surveys { id } policyRecord { id } draft { id clauses(first: 3) { nodes { id } } } comments(first: 3) { nodes { id } } department { id } } } }`, nil))
	if err != nil {
		return nil, err
	}
	var ids []string
	var collect func(gjson.Result)
	collect = func(r gjson.Result) {
		r.ForEach(func(key, value gjson.Result) bool {
			if key.Str == "id" {
				ids = append(ids, value.Str)
			} else {
				collect(value)
			}
			return true
		})
	}
	collect(page)
	return newShaper(append(ids, b.city.great().String()), append([]string{"公园", "园", "the"}, b.city.Phrases[:min(5, len(b.city.Phrases))]...))
}

// tokenOf is the token of a kind of client.
func tokenOf(client string) (string, error) {
	claims := jwt.MapClaims{"sub": person(1), "assurance": "PSEUDONYMOUS"}
	switch client {
	case "anonymous":
		return "", nil
	case "editor":
		var roles []map[string]string
		for i := range offices {
			for _, role := range []string{"EDITOR", "REVIEWER", "PUBLISHER", "MODERATOR", "ANALYST"} {
				roles = append(roles, map[string]string{"role": role, "department": fmt.Sprintf("OFFICE_%d", i)})
			}
		}
		claims["sub"], claims["roles"] = "editor", roles
	}
	return sign(claims)
}

// heavyRequest is a request of a kind that is known to be dear.
type heavyRequest struct {
	name      string
	query     string
	variables map[string]any
}

// heavyRequests are requests at the bounds of the contract. The record is one that the editor may add drafts to.
func heavyRequests(record, consultation string) []heavyRequest {
	marks := "e" + strings.Repeat("\u0301", 9_999)
	importDraft := `mutation ($input: ImportDraftInput!) { importDraft(input: $input) { draft { id } userErrors { code } } }`
	submit := `mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id } userErrors { code } } }`
	text := func(text string) map[string]any {
		return map[string]any{"input": map[string]any{"policyRecordId": record, "text": text}}
	}
	return []heavyRequest{
		{"import of 499,999 lines", importDraft, text(strings.Repeat("一\n", 499_999))},
		{"import of a million characters in one line", importDraft, text(strings.Repeat("公园管理单位应当做好安全工作，", 66_666))},
		{"import of 60,000 articles", importDraft, text(manyArticles(60_000))},
		{"comment of 200,000 combining marks", submit, map[string]any{"input": map[string]any{"consultationId": consultation, "stance": "SUPPORT", "body": strings.Repeat(marks, 20)}}},
		{"95 searches under aliases", aliases(95, `consultations(first: 3) { nodes { comments(first: 10, filter: {contains: "公园"}) { nodes { id } } } }`), nil},
		{"search for 100 combining marks", `query ($t: String!) { search(text: $t, first: 10) { nodes { snippet } } }`, map[string]any{"t": marks[:201]}},
		{"the schema, 20 times", aliases(20, `__schema { types { name fields { name args { name type { name ofType { name } } } type { name ofType { name } } } } }`), nil},
		{"10,000 wrong values in a list", `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, map[string]any{"ids": strings.Split(strings.Repeat("x,", 9_999)+"x", ",")}},
	}
}

// manyArticles is a text of n short articles.
func manyArticles(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "第%d条 安全。\n", i+1)
	}
	return text.String()
}

// aliases asks for a field n times under different names.
func aliases(n int, field string) string {
	var query strings.Builder
	for i := range n {
		fmt.Fprintf(&query, "a%d: %s ", i, field)
	}
	return "{ " + query.String() + "}"
}

// newRecord makes a policy record for the drafts of heavy requests.
func (b *bench) newRecord(token string) (string, error) {
	department, err := b.once(post(`{ departments(first: 1) { nodes { id } } }`, nil))
	if err != nil {
		return "", err
	}
	asked := post(`mutation ($input: CreatePolicyRecordInput!) { createPolicyRecord(input: $input) { policyRecord { id } } }`, map[string]any{"input": map[string]any{
		"departmentId": department.Get("departments.nodes.0.id").String(), "kind": "NORMATIVE_DOCUMENT", "title": []any{map[string]any{"locale": "zh", "text": "限度"}}}})
	asked.token = token
	made, err := b.once(asked)
	return made.Get("createPolicyRecord.policyRecord.id").String(), err
}

// limitsReport is the table of docs/limits.md.
func (b *bench) limitsReport(ctx context.Context, rows []burden) string {
	var out strings.Builder
	out.WriteString(limitsHead + b.circumstances(ctx) + "\n\n| request | answer | processor: server | PostgreSQL | took | memory above rest | reply | longest wait of others | |\n|---|---|--:|--:|--:|--:|--:|--:|---|\n")
	for _, d := range rows {
		fmt.Fprintf(&out, "| %s | %s | %v | %v | %v | %.0f MiB | %.1f MiB | %v | %s |\n", d.name, cmp.Or(d.code, "answered"), d.server, d.postgres, short(d.took),
			float64(d.memory)/(1<<20), float64(d.bytes)/(1<<20), short(d.wait), d.verdict())
	}
	return out.String()
}

// verdict names what went beyond the bounds.
func (d burden) verdict() string {
	var beyond []string
	for name, is := range map[string]bool{"processor": d.processor() > dearestProcessor, "memory": d.memory > dearestMemory, "wait": d.wait > longestWait} {
		if is {
			beyond = append(beyond, name)
		}
	}
	if slices.Sort(beyond); len(beyond) > 0 {
		return "beyond: " + strings.Join(beyond, ", ")
	}
	return "within"
}

const limitsHead = `# The dearest requests

` + "`make limits`" + ` looks for the dearest request that each kind of client may make. It climbs from random queries over the whole schema to dearer ones, each
within ` + "`MAX_COST`" + `, on a city with many comments. Then it sends requests that stand at the bounds of the contract. Meanwhile another client asks for
something small again and again. Each request should take at most one second of processor time and 64 MiB of memory above rest,
and the other client should never wait longer than 100 milliseconds.

`
