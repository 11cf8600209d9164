package reportdb

import (
	"context"
	_ "embed"
	"log/slog"

	"github.com/google/uuid"

	"minyi/db/pg"
	surveydb "minyi/db/survey"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/domain/report"
	"minyi/domain/survey"
)

//go:embed recount.sql
var RecountSQL string

// freeze puts a report's content together and writes it down.
func freeze(ctx context.Context, t *pg.Tx, c consult.Consultation, in report.PublishFeedbackReportInput) (report.FrozenReport, error) {
	counts, clauses, err := recount(ctx, t, c.Key)
	if err != nil {
		return report.FrozenReport{}, err
	}
	content := report.ReportContent{Consultation: c.ID().String(), Said: report.ReportSaidOf(counts), Summary: survey.LocalizeOptional(in.Summary)}
	if content.Done, err = report.ReportDoneOf(counts, in.UnansweredReason); err != nil {
		return report.FrozenReport{}, err
	}
	if content.Said.ByClause, err = clauseCounts(ctx, t, clauses); err != nil {
		return report.FrozenReport{}, err
	}
	if content.Said.Surveys, err = surveydb.FrozenSurveys(ctx, t, c.Key); err != nil {
		return report.FrozenReport{}, err
	}
	if content.Asked, err = asked(ctx, t, c, content.Said.Surveys); err != nil {
		return report.FrozenReport{}, err
	}
	if content.Log, err = trustdb.SequenceAll(ctx, t, c.Key); err != nil {
		return report.FrozenReport{}, err
	}
	if content.Lists, err = freezeLists(ctx, t, c.Key, content.Log); err != nil {
		return report.FrozenReport{}, err
	}
	return content.Freeze()
}

// recount counts a consultation again, and how many comments are on each clause. The report trusts this and not the
// tallies; should they ever differ, the log says so.
func recount(ctx context.Context, t *pg.Tx, key uuid.UUID) (consult.Counts, map[uuid.UUID]int, error) {
	var again []pg.Count
	if err := t.List(ctx, &again, RecountSQL, key); err != nil {
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
	tallied, err := pg.CountsOfSubjects(ctx, t, []uuid.UUID{key}, subjects)
	if err != nil {
		return nil, nil, err
	}
	if apart := difference(again, tallied); len(apart) > 0 {
		slog.ErrorContext(ctx, "tallies differ from a recount", "consultation", key, "counters", apart)
	}
	return counts, clauses, nil
}

// difference lists the counters that stand in one of two counts and not in the other.
func difference(again, tallied []pg.Count) []pg.Count {
	seen := map[pg.Count]int{}
	for _, n := range again {
		seen[n]++
	}
	for _, n := range tallied {
		seen[n]--
	}
	var apart []pg.Count
	for n, times := range seen {
		if times != 0 {
			apart = append(apart, n)
		}
	}
	return apart
}

// clauseCounts names the clauses that were commented on, in the text's order.
func clauseCounts(ctx context.Context, t *pg.Tx, counts map[uuid.UUID]int) ([]report.ReportClauseCount, error) {
	keys := make(pg.KeyArray, 0, len(counts))
	for key := range counts {
		keys = append(keys, key)
	}
	var clauses []legaltext.Clause
	if err := t.List(ctx, &clauses, `SELECT c.id, c.label FROM clauses c WHERE c.id = ANY($1) ORDER BY c.position`, keys); err != nil {
		return nil, err
	}
	named := make([]report.ReportClauseCount, len(clauses))
	for i, c := range clauses {
		named[i] = report.ReportClauseCount{ClauseRef: clauseID(c.Key), Label: c.Label, Count: counts[c.Key]}
	}
	return named, nil
}

// asked tells what a consultation put to the public.
func asked(ctx context.Context, t *pg.Tx, c consult.Consultation, surveys []report.ReportSurvey) (report.ReportAsked, error) {
	a := report.ReportAsked{Titles: c.Titles, OpensAt: c.OpensAt.UTC(), ClosesAt: c.ClosesAt.UTC(), SurveyTitles: []civic.Localized{}}
	for i, s := range surveys { // the versions of a survey stand together
		if i == 0 || surveys[i-1].Survey != s.Survey {
			a.SurveyTitles = append(a.SurveyTitles, s.Titles)
		}
	}
	if c.DraftKey == nil {
		return a, nil
	}
	var d policy.Draft
	err := t.Get(ctx, &d, `SELECT d.title, d.version, d.content_hash FROM drafts d WHERE d.id = $1`, *c.DraftKey)
	a.DraftTitle, a.DraftVersion, a.DraftContentHash = &d.Title, &d.Version, &d.ContentHash
	return a, err
}
