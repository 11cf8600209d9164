package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// searchEverything is the search of the site.
const searchEverything = `query ($text: String!) { search(text: $text, first: 20) { nodes { kind snippet node { id } } pageInfo { hasNextPage endCursor } } }`

// judgedQueries are those whose first results people judged. Most of their words are in none of the made-up comments, which is the dearest case.
const judgedQueries = "graph/testdata/search.json"

// mostSearch is how long 99 of 100 searches may take at most.
const mostSearch = 150 * time.Millisecond

// runSearches measures searches over everything on a city of -comments: the judged queries, and phrases and words of the comments. PostgreSQL is started
// anew before, so that the first round finds nothing in its memory.
func runSearches(ctx context.Context, o options) error {
	b := &bench{options: o}
	var err error
	if b.binary, err = buildServer(ctx, o.data); err != nil {
		return err
	}
	folder := filepath.Join(o.data, fmt.Sprintf("search-%d", o.comments))
	if b.place, err = openPlace(ctx, folder); err != nil {
		return err
	}
	b.city, err = openCity(ctx, b.place, grown(o.comments, 0))
	b.place.close()
	if err != nil {
		return err
	}
	if b.place, err = openPlace(ctx, folder); err != nil {
		return err
	}
	defer b.place.close()
	if err := b.start(); err != nil {
		return err
	}
	defer b.server.stop()
	return b.searchEach(ctx)
}

// searchEach prints how long searches take: the first time, again and again, and among others.
func (b *bench) searchEach(ctx context.Context) error {
	wanted, err := b.searched()
	if err != nil {
		return err
	}
	tokens, err := bearer(b.city.Size.People)
	if err != nil {
		return err
	}
	asked := make([]request, len(wanted))
	for i, text := range wanted {
		asked[i] = post(searchEverything, map[string]any{"text": text})
	}
	next := signedIn(inTurn(asked), tokens)
	cold, slowest, err := b.searchOnce(wanted, next)
	if err != nil {
		return err
	}
	printSearches(b.city.Size.Comments, "first time", cold)
	for _, conns := range []int{1, 8} {
		warm, err := drive(ctx, b.server.url, conns, b.time, 0, next)
		if err != nil {
			return err
		}
		printSearches(b.city.Size.Comments, fmt.Sprintf("%d at a time", conns), warm)
	}
	fmt.Println("slowest the first time:", strings.Join(slowest, ", "))
	return nil
}

// searchOnce asks each query once, and names the slowest.
func (b *bench) searchOnce(wanted []string, next func() (request, bool)) (all load, slowest []string, err error) {
	took := map[string]time.Duration{}
	for i := range wanted {
		asked, _ := next()
		began := time.Now()
		if _, err := b.once(asked); err != nil {
			return all, nil, err
		}
		d := time.Since(began)
		took[wanted[(i+1)%len(wanted)]], all.took = d, all.took+d // inTurn begins with the second
		all.latencies = append(all.latencies, d)
	}
	slices.Sort(all.latencies)
	slices.SortFunc(wanted, func(a, b string) int { return cmp.Compare(took[b], took[a]) })
	for _, text := range wanted[:5] {
		slowest = append(slowest, fmt.Sprintf("%q %v", text, short(took[text])))
	}
	return all, slowest, nil
}

func printSearches(comments int, how string, l load) {
	verdict := map[bool]string{true: "met", false: "missed"}[l.percentile(0.99) <= mostSearch]
	fmt.Printf("%d comments, %-11s %6d searches: p50 %v  p99 %v (%v: %s)  most %v\n", comments, how, len(l.latencies), short(l.percentile(0.5)), short(l.percentile(0.99)), mostSearch, verdict, short(l.percentile(1)))
}

// searched are the texts to search for.
func (b *bench) searched() ([]string, error) {
	raw, err := os.ReadFile(judgedQueries)
	if err != nil {
		return nil, err
	}
	var judged struct{ Queries []struct{ Text string } }
	if err := json.Unmarshal(raw, &judged); err != nil {
		return nil, err
	}
	var texts []string
	for _, q := range judged.Queries {
		texts = append(texts, q.Text)
	}
	return slices.Concat(texts, b.city.Phrases, rareWords), nil
}
