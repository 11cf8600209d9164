package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"

	"github.com/google/uuid"
	"github.com/lib/pq"
)

// byHandCommand makes this program the server by hand.
const byHandCommand = "by-hand"

// handed is a request as the server by hand reads it.
type handed struct {
	Variables struct {
		Input struct {
			Answers json.RawMessage `json:"answers"`
		} `json:"input"`
	} `json:"variables"`
}

// serveByHand is the least that one could write for W5: it reads the answers and writes them as one compact row. It asks for no token,
// checks no answer, counts nothing, gives no receipt and takes a response twice.
func serveByHand() error {
	config, err := pq.NewConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	config.BinaryParameters = true // as the server has it
	connector, err := pq.NewConnectorConfig(config)
	if err != nil {
		return err
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(8)
	pool.SetMaxIdleConns(8)
	insert, err := pool.Prepare(`INSERT INTO bench_compact (consultation_id, id, survey_id, answers) VALUES ($1, $2, $1, CAST(CAST($3 AS text) AS jsonb))`)
	if err != nil {
		return err
	}
	consultation := uuid.New()
	return listenAndAnswer(func(w http.ResponseWriter, r *http.Request) {
		var asked handed
		err := json.NewDecoder(r.Body).Decode(&asked)
		if err == nil {
			_, err = insert.ExecContext(r.Context(), consultation, uuid.Must(uuid.NewV7()), string(asked.Variables.Input.Answers))
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, `{"data":{"submitSurveyResponse":{"surveyResponse":{"id":"taken"},"userErrors":[]}}}`)
	})
}

// byHand measures the server by hand beside the limit of W5: so much of it is left once HTTP, JSON and a statement for each response are
// paid for.
func (b *bench) byHand(ctx context.Context) error {
	place := slices.IndexFunc(b.done, func(o outcome) bool { return o.name == "W5" })
	if place < 0 {
		return nil
	}
	hand, err := startSelf(ctx, byHandCommand, "DATABASE_URL="+b.place.url)
	if err != nil {
		return err
	}
	defer hand.stop()
	defer func(ours *server) { b.server = ours }(b.server)
	b.server = hand
	w := b.done[place].workload
	w.request = inTurn(b.filledForms(newSayings(4))) // of nobody, since it does not ask who
	w.name, w.title, w.target = "by hand", "the row of W5 alone, by a server without tokens, checks, counts and receipts", 0
	result, err := b.measure(ctx, w)
	if err == nil {
		b.done = slices.Insert(b.done, place+1, result)
	}
	return err
}
