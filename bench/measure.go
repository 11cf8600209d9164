package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// workload is one thing that people do, as a request to the API and as the one statement that does the same.
type workload struct {
	name, title string
	target      float64       // the least ratio
	most        time.Duration // of the 99th percentile; 0 where nothing is asked
	limit       []string      // pgbench's scripts, of which each transaction runs one
	check       func(context.Context) error
	request     func() (request, bool) // another request; false where there are no more
}

// outcome is what was measured of a workload.
type outcome struct {
	workload
	api, limit    float64 // a second
	p50, p99      time.Duration
	cpu, database time.Duration // of the server and of PostgreSQL, a request
	least         time.Duration // of PostgreSQL under pgbench, a transaction
	memory        int64         // the server's, in bytes
	requests      int
}

func (o outcome) ratio() float64 { return o.api / o.limit }

// met tells whether the targets were reached.
func (o outcome) met() bool { return o.ratio() >= o.target && (o.most == 0 || o.p99 <= o.most) }

func (o outcome) line() string {
	return fmt.Sprintf("%7.0f/s  p50 %v  p99 %v  server %v  postgres %v  limit %.0f/s %v  ratio %.2f (%.2f)",
		o.api, short(o.p50), short(o.p99), short(o.cpu), short(o.database), o.limit, short(o.least), o.ratio(), o.target)
}

func short(d time.Duration) time.Duration {
	if d < 10*time.Millisecond {
		return d.Round(time.Microsecond)
	}
	return d.Round(100 * time.Microsecond)
}

// measure takes turns between the API and pgbench, so that whatever else the machine does meets both.
func (b *bench) measure(ctx context.Context, w workload) (outcome, error) {
	o := outcome{workload: w}
	var all load
	var used usage
	if err := b.place.exec(ctx, `CHECKPOINT`); err != nil {
		return o, err
	}
	for range b.rounds {
		if _, err := drive(ctx, b.server.url, b.conns, 300*time.Millisecond, w.request); err != nil {
			return o, err
		}
		before := b.usage()
		turn, err := drive(ctx, b.server.url, b.conns, b.turn(), w.request)
		if err != nil {
			return o, err
		}
		after := b.usage()
		used.server, used.postgres, used.memory = used.server+after.server-before.server, used.postgres+after.postgres-before.postgres, max(used.memory, after.memory)
		all.took, all.latencies = all.took+turn.took, append(all.latencies, turn.latencies...)
		transactions, err := b.place.pgbench(ctx, b.conns, b.turn(), w.limit)
		if err != nil {
			return o, err
		}
		o.limit += transactions / float64(b.rounds)
		o.least += time.Duration(float64(b.usage().postgres-after.postgres) / transactions / b.turn().Seconds() / float64(b.rounds))
	}
	slices.Sort(all.latencies)
	n := time.Duration(max(1, len(all.latencies)))
	o.api, o.p50, o.p99, o.requests = all.rate(), all.percentile(0.5), all.percentile(0.99), int(n)
	o.cpu, o.database, o.memory = used.server/n, used.postgres/n, used.memory
	return o, nil
}

// turn is how long each side runs at a time.
func (b *bench) turn() time.Duration { return max(time.Second, b.time/time.Duration(b.rounds)) }
