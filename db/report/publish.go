package reportdb

import (
	"context"
	"time"

	"github.com/google/uuid"

	analysedb "minyi/db/analyse"
	consultdb "minyi/db/consult"
	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/domain/report"
)

// PublishFeedbackReport freezes what a closed consultation asked, heard and did, and pins it to the policy record; nothing
// changes there any more. A PUBLISHER of the department may. It refuses a consultation that is open, withdrawn or reported, and
// unanswered comments without a reason. The report of 300,000 comments takes longer than a request may, so the work goes on when the time of the request
// is over or its client leaves, for at most longestPublishing. The report then stands at its consultation, and the same idempotencyKey gives it.
func PublishFeedbackReport(ctx context.Context, db *pg.DB, by civic.Actor, in report.PublishFeedbackReportInput) (*report.FeedbackReport, error) {
	if err := report.CheckReport(in); err != nil {
		return nil, err
	}
	id, same := civic.IDWithin(civic.FeedbackReportKind, in.ConsultationID.Key, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[report.FeedbackReport]{By: by, Input: in, Request: same, ID: id, Table: "feedback_reports", Find: FeedbackReportsByID}
	return goOn(ctx, func(ctx context.Context) (*report.FeedbackReport, error) {
		return create.Run(ctx, db, func(t *pg.Tx) error { return publish(ctx, t, by, in, id.Key, same) })
	})
}

// longestPublishing is how long a report may take. One of 300,000 comments takes about a minute.
const longestPublishing = 15 * time.Minute

// goOn runs a work to its end, and returns its result if it comes before the context ends.
func goOn[T any](ctx context.Context, work func(context.Context) (T, error)) (made T, err error) {
	type result struct {
		made T
		err  error
	}
	done := make(chan result, 1)
	going, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestPublishing)
	go func() {
		defer cancel()
		var r result
		r.err = pg.RecoverToError(func() (err error) { r.made, err = work(going); return err })
		done <- r
	}()
	select {
	case r := <-done:
		return r.made, r.err
	case <-ctx.Done():
		return made, ctx.Err()
	}
}

// publish waits for answers and writes of the public under way, then lets none in: the consultation is locked for this
// transaction alone, and all of them hold it as it stands.
func publish(ctx context.Context, t *pg.Tx, by civic.Actor, in report.PublishFeedbackReportInput, key uuid.UUID, same pg.Request) error {
	c, err := consultdb.LockConsultation(ctx, t, in.ConsultationID)
	if err != nil {
		return err
	}
	if err := t.Allow(report.PublishReport, c.DepartmentCode, c.ID()); err != nil {
		return err
	}
	if err := c.AcceptAnswers(); err != nil {
		return err
	}
	if err := analysedb.AnswerMembers(ctx, t, c.Key); err != nil {
		return err
	}
	if err := consultdb.PublishDrafts(ctx, t, c.Key, nil); err != nil {
		return err
	}
	content, err := freeze(ctx, t, *c, in)
	if err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `INSERT INTO feedback_reports (consultation_id, id, policy_record_id, content, content_hash, summary, folded, created_by, idempotency_key, request_hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, c.Key, key, c.PolicyRecordKey, content, content.Hash(), content.Summary, content.Summary.Folded(), by.Account, same.Key, same.Hash); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `UPDATE consultations SET reported_at = now() WHERE id = $1`, c.Key); err != nil {
		return err
	}
	if err := policydb.AddToTimeline(ctx, t, c.PolicyRecordKey, policy.ReportPublished, civic.FeedbackReportKind, c.Key, nil); err != nil {
		return err
	}
	return t.NotifyConsultation(ctx, c.Key)
}
