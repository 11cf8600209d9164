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
	"minyi/domain/survey"
)

// post writes a request.
func post(query string, variables map[string]any) request {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		panic(err) // only texts and numbers are asked with
	}
	return request{body: body}
}

// inTurn asks one after the other, over and over.
func inTurn(asked []request) func() (request, bool) {
	var count atomic.Int64
	return func() (request, bool) { return asked[int(count.Add(1))%len(asked)], true }
}

// once asks one request and gives the data of its answer.
func (b *bench) once(asked request) (gjson.Result, error) {
	var answer fasthttp.Response
	client := clientOf(b.server.url, 1)
	defer client.CloseIdleConnections()
	if err := ask(client, b.server.url, asked, &fasthttp.Request{}, &answer); err != nil {
		return gjson.Result{}, err
	}
	return gjson.GetBytes(answer.Body(), "data"), nil
}

// sameRows holds the things at a path of the answer against the rows of a statement, whose first column is the key: the same
// ones in the same order, and some.
func (b *bench) sameRows(ctx context.Context, asked request, path, statement string) error {
	data, err := b.once(asked)
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
	if want, err = b.keys(ctx, statement); err != nil {
		return err
	}
	if len(got) == 0 || !slices.Equal(got, want) {
		return fmt.Errorf("the answer has %d things and the statement %d, or in another order", len(got), len(want))
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

// recounted is how many rows were written, and what their counter says.
type recounted struct {
	counter       string
	rows, counted int
}

// counts counts what was written both ways.
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

// countsOne sends one request and sees that one row and one count are there more.
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

// results is the workload of the great survey's results.
func (b *bench) results() workload {
	asked := post(surveyResults, map[string]any{"survey": civic.IDOf(survey.SurveyKind, b.city.Survey).String()})
	return workload{name: "W3", title: fmt.Sprintf("the results of a survey with %d responses", b.city.Size.Responses), target: 0.40,
		limit:   []string{fmt.Sprintf(surveyResultsSQL, b.city.Carrier, b.city.Survey)},
		request: func() (request, bool) { return asked, true },
		check: func(ctx context.Context) error {
			data, err := b.once(asked)
			if err != nil {
				return err
			}
			var chose int
			if err := b.place.sql.GetContext(ctx, &chose, `SELECT count(*) FROM survey_responses WHERE consultation_id = $1 AND survey_id = $2 AND answers -> 'often' -> 'choices' ->> 0 = 'a'`,
				b.city.Carrier, b.city.Survey); err != nil {
				return err
			}
			results := data.Get("survey.results")
			if results.Get("responses").Int() != int64(b.city.Size.Responses) || results.Get("questions.0.options.0.count").Int() != int64(chose) {
				return fmt.Errorf("%d responses and %d at the first option, not %d and %d", results.Get("responses").Int(),
					results.Get("questions.0.options.0.count").Int(), b.city.Size.Responses, chose)
			}
			return nil
		}}
}

// deepPlace is a place far down in the great discussion.
type deepPlace struct {
	cursor string
	key    uuid.UUID
}

// deepCursor walks there as a reader would, page by page.
func (b *bench) deepCursor() (deepPlace, error) {
	var at deepPlace
	var after any
	for range b.city.Size.Deep / civic.LargestPage {
		data, err := b.once(post(`query ($consultation: ID!, $after: String) { consultation(id: $consultation) { comments(first: 100, after: $after) { nodes { id } pageInfo { endCursor } } } }`,
			map[string]any{"consultation": b.city.great().String(), "after": after}))
		if err != nil {
			return at, err
		}
		id, err := civic.ParseID(data.Get("consultation.comments.nodes.99.id").String())
		if err != nil {
			return at, err
		}
		at = deepPlace{cursor: data.Get("consultation.comments.pageInfo.endCursor").String(), key: id.Key}
		after = at.cursor
	}
	return at, nil
}
