package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// explained are the settings of a session whose statements' plans PostgreSQL writes to its log.
const explained = "&options=-c%20session_preload_libraries%3Dauto_explain%20-c%20auto_explain.log_min_duration%3D0"

var (
	// walked is a big table that is read from one end to the other. Waiting deltas are none: there is seldom more than a page of them.
	walked = regexp.MustCompile(`Seq Scan on (?:comments|survey_responses|tallies|receipts|answered_comments)\b`)
	// used is an index, and entered one of a big table's, with the line after it.
	used    = regexp.MustCompile(`Index (?:Only )?Scan (?:Backward )?(?:using|on) (\w+)`)
	entered = regexp.MustCompile(`Index (?:Only )?Scan (?:Backward )?(?:using|on) (?:comments|survey_responses|tallies|answered_comments)_\w+[^\n]*\n[^\n]*`)
)

// explain answers every workload once on a server that has the plans of its statements logged, and fails where one of them
// walks a big table or does not go into its index by a key. They are the plans that the server really uses: nothing is asked twice.
func (b *bench) explain(ctx context.Context) (err error) {
	if b.server, err = startServer(b.binary, b.data, b.place.url+explained); err != nil {
		return err
	}
	defer b.server.stop()
	all, err := b.chosen(ctx)
	if err != nil {
		return err
	}
	for _, w := range all {
		from, err := b.place.logged(0)
		if err != nil {
			return err
		}
		if err := w.check(ctx); err != nil {
			return fmt.Errorf("%s answers wrongly: %w", w.name, err)
		}
		plans, err := b.place.logged(len(from))
		if err != nil {
			return err
		}
		if err := judge(w.name, string(plans)); err != nil {
			return err
		}
	}
	return b.city.empty(ctx)
}

// judge prints the indexes that plans use and refuses those that use none.
func judge(name, plans string) error {
	indexes := map[string]bool{}
	for _, found := range used.FindAllStringSubmatch(plans, -1) {
		indexes[found[1]] = true
	}
	if len(indexes) == 0 {
		return fmt.Errorf("%s: PostgreSQL logged no plan; is auto_explain installed?", name)
	}
	for _, at := range append(walked.FindAllStringIndex(plans, -1), entered.FindAllStringIndex(plans, -1)...) {
		if node := plans[at[0]:at[1]]; !strings.Contains(node, "Index Cond:") {
			return fmt.Errorf("%s: %q is in this plan:\n%s", name, node, planAround(plans, at[0]))
		}
	}
	fmt.Fprintf(os.Stderr, "%s uses %s\n", name, strings.Join(slices.Sorted(maps.Keys(indexes)), ", "))
	return nil
}

// planAround cuts out the plan that a place lies in; each begins with its duration.
func planAround(plans string, at int) string {
	from := max(0, strings.LastIndex(plans[:at], "duration: "))
	length := strings.Index(plans[at:], "duration: ")
	if length < 0 {
		length = len(plans) - at
	}
	return plans[from : at+length]
}

// logged reads PostgreSQL's log from a place on.
func (p *place) logged(from int) ([]byte, error) {
	file, err := os.Open(filepath.Join(p.dir, "postgres.log"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if _, err := file.Seek(int64(from), io.SeekStart); err != nil {
		return nil, err
	}
	return io.ReadAll(file)
}
