package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
	"minyi/graph/httpapi"
	"minyi/graph/live"
)

// process is what one server process of a city answers with: its own hub, its own cache.
type process struct {
	http.Handler
	cache *httpapi.AnswerCache
}

// processOf begins a process, which hears of changes unless it is deaf, as it is while its listener is cut off.
func processOf(t *testing.T, city *graphtest.City, deaf bool) process {
	t.Helper()
	hub := live.NewHub(city.DB)
	if !deaf {
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() { hub.Run(ctx); close(ended) }()
		t.Cleanup(func() { cancel(); <-ended })
	}
	cache := httpapi.NewAnswerCache(hub, 1<<20)
	api := httpapi.Handler(city.DB, httpapi.Limits{Cost: httpapi.UsualCost, Introspection: true}, httpapi.Streams{Hub: hub})
	return process{cache.Handler(free)(api), cache}
}

// free lets everybody have what they ask for.
func free(http.ResponseWriter, *http.Request, int) bool { return true }

// as lets an API be asked by an actor in a language.
func as(api http.Handler, actor civic.Actor, locale civic.Locale) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		api.ServeHTTP(w, r.WithContext(civic.WithLocale(civic.WithActor(r.Context(), actor), locale)))
	})
}

// get is the target of a GET; variables are JSON.
func get(query, variables string) string {
	return "/?" + url.Values{"query": {query}, "variables": {variables}}.Encode()
}

const howMany = `query ($id: ID!) { consultation(id: $id) { title(locale: "en") commentTally { total } } }`

// total asks how many comments there are.
func total(api http.Handler, consultation string) int {
	w := httpAsk(api, http.MethodGet, get(howMany, `{"id":"`+consultation+`"}`), "")
	return int(gjson.Get(w.Body.String(), "data.consultation.commentTally.total").Int())
}

// TestKeptAnswersOverHTTP reads one page as browsers, caches and people in different languages do.
func TestKeptAnswersOverHTTP(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	p := processOf(t, city, false)
	page := get(`query ($id: ID!) { consultation(id: $id) { title profile { title } } }`, `{"id":"`+asked.Consultation+`"}`)
	first := httpAsk(p, http.MethodGet, page, "")
	etag := first.Header().Get("ETag")
	for name, c := range map[string]struct {
		api     http.Handler
		headers []string
		status  int
		tag     bool // the same ETag
		control string
	}{
		"again":                          {p, nil, 200, true, "public, max-age=0, must-revalidate"},
		"a reader who has it":            {p, []string{"If-None-Match", etag}, 304, true, "public, max-age=0, must-revalidate"},
		"a proxy that packs answers":     {p, []string{"If-None-Match", `"old", W/` + etag}, 304, true, "public, max-age=0, must-revalidate"},
		"a reader of something older":    {p, []string{"If-None-Match", `"old"`}, 200, true, "public, max-age=0, must-revalidate"},
		"in GraphQL's own form":          {p, []string{"Accept", ownForm}, 200, false, "public, max-age=0, must-revalidate"},
		"in no form":                     {p, []string{"Accept", "text/html"}, 406, false, "no-store"},
		"in English":                     {as(p, civic.Actor{}, civic.English), []string{"If-None-Match", etag}, 200, false, "public, max-age=0, must-revalidate"},
		"somebody who is signed in":      {as(p, city.Resident("li").Actor, civic.Chinese), []string{"If-None-Match", etag}, 200, false, "private, no-store"},
		"somebody with a browser's key":  {as(p, civic.Actor{Account: civic.NewKey(), Assurance: civic.Anonymous}, civic.Chinese), nil, 200, false, "private, no-store"},
		"a POST that names a known ETag": {p, []string{"If-None-Match", etag, "Content-Type", jsonForm}, 400, false, "no-store"},
	} {
		method := http.MethodGet
		if slices.Contains(c.headers, "Content-Type") {
			method = http.MethodPost
		}
		w := httpAsk(c.api, method, page, "", c.headers...)
		if w.Code != c.status || (w.Header().Get("ETag") == etag) != c.tag || w.Header().Get("Cache-Control") != c.control {
			t.Errorf("%s: %d %v %s", name, w.Code, w.Header(), w.Body)
		}
		if c.tag && c.status == 200 && (w.Body.String() != first.Body.String() || w.Header().Get("Content-Type") != first.Header().Get("Content-Type")) {
			t.Errorf("%s: %v %s, at first %v %s", name, w.Header(), w.Body, first.Header(), first.Body)
		}
		if c.status == 304 && w.Body.Len()+len(w.Header()["Content-Type"])+len(w.Header()["Content-Length"]) > 0 {
			t.Errorf("%s: %v %s", name, w.Header(), w.Body)
		}
		if vary := strings.Join(w.Header().Values("Vary"), ", "); method == http.MethodGet && !(strings.Contains(vary, "Authorization") && (strings.Contains(vary, "Accept") || c.status == 406)) {
			t.Errorf("%s varies by %q", name, vary)
		}
	}
}

