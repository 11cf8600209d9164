package main

import (
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// The queries that workloads send, each with the statement that reads the same rows in one step.

const openConsultations = `query ($after: String) { consultations(first: 20, after: $after, filter: {status: [OPEN]}) { nodes { id title status commentPeriod { opensAt closesAt }
	department { id code name } commentTally { total } } pageInfo { hasNextPage endCursor } } }`

// openConsultationsSQL takes a condition, as SQL.
const openConsultationsSQL = `SELECT c.id, c.title, c.opens_at, c.closes_at, dep.id, dep.code, dep.name,
  (SELECT COALESCE(sum(t.amount), 0) FROM tallies t WHERE t.consultation_id = c.id AND t.subject_id = c.id AND t.counter = 'comments')
  + (SELECT COALESCE(sum(w.amount), 0) FROM tally_deltas d, unnest(d.subjects, d.counters, d.amounts) AS w (subject_id, counter, amount)
     WHERE d.consultation_id = c.id AND w.subject_id = c.id AND w.counter = 'comments')
FROM consultations c JOIN departments dep ON dep.id = c.department_id
WHERE c.withdrawn_at IS NULL AND c.reported_at IS NULL AND c.opens_at <= now() AND now() < c.closes_at %s
ORDER BY c.id DESC LIMIT 20;`

const newestComments = `query ($consultation: ID!, $after: String) { consultation(id: $consultation) { comments(first: 20, after: $after) { nodes {
	id stance body createdAt clause { id label } officialResponse { id outcome reason } } pageInfo { hasNextPage endCursor } } } }`

// newestCommentsSQL takes a consultation and a condition, as SQL.
const newestCommentsSQL = `SELECT m.id, m.stance, m.body, m.created_at, l.id, l.label, o.id, o.outcome, o.reason
FROM comments m LEFT JOIN clauses l ON l.id = m.clause_id
LEFT JOIN answered_comments a ON a.consultation_id = m.consultation_id AND a.comment_id = m.id
LEFT JOIN official_responses o ON o.consultation_id = a.consultation_id AND o.id = a.official_response_id
WHERE m.consultation_id = %s AND m.withdrawn_at IS NULL %s
ORDER BY m.id DESC LIMIT 20;`

const surveyResults = `query ($survey: ID!) { survey(id: $survey) { results { responses byDay { day count } questions { question { key title } asked answered
	... on ChoiceResults { percentBase options { option { key title } count share } } ... on NumberResults { percentBase mean median values { value count share } }
	... on DateResults { percentBase values { value count share } } ... on MatrixResults { percentBase rows { row { key } answered options { count share } } }
	... on RankingResults { ranks { option { key } meanRank positions } } } } } }`

// surveyResultsSQL takes a consultation and its survey, as SQL.
const surveyResultsSQL = `SELECT counter, sum(amount)::bigint FROM (
  SELECT counter, amount FROM tallies WHERE consultation_id = %[1]s AND subject_id = %[2]s
  UNION ALL
  SELECT w.counter, w.amount FROM tally_deltas d, unnest(d.subjects, d.counters, d.amounts) AS w (subject_id, counter, amount)
  WHERE d.consultation_id = %[1]s AND w.subject_id = %[2]s
) every GROUP BY 1;`

const searchComments = `query ($consultation: ID!, $contains: String!) { consultation(id: $consultation) { comments(first: 20, filter: {contains: $contains}) { nodes {
	id stance body createdAt } pageInfo { hasNextPage endCursor } } } }`

// scanSQL takes a consultation and a phrase, and reads every comment of the consultation. Without MATERIALIZED, PostgreSQL would
// walk the primary key and stop when the page is full.
const scanSQL = `WITH said AS MATERIALIZED (
  SELECT id, stance, body, created_at FROM comments m WHERE consultation_id = '%s' AND withdrawn_at IS NULL AND body LIKE '%%%s%%'
) SELECT id, stance, body, created_at FROM said ORDER BY id DESC LIMIT 20;`

// quoted writes a key as SQL.
func quoted(key uuid.UUID) string { return "'" + key.String() + "'" }

// anyOf writes, as SQL, one of the values: the one whose number is the variable n of pgbench. All values stand in one statement,
// because pgbench prepares each of its scripts on each connection, and with many scripts does little else for seconds.
func anyOf[V uuid.UUID | string](kind string, values []V) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = fmt.Sprint(v)
	}
	return fmt.Sprintf("(CAST('{%s}' AS %s[]))[:n]", strings.Join(texts, ","), kind)
}

// choosing is a script of pgbench that runs a statement with the variable n, at random from 1 up to a number.
func choosing(most int, statement string) []string {
	return []string{fmt.Sprintf("\\set n random(1, %d)\n%s", most, statement)}
}
