package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// seed is raised with each change of what a city holds. A city with another seed is built again.
const seed = 3

// city holds the names of what the workloads ask for.
type city struct {
	Seed    int
	Size    size
	Great   uuid.UUID // the consultation with the great discussion, which has ended
	Survey  uuid.UUID // the survey with the most responses, whose results are live
	Carrier uuid.UUID // the consultation that carries it
	Written uuid.UUID // the open consultation that is written to, empty between runs
	Form    uuid.UUID // its survey, of the same ten questions
	Clause  uuid.UUID // a clause of its draft
	Phrases []string  // of six to eight characters, from the great discussion

	place *place
}

// openCity opens the city of an earlier run, or builds one.
func openCity(ctx context.Context, p *place, s size) (*city, error) {
	if c, err := readCity(ctx, p); err == nil && c.Seed == seed && c.Size == s {
		return c, c.empty(ctx)
	}
	began := time.Now()
	fmt.Fprintln(os.Stderr, "building the city; later runs find it")
	if err := p.renew(ctx); err != nil {
		return nil, err
	}
	c := &city{Seed: seed, Size: s, place: p}
	if err := c.build(ctx); err != nil {
		return nil, fmt.Errorf("build the city: %w", err)
	}
	fmt.Fprintf(os.Stderr, "built after %v\n", time.Since(began).Round(time.Second))
	return c, nil
}

// readCity reads what keep wrote.
func readCity(ctx context.Context, p *place) (*city, error) {
	var document []byte
	if err := p.sql.GetContext(ctx, &document, `SELECT document FROM bench_city`); err != nil {
		return nil, err
	}
	c := &city{place: p}
	return c, json.Unmarshal(document, c)
}

// keep stores the names. It is the last step, so a city with names is complete.
func (c *city) keep(ctx context.Context) error {
	document, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := c.place.exec(ctx, `CREATE TABLE bench_city (document jsonb NOT NULL)`); err != nil {
		return err
	}
	_, err = c.place.sql.ExecContext(ctx, `INSERT INTO bench_city VALUES ($1)`, document)
	return err
}

// empty deletes what a run has written, so that the next run finds the same city.
func (c *city) empty(ctx context.Context) error {
	for _, table := range []string{"tally_deltas", "tallies", "comments", "survey_responses"} {
		if _, err := c.place.sql.ExecContext(ctx, `DELETE FROM `+table+` WHERE consultation_id = $1`, c.Written); err != nil {
			return err
		}
	}
	return c.place.exec(ctx, `TRUNCATE bench_compact`, `VACUUM comments, survey_responses, tallies, tally_deltas`)
}

// great is the id of the consultation with the great discussion.
func (c *city) great() civic.ID { return civic.IDOf(civic.ConsultationKind, c.Great) }
