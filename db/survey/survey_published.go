package surveydb

import (
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/survey"
)

// publications are the published tallies of surveys, by survey.
type publications map[uuid.UUID]publication

// publication is the published tallies of a survey. Once it is closed nothing changes it, unless the period is opened again.
type publication struct {
	counters map[string]int64
	closed   bool
}

// publicationsOf reads published tallies as they are stored.
func publicationsOf(ctx context.Context, a pg.Querier, surveys pg.KeyArray) (publications, error) {
	var found []struct {
		Survey  uuid.UUID      `db:"survey_id"`
		Closed  bool           `db:"closed"`
		Names   pq.StringArray `db:"counters"`
		Amounts pq.Int64Array  `db:"amounts"`
	}
	err := a.List(ctx, &found, `SELECT p.survey_id, p.closed AND p.closes_at IS NOT DISTINCT FROM c.closes_at AS closed, p.counters, p.amounts
		FROM surveys s JOIN consultations c ON c.id = s.consultation_id JOIN survey_publications p ON p.consultation_id = s.consultation_id AND p.survey_id = s.id WHERE s.id = ANY($1)`, surveys)
	stored := publications{}
	for _, p := range found {
		stored[p.Survey] = publication{pg.NamedAmounts(p.Names, p.Amounts), p.Closed}
	}
	return stored, err
}

// results computes what everybody may see of a version.
func (p publications) results(db *pg.DB, v tabulated) survey.SurveyResults {
	return survey.PublishedResults(v.Version, v.Questions, p[v.Survey].counters, survey.NoiseOf(db.Secret, v.Survey))
}

// close closes a survey whose period has ended. Whoever reads it first does so.
func (p publications) close(ctx context.Context, db *pg.DB, v tabulated) error {
	if !v.Status.Over() || p[v.Survey].closed {
		return nil
	}
	return db.Tx(ctx, func(t *pg.Tx) error {
		if _, err := consultdb.LockConsultation(ctx, t, civic.IDOf(civic.ConsultationKind, *v.ConsultationKey)); err != nil {
			return err
		}
		stored, err := publicationsOf(ctx, t, pg.KeyArray{v.Survey})
		if err != nil {
			return err
		}
		p[v.Survey] = stored[v.Survey]
		return p.closeIn(ctx, t, v)
	})
}

// closeIn publishes the last state of a survey. The caller has locked the consultation, so that no response is still being written.
func (p publications) closeIn(ctx context.Context, t *pg.Tx, v tabulated) error {
	if p[v.Survey].closed {
		return nil
	}
	counters, err := surveyCounters(ctx, t, pg.KeyArray{v.Survey})
	if err != nil {
		return err
	}
	next, _ := survey.NextPublished(p[v.Survey].counters, counters[v.Survey], true)
	p[v.Survey] = publication{next, true}
	return pg.Publish(ctx, t, *v.ConsultationKey, v.Survey, next, true)
}
