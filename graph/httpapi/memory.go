package httpapi

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"

	"minyi/domain/civic"
)

// Memory is how many bytes all requests that are being read and their answers may take together, and how many of them those of one client:
// answers that are each within their bounds are too much where many come at once, or where their readers are slow.
type Memory struct {
	most, share int
	mu          sync.Mutex
	taken       int
	of          map[string]int // by client
}

// NewMemory makes the memory for all answers, and the share of each client in it, in bytes.
func NewMemory(most, share int) *Memory {
	return &Memory{most: most, share: share, of: map[string]int{}}
}

// What answers are counted to take. The numbers were measured with `make limits`.
const (
	claimStep    = 64 << 10 // bytes that a claim takes at once; the first ones are not counted
	bytesOfAUnit = 200      // bytes for each unit that an operation costs: for the objects that it reads
	copies       = 2        // how often a text is in memory: as it is written, and as it is sent
)

// MostTaken is what one operation takes at most, where its request and its answer have as many bytes as they may, and it costs as much.
func MostTaken(cost, body, answer int) int {
	return bytesOfAUnit*cost + copies*body + (readsMore+copies)*answer + 2*claimStep
}

// Handler lets each request take memory, until its answer is sent. name tells whose request it is.
func (m *Memory) Handler(name func(*http.Request) string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			own := m.claim(name(r))
			defer own.free()
			civic.RequestOf(r.Context()).Hold = own.take
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), claimKey{}, own)))
		})
	}
}

// claim is the memory that one operation has taken.
type claim struct {
	from          *Memory
	client        string
	used, granted atomic.Int64
}

type claimKey struct{}

func (m *Memory) claim(client string) *claim {
	own := &claim{from: m, client: client}
	own.granted.Store(claimStep)
	return own
}

// ownMemory lets an operation on a stream have a claim of its own, which is free when its answer is sent or the stream ends.
func ownMemory(ctx context.Context) (free func()) {
	of, is := ctx.Value(claimKey{}).(*claim)
	if !is {
		return func() {}
	}
	own := of.from.claim(of.client)
	civic.RequestOf(ctx).Hold = own.take
	context.AfterFunc(ctx, own.free)
	return own.free
}

// take takes memory. It is RATE_LIMITED where the client has its share, and OVERLOADED where all is taken.
func (c *claim) take(bytes int) error {
	if c.used.Add(int64(bytes)) <= c.granted.Load() {
		return nil
	}
	m := c.from
	m.mu.Lock()
	defer m.mu.Unlock()
	more := int(c.used.Load()-c.granted.Load()+claimStep-1) / claimStep * claimStep
	switch {
	case more <= 0:
		return nil // another goroutine took enough
	case m.of[c.client]+more > m.share:
		return civic.Refuse(civic.RateLimited, "")
	case m.taken+more > m.most:
		return civic.Refuse(civic.Overloaded, "")
	}
	m.taken += more
	m.of[c.client] += more
	c.granted.Add(int64(more))
	return nil
}

// free gives back what was taken.
func (c *claim) free() {
	granted := int(c.granted.Swap(claimStep)) - claimStep
	if granted == 0 {
		return
	}
	m := c.from
	m.mu.Lock()
	defer m.mu.Unlock()
	m.taken -= granted
	if m.of[c.client] -= granted; m.of[c.client] == 0 {
		delete(m.of, c.client)
	}
}

// priceName is under which name the cost of an operation is kept with it.
const priceName = "price"

// takeForPrice takes memory for the objects of an operation, before it runs.
func takeForPrice(ctx context.Context) error {
	price, _ := graphql.GetOperationContext(ctx).Stats.GetExtension(priceName).(int)
	return take(ctx, price*bytesOfAUnit)
}

// take takes memory for an operation.
func take(ctx context.Context, bytes int) error { return civic.RequestOf(ctx).Take(bytes) }

// takeText takes memory for a text that is being written.
func takeText(ctx context.Context, bytes int) error { return take(ctx, copies*bytes) }
