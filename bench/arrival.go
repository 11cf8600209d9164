package main

import (
	"context"
	"fmt"
	"time"

	analysedb "minyi/db/analyse"
	"minyi/db/pg"
)

// mostForCampaigns is the greatest part of W4's rate that the search for campaigns may cost.
const mostForCampaigns = 0.10

// Without notes of changed comments, nothing is searched for campaigns. The server knows nothing of it: only the bench's database has the trigger.
const (
	noNotes = `CREATE OR REPLACE FUNCTION bench_no_note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
		CREATE TRIGGER bench_no_notes BEFORE INSERT ON changed_comments FOR EACH ROW EXECUTE FUNCTION bench_no_note()`
	notes = `DROP TRIGGER IF EXISTS bench_no_notes ON changed_comments`
)

// arrive measures in turns how many comments a second can be submitted while they are searched for campaigns, and while they are not.
func (b *bench) arrive(ctx context.Context) error {
	if err := b.start(); err != nil {
		return err
	}
	defer b.server.stop()
	b.only = "W4"
	chosen, err := b.chosen(ctx)
	if err != nil {
		return err
	}
	opened, err := pg.Open(ctx, b.place.url, pg.Options{Secret: []byte(secret), MaxConns: 4})
	if err != nil {
		return err
	}
	defer opened.Close()
	with, without := outcome{workload: chosen[0]}, outcome{workload: chosen[0]}
	for range b.rounds {
		for _, turn := range []struct {
			to    *outcome
			setup string
		}{{&with, notes}, {&without, noNotes}} {
			if err := b.place.exec(ctx, turn.setup, `CHECKPOINT`); err != nil {
				return err
			}
			if err := b.takeTurn(ctx, turn.to); err != nil {
				return err
			}
			if err := b.place.exec(ctx, notes); err != nil {
				return err
			}
			if err := groupRest(ctx, opened); err != nil {
				return err
			}
		}
	}
	with.sum()
	without.sum()
	fmt.Println("with    ", with.line())
	fmt.Println("without ", without.line())
	cost := 1 - with.api/without.api
	fmt.Printf("the search for campaigns costs %.1f%% of the rate (%.0f%% at most: %s), and adds %.1f%% to the processor time of a comment\n", 100*cost, 100*mostForCampaigns,
		map[bool]string{true: "met", false: "missed"}[cost <= mostForCampaigns], 100*(float64(with.cost())/float64(without.cost())-1))
	return b.city.empty(ctx)
}

// groupRest puts what waits into its campaigns, so that it costs the next turn nothing.
func groupRest(ctx context.Context, db *pg.DB) error {
	began, all := time.Now(), 0
	for {
		if _, err := db.FoldTallies(ctx); err != nil {
			return err
		}
		n, err := analysedb.GroupComments(ctx, db)
		if err != nil {
			return err
		}
		var waiting bool
		if err := db.Get(ctx, &waiting, `SELECT EXISTS (SELECT FROM changed_comments) OR EXISTS (SELECT FROM tally_deltas)`); err != nil {
			return err
		}
		if all += n; !waiting {
			fmt.Printf("afterwards %d comments waited for their campaigns; they took %v\n", all, time.Since(began).Round(time.Millisecond))
			return nil
		}
	}
}
