// Command bench measures how close the API comes to its database. It starts its own PostgreSQL with fsync on, fills it once with a city
// of a given size, and runs each workload against the real server. In turns with the server it runs the limit of the workload, which is
// mostly one prepared statement under pgbench. The ratio of the two is the result. Absolute numbers depend on the machine.
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

// options are those of the command line.
type options struct {
	size   string
	data   string        // the folder that keeps PostgreSQL's data between runs, one for each size
	conns  int           // how many connections send requests at the same time
	time   time.Duration // how long each side of each workload is measured
	rounds int           // in how many turns, so that other load on the machine slows both sides alike
	only   string        // the names of the workloads to run; all if empty
	file   string        // the file to write; none if empty

	// Other things to do than to compare the workloads with their limits.
	explainOnly, growth, soak, limits, campaigns, arrival, search bool

	comments int // of campaigns and search
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var o options
	flag.StringVar(&o.size, "size", "full", "how much data: full or small")
	flag.StringVar(&o.data, "data", "bench/.data", "the folder that keeps the data between runs")
	flag.IntVar(&o.conns, "conns", 32, "how many connections send requests at the same time")
	flag.DurationVar(&o.time, "time", 15*time.Second, "how long each side of each workload is measured")
	flag.IntVar(&o.rounds, "rounds", 3, "in how many turns the two sides are measured")
	flag.StringVar(&o.only, "only", "", "the workloads to run, such as W1,W4; all if empty")
	flag.StringVar(&o.file, "results", "", "the file to write the results to, such as bench/RESULTS.md")
	flag.BoolVar(&o.explainOnly, "explain", false, "only see that every statement uses its index")
	flag.BoolVar(&o.growth, "growth", false, "see how the cost of a request grows with a city that grows to 5 million comments")
	flag.BoolVar(&o.soak, "soak", false, "see whether the server stays as it is under a steady load for -time, such as 10m")
	flag.BoolVar(&o.limits, "limits", false, "look for -time for the dearest requests that the limits allow, such as 5m")
	flag.BoolVar(&o.campaigns, "campaigns", false, "see how well and how fast near-copies are found among -comments made-up comments")
	flag.BoolVar(&o.arrival, "arrival", false, "see what the search for campaigns costs those who submit comments")
	flag.BoolVar(&o.search, "search", false, "see how long searches over everything take on a city of -comments")
	flag.IntVar(&o.comments, "comments", 1_000_000, "how many comments -campaigns and -search make")
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

// run does what the options say.
func run(ctx context.Context, o options) error {
	size, known := sizes[o.size]
	if !known || o.conns < 1 || o.rounds < 1 || o.time < time.Second {
		return fmt.Errorf("-size is full or small, -time at least 1s, the others at least 1")
	}
	switch {
	case o.campaigns:
		return runCampaigns(ctx, o)
	case o.search:
		return runSearches(ctx, o)
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
	case o.limits:
		return b.limits(ctx)
	case o.arrival:
		return b.arrive(ctx)
	}
	return b.compare(ctx)
}

// bench is one run of this program.
type bench struct {
	options
	binary string
	place  *place
	city   *city
	server *server
	done   []outcome
}

// compare checks the plans of the workloads, measures each workload beside its limit, and prints the table.
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

// chosen are the workloads that the options name.
func (b *bench) chosen(ctx context.Context) ([]workload, error) {
	all, err := b.workloads(ctx)
	return slices.DeleteFunc(all, func(w workload) bool {
		return b.only != "" && !strings.Contains(","+b.only+",", ","+w.name+",")
	}), err
}

// measureEach measures the chosen workloads one after the other.
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
