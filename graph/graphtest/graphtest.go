// Package graphtest lets tests talk to the API over HTTP, each on a database of its own.
package graphtest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/tidwall/gjson"

	civicdb "minyi/db/civic"
	"minyi/db/dbtest"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/graph/httpapi"
	"minyi/graph/live"
)

// City is an API with an empty database behind it.
type City struct {
	t   testing.TB
	url string
	DB  *pg.DB
	Hub *live.Hub // not running
	SQL *sqlx.DB  // for what a test does without the API: moving time, counting again
	URL string    // of the database, for a test that opens it once more
}

// actorHeader carries the actor to the test's handler. The real server reads tokens instead.
const actorHeader = "Test-Actor"

// New opens a city.
func New(t testing.TB) *City {
	t.Helper()
	url := dbtest.New(t)
	return open(t, url, url)
}

// NewOnCitus opens a city on a Citus cluster, or skips the test where there is none.
func NewOnCitus(t testing.TB) *City {
	t.Helper()
	url := dbtest.Citus(t)
	return open(t, url, url)
}

// open opens a city. The API and the test may use different addresses of the database.
func open(t testing.TB, url, front string) *City {
	t.Helper()
	kept, err := pg.Open(context.Background(), front, pg.Options{Secret: []byte("a secret of the tests"), MaxConns: 20, Zone: civic.TimeZone("Asia/Shanghai")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	behind := sqlx.MustConnect("postgres", url)
	t.Cleanup(func() { _ = behind.Close() })
	city := &City{t: t, DB: kept, Hub: live.NewHub(kept), SQL: behind, URL: url}
	return city.AnsweredBy(httpapi.Handler)
}

// AnsweredBy returns the same city behind another API.
func (c *City) AnsweredBy(handler func(*pg.DB, httpapi.Limits, httpapi.Streams) http.Handler) *City {
	limits := httpapi.Limits{Time: 30 * time.Second, Cost: httpapi.UsualCost, Introspection: true}
	server := httptest.NewServer(asActor(handler(c.DB, limits, httpapi.Streams{Hub: c.Hub})))
	c.t.Cleanup(server.Close)
	other := *c
	other.url = server.URL
	return &other
}

// At returns the same actor at another API.
func (c *Client) At(city *City) *Client {
	other := *c
	other.city = city
	return &other
}

// asActor reads the actor and the language from the headers of a test's client.
func asActor(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var actor civic.Actor
		_ = json.Unmarshal([]byte(r.Header.Get(actorHeader)), &actor)
		ctx := civic.WithActor(r.Context(), actor)
		if r.Header.Get("Accept-Language") == "en" {
			ctx = civic.WithLocale(ctx, civic.English)
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Client asks the API as one actor.
type Client struct {
	city   *City
	Actor  civic.Actor
	Locale string // the Accept-Language header
}

// Anyone returns a client that is not signed in.
func (c *City) Anyone() *Client { return &Client{city: c, Locale: "en"} }

// Resident returns a client that is signed in and has no role.
func (c *City) Resident(name string) *Client { return c.Staff(name, "") }

// Staff returns a client with roles in a department. A role of the platform has no department.
func (c *City) Staff(name, department string, roles ...civic.Role) *Client {
	c.t.Helper()
	account, err := civicdb.Account(context.Background(), c.DB, "test", name)
	if err != nil {
		c.t.Fatal(err)
	}
	actor := civic.Actor{Account: account, Name: name, Assurance: civic.Pseudonymous}
	for _, role := range roles {
		grant := civic.RoleGrant{Role: role, Department: &department}
		if slices.Contains(civic.PlatformRoles, role) {
			grant.Department = nil
		}
		actor.Roles = append(actor.Roles, grant)
	}
	return &Client{city: c, Actor: actor, Locale: "en"}
}

// Ask sends a request and returns the whole reply. Variables are pairs of name and value.
func (c *Client) Ask(query string, variables ...any) gjson.Result {
	c.city.t.Helper()
	named := map[string]any{}
	for i := 0; i < len(variables); i += 2 {
		named[variables[i].(string)] = variables[i+1]
	}
	body, err := json.Marshal(map[string]any{"query": query, "variables": named})
	if err != nil {
		c.city.t.Fatal(err)
	}
	request, _ := http.NewRequest(http.MethodPost, c.city.url, bytes.NewReader(body))
	actor, _ := json.Marshal(c.Actor)
	request.Header.Set(actorHeader, string(actor))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept-Language", c.Locale)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.city.t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		c.city.t.Fatal(err)
	}
	return gjson.ParseBytes(answer)
}

// Must sends a request and returns its data. The test fails if there are errors or user errors.
func (c *Client) Must(query string, variables ...any) gjson.Result {
	c.city.t.Helper()
	answer := c.Ask(query, variables...)
	if errors := answer.Get("errors"); errors.Exists() {
		c.city.t.Fatalf("errors: %s", errors.Raw)
	}
	if problems := Problems(answer); len(problems) > 0 {
		c.city.t.Fatalf("user errors: %v", answer.Raw)
	}
	return answer.Get("data")
}

// Problems lists the refusals of a reply as "CODE path.of.field": those of payloads and those among the errors.
func Problems(answer gjson.Result) []string {
	var said []string
	for _, e := range answer.Get("errors").Array() {
		said = append(said, e.Get("extensions.code").String())
	}
	for _, payload := range answer.Get("data").Map() {
		for _, e := range payload.Get("userErrors").Array() {
			line := e.Get("code").String()
			for i, part := range e.Get("field").Array() {
				line += map[bool]string{true: " ", false: "."}[i == 0] + part.String()
			}
			said = append(said, line)
		}
	}
	return said
}

// Behind opens the database of a server that runs elsewhere. It has no API.
func Behind(t testing.TB, url string) *City {
	t.Helper()
	behind := sqlx.MustConnect("postgres", url)
	t.Cleanup(func() { _ = behind.Close() })
	return &City{t: t, SQL: behind}
}

// Elsewhere sends requests to a server that runs elsewhere, without an actor.
func Elsewhere(t testing.TB, url string) *Client {
	return (&City{t: t, url: url}).Anyone()
}
