package surveydb

import (
	"cmp"
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"
	"golang.org/x/sync/errgroup"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/db/singleflight"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/report"
	"minyi/domain/survey"
)

// tabulated is a version of a survey, with what decides who may read its results.
type tabulated struct {
	survey.SurveyVersion
	Newest          bool                       `db:"newest"`
	Titles          civic.Localized            `db:"title"`
	Questions       survey.Questions           `db:"questions"`
	DepartmentCode  string                     `db:"department_code"`
	Visibility      survey.ResultsVisibility   `db:"results_visibility"`
	ConsultationKey *uuid.UUID                 `db:"consultation_id"`
	Status          consult.ConsultationStatus `db:"status"` // has no meaning before a consultation carries the survey

	public *survey.SurveyResults // what everybody may see now; nil: nothing
}

const tabulatedColumns = `v.survey_id, v.version, v.version = s.version AS newest, s.title, v.questions, dep.code AS department_code, s.results_visibility,
	s.consultation_id, ` + consultdb.StatusNow + ` AS status`

const tabulatedTables = `survey_versions v JOIN surveys s ON s.id = v.survey_id JOIN departments dep ON dep.id = s.department_id
	LEFT JOIN consultations c ON c.id = s.consultation_id`

// SurveyResults reads the results of versions of surveys. It leaves out what the actor may not see. Who may read single responses always sees exact
// figures. Everybody else, other staff too, sees the published ones when the survey says so.
func SurveyResults(ctx context.Context, db *pg.DB, by civic.Actor, versions []survey.SurveyVersion) (map[survey.SurveyVersion]survey.SurveyResults, error) {
	found, err := pg.ShareOne(ctx, publishedVersions.Of(db), versions, func(ctx context.Context, versions []survey.SurveyVersion) ([]tabulated, error) {
		return tabulate(ctx, db, versions)
	})
	results := make(map[survey.SurveyVersion]survey.SurveyResults, len(found))
	var exact []tabulated
	for _, v := range found {
		switch {
		case by.Can(consult.ReadResponses, v.DepartmentCode):
			exact = append(exact, v)
		case v.public != nil:
			results[v.SurveyVersion] = *v.public
		}
	}
	if err != nil || len(exact) == 0 {
		return results, err
	}
	counters, err := surveyCounters(ctx, db, surveysIn(exact))
	for _, v := range exact {
		results[v.SurveyVersion] = survey.ResultsOf(v.Version, v.Questions, counters[v.Survey])
	}
	return results, err
}

// surveysIn are the keys of the surveys.
func surveysIn(versions []tabulated) pg.KeyArray {
	keys := make(pg.KeyArray, len(versions))
	for i, v := range versions {
		keys[i] = v.Survey
	}
	return keys
}

// publishedVersions are the calls that compute published results. After each change of the results all subscribers read them.
var publishedVersions = pg.NewSlot(func(*pg.DB) *singleflight.Group[survey.SurveyVersion, []tabulated] {
	return new(singleflight.Group[survey.SurveyVersion, []tabulated])
})

// tabulate computes what everybody may see of versions of surveys. It reads the questions and the counters at the same time, because many wait
// for them.
func tabulate(ctx context.Context, db *pg.DB, versions []survey.SurveyVersion) ([]tabulated, error) {
	surveys, numbers := columnsOf(versions)
	var wanted []tabulated
	var stored publications
	both, within := errgroup.WithContext(ctx)
	both.Go(func() error {
		return pg.RecoverToError(func() (err error) {
			stored, err = publicationsOf(within, db, surveys)
			return err
		})
	})
	err := db.List(within, &wanted, `SELECT `+tabulatedColumns+` FROM `+tabulatedTables+`
		JOIN unnest($1::uuid[], $2::int[]) AS wanted (survey_id, version) ON v.survey_id = wanted.survey_id AND v.version = wanted.version`, surveys, numbers)
	if err := cmp.Or(both.Wait(), err); err != nil {
		return nil, err
	}
	for i, v := range wanted {
		if v.ConsultationKey == nil || !v.Visibility.ShowResults(v.Status) {
			continue
		}
		if err := stored.close(ctx, db, v); err != nil {
			return nil, err
		}
		wanted[i].public = new(stored.results(db, v))
	}
	return wanted, nil
}

