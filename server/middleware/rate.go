package middleware

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
	"minyi/server/reply"
)

// Budgets limit the cost units that each client may spend. Each client has a token bucket that fills at a constant rate.
type Budgets struct {
	perMinute, burst int // cost units
	proxies          Proxies
	buckets          *lru.Cache[string, *rate.Limiter]
}

// maxBuckets is how many clients have a bucket in memory. The client that was idle longest loses its bucket and starts with
// a full one next time.
const maxBuckets = 100_000

// NewBudgets limits clients to so many cost units a minute, 0 for no limit. A client may save up to burst units.
func NewBudgets(perMinute, burst int, proxies Proxies) Budgets {
	buckets, _ := lru.New[string, *rate.Limiter](maxBuckets) // New fails only for a size of 0
	return Budgets{perMinute: perMinute, burst: burst, proxies: proxies, buckets: buckets}
}

// Handler charges each request and its operations to its client. It must run after the sign-in and after LimitBody.
func (b Budgets) Handler(next http.Handler) http.Handler {
	if b.perMinute == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !b.Pay(w, r, 0) {
			return
		}
		client, readingCost := b.proxies.nameOf(r), readingCostOf(r)
		next.ServeHTTP(w, r.WithContext(civicgraph.WithBudget(r.Context(), func(cost int) (model.RateLimit, bool) {
			left, pause := b.take(time.Now(), client, cost)
			if !httpapi.IsStream(r) { // the headers of a stream are sent before its operations run
				setRateHeaders(w.Header(), left, pause)
				left.Cost += readingCost
			}
			return left, pause == 0
		})))
	})
}

// Pay charges the client for reading the request plus so many cost units. If the client cannot pay, Pay refuses the request as
// RATE_LIMITED and returns false.
func (b Budgets) Pay(w http.ResponseWriter, r *http.Request, cost int) bool {
	if b.perMinute == 0 {
		return true
	}
	left, pause := b.take(time.Now(), b.proxies.nameOf(r), readingCostOf(r)+cost)
	setRateHeaders(w.Header(), left, pause)
	if pause > 0 {
		reply.Refuse(w, r, civic.Refuse(civic.RateLimited, ""))
	}
	return pause == 0
}

// readingCostOf is the cost of reading a request.
func readingCostOf(r *http.Request) int { return Units(r.ContentLength + int64(len(r.URL.RawQuery))) }

// Charge charges each request a fixed number of cost units.
func (b Budgets) Charge(cost int) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if b.Pay(w, r, cost) {
				next.ServeHTTP(w, r)
			}
		})
	}
}

// Units is the cost of reading so many bytes.
func Units(bytes int64) int { return 1 + int(bytes/100) }

// take takes cost units from the bucket of a client. If there are too few, it takes none and returns how long to wait.
func (b Budgets) take(now time.Time, client string, cost int) (left model.RateLimit, pause time.Duration) {
	fresh := rate.NewLimiter(rate.Limit(float64(b.perMinute)/60), b.burst)
	bucket, known, _ := b.buckets.PeekOrAdd(client, fresh)
	if known {
		b.buckets.Get(client) // marks the bucket as used
	} else {
		bucket = fresh
	}
	enough := bucket.AllowN(now, cost)
	units := bucket.TokensAt(now)
	if !enough {
		pause = max(time.Nanosecond, b.timeToFill(float64(cost)-units))
	}
	return model.RateLimit{Cost: cost, Limit: b.burst, Remaining: max(0, int(units)), ResetAt: now.Add(b.timeToFill(float64(b.burst) - units))}, pause
}

// timeToFill is how long a bucket needs to gain so many units.
func (b Budgets) timeToFill(units float64) time.Duration {
	return time.Duration(units / float64(b.perMinute) * float64(time.Minute))
}

// setRateHeaders tells the client what is left of its budget, and when to retry. Times are whole seconds.
func setRateHeaders(h http.Header, left model.RateLimit, pause time.Duration) {
	h.Set("RateLimit-Limit", strconv.Itoa(left.Limit))
	h.Set("RateLimit-Remaining", strconv.Itoa(left.Remaining))
	h.Set("RateLimit-Reset", seconds(time.Until(left.ResetAt)))
	if pause > 0 {
		h.Set("Retry-After", seconds(pause))
	}
}

// seconds writes a duration in whole seconds, rounded up.
func seconds(d time.Duration) string { return strconv.Itoa(int(math.Ceil(max(0, d.Seconds())))) }
