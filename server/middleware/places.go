package middleware

import (
	"context"
	"sync"

	"minyi/domain/civic"
)

// places are for what lasts. There is a limited number of them, and each client has a share, so that nobody takes all.
type places struct {
	mu          sync.Mutex
	most, share int
	taken       int
	of          map[string]int // by client
	freed       chan struct{}  // closed and replaced when a place is given back
}

func newPlaces(most, share int) *places {
	return &places{most: most, share: share, of: map[string]int{}, freed: make(chan struct{})}
}

// take takes a place for a client, which the function gives back. It refuses as RATE_LIMITED a client whose share is taken, and as OVERLOADED
// where all places are.
func (p *places) take(client string) (free func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.of[client] >= p.share:
		return nil, civic.Refuse(civic.RateLimited, "")
	case p.taken >= p.most:
		return nil, civic.Refuse(civic.Overloaded, "")
	}
	p.taken++
	p.of[client]++
	return func() { p.free(client) }, nil
}

func (p *places) free(client string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken--
	if p.of[client]--; p.of[client] == 0 {
		delete(p.of, client)
	}
	close(p.freed)
	p.freed = make(chan struct{})
}

// open is how many places are taken.
func (p *places) open() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.taken
}

// close gives out no more places and waits until all are given back, or until the context ends.
func (p *places) close(ctx context.Context) {
	for {
		p.mu.Lock()
		p.most = 0
		taken, freed := p.taken, p.freed
		p.mu.Unlock()
		if taken == 0 {
			return
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return
		}
	}
}
