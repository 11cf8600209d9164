package surveydb

import (
	"context"
	"iter"
	"time"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// ExportResponses opens the export of a survey's responses, the oldest first. EDITORs and ANALYSTs of its department and AUDITORs may. Once its
// consultation is reported everybody may have the counts as the public sees them, and no response. Staff's exports stand in the audit log, as those of comments do.
func ExportResponses(ctx context.Context, db *pg.DB, by civic.Actor, in survey.ExportResponsesInput) (*pg.Export, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	questionnaire, err := pg.Single(SurveysByID(ctx, db, by, []civic.ID{in.SurveyID}))
	if err != nil {
		return nil, pg.Under("surveyId", err)
	}
	status, timezone, err := carrierOf(ctx, db, *questionnaire)
	if err != nil {
		return nil, err
	}
	all, err := consult.ExportsAll(by, questionnaire.DepartmentCode, status)
	if err != nil {
		return nil, err
	}
	versions, err := allQuestions(ctx, db, *questionnaire)
	if err != nil {
		return nil, err
	}
	if !all && in.Since != nil {
		return nil, civic.Refuse(civic.BadRequest, "since")
	}
	if !all {
		return exportCounts(ctx, db, *questionnaire, in.After)
	}
	after, err := in.AfterIn(*questionnaire)
	if err != nil {
		return nil, err
	}
	since, err := civic.Since(in.Since)
	if err != nil {
		return nil, err
	}
	cursor, err := db.Cursor(ctx)
	if err != nil {
		return nil, err
	}
	if by.SignedIn() {
		if err := db.NoteExport(ctx, by, consult.ReadResponses, in, questionnaire.DepartmentCode, questionnaire.ID()); err != nil {
			return nil, err
		}
	}
	table := civic.Table{Titles: questionnaire.Titles}
	export := pg.ExportOf(table, survey.ResponseFields(versions, timezone), after, func(r survey.SurveyResponse) uuid.UUID { return r.Key },
		func(ctx context.Context, after uuid.UUID) ([]survey.SurveyResponse, bool, error) {
			return pg.PageRows(ctx, db, survey.SurveyResponse.Weight, `SELECT `+ResponseColumns+` FROM survey_responses r
				WHERE r.consultation_id = $1 AND r.survey_id = $2 AND r.id > $3 ORDER BY r.id `+pg.ExportPage, questionnaire.ConsultationKey, questionnaire.Key, after)
		})
	if since != nil {
		export = pg.ExportOf(table, survey.ChangedResponseFields(versions, timezone), after, func(r survey.ChangedResponse) uuid.UUID { return r.Key },
			func(ctx context.Context, after uuid.UUID) ([]survey.ChangedResponse, bool, error) {
				return pg.PageRows(ctx, db, survey.ChangedResponse.Weight, changedResponses, questionnaire.ConsultationKey, questionnaire.Key, after, since)
			})
	}
	export.Cursor = cursor
	return export, nil
}

// changedResponses are the responses to survey $2 that changed since $4, with those that were taken back. Of what was erased only the day is
// known: it comes with all exports of changes since an instant of that day.
var changedResponses = `SELECT r.*, false AS withdrawn FROM (
	  SELECT ` + ResponseColumns + ` FROM survey_responses r WHERE r.consultation_id = $1 AND r.survey_id = $2 AND r.id > $3
	  AND (GREATEST(r.created_at, r.revised_at, r.redacted_at) >= $4 OR r.erased_on >= CAST($4::timestamptz AT TIME ZONE 'UTC' AS date)) ORDER BY r.id ` + pg.ExportPage + `
	) r UNION ALL SELECT w.* FROM (
	  SELECT w.consultation_id, w.id, w.survey_id, 0, '{}'::jsonb, w.withdrawn_on::timestamptz, NULL::timestamptz, NULL::timestamptz, 0, 0, true FROM withdrawn_responses w
	  WHERE w.consultation_id = $1 AND w.survey_id = $2 AND w.id > $3 AND w.withdrawn_on >= CAST($4::timestamptz AT TIME ZONE 'UTC' AS date) ORDER BY w.id ` + pg.ExportPage + `
	) w ORDER BY id ` + pg.ExportPage

// carrierOf tells how the consultation of a survey stands, and in which time zone; a survey that none carries is upcoming.
func carrierOf(ctx context.Context, db *pg.DB, s survey.Survey) (consult.ConsultationStatus, string, error) {
	if s.ConsultationKey == nil {
		return consult.StatusUpcoming, "", nil
	}
	c, err := consultdb.Consultation(ctx, db, civic.IDOf(civic.ConsultationKind, *s.ConsultationKey), "surveyId")
	if err != nil {
		return "", "", err
	}
	return c.Status, c.Timezone, nil
}

// allQuestions reads the questions of every version of a survey.
func allQuestions(ctx context.Context, db *pg.DB, s survey.Survey) (map[int][]survey.Question, error) {
	found, err := QuestionsOf(ctx, db, s.Versions())
	questions := make(map[int][]survey.Question, len(found))
	for version, asked := range found {
		questions[version.Version] = asked
	}
	return questions, err
}

// exportCounts opens the open data of a survey that is reported: few rows, which nothing changes any more.
func exportCounts(ctx context.Context, db *pg.DB, s survey.Survey, after *string) (*pg.Export, error) {
	versions := s.Versions()
	results, err := SurveyResults(ctx, db, civic.Actor{}, versions)
	if err != nil {
		return nil, err
	}
	var counts []survey.AnswerCount
	for _, v := range versions {
		if results[v].Responses != nil || v.Version == s.Version {
			counts = append(counts, results[v].Counts()...)
		}
	}
	if counts, err = survey.CountsAfter(counts, after); err != nil {
		return nil, err
	}
	fields := survey.CountFields()
	return &pg.Export{
		Table: civic.Table{Titles: s.Titles, Open: true, Columns: civic.ColumnsOf(fields)},
		Rows: func(context.Context, time.Duration, func(context.Context) error) iter.Seq2[[]civic.Cell, error] {
			return func(yield func([]civic.Cell, error) bool) {
				cells := make([]civic.Cell, len(fields))
				for _, n := range counts {
					if !yield(pg.CellsOf(cells, fields, n), nil) {
						return
					}
				}
			}
		},
	}, nil
}
