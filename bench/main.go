// Command bench measures how close the API comes to its database. It starts a PostgreSQL of its own with fsync on, fills it
// once with a city of a stated size, and runs each workload in turns against the real server and, as one prepared statement,
// under pgbench. What counts is the ratio of the two, taken on one machine in one sitting; absolute numbers belong to the machine.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// options are what the command line says.
type options struct {
	size   string
	data   string        // the folder that keeps PostgreSQL's data between runs, one for each size
	conns  int           // how many connections ask at once
	time   time.Duration // how long each side of each workload is measured
	rounds int           // in how many turns; other load on the machine then meets both sides alike
	only   string        // the workloads to run, by name; all where empty
	file   string        // the file to write; none where empty

	// What is done instead of measuring the workloads beside their limits.
	explainOnly, growth, soak bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var o options
	flag.StringVar(&o.size, "size", "full", "how much data: full or small")
	flag.StringVar(&o.data, "data", "bench/.data", "the folder that keeps the data between runs")
	flag.IntVar(&o.conns, "conns", 32, "how many connections ask at once")
	flag.DurationVar(&o.time, "time", 15*time.Second, "how long each side of each workload is measured")
	flag.IntVar(&o.rounds, "rounds", 3, "in how many turns the two sides are measured")
	flag.StringVar(&o.only, "only", "", "the workloads to run, such as W1,W4; all where nothing is said")
	flag.StringVar(&o.file, "results", "", "the file to write the results to, such as bench/RESULTS.md")
	flag.BoolVar(&o.explainOnly, "explain", false, "only see that every statement uses its index")
	flag.BoolVar(&o.growth, "growth", false, "see how the cost of a request grows with a city that grows to 5 million comments")
	flag.BoolVar(&o.soak, "soak", false, "see whether the server stays as it is under a steady load for -time, such as 10m")
	flag.Parse()
	do := func() error { return run(ctx, o) }
	switch flag.Arg(0) {
	case bareCommand:
		do = serveBare
	case byHandCommand:
		do = serveByHand
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

// run does what was asked for.
func run(ctx context.Context, o options) error {
	size, known := sizes[o.size]
	if !known || o.conns < 1 || o.rounds < 1 || o.time < time.Second {
		return fmt.Errorf("-size is full or small, -time at least 1s, the others at least 1")
	}
	binary, err := buildServer(ctx, o.data)
	if err != nil {
		return err
	}
	folder := o.size
	if o.growth {
		folder = "growth"
	}
	place, err := openPlace(ctx, filepath.Join(o.data, folder))
	if err != nil {
		return err
	}
	defer place.close()
	b := &bench{options: o, binary: binary, place: place}
	if o.growth {
		return b.grow(ctx)
	}
	if b.city, err = openCity(ctx, place, size); err != nil {
		return err
	}
	switch {
	case o.explainOnly:
		return b.explain(ctx)
	case o.soak:
		return b.soak(ctx)
	}
	return b.compare(ctx)
}

// bench is one sitting.
type bench struct {
	options
	binary string
	place  *place
	city   *city
	server *server
	done   []outcome
}

// compare measures every workload beside its limit, once its plans are known to be good, and prints the table.
func (b *bench) compare(ctx context.Context) error {
	if err := b.explain(ctx); err != nil {
		return err
	}
	if err := b.start(); err != nil {
		return err
	}
	defer b.server.stop()
	if err := b.measureEach(ctx, b.measure); err != nil {
		return err
	}
	return b.report(ctx)
}

// start starts the server under test.
func (b *bench) start(settings ...string) (err error) {
	b.server, err = startServer(b.binary, b.data, b.place.url, settings...)
	return err
}

// chosen are the workloads that were asked for.
func (b *bench) chosen(ctx context.Context) ([]workload, error) {
	all, err := b.workloads(ctx)
	return slices.DeleteFunc(all, func(w workload) bool {
		return b.only != "" && !strings.Contains(","+b.only+",", ","+w.name+",")
	}), err
}

// measureEach measures the workloads that were asked for, one after the other.
func (b *bench) measureEach(ctx context.Context, measure func(context.Context, workload) (outcome, error)) error {
	all, err := b.chosen(ctx)
	if err != nil {
		return err
	}
	for _, w := range all {
		fmt.Fprintf(os.Stderr, "%s: %s\n", w.name, w.title)
		if err := w.check(ctx); err != nil {
			return fmt.Errorf("%s answers wrongly: %w", w.name, err)
		}
		result, err := measure(ctx, w)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		fmt.Fprintln(os.Stderr, "  ", result.line())
		b.done = append(b.done, result)
	}
	return b.city.empty(ctx)
}
