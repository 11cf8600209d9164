package reportdb

import (
	"context"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/domain/report"
)

const reportColumns = `f.consultation_id, f.id, f.policy_record_id, f.content, f.content_hash, f.published_at`

// FeedbackReportsByID finds feedback reports; everybody may.
func FeedbackReportsByID(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) ([]report.FeedbackReport, error) {
	return pg.Rows[report.FeedbackReport](ctx, db, `SELECT `+reportColumns+` FROM feedback_reports f WHERE f.consultation_id = ANY($1) AND f.id = ANY($2)`,
		pg.ScopesOf(ids), pg.KeysOf(ids))
}

// ReportsOfConsultations finds the feedback reports of consultations, by the ids of those. Everybody may.
func ReportsOfConsultations(ctx context.Context, db *pg.DB, _ civic.Actor, consultations []civic.ID) (map[civic.ID]report.FeedbackReport, error) {
	var found []report.FeedbackReport
	err := db.List(ctx, &found, `SELECT `+reportColumns+` FROM feedback_reports f WHERE f.consultation_id = ANY($1)`, pg.KeysOf(consultations))
	reports := make(map[civic.ID]report.FeedbackReport, len(found))
	for _, f := range found {
		reports[civic.IDOf(civic.ConsultationKind, f.ConsultationKey)] = f
	}
	return reports, err
}

// ReportsOnRecords finds the feedback reports pinned to policy records, newest first, by the ids of those. Everybody may.
func ReportsOnRecords(ctx context.Context, db *pg.DB, _ civic.Actor, records []civic.ID) (map[civic.ID][]report.FeedbackReport, error) {
	var found []report.FeedbackReport
	err := db.List(ctx, &found, `SELECT `+reportColumns+` FROM feedback_reports f WHERE f.policy_record_id = ANY($1) ORDER BY f.id DESC`, pg.KeysOf(records))
	reports := map[civic.ID][]report.FeedbackReport{}
	for _, f := range found {
		record := civic.IDOf(policy.PolicyRecordKind, f.PolicyRecordKey)
		reports[record] = append(reports[record], f)
	}
	return reports, err
}
