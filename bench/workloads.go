package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// workloads are what is measured, in the order of the table.
func (b *bench) workloads(ctx context.Context) ([]workload, error) {
	deep, err := b.deepCursor()
	if err != nil {
		return nil, err
	}
	searches, err := b.searches()
	if err != nil {
		return nil, err
	}
	writes, err := b.writes()
	if err != nil {
		return nil, err
	}
	reads := []workload{
		b.reading("W1", "20 open consultations with department and exact comment counts", 0.40, openConsultations, nil, "consultations.nodes", openConsultationsSQL),
		b.reading("W2", "20 newest comments of one consultation, each with clause and official response", 0.50, newestComments,
			map[string]any{"consultation": b.city.great().String()}, "consultation.comments.nodes", fmt.Sprintf(newestCommentsSQL, b.city.Great, "")),
		b.reading("W2b", fmt.Sprintf("the page after %d comments", b.city.Size.Deep), 0.40, newestComments,
			map[string]any{"consultation": b.city.great().String(), "after": deep.cursor}, "consultation.comments.nodes",
			fmt.Sprintf(newestCommentsSQL, b.city.Great, fmt.Sprintf("AND m.id < '%s'", deep.key))),
		b.results(),
	}
	apart, err := b.apart(ctx)
	if err != nil {
		return nil, err
	}
	reads = slices.Insert(reads, 3, apart)
	persisted, err := b.persisted()
	return append(slices.Concat(reads, writes, searches), persisted), err
}

const openConsultations = `query { consultations(first: 20, filter: {status: [OPEN]}) { nodes { id title status commentPeriod { opensAt closesAt }
	leadAgency { id code name } commentTally { total } } pageInfo { hasNextPage endCursor } } }`

const openConsultationsSQL = `SELECT c.id, c.title, c.opens_at, c.closes_at, dep.id, dep.code, dep.name,
  (SELECT COALESCE(sum(t.amount), 0) FROM tallies t WHERE t.consultation_id = c.id AND t.subject_id = c.id AND t.counter = 'comments')
  + (SELECT COALESCE(sum(w.amount), 0) FROM tally_deltas d, unnest(d.subjects, d.counters, d.amounts) AS w (subject_id, counter, amount)
     WHERE d.consultation_id = c.id AND w.subject_id = c.id AND w.counter = 'comments')
FROM consultations c JOIN departments dep ON dep.id = c.department_id
WHERE c.withdrawn_at IS NULL AND c.reported_at IS NULL AND c.opens_at <= now() AND now() < c.closes_at
ORDER BY c.id DESC LIMIT 20;`

const newestComments = `query ($consultation: ID!, $after: String) { consultation(id: $consultation) { comments(first: 20, after: $after) { nodes {
	id stance body createdAt clause { id label } officialResponse { id outcome reason } } pageInfo { hasNextPage endCursor } } } }`

const newestCommentsSQL = `SELECT m.id, m.stance, m.body, m.created_at, l.id, l.label, o.id, o.outcome, o.reason
FROM comments m LEFT JOIN clauses l ON l.id = m.clause_id
LEFT JOIN answered_comments a ON a.consultation_id = m.consultation_id AND a.comment_id = m.id
LEFT JOIN official_responses o ON o.consultation_id = a.consultation_id AND o.id = a.official_response_id
WHERE m.consultation_id = '%s' AND m.withdrawn_at IS NULL %s
ORDER BY m.id DESC LIMIT 20;`

// reading is a workload that asks the same again and again; the things at the path must be those of the statement.
func (b *bench) reading(name, title string, target float64, query string, variables map[string]any, path, statement string) workload {
	asked := post(query, variables)
	return workload{name: name, title: title, target: target, limit: []string{statement},
		request: func() (request, bool) { return asked, true },
		check:   func(ctx context.Context) error { return b.sameRows(ctx, asked, path, statement) }}
}

