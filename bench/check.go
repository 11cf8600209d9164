package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/google/uuid"
	"github.com/tidwall/gjson"
	"github.com/valyala/fasthttp"

	"minyi/domain/civic"
)

// post writes a request.
func post(query string, variables map[string]any) request {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		panic(err) // not possible: variables are texts and numbers
	}
	return request{body: body}
}

// inTurn sends the requests one after the other, again and again.
func inTurn(asked []request) func() (request, bool) {
	var count atomic.Int64
	return func() (request, bool) { return asked[int(count.Add(1))%len(asked)], true }
}

// once sends one request and returns the data of its reply.
func (b *bench) once(asked request) (gjson.Result, error) {
	var answer fasthttp.Response
	client := clientOf(b.server.url, 1)
	defer client.CloseIdleConnections()
	if err := ask(client, b.server.url, asked, &fasthttp.Request{}, &answer); err != nil {
		return gjson.Result{}, err
	}
	return gjson.GetBytes(answer.Body(), "data"), nil
}

// sameRows holds the objects at a path of the reply against the rows of the page's statement, whose first column is the key: there
// are some, and they are the same in the same order.
func (b *bench) sameRows(ctx context.Context, p page, path string) error {
	data, err := b.once(p.asked)
	if err != nil {
		return err
	}
	var got, want []uuid.UUID
	for _, node := range data.Get(path).Array() {
		id, err := civic.ParseID(node.Get("id").String())
		if err != nil {
			return err
		}
		got = append(got, id.Key)
	}
	if want, err = b.keys(ctx, p.rows); err != nil {
		return err
	}
	if len(got) == 0 || !slices.Equal(got, want) {
		return fmt.Errorf("the reply has %d objects and the statement %d rows, or their order differs", len(got), len(want))
	}
	return nil
}

// keys reads the first column of a statement.
func (b *bench) keys(ctx context.Context, statement string) (keys []uuid.UUID, err error) {
	rows, err := b.place.sql.QueryxContext(ctx, statement)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		values, err := rows.SliceScan()
		if err != nil {
			return nil, err
		}
		key, err := uuid.ParseBytes(values[0].([]byte))
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, rows.Err()
}

const (
	commentRows  = `SELECT count(*) FROM comments WHERE consultation_id = $1`
	responseRows = `SELECT count(*) FROM survey_responses WHERE consultation_id = $1`
)

// recounted is how many rows there are, and what their counter says.
type recounted struct {
	counter       string
	rows, counted int
}

// counts reads both for the consultation that is written to.
func (b *bench) counts(ctx context.Context, counter, rows string) (recounted, error) {
	c := recounted{counter: counter}
	if err := b.place.sql.GetContext(ctx, &c.rows, rows, b.city.Written); err != nil {
		return c, err
	}
	return c, b.place.sql.GetContext(ctx, &c.counted, `SELECT COALESCE(sum(amount), 0) FROM (
		SELECT amount FROM tallies WHERE consultation_id = $1 AND counter = $2 AND subject_id IN ($1, $3)
		UNION ALL SELECT w.amount FROM tally_deltas d, unnest(d.subjects, d.counters, d.amounts) AS w (subject_id, counter, amount)
		WHERE d.consultation_id = $1 AND w.counter = $2 AND w.subject_id IN ($1, $3)) every`, b.city.Written, counter, b.city.Form)
}

// countsOne sends one request and checks that it adds one row and one to the counter.
func (b *bench) countsOne(ctx context.Context, w workload, counter, rows string) error {
	before, err := b.counts(ctx, counter, rows)
	if err != nil {
		return err
	}
	asked, _ := w.request()
	if _, err := b.once(asked); err != nil {
		return err
	}
	after, err := b.counts(ctx, counter, rows)
	if err == nil && (after.rows != before.rows+1 || after.counted != after.rows || before.counted != before.rows) {
		err = fmt.Errorf("rows and counts were %v and are %v", before, after)
	}
	return err
}

// sameResults holds the reply about a survey against its responses.
func (b *bench) sameResults(ctx context.Context, asked request, s carriedSurvey) error {
	data, err := b.once(asked)
	if err != nil {
		return err
	}
	var want struct{ Responses, Chose int64 }
	if err := b.place.sql.GetContext(ctx, &want, `SELECT count(*) AS responses, count(*) FILTER (WHERE answers -> 'often' -> 'choices' ->> 0 = 'a') AS chose
		FROM survey_responses WHERE consultation_id = $1 AND survey_id = $2`, s.Consultation, s.Key); err != nil {
		return err
	}
	results := data.Get("survey.results")
	responses, chose := results.Get("responses").Int(), results.Get("questions.0.options.0.count").Int()
	if responses == 0 || responses != want.Responses || chose != want.Chose {
		return fmt.Errorf("%d responses and %d at the first option, not %d and %d", responses, chose, want.Responses, want.Chose)
	}
	return nil
}
