package main

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sample is what the server holds at one moment, by name. A value that nobody could read is missing.
type sample map[string]float64

// measures are the lines of the report.
var measures = []measure{
	{"memory, MiB", "resident", 1 << 20},
	{"heap, MiB", "go_memstats_heap_alloc_bytes", 1 << 20},
	{"goroutines", "go_goroutines", 1},
	{"open files", "files", 1},
	{"connections to PostgreSQL", "connections", 1},
}

// measure is one thing that a sample holds, and its unit.
type measure struct {
	title, name string
	unit        float64
}

// mostGrowth is how much more of something the server may hold late than early. A difference of up to two does not count.
const mostGrowth = 1.1

// watcher takes a sample every second until it ends.
type watcher struct {
	stop    context.CancelFunc
	samples chan []sample
}

func (b *bench) watch(ctx context.Context, metrics string) *watcher {
	ctx, stop := context.WithCancel(ctx)
	w := &watcher{stop: stop, samples: make(chan []sample, 1)}
	go func() {
		var samples []sample
		for every := time.Tick(time.Second); ctx.Err() == nil; {
			select {
			case <-ctx.Done():
			case <-every:
				samples = append(samples, b.sample(ctx, metrics))
			}
		}
		w.samples <- samples
	}()
	return w
}

// end stops the watcher and returns its samples.
func (w *watcher) end() []sample {
	w.stop()
	return <-w.samples
}

// sample reads what the system and PostgreSQL tell about the server, and the server's metrics.
func (b *bench) sample(ctx context.Context, metrics string) sample {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", b.server.pid()))
	s := sample{"resident": float64(b.server.resident()), "files": float64(len(files))}
	var connections float64
	if b.place.sql.GetContext(ctx, &connections, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`) == nil {
		s["connections"] = connections
	}
	answer, err := http.Get(metrics)
	if err != nil {
		return s
	}
	defer answer.Body.Close()
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if number, err := strconv.ParseFloat(value, 64); err == nil && strings.HasPrefix(name, "go_") {
			s[name] = number
		}
	}
	return s
}

// line is the measure's line in the table, and whether the measure stayed flat. The line is empty if there are too few samples.
func (m measure) line(samples []sample) (string, bool) {
	var seen []float64
	for _, s := range samples {
		if value, told := s[m.name]; told {
			seen = append(seen, value/m.unit)
		}
	}
	if len(seen) < 10 {
		return "", true
	}
	n := len(seen)
	early, late := median(seen[n*2/10:n*4/10]), median(seen[n*8/10:])
	verdict := "flat"
	if late > mostGrowth*early+2 {
		verdict = "grew"
	}
	return fmt.Sprintf("| %s | %.1f | %.1f | %.1f | %s |\n", m.title, early, late, slices.Max(seen), verdict), verdict == "flat"
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
