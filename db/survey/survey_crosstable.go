package surveydb

import (
	"context"
	"encoding/json"
	"slices"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// CrossTable shows how the answers to two questions of a version meet; nil while the actor may not see it. Who may read single responses always
// sees exact counts. Everybody else sees the published table once no response can come any more. It refuses as UNKNOWN_QUESTION and
// CROSS_TABLE_MISFIT.
func CrossTable(ctx context.Context, db *pg.DB, by civic.Actor, questionnaire survey.Survey, version survey.SurveyVersion, row, column string) (*survey.CrossTable, error) {
	r, err := tabulating(ctx, db, by, questionnaire, version)
	if err != nil || r == nil {
		return nil, err
	}
	rows, err := survey.QuestionAt(r.questions, row, "row")
	if err != nil {
		return nil, err
	}
	columns, err := survey.QuestionAt(r.questions, column, "column")
	if err != nil {
		return nil, err
	}
	return r.table(ctx, db, rows, columns)
}

// ResultsByGroup shows how the answers to a question of a version meet those to each other question that fits, as CrossTable does. There are none while
// the actor may not see them. It refuses as UNKNOWN_QUESTION and CROSS_TABLE_MISFIT.
func ResultsByGroup(ctx context.Context, db *pg.DB, by civic.Actor, questionnaire survey.Survey, version survey.SurveyVersion, group string) ([]survey.CrossTable, error) {
	tables := []survey.CrossTable{}
	r, err := tabulating(ctx, db, by, questionnaire, version)
	if err != nil || r == nil {
		return tables, err
	}
	groups, err := survey.QuestionAt(r.questions, group, "question")
	if err != nil {
		return nil, err
	}
	others, err := survey.FitForTable(groups, r.questions)
	if err != nil {
		return nil, err
	}
	for _, other := range others {
		table, err := r.table(ctx, db, groups, other)
		if err != nil {
			return nil, err
		}
		if table != nil {
			tables = append(tables, *table)
		}
	}
	return tables, nil
}

// tableReader reads cross-tables of a version: exact ones or, once the survey is over, published ones.
type tableReader struct {
	survey      survey.Survey
	version     survey.SurveyVersion
	questions   []survey.Question
	exact, over bool
}

// tabulating is what the actor may read cross-tables with; nil while they may not.
func tabulating(ctx context.Context, db *pg.DB, by civic.Actor, questionnaire survey.Survey, version survey.SurveyVersion) (*tableReader, error) {
	exact := by.Can(consult.ReadResponses, questionnaire.DepartmentCode)
	over, err := isOver(ctx, db, questionnaire)
	if err != nil || !exact && !over {
		return nil, err
	}
	questions, err := QuestionsOf(ctx, db, []survey.SurveyVersion{version})
	return &tableReader{questionnaire, version, questions[version], exact, over}, err
}

// table makes the cross-table of two questions; nil if too few people answered both.
func (r tableReader) table(ctx context.Context, db *pg.DB, row, column survey.Question) (*survey.CrossTable, error) {
	if _, err := survey.CrossTabulate(row, column, nil); err != nil {
		return nil, err
	}
	p := pairing{r.survey, r.version, row.Key, column.Key}
	if r.exact {
		pairs, err := p.exact(ctx, db, r.over)
		if err != nil {
			return nil, err
		}
		table, err := survey.CrossTabulate(row, column, pairs)
		return &table, err
	}
	pairs, err := p.published(ctx, db)
	if err != nil {
		return nil, err
	}
	return survey.PublishedCrossTable(row, column, pairs, survey.NoiseOf(db.Secret, r.survey.Key))
}

// isOver tells whether the survey's period has ended.
func isOver(ctx context.Context, db *pg.DB, survey survey.Survey) (bool, error) {
	if survey.ConsultationKey == nil {
		return false, nil
	}
	c, err := consultdb.Consultation(ctx, db, civic.IDOf(civic.ConsultationKind, *survey.ConsultationKey), "")
	return err == nil && c.Status.Over(), err
}

// pairing is two questions of a version of a survey, whose answers are counted together.
type pairing struct {
	survey      survey.Survey
	version     survey.SurveyVersion
	row, column string
}

// keptPairs are the pairs that were published last. fresh: since the end of the period. current: they are all that there are.
type keptPairs struct {
	Text    string `db:"pairs"`
	Fresh   bool   `db:"fresh"`
	Current bool   `db:"current"`
	pairs   []survey.Pair
}

// exact counts all responses. After the period it takes what was kept, and the first reader keeps it.
func (p pairing) exact(ctx context.Context, db *pg.DB, over bool) ([]survey.Pair, error) {
	if !over {
		return p.open(ctx, db)
	}
	if _, err := p.published(ctx, db); err != nil {
		return nil, err
	}
	if kept, err := p.kept(ctx, db); err != nil || kept.Fresh && kept.Current {
		return kept.pairs, err
	}
	return p.count(ctx, db)
}

// published are the pairs of the published table. The first reader after the period counts them, and then nothing changes them. If the period was
// opened again, they change only if ten people or more have come.
func (p pairing) published(ctx context.Context, db *pg.DB) ([]survey.Pair, error) {
	kept, err := p.kept(ctx, db)
	if err != nil || kept.Fresh {
		return kept.pairs, err
	}
	err = db.Tx(ctx, func(t *pg.Tx) error {
		if _, err := consultdb.LockConsultation(ctx, t, civic.IDOf(civic.ConsultationKind, *p.survey.ConsultationKey)); err != nil {
			return err
		}
		if kept, err = p.kept(ctx, t); err != nil || kept.Fresh {
			return err
		}
		counted, err := p.count(ctx, t)
		if err != nil {
			return err
		}
		var moved bool
		kept.pairs, moved = survey.NextPairs(kept.pairs, counted)
		return p.keep(ctx, t, kept.pairs, moved)
	})
	return kept.pairs, err
}

// ordered are the keys of the two questions in their order, and whether the row's comes after the column's.
func (p pairing) ordered() (first, second string, turned bool) {
	if p.row > p.column {
		return p.column, p.row, true
	}
	return p.row, p.column, false
}

// kept reads the pairs that were published last.
func (p pairing) kept(ctx context.Context, a pg.Querier) (keptPairs, error) {
	first, second, turned := p.ordered()
	var found []keptPairs
	if err := a.List(ctx, &found, `SELECT CAST(p.pairs AS text) AS pairs, p.current, p.closes_at IS NOT DISTINCT FROM c.closes_at AS fresh
		FROM survey_pairs p JOIN consultations c ON c.id = p.consultation_id
		WHERE p.consultation_id = $1 AND p.survey_id = $2 AND p.version = $3 AND p.row_key = $4 AND p.column_key = $5`,
		p.survey.ConsultationKey, p.version.Survey, p.version.Version, first, second); err != nil || len(found) == 0 {
		return keptPairs{}, err
	}
	kept := found[0]
	err := json.Unmarshal([]byte(kept.Text), &kept.pairs)
	if turned {
		kept.pairs = survey.Turned(kept.pairs)
	}
	return kept, err
}

// keep stores the pairs that are published from now on. The fold need not keep them any more.
func (p pairing) keep(ctx context.Context, t *pg.Tx, pairs []survey.Pair, current bool) error {
	first, second, turned := p.ordered()
	if turned {
		pairs = survey.Turned(pairs)
	}
	text, err := json.Marshal(slices.Concat([]survey.Pair{}, pairs)) // none is []
	if err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `DELETE FROM open_pairs WHERE consultation_id = $1 AND survey_id = $2 AND version = $3 AND row_key = $4 AND column_key = $5`,
		p.survey.ConsultationKey, p.version.Survey, p.version.Version, first, second); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO survey_pairs (consultation_id, survey_id, version, row_key, column_key, pairs, current, closes_at)
		SELECT $1::uuid, $2::uuid, $3::int, $4::text, $5::text, CAST($6::text AS jsonb), $7::bool, c.closes_at FROM consultations c WHERE c.id = $1::uuid
		ON CONFLICT (consultation_id, survey_id, version, row_key, column_key) DO UPDATE SET pairs = EXCLUDED.pairs, current = EXCLUDED.current, closes_at = EXCLUDED.closes_at`,
		p.survey.ConsultationKey, p.version.Survey, p.version.Version, first, second, string(text), current)
	return err
}

// count counts the responses.
func (p pairing) count(ctx context.Context, a pg.Querier) ([]survey.Pair, error) {
	return pg.Rows[survey.Pair](ctx, a, countPairs, p.survey.ConsultationKey, p.version.Survey, p.version.Version, p.row, p.column)
}

// countPairs counts the responses. A single choice is the first of its choices; a rating is a whole number, which JSON writes as the scale does.
const countPairs = `
	SELECT given.row, given.column, count(*)::int AS count, sum(given.record_key)::bigint AS keys FROM (
	  SELECT COALESCE(r.answers #>> ARRAY[$4::text, 'choices', '0'], r.answers #>> ARRAY[$4::text, 'number']) AS "row",
	    COALESCE(r.answers #>> ARRAY[$5::text, 'choices', '0'], r.answers #>> ARRAY[$5::text, 'number']) AS "column", r.record_key
	  FROM survey_responses r WHERE r.consultation_id = $1 AND r.survey_id = $2 AND r.version = $3
	) given WHERE given.row IS NOT NULL AND given.column IS NOT NULL GROUP BY 1, 2`
