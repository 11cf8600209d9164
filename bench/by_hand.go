package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"github.com/google/uuid"
	"github.com/lib/pq"
)

// byHandCommand makes this program the hand-written server.
const byHandCommand = "by-hand"

// byHandConns is how many connections to PostgreSQL the hand-written server has: as many as our server has by default.
const byHandConns = 20

// byHandRequest is the part of a request that the hand-written server reads.
type byHandRequest struct {
	Variables struct {
		Input struct {
			Answers json.RawMessage `json:"answers"`
		} `json:"input"`
	} `json:"variables"`
}

// serveByHand is the least that one can write for W5. It reads the answers and inserts them as one row by a prepared statement. It reads
// no token, checks no answer, counts nothing, gives no receipt and accepts a second response of the same person.
func serveByHand() error {
	config, err := pq.NewConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	config.BinaryParameters = true // as our server does
	connector, err := pq.NewConnectorConfig(config)
	if err != nil {
		return err
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(byHandConns)
	pool.SetMaxIdleConns(byHandConns)
	insert, err := pool.Prepare(`INSERT INTO bench_compact (consultation_id, id, survey_id, answers) VALUES ($1, $2, $1, CAST(CAST($3 AS text) AS jsonb))`)
	if err != nil {
		return err
	}
	consultation := uuid.New()
	return listenAndAnswer(func(w http.ResponseWriter, r *http.Request) {
		var asked byHandRequest
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
