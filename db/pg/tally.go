package pg

import (
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// Delta is what one write adds to the counts of its consultation: an amount for each counter of each subject (the
// consultation, a clause, a comment, a survey).
type Delta struct {
	Subjects KeyArray
	Counters TextArray
	Amounts  CountArray
	Choices  TextArray // what responses to surveys add to cross-tables, as survey.ChoicesText writes it
}

// Add adds an amount to a counter.
func (d *Delta) Add(subject uuid.UUID, counter string, amount int64) {
	d.Subjects = append(d.Subjects, subject)
	d.Counters = append(d.Counters, counter)
	d.Amounts = append(d.Amounts, amount)
}

// AddAll adds amounts to the counters of one subject.
func (d *Delta) AddAll(subject uuid.UUID, counters []survey.Counter) {
	for _, c := range counters {
		d.Add(subject, c.Name, c.Amount)
	}
}

// Choose adds what a response adds to cross-tables; an empty text adds nothing.
func (d *Delta) Choose(choices string) {
	if choices != "" {
		d.Choices = append(d.Choices, choices)
	}
}

// Append keeps the delta in the writer's transaction. No two writers touch the same row.
func (d Delta) Append(ctx context.Context, t *Tx, consultation uuid.UUID) error {
	if len(d.Subjects) == 0 {
		return nil
	}
	_, err := t.Exec(ctx, `INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts, choices) VALUES ($1, $2, $3, $4, $5, $6)`,
		consultation, civic.NewKey(), d.Subjects, d.Counters, d.Amounts, d.Choices)
	return err
}

// foldAtOnce is how many deltas one fold takes: enough to keep up, few enough to be quick.
const foldAtOnce = 5000

// FoldLock is the advisory lock that lets one process fold at a time.
const FoldLock = 0x6d696e7969

// FoldTallies adds the waiting deltas to the tallies, tells every server process what they counted, and gives how many it
// took; 0 too while another process folds. Counts are the same before, during and after it.
func (db *DB) FoldTallies(ctx context.Context) (int, error) {
	var done folded
	err := db.WithLeaderLock(ctx, FoldLock, func(t *Tx) error {
		open, err := openPairs(ctx, t)
		if err != nil {
			return err
		}
		if err := t.Get(ctx, &done, `
			WITH taken AS (
			  DELETE FROM tally_deltas d USING (SELECT consultation_id, id FROM tally_deltas ORDER BY consultation_id, id LIMIT $1) first
			  WHERE d.consultation_id = first.consultation_id AND d.id = first.id
			  RETURNING d.consultation_id, d.subjects, d.counters, d.amounts, d.made, d.choices
			), sums AS (
			  SELECT t.consultation_id, c.subject_id, c.counter, sum(c.amount)::bigint AS amount
			  FROM taken t, unnest(t.subjects, t.counters, t.amounts) AS c (subject_id, counter, amount)
			  GROUP BY 1, 2, 3 HAVING sum(c.amount) <> 0
			), folded AS (
			  INSERT INTO tallies AS had (consultation_id, subject_id, counter, amount)
			  SELECT consultation_id, subject_id, counter, amount FROM sums ORDER BY 1, 2, 3
			  ON CONFLICT (consultation_id, subject_id, counter) DO UPDATE SET amount = had.amount + EXCLUDED.amount
			)
			SELECT count(*)::int AS taken, array_agg(DISTINCT consultation_id) AS consultations, (SELECT array_agg(DISTINCT subject_id) FROM sums) AS subjects,
			  (SELECT array_agg(t.consultation_id) FROM taken t, unnest(t.made)) AS scopes, (SELECT array_agg(m) FROM taken t, unnest(t.made) m) AS made,
			  (SELECT array_agg(c) FROM taken t, unnest(t.choices) c WHERE t.consultation_id = ANY($2)) AS choices
			FROM taken`, foldAtOnce, open.consultations()); err != nil {
			return err
		}
		if err := open.fold(ctx, t, done.Choices); err != nil {
			return err
		}
		changed, err := done.counted(ctx, t)
		if err != nil {
			return err
		}
		if err := rankComments(ctx, t, done); err != nil {
			return err
		}
		if err := publishSteps(ctx, t, done.Subjects); err != nil {
			return err
		}
		if err := done.noteMade(ctx, t); err != nil {
			return err
		}
		return t.Notify(ctx, changed)
	})
	return done.Taken, err
}

// rankComments notes the endorsements of comments whose counts a fold changed, so that an index has the comments in this order and an export
// of changes finds them.
func rankComments(ctx context.Context, t *Tx, done folded) error {
	if done.Taken == 0 {
		return nil
	}
	_, err := t.Exec(ctx, `INSERT INTO comment_ranks (consultation_id, comment_id, endorsements, counted_at)
		SELECT t.consultation_id, t.subject_id, t.amount, now() FROM tallies t
		WHERE t.consultation_id = ANY($1) AND t.subject_id = ANY($2) AND t.counter = $3 AND t.subject_id <> t.consultation_id ORDER BY 1, 2
		ON CONFLICT (consultation_id, comment_id) DO UPDATE SET endorsements = EXCLUDED.endorsements, counted_at = EXCLUDED.counted_at`,
		done.Consultations, done.Subjects, consult.EndorsementsCounter)
	return err
}

// folded is what one fold took: how many deltas, and what they counted.
type folded struct {
	Taken         int            `db:"taken"`
	Consultations KeyArray       `db:"consultations"`
	Subjects      KeyArray       `db:"subjects"`
	Scopes        KeyArray       `db:"scopes"` // the consultations of the comments made, in their order
	Made          KeyArray       `db:"made"`
	Choices       pq.StringArray `db:"choices"` // of responses in consultations that have open pairs
}

// noteMade notes the new comments for what the background computes from them. So their writers need not.
func (f folded) noteMade(ctx context.Context, t *Tx) error {
	if len(f.Made) == 0 {
		return nil
	}
	_, err := t.Exec(ctx, `INSERT INTO changed_comments (consultation_id, comment_id) SELECT * FROM unnest($1::uuid[], $2::uuid[]) ORDER BY 1, 2 ON CONFLICT DO NOTHING`, f.Scopes, f.Made)
	return err
}

// counted names the consultations and surveys of which a fold changed counts, and the comments that are new in it.
func (f folded) counted(ctx context.Context, t *Tx) ([]civic.ID, error) {
	if f.Taken == 0 {
		return nil, nil
	}
	var surveys []uuid.UUID
	if err := t.List(ctx, &surveys, `SELECT id FROM surveys WHERE id = ANY($1)`, f.Subjects); err != nil {
		return nil, err
	}
	counted := named(f.Consultations, surveys)
	for i, key := range f.Made {
		counted = append(counted, civic.IDWithin(consult.CommentKind, f.Scopes[i], key))
	}
	return counted, nil
}

// Count is one counter of one subject with its exact amount.
type Count struct {
	ConsultationKey uuid.UUID `db:"consultation_id"`
	SubjectKey      uuid.UUID `db:"subject_id"`
	Counter         string    `db:"counter"`
	Amount          int64     `db:"amount"`
}

// CountsOfSubjects reads the counters of some subjects of consultations, those at zero left out. Tallies and waiting deltas
// are read in one statement, so that a fold in between is seen wholly or not at all.
func CountsOfSubjects(ctx context.Context, a Querier, consultations, subjects []uuid.UUID) ([]Count, error) {
	var counts []Count
	err := a.List(ctx, &counts, `
		SELECT consultation_id, subject_id, counter, sum(amount)::bigint AS amount FROM (
		  SELECT consultation_id, subject_id, counter, amount FROM tallies WHERE consultation_id = ANY($1) AND subject_id = ANY($2)
		  UNION ALL
		  SELECT d.consultation_id, c.subject_id, c.counter, c.amount
		  FROM tally_deltas d, unnest(d.subjects, d.counters, d.amounts) AS c (subject_id, counter, amount)
		  WHERE d.consultation_id = ANY($1) AND c.subject_id = ANY($2)
		) every GROUP BY 1, 2, 3 HAVING sum(amount) <> 0`, KeyArray(consultations), KeyArray(subjects))
	return counts, err
}
