package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/survey"
)

const submitComment = `mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id createdAt } userErrors { code field message } } }`

// submitCommentSQL does all that the law of the house asks of a comment: the period's clock, the row, its counts.
const submitCommentSQL = `WITH made AS (
  INSERT INTO comments AS m (consultation_id, id, clause_id, author, stance, body, grams, day, idempotency_key, request_hash)
  SELECT c.id, CAST(lpad(to_hex(CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)), 12, '0') || '7' || substr(md5(random()::text), 1, 19) AS uuid),
    '%s', gen_random_uuid(), 'SUPPORT', '%s', '{}', CAST(now() AT TIME ZONE c.timezone AS date), gen_random_uuid()::text, sha256('a request')
  FROM consultations c WHERE c.id = '%s' AND c.withdrawn_at IS NULL AND c.opens_at <= now() AND now() < c.closes_at
  RETURNING m.consultation_id, m.id, m.clause_id, m.day, m.created_at
), counted AS (
  INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts)
  SELECT consultation_id, id, ARRAY[consultation_id, consultation_id, consultation_id, clause_id, clause_id],
    ARRAY['comments', 'comments/SUPPORT', 'comments/day/' || day, 'comments', 'comments/SUPPORT'], ARRAY[1, 1, 1, 1, 1] FROM made
)
SELECT id, created_at FROM made;`

const submitResponse = `mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { surveyResponse { id } userErrors { code field message } } }`

// compactSQL keeps the answers and nothing else: no counts, no check, one index. They are a parameter, so that they are read each time: those
// that stand in a statement PostgreSQL reads once, when it prepares it.
const compactSQL = `INSERT INTO bench_compact (consultation_id, id, survey_id, answers)
VALUES ('%s', CAST(lpad(to_hex(CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)), 12, '0') || '7' || substr(md5(random()::text), 1, 19) AS uuid), '%s', :answers);`

// writers is how many people comment; each of them does so often.
const writers = 5000

// writes are what the public writes, each time by somebody who has an account.
func (b *bench) writes() ([]workload, error) {
	tokens, err := bearer(b.city.Size.People)
	if err != nil {
		return nil, err
	}
	comment, err := b.comments(tokens)
	if err != nil {
		return nil, err
	}
	response, err := b.responses(tokens)
	return []workload{comment, response}, err
}

func (b *bench) comments(tokens []string) (workload, error) {
	said, written := newSayings(3), civic.IDOf(civic.ConsultationKind, b.city.Written)
	bodies := make([]string, 1000)
	w := workload{name: "W4", title: "submit a comment", target: 0.75}
	for i := range bodies {
		bodies[i] = said.comment()
	}
	for _, body := range bodies[:100] {
		w.limit = append(w.limit, fmt.Sprintf(submitCommentSQL, b.city.Clause, body, b.city.Written))
	}
	asked := make([][]byte, len(bodies)) // all but the end, which takes the load's time
	for i, body := range bodies {
		whole := post(submitComment, map[string]any{"input": map[string]any{"consultationId": written.String(), "clauseId": civic.IDOf(legaltext.ClauseIDKind, b.city.Clause).String(),
			"stance": "SUPPORT", "body": body}}).body
		asked[i] = bytes.TrimSuffix(whole, []byte(`}}}`))
	}
	var count atomic.Int64
	w.request = func() (request, bool) {
		n := int(count.Add(1))
		body := fmt.Appendf(slices.Clip(asked[n%len(asked)]), `,"idempotencyKey":"comment-%d"}}}`, n)
		return request{token: tokens[n%min(writers, len(tokens))], body: body, writes: true}, true
	}
	w.check = func(ctx context.Context) error {
		return b.countsOne(ctx, w, "comments", commentRows)
	}
	return w, nil
}

// responses come one a person, so that they end when everybody has answered.
func (b *bench) responses(tokens []string) (workload, error) {
	said := newSayings(4)
	filled := b.filledForms(said)
	questions, err := survey.CheckQuestions(tenQuestions())
	if err != nil {
		return workload{}, err
	}
	answers, err := survey.CheckAnswers(questions, said.answer())
	if err != nil {
		return workload{}, err
	}
	row, err := answers.Value()
	w := workload{name: "W5", title: "submit a response of ten answers, against one compact row", target: 0.50,
		limit: []string{fmt.Sprintf(compactSQL, b.city.Written, b.city.Form)}, given: []string{fmt.Sprintf("answers=%s", row)}}
	var count atomic.Int64
	w.request = func() (request, bool) {
		n := int(count.Add(1)) - 1
		if n >= len(tokens) {
			return request{}, false
		}
		asked := filled[n%len(filled)]
		asked.token = tokens[n]
		return asked, true
	}
	w.check = func(ctx context.Context) error {
		return b.countsOne(ctx, w, "v1/responses", responseRows)
	}
	return w, err
}

// filledForms are a thousand responses of nobody yet.
func (b *bench) filledForms(said sayings) []request {
	forms := make([]request, 1000)
	for i := range forms {
		forms[i] = post(submitResponse, map[string]any{"input": map[string]any{"surveyId": civic.IDOf(survey.SurveyKind, b.city.Form).String(), "answers": sent(said.answer())}})
		forms[i].writes = true
	}
	return forms
}

// sentAnswer is an answer as a form sends it: of its parts those that it has.
type sentAnswer struct {
	Question string    `json:"question"`
	Choices  []string  `json:"choices,omitempty"`
	Number   *float64  `json:"number,omitempty"`
	Text     *string   `json:"text,omitempty"`
	Date     *string   `json:"date,omitempty"`
	Ranking  []string  `json:"ranking,omitempty"`
	Rows     []sentRow `json:"rows,omitempty"`
}

type sentRow struct {
	Row    string `json:"row"`
	Choice string `json:"choice"`
}

func sent(answers []survey.AnswerInput) []sentAnswer {
	all := make([]sentAnswer, len(answers))
	for i, a := range answers {
		all[i] = sentAnswer{Question: a.Question, Choices: a.Choices, Number: a.Number, Text: a.Text, Date: a.Date, Ranking: a.Ranking}
		for _, row := range a.Rows {
			all[i].Rows = append(all[i].Rows, sentRow(row))
		}
	}
	return all
}
