package db

import (
	"context"
	_ "embed"
	"log/slog"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/consult"
)

//go:embed recount.sql
var recountSQL string

// PublishFeedbackReport freezes what a closed consultation asked, heard and did, and pins it to the policy record; nothing
// changes there any more. A PUBLISHER of the department may. It refuses a consultation that is open, withdrawn or reported, and
// unanswered comments without a reason.
func (db *DB) PublishFeedbackReport(ctx context.Context, by consult.Actor, in consult.PublishFeedbackReportInput) (*consult.FeedbackReport, error) {
	if err := consult.CheckReport(in); err != nil {
		return nil, err
	}
	same := requestOf(in.IdempotencyKey, in)
	read := func(id uuid.UUID) (*consult.FeedbackReport, error) {
		return only(db.FeedbackReportsByID(ctx, by, []consult.ID{consult.IDWithin(consult.FeedbackReportKind, in.ConsultationID.Key, id)}))
	}
	return once(ctx, db, same, func() (*consult.FeedbackReport, error) {
		key := consult.NewKey()
		if err := db.tx(ctx, func(t *tx) error { return publish(ctx, t, by, in, key, same) }); err != nil {
			return nil, err
		}
		return read(key)
	}, read, `SELECT id, request_hash FROM feedback_reports WHERE consultation_id = $1 AND created_by = $2 AND idempotency_key = $3`, in.ConsultationID.Key, by.Account)
}

// publish waits for answers under way, then lets none in: the consultation is locked for this transaction alone.
func publish(ctx context.Context, t *tx, by consult.Actor, in consult.PublishFeedbackReportInput, key uuid.UUID, same request) error {
	c, err := lockConsultation(ctx, t, in.ConsultationID)
	if err != nil {
		return err
	}
	if err := by.Require(consult.PublishReport, c.DepartmentCode); err != nil {
		return err
	}
	if err := c.AcceptAnswers(); err != nil {
		return err
	}
	content, err := freeze(ctx, t, *c, in)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, `INSERT INTO feedback_reports (consultation_id, id, policy_record_id, content, content_hash, created_by, idempotency_key, request_hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, c.Key, key, c.PolicyRecordKey, content, content.Hash(), by.Account, same.Key, same.Hash); err != nil {
		return err
	}
	if _, err := t.exec(ctx, `UPDATE consultations SET reported_at = now() WHERE id = $1`, c.Key); err != nil {
		return err
	}
	return t.happened(ctx, c.PolicyRecordKey, consult.ReportPublished, consult.FeedbackReportKind, c.Key, nil)
}

// freeze puts a report's content together and writes it down.
func freeze(ctx context.Context, t *tx, c consult.Consultation, in consult.PublishFeedbackReportInput) (consult.FrozenReport, error) {
	counts, clauses, err := recount(ctx, t, c.Key)
	if err != nil {
		return consult.FrozenReport{}, err
	}
	content := consult.ReportContent{Consultation: c.ID().String(), Said: consult.ReportSaidOf(counts), Summary: consult.LocalizeOptional(in.Summary)}
	if content.Done, err = consult.ReportDoneOf(counts, in.UnansweredReason); err != nil {
		return consult.FrozenReport{}, err
	}
	if content.Said.ByClause, err = clauseCounts(ctx, t, clauses); err != nil {
		return consult.FrozenReport{}, err
	}
	if content.Said.Surveys, err = t.frozenSurveys(ctx, c.Key); err != nil {
		return consult.FrozenReport{}, err
	}
	if content.Asked, err = asked(ctx, t, c, content.Said.Surveys); err != nil {
		return consult.FrozenReport{}, err
	}
	return content.Freeze()
}

// recount counts a consultation again, and how many comments are on each clause. The report trusts this and not the
// tallies; should they ever differ, the log says so.
func recount(ctx context.Context, t *tx, key uuid.UUID) (consult.Counts, map[uuid.UUID]int, error) {
	var again []count
	if err := t.list(ctx, &again, recountSQL, key); err != nil {
		return nil, nil, err
	}
	counts, clauses, subjects := consult.Counts{}, map[uuid.UUID]int{}, []uuid.UUID{key}
	for _, n := range again {
		switch {
		case n.SubjectKey == key:
			counts[n.Counter] = int(n.Amount)
		case n.Counter == consult.CommentsCounter:
			clauses[n.SubjectKey] = int(n.Amount)
			subjects = append(subjects, n.SubjectKey)
		}
	}
	tallied, err := countsOfSubjects(ctx, t, []uuid.UUID{key}, subjects)
	if err != nil {
		return nil, nil, err
	}
	if apart := difference(again, tallied); len(apart) > 0 {
		slog.ErrorContext(ctx, "tallies differ from a recount", "consultation", key, "counters", apart)
	}
	return counts, clauses, nil
}

// difference lists the counters that stand in one of two counts and not in the other.
func difference(again, tallied []count) []count {
	seen := map[count]int{}
	for _, n := range again {
		seen[n]++
	}
	for _, n := range tallied {
		seen[n]--
	}
	var apart []count
	for n, times := range seen {
		if times != 0 {
			apart = append(apart, n)
		}
	}
	return apart
}

// clauseCounts names the clauses that were commented on, in the text's order.
func clauseCounts(ctx context.Context, t *tx, counts map[uuid.UUID]int) ([]consult.ReportClauseCount, error) {
	keys := make([]uuid.UUID, 0, len(counts))
	for key := range counts {
		keys = append(keys, key)
	}
	var clauses []consult.Clause
	if err := t.list(ctx, &clauses, `SELECT c.id, c.label FROM clauses c WHERE c.id = ANY($1) ORDER BY c.position`, pq.Array(keys)); err != nil {
		return nil, err
	}
	named := make([]consult.ReportClauseCount, len(clauses))
	for i, c := range clauses {
		named[i] = consult.ReportClauseCount{ClauseKey: c.Key, Label: c.Label, Count: counts[c.Key]}
	}
	return named, nil
}

// asked tells what a consultation put to the public.
func asked(ctx context.Context, t *tx, c consult.Consultation, surveys []consult.ReportSurvey) (consult.ReportAsked, error) {
	a := consult.ReportAsked{Titles: c.Titles, OpensAt: c.OpensAt.UTC(), ClosesAt: c.ClosesAt.UTC(), SurveyTitles: []consult.Localized{}}
	for i, s := range surveys { // the versions of a survey stand together
		if i == 0 || surveys[i-1].Survey != s.Survey {
			a.SurveyTitles = append(a.SurveyTitles, s.Titles)
		}
	}
	if c.DraftKey == nil {
		return a, nil
	}
	var d consult.Draft
	err := t.get(ctx, &d, `SELECT d.title, d.version, d.content_hash FROM drafts d WHERE d.id = $1`, *c.DraftKey)
	a.DraftTitle, a.DraftVersion, a.DraftHash = &d.Title, &d.Version, &d.ContentHash
	return a, err
}

// lockConsultation reads a consultation once nobody else is changing it or answering in it, and keeps it so until the
// transaction ends.
func lockConsultation(ctx context.Context, t *tx, id consult.ID) (*consult.Consultation, error) {
	if _, err := t.exec(ctx, `SELECT FROM consultations WHERE id = $1 FOR UPDATE`, id.Key); err != nil {
		return nil, err
	}
	return consultation(ctx, t, id, "consultationId")
}
