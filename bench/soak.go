package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

// mix is how many of a hundred requests are of each workload. People read much more than they write, and every second page is one that
// many read at the same time.
var mix = map[string]int{"W1c": 10, "W2c": 15, "W3c": 10, "W1": 10, "W2": 15, "W2b": 5, "W3": 5, "W4": 15, "W5": 3, "W6": 10, "W6b": 2}

// steady is the rate of a soak, as a share of the highest rate that the server reaches.
const steady = 0.7

// soak sends a steady mix of requests for a long time. It checks that the server does not grow and has counted everything.
func (b *bench) soak(ctx context.Context) error {
	private, err := freeAddress()
	if err != nil {
		return err
	}
	if err := b.start("PRIVATE_ADDR=" + private); err != nil {
		return err
	}
	defer b.server.stop()
	next, err := b.mixed(ctx)
	if err != nil {
		return err
	}
	most, err := drive(ctx, b.server.url, b.conns, max(5*time.Second, b.time/20), 0, next)
	if err != nil {
		return fmt.Errorf("as much as it can: %w", err)
	}
	rate := steady * most.rate()
	fmt.Fprintf(os.Stderr, "%.0f a second at most; now %.0f a second for %v\n", most.rate(), rate, b.time)
	w := b.watch(ctx, "http://"+private+"/metrics")
	done, err := drive(ctx, b.server.url, b.conns, b.time, time.Duration(float64(time.Second)/rate), next)
	samples := w.end()
	if err != nil {
		return err
	}
	counts, err := b.recount(ctx)
	if err != nil {
		return err
	}
	report, flat := b.soaked(ctx, most, done, samples, counts)
	if err := b.write(report); err != nil {
		return err
	}
	if !flat {
		return fmt.Errorf("the server did not stay as it was")
	}
	return b.city.empty(ctx)
}

// freeAddress is an address on which nobody listens.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// mixed takes requests of all workloads in a random order. When a workload has no more requests, the next workload takes its turns.
func (b *bench) mixed(ctx context.Context) (func() (request, bool), error) {
	all, err := b.workloads(ctx)
	if err != nil {
		return nil, err
	}
	var turns []workload
	for _, w := range all {
		if mix[w.name] > 0 {
			if err := w.check(ctx); err != nil {
				return nil, fmt.Errorf("%s answers wrongly: %w", w.name, err)
			}
		}
		for range mix[w.name] {
			turns = append(turns, w)
		}
	}
	chance := rand.New(rand.NewPCG(5, 713))
	chance.Shuffle(len(turns), func(i, j int) { turns[i], turns[j] = turns[j], turns[i] })
	var count atomic.Int64
	return func() (request, bool) {
		for range turns {
			if asked, more := turns[int(count.Add(1))%len(turns)].request(); more {
				return asked, true
			}
		}
		return request{}, false
	}, nil
}

// recount counts the rows that were written and reads their counters.
func (b *bench) recount(ctx context.Context) ([]recounted, error) {
	comments, err := b.counts(ctx, "comments", commentRows)
	if err != nil {
		return nil, err
	}
	responses, err := b.counts(ctx, "v1/responses", responseRows)
	return []recounted{comments, responses}, err
}

// soaked writes the report. It returns false if something grew or a counter is wrong.
func (b *bench) soaked(ctx context.Context, most, done load, samples []sample, counts []recounted) (string, bool) {
	var text strings.Builder
	fmt.Fprintf(&text, "# A steady load\n\n%s\n\n", b.circumstances(ctx))
	fmt.Fprintf(&text, "%d requests in %v, %.0f a second: %.0f%% of the %.0f that the server answers at most. p50 %v, p99 %v from the moment when a request was due. No error.\n\n",
		len(done.latencies), done.took.Round(time.Second), done.rate(), 100*done.rate()/most.rate(), most.rate(), short(done.percentile(0.5)), short(done.percentile(0.99)))
	text.WriteString("| | early | late | most | |\n|---|--:|--:|--:|---|\n")
	good := true
	for _, m := range measures {
		line, flat := m.line(samples)
		good = good && flat
		text.WriteString(line)
	}
	for _, c := range counts {
		good = good && c.rows == c.counted
		fmt.Fprintf(&text, "\n%d rows were written and %d counted under %q.\n", c.rows, c.counted, c.counter)
	}
	fmt.Fprintf(&text, "\nEarly is the median of the third and fourth tenth of the time, late that of the last two; flat is up to %.2f of it.\n", mostGrowth)
	return text.String(), good
}