// TestAnswersForNobodyElse asks twice for what may not be kept: it is run twice, and no cache may keep it.
func TestAnswersForNobodyElse(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	p := processOf(t, city, false)
	for name, query := range map[string]string{
		"what the reader may spend": `{ rateLimit { cost } }`,
		"the same in a fragment":    `{ ...F } fragment F on Query { departments { totalCount } ... { left: rateLimit { remaining } } }`,
		"an answer with errors":     `{ departments { totalCount } node(id: "x") { id } }`,
		"a field that is not there": `{ nothing }`,
		"a mutation":                `mutation { eraseComment(input: {commentId: "x"}) { userErrors { code } } }`,
		"nothing":                   "",
	} {
		before := p.cache.Stats()
		for range 2 {
			if w := httpAsk(p, http.MethodGet, get(query, "{}"), ""); !strings.Contains(w.Header().Get("Cache-Control"), "no-store") || w.Header().Get("ETag") != "" {
				t.Errorf("%s: %d %v %s", name, w.Code, w.Header(), w.Body)
			}
		}
		if after := p.cache.Stats(); after.Runs != before.Runs+2 || after.Kept != before.Kept || after.Hits != before.Hits {
			t.Errorf("%s: %+v then %+v", name, before, after)
		}
	}
	target := get(`{ departments { totalCount } }`, "{}")
	for _, who := range []*graphtest.Client{city.Resident("li"), city.Editor()} {
		for range 2 {
			httpAsk(as(p, who.Actor, civic.English), http.MethodGet, target, "")
		}
	}
	if stats := p.cache.Stats(); stats.Kept != 0 || stats.Hits != 0 {
		t.Errorf("what those who are signed in read is kept: %+v", stats)
	}
}

// TestKeptAnswersArePaid lets somebody read one answer until they cannot pay.
func TestKeptAnswersArePaid(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	left := 3*37 + 36
	cache := httpapi.NewAnswerCache(city.Hub, 1<<20)
	api := cache.Handler(func(w http.ResponseWriter, _ *http.Request, cost int) bool {
		if left < cost {
			w.WriteHeader(http.StatusTooManyRequests)
			return false
		}
		left -= cost
		return true
	})(httpapi.Handler(city.DB, httpapi.Limits{Cost: httpapi.UsualCost}, httpapi.Streams{}))
	target := get(`{ departments(first: 10) { nodes { id name } } }`, "{}") // 25 + 10 * 1.2
	answered := map[int]int{}
	for range 10 {
		w := httpAsk(api, http.MethodGet, target, "")
		answered[w.Code]++
		if w.Code != http.StatusOK && w.Body.Len()+len(w.Header().Get("ETag")) > 0 {
			t.Errorf("who cannot pay gets %v %s", w.Header(), w.Body)
		}
	}
	if stats := cache.Stats(); answered[200] != int(stats.Runs)+3 || left != 36 {
		t.Errorf("%v, %d units are left, %+v", answered, left, stats)
	}
}

// TestChangesReachEveryProcess lets people write through one process and read through others.
func TestChangesReachEveryProcess(t *testing.T) {
	t.Parallel()
	city := liveCity(t)
	asked, other := city.PutToPublic(), city.PutToPublic()
	hearing, deaf := processOf(t, city, false), processOf(t, city, true)
	for i, body := range []string{"很好。", "也好。", "还好。"} {
		liveSay(city.Resident(body), asked.Consultation, body)
		for name, p := range map[string]process{"hears of changes": hearing, "is cut off": deaf} {
			began := time.Now()
			for total(p, asked.Consultation) != i+1 {
				if time.Since(began) > time.Minute {
					t.Fatalf("the process that %s still tells of %d comments, not %d", name, total(p, asked.Consultation), i+1)
				}
			}
		}
		if n := total(hearing, other.Consultation); n != 0 {
			t.Errorf("the other consultation has %d comments", n)
		}
	}
	city.Publisher().Must(withdraw, "input", map[string]any{"consultationId": asked.Consultation, "reason": "另行通知"})
	const status = `query ($id: ID!) { consultation(id: $id) { status } }`
	for _, p := range []process{hearing, deaf} {
		eventually(t, "the withdrawal is seen", func() bool {
			w := httpAsk(p, http.MethodGet, get(status, `{"id":"`+asked.Consultation+`"}`), "")
			return gjson.Get(w.Body.String(), "data.consultation.status").String() == "WITHDRAWN"
		})
	}
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for began := time.Now(); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatalf("in vain: %s", what)
		}
	}
}

