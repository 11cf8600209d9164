package surveydb

import (
	"cmp"
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/survey"
)

const ResponseColumns = `r.consultation_id, r.id, r.survey_id, r.version, r.answers, r.created_at, r.revised_at, r.redacted_at, r.revision, r.record_key`

// SubmitSurveyResponse fills a survey in, once a person. Everyone who is signed in may, while the consultation is open. All
// problems of the form come back at once.
func SubmitSurveyResponse(ctx context.Context, db *pg.DB, by civic.Actor, in survey.SubmitSurveyResponseInput) (*survey.SurveyResponse, error) {
	if err := cmp.Or(by.Require(survey.RespondToSurvey, ""), civic.Check(in)); err != nil {
		return nil, err
	}
	n := newResponse{by: by, in: in, same: pg.RequestOf(in.IdempotencyKey, in), person: db.PersonIn(in.SurveyID.Key, by.Account)}
	return pg.Idempotent(ctx, db, n.same, func() (*survey.SurveyResponse, error) {
		if done, err := submitTogether(ctx, db, n); done != nil || err != nil {
			return done, err
		}
		return unmoved(func() (*survey.SurveyResponse, error) { return submitAlone(ctx, db, n) })
	}, func(uuid.UUID) (*survey.SurveyResponse, error) {
		r, err := pg.Single(ResponsesOf(ctx, db, by, []civic.ID{in.SurveyID}))
		if err != nil {
			return nil, err
		}
		r.Receipt, err = trustdb.ReceiptAgain(ctx, db, db, r.ID(), r.Revision, r.Accepted(r.Act()))
		return r, err
	}, `SELECT r.id, r.request_hash FROM survey_responses r JOIN surveys s ON s.id = r.survey_id AND s.consultation_id = r.consultation_id
		WHERE r.survey_id = $1 AND r.person = $2 AND r.idempotency_key = $3`, in.SurveyID.Key, n.person)
}

// submitTogether fills a known form in together with others. It gives nil where it was not taken: by a form that has changed since, or
// for a reason that a fresh look tells.
func submitTogether(ctx context.Context, db *pg.DB, n newResponse) (*survey.SurveyResponse, error) {
	f, known := forms.Of(db).Get(n.in.SurveyID.Key)
	if !known || n.in.Version != nil && *n.in.Version != f.Version || n.fill(f) != nil {
		return nil, nil
	}
	if err := newResponses.Of(db).Put(ctx, &n); err != nil || n.given.Receipt == nil {
		return nil, err
	}
	return &n.given, nil
}

// submitAlone reads the form, says what is wrong with the answers, and fills it in by itself.
func submitAlone(ctx context.Context, db *pg.DB, n newResponse) (*survey.SurveyResponse, error) {
	f, err := formOf(ctx, db, n.by, n.in.SurveyID)
	if err != nil {
		return nil, err
	}
	forms.Of(db).Add(f.SurveyKey, f)
	if err := f.Accept(n.by); err != nil {
		return nil, err
	}
	if err := f.checkVersion(ctx, db, n.in.Version); err != nil {
		return nil, err
	}
	if err := n.fill(f); err != nil {
		return nil, err
	}
	if err := writeResponse(ctx, db, &n); err != nil {
		return nil, err
	}
	if n.given.Receipt == nil {
		return nil, cmp.Or(pg.RefuseErased(ctx, db, f.Key, n.same.Tombstone(db, f.SurveyKey, n.by.Account)), errFormMoved)
	}
	return &n.given, nil
}
