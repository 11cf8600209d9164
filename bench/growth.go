package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// growth are the steps by which a city grows.
var growth = []size{grown(10_000, 10_000), grown(100_000, 100_000), grown(1_000_000, 500_000), grown(5_000_000, 2_000_000)}

// grown is a city of so many comments and responses.
func grown(comments, responses int) size {
	return size{Consultations: 200, Open: 120, Comments: comments, Great: comments * 3 / 10, Responses: responses, People: 15_000, Deep: 1000}
}

// flat is how much more a read may cost after all steps than after the first.
const flat = 1.25

// grow builds the smallest city and lets it grow. After each step it measures what a request costs.
func (b *bench) grow(ctx context.Context) error {
	steps := growth
	if b.size == "small" {
		steps = steps[:2]
	}
	if err := b.place.renew(ctx); err != nil {
		return err
	}
	b.city = &city{Seed: seed, Size: steps[len(steps)-1], place: b.place}
	builder, err := newBuilder(ctx, b.city)
	if err != nil {
		return err
	}
	defer builder.db.Close()
	if err := builder.found(); err != nil {
		return err
	}
	for _, to := range steps {
		began := time.Now()
		if err := builder.fill(to); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%d comments and %d responses after %v\n", to.Comments, to.Responses, time.Since(began).Round(time.Second))
		if err := b.costs(ctx); err != nil {
			return err
		}
	}
	return b.reportGrowth(ctx)
}

// costs measures what a request costs now.
func (b *bench) costs(ctx context.Context) error {
	if err := b.start(); err != nil {
		return err
	}
	defer b.server.stop()
	b.only = "W2c,W3c,W4"
	return b.measureEach(ctx, b.cost)
}

// cost measures one workload without its limit.
func (b *bench) cost(ctx context.Context, w workload) (outcome, error) {
	o := outcome{workload: w, size: b.city.Size}
	if err := b.place.exec(ctx, `CHECKPOINT`); err != nil {
		return o, err
	}
	for range b.rounds {
		if err := b.takeTurn(ctx, &o); err != nil {
			return o, err
		}
	}
	o.sum()
	return o, nil
}

// reportGrowth prints what a request costs after each step, beside the first.
func (b *bench) reportGrowth(ctx context.Context) error {
	text := "# How the cost of a request grows\n\n" + b.machine(ctx) + "\n\n" +
		fmt.Sprintf("One city that grows, %d connections, %v each. Each request of W2c and W3c asks for another\nconsultation or survey, so that nobody shares a reply. The city's consultations and surveys all grow.\n\n", b.conns, b.time) +
		"| | comments | responses | /s | p50 | server CPU | PostgreSQL CPU | cost | p50 | |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n"
	first := map[string]outcome{}
	for _, o := range b.done {
		if _, later := first[o.name]; !later {
			first[o.name] = o
		}
		f := first[o.name]
		grew := float64(o.cost()) / float64(f.cost())
		text += fmt.Sprintf("| %s | %d | %d | %.0f | %v | %v | %v | %.2f | %.2f | %s |\n", o.name, o.size.Comments, o.size.Responses, o.api, short(o.p50), short(o.cpu), short(o.database),
			grew, float64(o.p50)/float64(f.p50), map[bool]string{true: "flat", false: "grew"}[grew <= flat])
	}
	return b.write(text + fmt.Sprintf("\nThe last columns are the CPU of server and PostgreSQL and the median, as multiples of those in the smallest city. Flat is up to %.2f. The indexes\nthat W4 writes into become deeper.\n", flat))
}

// cost is the processor time of a request.
func (o outcome) cost() time.Duration { return o.cpu + o.database }