// witness remembers when writes were acknowledged.
type witness struct {
	mutex sync.Mutex
	at    []time.Time
}

func (w *witness) acknowledged() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.at = append(w.at, time.Now())
}

// before is how many writes were acknowledged before an instant.
func (w *witness) before(instant time.Time) int {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	n, _ := slices.BinarySearchFunc(w.at, instant, time.Time.Compare)
	return n
}

// TestNobodyReadsWhatIsOlderThanASecond lets residents write without a pause while others read through a process that hears of
// changes and one that is cut off. Who asks has to find all that was acknowledged a second before, and no count goes back by
// more than that; it goes on until readers were held to it a hundred times each.
func TestNobodyReadsWhatIsOlderThanASecond(t *testing.T) {
	t.Parallel()
	city := liveCity(t)
	asked := city.PutToPublic()
	var seen witness
	ctx, enough := context.WithCancel(t.Context())
	defer enough()
	var writers, readers sync.WaitGroup
	for _, name := range []string{"zhao", "qian"} {
		writers.Go(func() {
			for resident, n := city.Resident(name), 0; ctx.Err() == nil; n++ {
				liveSay(resident, asked.Consultation, fmt.Sprint("一条意见", n))
				seen.acknowledged()
			}
		})
	}
	for _, deaf := range []bool{false, false, true, true} {
		p := processOf(t, city, deaf)
		readers.Go(func() {
			for held := 0; held < 100 && !t.Failed(); {
				owed := seen.before(time.Now().Add(-time.Second))
				if got := total(p, asked.Consultation); got < owed {
					t.Errorf("deaf %v: %d comments, of %d that are a second old", deaf, got, owed)
				}
				if owed > 0 {
					held++
				}
			}
		})
	}
	readers.Wait()
	enough()
	writers.Wait()
}

// TestHerdAsksTheDatabaseOnce holds the table that a page reads until fifty ask for the page at once.
func TestHerdAsksTheDatabaseOnce(t *testing.T) {
	t.Parallel()
	city, statements := graphtest.NewCounted(t)
	p := processOf(t, city, true)
	target := get(`{ departments { nodes { id name } } }`, "{}")
	alone := statements.During(func() { httpAsk(p, http.MethodGet, target, "") })
	lock := city.SQL.MustBegin()
	lock.MustExec(`LOCK TABLE departments`)
	const herd = 50
	bodies := make(chan *httptest.ResponseRecorder, herd)
	together := statements.During(func() {
		var all sync.WaitGroup
		for range herd {
			all.Go(func() { bodies <- httpAsk(p, http.MethodGet, target+"&herd", "") })
		}
		eventually(t, "somebody waits for the table", func() bool {
			var waits bool
			_ = city.SQL.Get(&waits, `SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)`)
			return waits
		})
		_ = lock.Commit()
		all.Wait()
	})
	for range herd {
		if w := <-bodies; w.Code != http.StatusOK || w.Header().Get("ETag") == "" {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	stats := p.cache.Stats()
	if stats.Runs+stats.Hits != herd+1 || together == 0 || together > alone*(stats.Runs-1) || stats.Runs > herd/2 {
		t.Errorf("%d statements where one asks alone, %d for all: %+v", alone, together, stats)
	}
}

// TestPersistedGet reads a page by its hash alone, from the cache, and from another process that has not learnt it yet.
func TestPersistedGet(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	one, two := processOf(t, city, false), processOf(t, city, false)
	const query = `{ departments { totalCount } }`
	byHash, withText := byHash(hashOf(query), ""), byHash(hashOf(query), query)
	for i, step := range []struct {
		api    process
		target string
		code   string
	}{
		{one, byHash, "PERSISTED_QUERY_NOT_FOUND"},
		{one, withText, ""},
		{one, byHash, ""},
		{two, byHash, "PERSISTED_QUERY_NOT_FOUND"},
		{two, withText, ""},
		{two, byHash, ""},
	} {
		w := httpAsk(step.api, http.MethodGet, step.target, "")
		if codeOf(w) != step.code || (w.Header().Get("ETag") != "") != (step.code == "") {
			t.Errorf("%d: %d %v %s", i, w.Code, w.Header(), w.Body)
		}
	}
}
