package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// workload is one thing that people do, as a request to the API and as the one statement that does the same.
type workload struct {
	name, title string
	target      float64       // the least ratio
	most        time.Duration // of the 99th percentile; 0 where nothing is asked
	limit       []string      // pgbench's scripts, of which each transaction runs one
	given       []string      // their parameters, each as name=value
	bare        bool          // the limit is a server that answers every request with one page
	check       func(context.Context) error
	request     func() (request, bool) // another request; false where there are no more
}

// outcome is what was measured of a workload.
type outcome struct {
	workload
	size          size // of the city
	all           load
	api, limit    float64 // a second
	p50, p99      time.Duration
	cpu, database time.Duration // of the server and of PostgreSQL, a request
	least         time.Duration // of the limit, one time
	memory        int64         // the most that the server held, in bytes
}

func (o outcome) ratio() float64 { return o.api / o.limit }

// mostMemory is what the server may hold at any moment, in bytes.
const mostMemory = 64 << 20

// missed names the targets that were not reached.
func (o outcome) missed() string {
	var missed []string
	for name, failed := range map[string]bool{"ratio": o.ratio() < o.target, "p99": o.most > 0 && o.p99 > o.most, "memory": o.memory > mostMemory} {
		if failed {
			missed = append(missed, name)
		}
	}
	slices.Sort(missed)
	return strings.Join(missed, ", ")
}

func (o outcome) line() string {
	line := fmt.Sprintf("%7.0f/s  p50 %v  p99 %v  server %v  postgres %v  memory %d MiB", o.api, short(o.p50), short(o.p99), short(o.cpu), short(o.database), o.memory>>20)
	if o.limit == 0 {
		return line
	}
	return line + fmt.Sprintf("  limit %.0f/s %v  ratio %.2f (%.2f)", o.limit, short(o.least), o.ratio(), o.target)
}

// wanted is the least ratio, where one is asked for.
func (o outcome) wanted() string {
	if o.target == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", o.target)
}

// verdict says whether the targets were reached, and else which were not.
func (o outcome) verdict() string {
	if missed := o.missed(); missed != "" {
		return "missed: " + missed
	}
	if o.target == 0 {
		return "–"
	}
	return "met"
}

func short(d time.Duration) time.Duration {
	if d < 10*time.Millisecond {
		return d.Round(time.Microsecond)
	}
	return d.Round(100 * time.Microsecond)
}

// measure takes turns between the API and its limit, so that whatever else the machine does meets both.
func (b *bench) measure(ctx context.Context, w workload) (outcome, error) {
	o := outcome{workload: w}
	if err := b.place.exec(ctx, `CHECKPOINT`); err != nil {
		return o, err
	}
	limit, end, err := b.limited(ctx, w)
	if err != nil {
		return o, err
	}
	defer end()
	for range b.rounds {
		if err := b.takeTurn(ctx, &o); err != nil {
			return o, err
		}
		rate, least, err := limit()
		if err != nil {
			return o, err
		}
		o.limit, o.least = o.limit+rate/float64(b.rounds), o.least+least/time.Duration(b.rounds)
	}
	o.sum()
	return o, nil
}

// takeTurn asks the API for one turn, after a moment that does not count.
func (b *bench) takeTurn(ctx context.Context, o *outcome) error {
	if _, err := drive(ctx, b.server.url, b.conns, 300*time.Millisecond, 0, o.request); err != nil {
		return err
	}
	b.server.forgetPeak()
	before := b.usage()
	turn, err := drive(ctx, b.server.url, b.conns, b.turn(), 0, o.request)
	after := b.usage()
	o.all.took, o.all.latencies = o.all.took+turn.took, append(o.all.latencies, turn.latencies...)
	o.cpu, o.database = o.cpu+after.server-before.server, o.database+after.postgres-before.postgres
	o.memory = max(o.memory, b.server.peak())
	return err
}

// sum works out what one request took of what all of them did.
func (o *outcome) sum() {
	slices.Sort(o.all.latencies)
	n := time.Duration(max(1, len(o.all.latencies)))
	o.api, o.p50, o.p99 = o.all.rate(), o.all.percentile(0.5), o.all.percentile(0.99)
	o.cpu, o.database = o.cpu/n, o.database/n
}

// limited gives the other side of a workload: each turn tells how often a second it was done, and the processor time of one.
func (b *bench) limited(ctx context.Context, w workload) (turn func() (float64, time.Duration, error), end func(), err error) {
	if !w.bare {
		return func() (float64, time.Duration, error) { return b.pgbench(ctx, w) }, func() {}, nil
	}
	bare, err := startSelf(ctx, bareCommand)
	if err != nil {
		return nil, nil, err
	}
	return func() (float64, time.Duration, error) {
		before := busy(bare.pid())
		turn, err := drive(ctx, bare.url, b.conns, b.turn(), 0, w.request)
		return turn.rate(), (busy(bare.pid()) - before) / time.Duration(max(1, len(turn.latencies))), err
	}, bare.stop, nil
}

// pgbench runs the limit of a workload for one turn.
func (b *bench) pgbench(ctx context.Context, w workload) (float64, time.Duration, error) {
	before := b.usage()
	rate, err := b.place.pgbench(ctx, b.conns, b.turn(), w.limit, w.given)
	return rate, time.Duration(float64(b.usage().postgres-before.postgres) / max(1, rate*b.turn().Seconds())), err
}

// turn is how long each side runs at a time.
func (b *bench) turn() time.Duration { return max(time.Second, b.time/time.Duration(b.rounds)) }
