package surveydb

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
	lru "github.com/hashicorp/golang-lru/v2"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// form is a survey as somebody can fill it in: the newest questions, and the consultation as it stands now.
type form struct {
	SurveyKey uuid.UUID        `db:"survey_id"`
	Version   int              `db:"version"`
	Questions survey.Questions `db:"questions"`
	Today     string           `db:"today"` // in the consultation's time zone
	consult.Consultation
}

// rememberedForms is how many forms are known without reading them. Whoever writes on one of these sees to it in the writing statement that it
// is still the newest.
const rememberedForms = 100

// forms are the forms as they were read last.
var forms = pg.NewSlot(func(*pg.DB) *lru.Cache[uuid.UUID, *form] {
	known, _ := lru.New[uuid.UUID, *form](rememberedForms) // it fails only for sizes below 1
	return known
})

// formOf reads the form of a survey. It refuses one that no consultation carries as NOT_LAUNCHED to those who may see it,
// and as NOT_FOUND to others.
func formOf(ctx context.Context, a pg.Querier, by civic.Actor, id civic.ID) (*form, error) {
	var f form
	err := a.Get(ctx, &f, `
		SELECT s.id AS survey_id, s.version, v.questions, CAST(CAST(now() AT TIME ZONE c.timezone AS date) AS text) AS today, `+consultdb.ConsultationColumns+`
		FROM `+consultdb.ConsultationTables+` JOIN surveys s ON s.consultation_id = c.id JOIN survey_versions v ON v.survey_id = s.id AND v.version = s.version
		WHERE s.id = $1`, id.Key)
	if !errors.Is(err, sql.ErrNoRows) {
		return &f, err
	}
	if _, err := pg.Single(surveysByID(ctx, a, by, []civic.ID{id})); err != nil {
		return nil, pg.Under("surveyId", err)
	}
	return nil, civic.Refuse(survey.NotLaunched, "surveyId")
}

// checkVersion refuses a form of a version that the survey does not have as UNKNOWN_VERSION, and one whose questions have changed since as
// CONTENT_CHANGED.
func (f *form) checkVersion(ctx context.Context, a pg.Querier, filledIn *int) error {
	version, err := survey.Survey{Key: f.SurveyKey, Version: f.Version}.At(filledIn)
	if err != nil || version.Version == f.Version {
		return err
	}
	questions, err := QuestionsOf(ctx, a, []survey.SurveyVersion{version})
	if err != nil {
		return err
	}
	return survey.CheckFilledIn(questions[version], f.Questions)
}

// counters is what a response to this form adds to the survey's tallies.
func (f *form) counters(answers survey.Answers, day string, recordKey int32) []survey.Counter {
	return survey.SurveyCounters(f.Version, f.Questions, answers, day, recordKey)
}

// stillOpen is the condition of a write that the survey $1 still has the version $2 and its consultation is open.
const stillOpen = `FROM surveys s JOIN consultations c ON c.id = s.consultation_id WHERE s.id = $1 AND s.version = $2 AND ` + consultdb.StatusNow + ` = 'OPEN'`

// errFormMoved says that the form changed, its period ended or the day turned between reading and writing.
var errFormMoved = errors.New("the form changed while it was being filled in")

// unmoved runs a write on a form again when the form moved under it: reading it anew tells what to answer. Only a survey
// that is revised over and over could make the last attempt fail.
func unmoved[T any](write func() (T, error)) (T, error) {
	const attempts = 5
	for range attempts - 1 {
		if done, err := write(); !errors.Is(err, errFormMoved) {
			return done, err
		}
	}
	return write()
}

// moved turns a write that found nothing to write on into errFormMoved.
func moved(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errFormMoved
	}
	return err
}
