package httpapi

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"minyi/domain/civic"
)

// codeOf is the code of a refusal; empty where there is none.
func codeOf(err error) civic.Code {
	var problems civic.Problems
	if errors.As(err, &problems) {
		return problems[0].Code
	}
	return ""
}

// TestMemoryOfAnswers fills the share of a client and then all the memory, and gives it back.
func TestMemoryOfAnswers(t *testing.T) {
	t.Parallel()
	m := NewMemory(10*claimStep, 4*claimStep)
	first := m.claim("a")
	for _, step := range []struct {
		name  string
		claim *claim
		steps int
		want  civic.Code
	}{
		{"the first step is not counted", first, 1, ""},
		{"the share of a client", first, 4, ""},
		{"more than the share", first, 1, civic.RateLimited},
		{"the same client again", m.claim("a"), 2, civic.RateLimited},
		{"a small answer of the same client", m.claim("a"), 1, ""},
		{"another client", m.claim("b"), 5, ""},
		{"a third client takes the rest", m.claim("c"), 3, ""},
		{"nothing is left", m.claim("d"), 2, civic.Overloaded},
		{"a small answer", m.claim("d"), 1, ""},
	} {
		if got := codeOf(step.claim.take(step.steps * claimStep)); got != step.want {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
	}
	first.free()
	first.free()
	if got := codeOf(m.claim("a").take(5 * claimStep)); got != "" {
		t.Errorf("what was given back cannot be taken: %s", got)
	}
}

// TestMemoryIsGivenBack lets many requests take at once, in small pieces from several goroutines, and end, some by a panic.
func TestMemoryIsGivenBack(t *testing.T) {
	t.Parallel()
	m := NewMemory(100*claimStep, 50*claimStep)
	var most atomic.Int64 // that were seen to be taken at once: a request that is refused may end when nobody holds any
	handler := m.Handler(func(r *http.Request) string { return r.RemoteAddr })(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 200 {
					_ = take(r.Context(), 3000)
				}
			})
		}
		all.Wait()
		m.mu.Lock()
		taken := m.taken
		m.mu.Unlock()
		if taken > 100*claimStep {
			t.Errorf("%d bytes are taken", taken)
		}
		for seen := most.Load(); int64(taken) > seen && !most.CompareAndSwap(seen, int64(taken)); seen = most.Load() {
		}
		panic("the handler ends")
	}))
	var all sync.WaitGroup
	for i := range 30 {
		all.Go(func() {
			defer func() { _ = recover() }()
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = string(rune('a' + i%3))
			handler.ServeHTTP(httptest.NewRecorder(), r.WithContext(civic.WithRequest(r.Context(), &civic.Request{})))
		})
	}
	all.Wait()
	if most.Load() < claimStep {
		t.Errorf("no more than %d bytes were ever taken", most.Load())
	}
	if m.taken != 0 || len(m.of) != 0 {
		t.Errorf("%d bytes of %d clients are still taken", m.taken, len(m.of))
	}
}
