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
	memoryOfMany     = 256 << 20 // of many requests of one client at once: some more than its share of ANSWER_MEMORY
	longestWait      = 100 * time.Millisecond
)

// The other client comes from another address than the one that is weighed.
const (
	otherClients = "TRUSTED_PROXIES=127.0.0.0/8"
	otherClient  = "192.0.2.1"
)

// burden is what one request took.
type burden struct {
	name             string
	requests         int    // how many were sent at once, where there are many
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
	if err := b.start(otherClients); err != nil {
		return err
	}
	defer func() { b.server.stop() }()
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
	department, record, err := b.newRecord(token)
	if err != nil {
		return err
	}
	for _, r := range heavyRequests(department, record, civic.IDOf(civic.ConsultationKind, b.city.Written).String()) {
		d, err := b.weigh(ctx, request{token: token, body: post(r.query, r.variables).body})
		if err != nil {
			return err
		}
		d.name = r.name
		rows = append(rows, d)
	}
	slow, err := b.slowReaders(ctx, token)
	if err != nil {
		return err
	}
	floods, err := b.floods(ctx)
	if err != nil {
		return err
	}
	return b.write(b.limitsReport(ctx, append(append(rows, slow), floods...)))
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
	client := clientOf(b.server.url, 1)
	defer client.CloseIdleConnections()
	var answer fasthttp.Response
	d, err := b.during(ctx, func() error { return ask(client, b.server.url, asked, &fasthttp.Request{}, &answer) })
	d.bytes, d.code = len(answer.Body()), gjson.GetBytes(answer.Body(), "errors.0.extensions.code").String()
	if d.bytes == 0 {
		return d, err
	}
	return d, nil
}

// during measures what the server and PostgreSQL take while something is done, and how long others wait meanwhile.
func (b *bench) during(ctx context.Context, do func() error) (burden, error) {
	b.server.forgetPeak()
	rest, before := b.server.resident(), b.usage(b.server)
	done, cancel := context.WithCancel(ctx)
	var d burden
	var other sync.WaitGroup
	other.Go(func() { d.wait = b.longestWait(done) })
	began := time.Now()
	err := do()
	d.took = time.Since(began)
	cancel()
	other.Wait()
	after := b.usage(b.server)
	d.server, d.postgres, d.memory = after.server-before.server, after.postgres-before.postgres, b.server.peak()-rest
	return d, err
}

// longestWait asks for something small until the other request is done.
func (b *bench) longestWait(done context.Context) (longest time.Duration) {
	client := clientOf(b.server.url, 1)
	defer client.CloseIdleConnections()
	small := post(`{ departments(first: 3) { nodes { name } } }`, nil)
	small.from = otherClient
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
	processor, memory := dearestProcessor, int64(dearestMemory)
	if d.requests > 0 {
		processor, memory = processor*time.Duration(d.requests), memoryOfMany
	}
	for name, is := range map[string]bool{"processor": d.processor() > processor, "memory": d.memory > memory, "wait": d.wait > longestWait} {
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
and the other client should never wait longer than 100 milliseconds. Many requests that one client sends at once take at most one second of processor time each, and 256 MiB
together: its share of ` + "`ANSWER_MEMORY`" + `, and as much garbage.

`
