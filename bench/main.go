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
	flag.Parse()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

// run measures every workload and prints the table.
func run(ctx context.Context, o options) error {
	size, known := sizes[o.size]
	if !known || o.conns < 1 || o.rounds < 1 || o.time < time.Second {
		return fmt.Errorf("-size is full or small, -time at least 1s, the others at least 1")
	}
	place, err := openPlace(ctx, filepath.Join(o.data, o.size))
	if err != nil {
		return err
	}
	defer place.close()
	city, err := openCity(ctx, place, size)
	if err != nil {
		return err
	}
	server, err := startServer(ctx, place, o.data)
	if err != nil {
		return err
	}
	defer server.stop()
	b := &bench{options: o, place: place, city: city, server: server}
	if err := b.runAll(ctx); err != nil {
		return err
	}
	return b.report(ctx)
}

// bench is one sitting.
type bench struct {
	options
	place  *place
	city   *city
	server *server
	done   []outcome
}

// runAll measures the workloads that were asked for, one after the other.
func (b *bench) runAll(ctx context.Context) error {
	all, err := b.workloads(ctx)
	if err != nil {
		return err
	}
	for _, w := range all {
		if b.only != "" && !strings.Contains(","+b.only+",", ","+w.name+",") {
			continue
		}
		fmt.Fprintf(os.Stderr, "%s: %s\n", w.name, w.title)
		if err := w.check(ctx); err != nil {
			return fmt.Errorf("%s answers wrongly: %w", w.name, err)
		}
		result, err := b.measure(ctx, w)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		fmt.Fprintln(os.Stderr, "  ", result.line())
		b.done = append(b.done, result)
	}
	return b.city.empty(ctx)
}
