package main

import (
	"bytes"
	"context"
	"fmt"
	"sync/atomic"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/survey"
)

const submitComment = `mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id createdAt } userErrors { code field message } } }`

// submitCommentSQL writes a comment and its counts if the comment period is open. It takes a clause, a body as SQL, and a consultation.
const submitCommentSQL = `WITH made AS (
  INSERT INTO comments AS m (consultation_id, id, clause_id, author, stance, body, grams, day, idempotency_key, request_hash)
  SELECT c.id, CAST(lpad(to_hex(CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)), 12, '0') || '7' || substr(md5(random()::text), 1, 19) AS uuid),
    '%s', gen_random_uuid(), 'SUPPORT', %s, '{}', CAST(now() AT TIME ZONE c.timezone AS date), gen_random_uuid()::text, sha256('a request')
  FROM consultations c WHERE c.id = '%s' AND c.withdrawn_at IS NULL AND c.opens_at <= now() AND now() < c.closes_at
  RETURNING m.consultation_id, m.id, m.clause_id, m.day, m.created_at
), counted AS (
  INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts)
  SELECT consultation_id, id, ARRAY[consultation_id, consultation_id, consultation_id, clause_id, clause_id],
    ARRAY['comments', 'comments/SUPPORT', 'comments/day/' || day, 'comments', 'comments/SUPPORT'], ARRAY[1, 1, 1, 1, 1] FROM made
)
SELECT id, created_at FROM made;`

const submitResponse = `mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { surveyResponse { id } userErrors { code field message } } }`

// activePeople is how many people comment and search. Each of them does so often.
const activePeople = 5000

// comments is the workload of comments. Each is from another person than the one before.
func (b *bench) comments(tokens []string) workload {
	said, written := newSayings(3), civic.IDOf(civic.ConsultationKind, b.city.Written)
	bodies := make([]string, 1000)
	w := workload{name: "W4", title: "submit a comment", target: 0.75}
	for i := range bodies {
		bodies[i] = said.comment()
	}
	w.scripts = choosing(100, fmt.Sprintf(submitCommentSQL, b.city.Clause, anyOf("text", bodies[:100]), b.city.Written))
	begin, asked := make([][]byte, len(bodies)), make([][]byte, len(bodies)) // before and after a number, which makes the words of each comment its own
	for i, body := range bodies {
		whole := post(submitComment, map[string]any{"input": map[string]any{"consultationId": written.String(), "clauseId": civic.IDOf(legaltext.ClauseIDKind, b.city.Clause).String(),
			"stance": "SUPPORT", "body": body}}).body
		begin[i], asked[i], _ = bytes.Cut(bytes.TrimSuffix(whole, []byte(`}}}`)), []byte(`"body":"`))
	}
	var count atomic.Int64
	w.request = func() (request, bool) {
		n := int(count.Add(1))
		body := fmt.Appendf(nil, `%s"body":"%d %s,"idempotencyKey":"comment-%d"}}}`, begin[n%len(asked)], n, asked[n%len(asked)], n)
		return request{token: tokens[n%min(activePeople, len(tokens))], body: body, writes: true}, true
	}
	w.check = func(ctx context.Context) error {
		return b.countsOne(ctx, w, "comments", commentRows)
	}
	return w
}

// responses is the workload of survey responses. A person responds once, so the requests end when everybody has responded.
func (b *bench) responses(tokens []string) workload {
	forms := b.filledForms(newSayings(4))
	w := workload{name: "W5", title: "submit a response of ten answers, against a hand-written server that only stores it", target: 0.75,
		baseline: &baseline{command: byHandCommand, request: inTurn(forms)}}
	var count atomic.Int64
	w.request = func() (request, bool) {
		n := int(count.Add(1)) - 1
		if n >= len(tokens) {
			return request{}, false
		}
		asked := forms[n%len(forms)]
		asked.token = tokens[n]
		return asked, true
	}
	w.check = func(ctx context.Context) error {
		return b.countsOne(ctx, w, "v1/responses", responseRows)
	}
	return w
}

// filledForms are a thousand responses without a token.
func (b *bench) filledForms(said sayings) []request {
	forms := make([]request, 1000)
	for i := range forms {
		forms[i] = post(submitResponse, map[string]any{"input": map[string]any{"surveyId": civic.IDOf(survey.SurveyKind, b.city.Form).String(), "answers": sent(said.answer())}})
		forms[i].writes = true
	}
	return forms
}

// sentAnswer is an answer as a form sends it, with only the parts that it has.
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
