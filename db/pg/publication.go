package pg

import (
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/domain/survey"
)

// publishSteps publishes the next state of those surveys among the subjects of a fold whose results are live. It happens in the transaction of
// the fold, so that all server processes show the same state. The tallies hold what was folded and nothing that waits.
func publishSteps(ctx context.Context, t *Tx, subjects KeyArray) error {
	var live []liveSurvey
	if err := t.List(ctx, &live, `SELECT s.id, s.consultation_id FROM surveys s JOIN consultations c ON c.id = s.consultation_id
		WHERE s.id = ANY($1) AND s.results_visibility = 'LIVE' AND c.closes_at > now()`, subjects); err != nil {
		return err
	}
	for _, s := range live {
		if err := s.publishStep(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// liveSurvey is a survey whose results are public during the period.
type liveSurvey struct {
	Key          uuid.UUID `db:"id"`
	Consultation uuid.UUID `db:"consultation_id"`
}

// publishStep publishes the next state of the survey if enough people have answered since the last one.
func (s liveSurvey) publishStep(ctx context.Context, t *Tx) error {
	before, err := s.counters(ctx, t, `SELECT p.counters, p.amounts FROM survey_publications p WHERE p.consultation_id = $1 AND p.survey_id = $2`)
	if err != nil {
		return err
	}
	now, err := s.counters(ctx, t, `SELECT array_agg(counter) AS counters, array_agg(amount) AS amounts FROM tallies WHERE consultation_id = $1 AND subject_id = $2 AND amount <> 0`)
	if err != nil {
		return err
	}
	next, moved := survey.NextPublished(before, now, false)
	if !moved {
		return nil
	}
	return Publish(ctx, t, s.Consultation, s.Key, next, false)
}

// counters reads one row of counters and amounts.
func (s liveSurvey) counters(ctx context.Context, t *Tx, query string) (map[string]int64, error) {
	var rows []struct {
		Names   pq.StringArray `db:"counters"`
		Amounts pq.Int64Array  `db:"amounts"`
	}
	if err := t.List(ctx, &rows, query, s.Consultation, s.Key); err != nil || len(rows) == 0 {
		return nil, err
	}
	return NamedAmounts(rows[0].Names, rows[0].Amounts), nil
}

// Publish stores the published tallies of a survey. It changes none that are closed, unless the period has been opened again since.
func Publish(ctx context.Context, t *Tx, consultation, key uuid.UUID, counters map[string]int64, closed bool) error {
	var names TextArray
	var amounts CountArray
	for name, amount := range counters {
		names, amounts = append(names, name), append(amounts, amount)
	}
	_, err := t.Exec(ctx, `
		INSERT INTO survey_publications AS p (consultation_id, survey_id, closed, counters, amounts, closes_at)
		SELECT $1::uuid, $2::uuid, $3::bool, $4::text[], $5::bigint[], c.closes_at FROM consultations c WHERE c.id = $1::uuid
		ON CONFLICT (consultation_id, survey_id) DO UPDATE SET closed = EXCLUDED.closed, counters = EXCLUDED.counters, amounts = EXCLUDED.amounts, closes_at = EXCLUDED.closes_at
		WHERE NOT p.closed OR p.closes_at IS DISTINCT FROM EXCLUDED.closes_at`,
		consultation, key, closed, names, amounts)
	return err
}

// NamedAmounts puts amounts under their names.
func NamedAmounts(names []string, amounts []int64) map[string]int64 {
	named := make(map[string]int64, len(names))
	for i, name := range names {
		named[name] = amounts[i]
	}
	return named
}