// surveyCounters reads the counters of surveys that consultations carry, by survey and name. Each survey is one row, because it may have
// thousands of counters and many readers wait for them.
func surveyCounters(ctx context.Context, a pg.Querier, surveys pg.KeyArray) (map[uuid.UUID]map[string]int64, error) {
	var counted []struct {
		Survey  uuid.UUID      `db:"subject_id"`
		Names   pq.StringArray `db:"counters"`
		Amounts pq.Int64Array  `db:"amounts"`
	}
	err := a.List(ctx, &counted, `
		SELECT subject_id, array_agg(counter) AS counters, array_agg(amount) AS amounts FROM (
		  SELECT subject_id, counter, sum(amount)::bigint AS amount FROM (
		    SELECT t.subject_id, t.counter, t.amount FROM surveys s JOIN tallies t ON t.consultation_id = s.consultation_id AND t.subject_id = s.id WHERE s.id = ANY($1)
		    UNION ALL
		    SELECT c.subject_id, c.counter, c.amount FROM surveys s JOIN tally_deltas d ON d.consultation_id = s.consultation_id,
		      unnest(d.subjects, d.counters, d.amounts) AS c (subject_id, counter, amount) WHERE s.id = ANY($1) AND c.subject_id = s.id
		  ) every GROUP BY 1, 2 HAVING sum(amount) <> 0
		) summed GROUP BY 1`, surveys)
	counters := make(map[uuid.UUID]map[string]int64, len(counted))
	for _, c := range counted {
		counters[c.Survey] = pg.NamedAmounts(c.Names, c.Amounts)
	}
	return counters, err
}

// FrozenSurveys reads the results of a consultation's surveys for its feedback report, as the public may read them: of
// every version that somebody answered, and always of the newest.
func FrozenSurveys(ctx context.Context, t *pg.Tx, consultation uuid.UUID) ([]report.ReportSurvey, error) {
	var carried []tabulated
	if err := t.List(ctx, &carried, `SELECT `+tabulatedColumns+` FROM `+tabulatedTables+` WHERE s.consultation_id = $1 ORDER BY v.survey_id, v.version`, consultation); err != nil {
		return nil, err
	}
	stored, err := publicationsOf(ctx, t, surveysIn(carried))
	if err != nil {
		return nil, err
	}
	frozen := []report.ReportSurvey{}
	for _, v := range carried {
		if err := stored.closeIn(ctx, t, v); err != nil {
			return nil, err
		}
		if results := stored.results(t.DB, v); v.Newest || results.Responses != nil {
			frozen = append(frozen, report.ReportSurvey{Survey: civic.IDOf(survey.SurveyKind, v.Survey).String(), Titles: v.Titles, Results: results})
		}
	}
	return frozen, nil
}

// Questionnaires reads every version of a consultation's surveys for its feedback report.
func Questionnaires(ctx context.Context, t *pg.Tx, consultation uuid.UUID) ([]report.QuestionnaireRow, error) {
	var carried []tabulated
	err := t.List(ctx, &carried, `SELECT `+tabulatedColumns+` FROM `+tabulatedTables+` WHERE s.consultation_id = $1 ORDER BY v.survey_id, v.version`, consultation)
	rows := make([]report.QuestionnaireRow, len(carried))
	for i, v := range carried {
		rows[i] = report.QuestionnaireRow{Survey: civic.IDOf(survey.SurveyKind, v.Survey).String(), Version: v.Version, Titles: v.Titles, Questions: v.Questions}
	}
	return rows, err
}