// apart asks of another consultation each time, so that nobody shares an answer with anybody.
func (b *bench) apart(ctx context.Context) (workload, error) {
	w := workload{name: "W2c", title: "the same as W2, each of another consultation, so that none shares an answer"}
	keys, err := b.keys(ctx, fmt.Sprintf(`SELECT id FROM consultations WHERE id NOT IN ('%s', '%s') LIMIT 100`, b.city.Great, b.city.Written))
	var asked []request
	for _, key := range keys {
		asked = append(asked, post(newestComments, map[string]any{"consultation": civic.IDOf(civic.ConsultationKind, key).String()}))
		w.limit = append(w.limit, fmt.Sprintf(newestCommentsSQL, key, ""))
	}
	w.request = inTurn(asked)
	w.check = func(ctx context.Context) error {
		for i := range asked {
			if err := b.sameRows(ctx, asked[i], "consultation.comments.nodes", w.limit[i]); err != nil {
				return fmt.Errorf("%s: %w", keys[i], err)
			}
		}
		return nil
	}
	return w, err
}

const surveyResults = `query ($survey: ID!) { survey(id: $survey) { results { responses byDay { day count } questions { question { key title } asked answered percentBase
	mean median options { option { key title } count share } values { value count share } rows { row { key } answered options { count share } } ranks { option { key } meanRank positions } } } } }`

const surveyResultsSQL = `SELECT counter, sum(amount)::bigint FROM (
  SELECT counter, amount FROM tallies WHERE consultation_id = '%[1]s' AND subject_id = '%[2]s'
  UNION ALL
  SELECT w.counter, w.amount FROM tally_deltas d, unnest(d.subjects, d.counters, d.amounts) AS w (subject_id, counter, amount)
  WHERE d.consultation_id = '%[1]s' AND w.subject_id = '%[2]s'
) every GROUP BY 1;`

// searches look for a phrase and for a rare word in the great discussion.
func (b *bench) searches() ([]workload, error) {
	phrases := b.search("W6", "comments of one consultation that hold a phrase of six to eight characters", 0.90, b.city.Phrases, b.scan)
	phrases.most = 150 * time.Millisecond
	return []workload{phrases, b.search("W6b", "the same with a rare word of two characters", 0.15, rareWords, b.lookup)}, nil
}

const search = `query ($consultation: ID!, $contains: String!) { consultation(id: $consultation) { comments(first: 20, filter: {contains: $contains}) { nodes {
	id stance body createdAt } pageInfo { hasNextPage endCursor } } } }`

// scanSQL reads every comment of the consultation: without its fence PostgreSQL would walk a key and stop at the page's end.
const scanSQL = `WITH said AS MATERIALIZED (
  SELECT id, stance, body, created_at FROM comments m WHERE consultation_id = '%s' AND withdrawn_at IS NULL AND body LIKE '%%%s%%'
) SELECT id, stance, body, created_at FROM said ORDER BY id DESC LIMIT 20;`

func (b *bench) scan(word string) string { return fmt.Sprintf(scanSQL, b.city.Great, word) }

// lookup asks an index of pairs of characters for the word.
func (b *bench) lookup(word string) string {
	grams := strings.Trim(strings.ReplaceAll(fmt.Sprint(legaltext.Grams(b.city.Great, word)), " ", ","), "[]")
	return fmt.Sprintf(`SELECT id, stance, body, created_at FROM comments WHERE consultation_id = '%s' AND withdrawn_at IS NULL
  AND grams @> '{%s}'::int[] AND body LIKE '%%%s%%' ORDER BY id DESC LIMIT 20;`, b.city.Great, grams, word)
}

func (b *bench) search(name, title string, target float64, words []string, limit func(word string) string) workload {
	w := workload{name: name, title: title, target: target}
	asked := make([]request, len(words))
	for i, word := range words {
		asked[i] = post(search, map[string]any{"consultation": b.city.great().String(), "contains": word})
		w.limit = append(w.limit, limit(word))
	}
	w.request = inTurn(asked)
	w.check = func(ctx context.Context) error {
		for i := range asked {
			if err := b.sameRows(ctx, asked[i], "consultation.comments.nodes", b.scan(words[i])); err != nil {
				return fmt.Errorf("%s: %w", words[i], err)
			}
		}
		return nil
	}
	return w
}
