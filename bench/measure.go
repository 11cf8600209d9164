package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// workload is one thing that people do: requests to the API, and their limit, which does the same work with less. The limit is either
// pgbench or a baseline.
type workload struct {
	name, title string
	target      float64                // the least ratio; 0 if there is no target
	least       float64                // replies a second; 0 if there is no target
	most        time.Duration          // of the 99th percentile; 0 if there is no target
	reply       reply                  // empty if each request runs by itself
	request     func() (request, bool) // the next request; false if there are no more
	check       func(context.Context) error
	scripts     []string // of pgbench, of which each transaction runs one
	baseline    *baseline
}

// baseline is a server that is measured beside ours.
type baseline struct {
	command string // of this program
	request func() (request, bool)
}

// reply says how the server gets the replies to a workload.
type reply string

const (
	sharedReply reply = "shared" // equal requests that arrive together share a run
	cachedReply reply = "cached" // most replies come from the reply cache
)

// outcome is what was measured for a workload.
type outcome struct {
	workload
	size          size // of the city
	all           load
	api, limit    float64 // a second
	p50, p99      time.Duration
	cpu, database time.Duration // of the server and of PostgreSQL, a request
	limitCPU      time.Duration // of the limit, a request
	memory        int64         // the most that the server held, in bytes
}

func (o outcome) ratio() float64 { return o.api / o.limit }

// mostMemory is what the server may hold at any moment, in bytes.
const mostMemory = 64 << 20

// missed names the targets that were missed.
func (o outcome) missed() string {
	var missed []string
	for name, failed := range map[string]bool{"ratio": o.ratio() < o.target, "rate": o.api < o.least, "p99": o.most > 0 && o.p99 > o.most, "memory": o.memory > mostMemory} {
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
	return line + fmt.Sprintf("  limit %.0f/s %v  ratio %.2f (%.2f)", o.limit, short(o.limitCPU), o.ratio(), o.target)
}

// wanted is the target as the table has it.
func (o outcome) wanted() string {
	if o.target == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", o.target)
}

// verdict says whether the targets were met, or which were missed.
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

// measure takes turns between the API and its limit, so that other load on the machine slows both alike.
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
		rate, cpu, err := limit()
		if err != nil {
			return o, err
		}
		o.limit, o.limitCPU = o.limit+rate/float64(b.rounds), o.limitCPU+cpu/time.Duration(b.rounds)
	}
	o.sum()
	return o, nil
}

// takeTurn measures the API for one turn, after a short warm-up that does not count.
func (b *bench) takeTurn(ctx context.Context, o *outcome) error {
	if _, err := drive(ctx, b.server.url, b.conns, 300*time.Millisecond, 0, o.request); err != nil {
		return err
	}
	b.server.forgetPeak()
	before := b.usage(b.server)
	turn, err := drive(ctx, b.server.url, b.conns, b.turn(), 0, o.request)
	after := b.usage(b.server)
	o.all.took, o.all.latencies = o.all.took+turn.took, append(o.all.latencies, turn.latencies...)
	o.cpu, o.database = o.cpu+after.server-before.server, o.database+after.postgres-before.postgres
	o.memory = max(o.memory, b.server.peak())
	return err
}

// sum computes rates, latencies and the processor time of one request.
func (o *outcome) sum() {
	slices.Sort(o.all.latencies)
	n := time.Duration(max(1, len(o.all.latencies)))
	o.api, o.p50, o.p99 = o.all.rate(), o.all.percentile(0.5), o.all.percentile(0.99)
	o.cpu, o.database = o.cpu/n, o.database/n
}

// limited starts the limit of a workload. Each turn tells how many requests a second it does, and the processor time of one.
func (b *bench) limited(ctx context.Context, w workload) (turn func() (float64, time.Duration, error), end func(), err error) {
	if w.baseline == nil {
		return func() (float64, time.Duration, error) { return b.pgbench(ctx, w) }, func() {}, nil
	}
	beside, err := b.startBaseline(ctx, w.baseline.command)
	if err != nil {
		return nil, nil, err
	}
	return func() (float64, time.Duration, error) {
		before := b.usage(beside)
		turn, err := drive(ctx, beside.url, b.conns, b.turn(), 0, w.baseline.request)
		after := b.usage(beside)
		used := after.server - before.server + after.postgres - before.postgres
		return turn.rate(), used / time.Duration(max(1, len(turn.latencies))), err
	}, beside.stop, nil
}

// pgbench runs the limit of a workload for one turn.
func (b *bench) pgbench(ctx context.Context, w workload) (float64, time.Duration, error) {
	before := b.usage(b.server)
	rate, err := b.place.pgbench(ctx, b.conns, b.turn(), w.scripts)
	return rate, time.Duration(float64(b.usage(b.server).postgres-before.postgres) / max(1, rate*b.turn().Seconds())), err
}

// turn is how long each side runs at a time.
func (b *bench) turn() time.Duration { return max(time.Second, b.time/time.Duration(b.rounds)) }
