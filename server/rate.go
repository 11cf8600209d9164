package main

import (
	"math"
	"net/http"
	"strconv"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"minyi/domain/civic"
	civicgraph "minyi/graph/civic"
	"minyi/graph/httpapi"
	"minyi/graph/model"
)

// budgets are what clients may spend: each has a bucket that fills steadily.
type budgets struct {
	perMinute, burst int // cost units
	proxies          proxies
	buckets          *lru.Cache[string, *rate.Limiter]
}

// rememberedBuckets is how many clients are told apart. Who was not heard of for longest finds a full bucket again.
const rememberedBuckets = 100_000

// newBudgets reads the budgets from the settings.
func newBudgets(c config) budgets {
	buckets, _ := lru.New[string, *rate.Limiter](rememberedBuckets) // fails for no size alone
	return budgets{perMinute: c.RateLimit, burst: c.burst(), proxies: c.TrustedProxies, buckets: buckets}
}

// handler lets each request and its operations be paid by its client. It stands behind the sign-in and the reading of the body.
func (b budgets) handler(next http.Handler) http.Handler {
	if b.perMinute == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !b.pay(w, r, 0) {
			return
		}
		client, reading := b.clientOf(r), readingOf(r)
		next.ServeHTTP(w, r.WithContext(civicgraph.WithBudget(r.Context(), func(cost int) (model.RateLimit, bool) {
			left, pause := b.take(time.Now(), client, cost)
			if !httpapi.IsStream(r) { // else many operations share the headers, which are gone
				tell(w.Header(), left, pause)
				left.Cost += reading
			}
			return left, pause == 0
		})))
	})
}

// pay takes what reading a request costs and so many cost units more, or refuses it as RATE_LIMITED.
func (b budgets) pay(w http.ResponseWriter, r *http.Request, cost int) bool {
	if b.perMinute == 0 {
		return true
	}
	left, pause := b.take(time.Now(), b.clientOf(r), readingOf(r)+cost)
	tell(w.Header(), left, pause)
	if pause > 0 {
		refuse(w, r, civic.Refuse(civic.RateLimited, ""))
	}
	return pause == 0
}

// readingOf is what reading a request costs.
func readingOf(r *http.Request) int { return unitsOf(r.ContentLength + int64(len(r.URL.RawQuery))) }

// priced lets each request cost so many cost units more, whatever it reads.
func (b budgets) priced(cost int) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if b.pay(w, r, cost) {
				next.ServeHTTP(w, r)
			}
		})
	}
}

// unitsOf is what reading so many bytes costs.
func unitsOf(bytes int64) int { return 1 + int(bytes/100) }

// clientOf names who pays: the account, or the network of somebody who is not signed in or known by a browser's key alone,
// of which anybody can have many.
func (b budgets) clientOf(r *http.Request) string {
	if actor := civic.ActorOf(r.Context()); actor.SignedIn() && actor.Assurance != civic.Anonymous {
		return actor.Account.String()
	}
	return household(b.proxies.client(r)).String()
}

// take takes cost units from a client's bucket, or nothing and says how long to wait where there are too few.
func (b budgets) take(now time.Time, client string, cost int) (left model.RateLimit, pause time.Duration) {
	fresh := rate.NewLimiter(rate.Limit(float64(b.perMinute)/60), b.burst)
	bucket, known, _ := b.buckets.PeekOrAdd(client, fresh)
	if known {
		b.buckets.Get(client) // was heard of
	} else {
		bucket = fresh
	}
	enough := bucket.AllowN(now, cost)
	units := bucket.TokensAt(now)
	if !enough {
		pause = max(time.Nanosecond, b.filling(float64(cost)-units))
	}
	return model.RateLimit{Cost: cost, Limit: b.burst, Remaining: max(0, int(units)), ResetAt: now.Add(b.filling(float64(b.burst) - units))}, pause
}

// filling is how long it takes until a bucket holds so many units more.
func (b budgets) filling(units float64) time.Duration {
	return time.Duration(units / float64(b.perMinute) * float64(time.Minute))
}

// tell writes what is left into an answer's headers, and when to come again. Times are whole seconds.
func tell(h http.Header, left model.RateLimit, pause time.Duration) {
	h.Set("RateLimit-Limit", strconv.Itoa(left.Limit))
	h.Set("RateLimit-Remaining", strconv.Itoa(left.Remaining))
	h.Set("RateLimit-Reset", seconds(time.Until(left.ResetAt)))
	if pause > 0 {
		h.Set("Retry-After", seconds(pause))
	}
}

// seconds is a time in whole seconds, rounded up.
func seconds(d time.Duration) string { return strconv.Itoa(int(math.Ceil(max(0, d.Seconds())))) }
