package db

import (
	"context"

	"github.com/google/uuid"

	"minyi/consult"
)

const answeredColumns = `m.consultation_id, m.id, m.clause_id, m.author, m.stance, m.body, m.day, m.created_at, m.edited_at, m.withdrawn_at`

func (t *tx) frozenSurveys(ctx context.Context, consultation uuid.UUID) ([]consult.ReportSurvey, error) {
	return []consult.ReportSurvey{}, nil
}
