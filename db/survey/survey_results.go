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
}

const tabulatedColumns = `v.survey_id, v.version, v.version = s.version AS newest, s.title, v.questions, dep.code AS department_code, s.results_visibility,
	s.consultation_id, ` + consultdb.StatusNow + ` AS status`

const tabulatedTables = `survey_versions v JOIN surveys s ON s.id = v.survey_id JOIN departments dep ON dep.id = s.department_id
	LEFT JOIN consultations c ON c.id = s.consultation_id`

// SurveyResults reads the exact results of versions of surveys. It leaves out what the actor may not see. The department's staff and
// AUDITORs always may; the public may when the survey says so, and then without what could point at someone.
func SurveyResults(ctx context.Context, db *pg.DB, by civic.Actor, versions []survey.SurveyVersion) (map[survey.SurveyVersion]survey.SurveyResults, error) {
	found, err := pg.ShareOne(ctx, countedVersions.Of(db), versions, func(ctx context.Context, versions []survey.SurveyVersion) ([]counted, error) {
		return tabulate(ctx, db, versions)
	})
	results := make(map[survey.SurveyVersion]survey.SurveyResults, len(found))
	for _, c := range found {
		switch {
		case by.Can(consult.ReadInternal, c.DepartmentCode):
			results[c.SurveyVersion] = c.all
		case c.public != nil:
			results[c.SurveyVersion] = *c.public
		}
	}
	return results, err
}

// counted is a version of a survey with all its results, and with those that the public may see; nil where the public may see none.
type counted struct {
	tabulated
	all    survey.SurveyResults
	public *survey.SurveyResults
}

// countedVersions are the calls that add up versions. After each change of the results all subscribers read them.
var countedVersions = pg.NewSlot(func(*pg.DB) *singleflight.Group[survey.SurveyVersion, []counted] {
	return new(singleflight.Group[survey.SurveyVersion, []counted])
})

// tabulate adds up versions of surveys. It reads the questions and the counters at the same time, because many wait for them.
func tabulate(ctx context.Context, db *pg.DB, versions []survey.SurveyVersion) ([]counted, error) {
	surveys, numbers := columnsOf(versions)
	var wanted []tabulated
	var counters map[uuid.UUID]map[string]int64
	both, within := errgroup.WithContext(ctx)
	both.Go(func() error {
		return pg.RecoverToError(func() (err error) {
			counters, err = surveyCounters(within, db, surveys)
			return err
		})
	})
	err := db.List(within, &wanted, `SELECT `+tabulatedColumns+` FROM `+tabulatedTables+`
		JOIN unnest($1::uuid[], $2::int[]) AS wanted (survey_id, version) ON v.survey_id = wanted.survey_id AND v.version = wanted.version`, surveys, numbers)
	if err := cmp.Or(both.Wait(), err); err != nil {
		return nil, err
	}
	found := make([]counted, len(wanted))
	for i, v := range wanted {
		found[i] = counted{tabulated: v, all: v.results(counters)}
		if v.ConsultationKey != nil && v.Visibility.ShowResults(v.Status) {
			found[i].public = new(found[i].all.Public())
		}
	}
	return found, nil
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
		named := make(map[string]int64, len(c.Names))
		for i, name := range c.Names {
			named[name] = c.Amounts[i]
		}
		counters[c.Survey] = named
	}
	return counters, err
}

// results reads the version's results from the tallies.
func (v tabulated) results(counters map[uuid.UUID]map[string]int64) survey.SurveyResults {
	return survey.ResultsOf(v.Version, v.Questions, counters[v.Survey])
}

// FrozenSurveys reads the results of a consultation's surveys for its feedback report, as the public may read them: of
// every version that somebody answered, and always of the newest.
func FrozenSurveys(ctx context.Context, t *pg.Tx, consultation uuid.UUID) ([]report.ReportSurvey, error) {
	var carried []tabulated
	if err := t.List(ctx, &carried, `SELECT `+tabulatedColumns+` FROM `+tabulatedTables+` WHERE s.consultation_id = $1 ORDER BY v.survey_id, v.version`, consultation); err != nil {
		return nil, err
	}
	keys := make(pg.KeyArray, len(carried))
	for i, v := range carried {
		keys[i] = v.Survey
	}
	counters, err := surveyCounters(ctx, t, keys)
	frozen := []report.ReportSurvey{}
	for _, v := range carried {
		results := v.results(counters).Public()
		if v.Newest || results.Responses > 0 {
			frozen = append(frozen, report.ReportSurvey{Survey: v.Survey, Titles: v.Titles, Results: results})
		}
	}
	return frozen, err
}
