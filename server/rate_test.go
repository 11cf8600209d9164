package main

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// TestRateLimit spends a budget over HTTP. The bucket fills so slowly that time does not matter.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	p := startExample(t, "RATE_LIMIT=1", "MAX_COST=50", "MAX_BODY=2048", "RATE_BURST=200", "TRUSTED_PROXIES=127.0.0.0/8")
	ask := func(query string, headers ...string) response {
		return p.do(http.MethodPost, "/graphql", fmt.Sprintf(`{"query":%q}`, query), append(headers, "Content-Type", "application/json")...)
	}
	got := ask("{rateLimit{cost limit remaining resetAt}}", "X-Forwarded-For", "203.0.113.1")
	paid := gjson.Get(got.body, "data.rateLimit")
	if paid.Get("cost").Int() != 3 || paid.Get("limit").Int() != 200 || paid.Get("remaining").Int() != 197 || got.Header.Get("RateLimit-Remaining") != "197" || got.Header.Get("RateLimit-Limit") != "200" {
		t.Errorf("the first request: %s %v", got.body, got.Header)
	}
	if got := ask("{departments(first:100){nodes{id}}}", "X-Forwarded-For", "203.0.113.1"); gjson.Get(got.body, "errors.0.extensions.code").String() != "TOO_COMPLEX" {
		t.Errorf("a dear operation: %s", got.body)
	}
	for range 200 {
		if got = ask("{departments{nodes{id}}}", "X-Forwarded-For", "198.51.100.1, 203.0.113.1"); got.StatusCode != http.StatusOK {
			break
		}
	}
	wait, _ := strconv.Atoi(got.Header.Get("Retry-After"))
	if code := gjson.Get(got.body, "errors.0.extensions.code").String(); got.StatusCode != http.StatusTooManyRequests || code != "RATE_LIMITED" || wait < 1 || strings.Contains(got.body, `"data"`) {
		t.Errorf("after the budget: %d %s %v", got.StatusCode, got.body, got.Header)
	}
	if got := ask("{viewer{name}}", "X-Forwarded-For", "203.0.113.2"); got.StatusCode != http.StatusOK {
		t.Errorf("another address: %d %s", got.StatusCode, got.body)
	}
	if got := ask("{viewer{name}}", "X-Forwarded-For", "203.0.113.1", "Authorization", "Bearer "+p.token("-subject", "li")); got.StatusCode != http.StatusOK {
		t.Errorf("somebody signed in at the same address: %d %s", got.StatusCode, got.body)
	}
}

// TestRateLimitOfKeptAnswers reads one page by GET until the budget is spent. A cached reply costs the same as the first one, and says
// what is left.
func TestRateLimitOfKeptAnswers(t *testing.T) {
	t.Parallel()
	p := startExample(t, "RATE_LIMIT=1", "MAX_COST=50", "MAX_BODY=2048", "RATE_BURST=200")
	left := 200
	for {
		got := p.get("/graphql?query=%7Bdepartments(first:10)%7Bnodes%7Bid%20name%7D%7D%7D") // 37 and 1 for reading it
		now, _ := strconv.Atoi(got.Header.Get("RateLimit-Remaining"))
		if got.StatusCode == http.StatusTooManyRequests {
			if code := gjson.Get(got.body, "errors.0.extensions.code").String(); code != "RATE_LIMITED" || got.Header.Get("Retry-After") == "" || got.Header.Get("Cache-Control") != "no-store" || now >= 38 {
				t.Errorf("after the budget: %v %s", got.Header, got.body)
			}
			return
		}
		if got.StatusCode != http.StatusOK || now < left-38 || now > left-37 || got.Header.Get("ETag") == "" {
			t.Fatalf("%d units are left of %d: %d %v %s", now, left, got.StatusCode, got.Header, got.body)
		}
		left = now
	}
}
