package reportdb

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"minyi/db/pg"
	surveydb "minyi/db/survey"
	trustdb "minyi/db/trust"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/report"
)

// freezeLists writes the rows of a report, page by page, so that no consultation is too large. Nothing changes them meanwhile, because the
// transaction has the consultation and the log alone.
func freezeLists(ctx context.Context, t *pg.Tx, consultation uuid.UUID, log report.ReportLog) (lists *report.Lists, err error) {
	lists, numbers := new(report.Lists), map[uuid.UUID]int{}
	for _, list := range []struct {
		name  string
		rows  int
		to    *report.List
		write func(*report.Pager) error
	}{
		{report.AnswersList, report.LongRows, &lists.Answers, func(p *report.Pager) error { return addAnswers(ctx, t, consultation, p, numbers) }},
		{report.CommentsList, report.ShortRows, &lists.Comments, func(p *report.Pager) error { return addComments(ctx, t, consultation, p, numbers) }},
		{report.QuestionnairesList, report.LongRows, &lists.Questionnaires, func(p *report.Pager) error { return addQuestionnaires(ctx, t, consultation, p) }},
		{report.ReceiptsList, report.ShortRows, &lists.Receipts, func(p *report.Pager) error {
			return trustdb.EachLogPart(ctx, t, consultation, int64(log.TreeSize), func(part report.LogPart) error { return p.Add(part, uuid.Nil) })
		}},
	} {
		pager := report.NewPager(list.rows, func(p report.Page) error { return savePage(ctx, t, consultation, list.name, p) })
		if err := list.write(pager); err != nil {
			return nil, err
		}
		if *list.to, err = pager.Close(); err != nil {
			return nil, err
		}
	}
	return lists, nil
}

func savePage(ctx context.Context, t *pg.Tx, consultation uuid.UUID, list string, p report.Page) error {
	_, err := t.Exec(ctx, `INSERT INTO report_pages (consultation_id, list, page, keys, text) VALUES ($1, $2, $3, $4, $5)`,
		consultation, list, p.Number, pg.KeyArray(p.Keys), p.Text)
	return err
}

// eachAfter reads rows a page at a time, each after the last key of the one before.
func eachAfter[T any](rows int, next func(after uuid.UUID) ([]T, error), key func(T) uuid.UUID, each func(T) error) error {
	for after := uuid.Nil; ; {
		page, err := next(after)
		if err != nil {
			return err
		}
		for _, row := range page {
			if err := each(row); err != nil {
				return err
			}
			after = key(row)
		}
		if len(page) < rows {
			return nil
		}
	}
}

// frozenAnswer is an official response of a report.
type frozenAnswer struct {
	consult.OfficialResponse
	Comments     int    `db:"comments"`
	Clauses      []byte `db:"clauses"`
	AnswersTheme bool   `db:"answers_theme"`
}

// row is the response as a row of the report.
func (a frozenAnswer) row(consultation uuid.UUID, number int) report.AnswerRow {
	row := report.AnswerRow{Number: number, Outcome: a.Outcome, Reasons: a.Reasons, Comments: a.Comments, Clauses: []report.AnswerEffect{}}
	switch {
	case a.GroupKey == nil:
	case a.AnswersTheme:
		row.Theme = new(civic.IDWithin(analyse.ThemeKind, consultation, *a.GroupKey).String())
	default:
		row.Campaign = new(civic.IDWithin(analyse.CampaignKind, consultation, *a.GroupKey).String())
	}
	return row
}

// addAnswers adds the official responses of a report, and numbers them.
func addAnswers(ctx context.Context, t *pg.Tx, consultation uuid.UUID, p *report.Pager, numbers map[uuid.UUID]int) error {
	statement := fmt.Sprintf(`SELECT o.id, o.outcome, o.reason, o.group_id, EXISTS (SELECT FROM themes h WHERE h.consultation_id = $1 AND h.id = o.group_id) AS answers_theme,
		  (SELECT count(*) FROM answered_comments a WHERE a.consultation_id = $1 AND a.official_response_id = o.id) AS comments,
		  (SELECT COALESCE(json_agg(json_build_object('clause', e.clause_id, 'label', l.label, 'effect', e.effect, 'nextClause', p.id) ORDER BY e.position), '[]')
		   FROM affected_clauses e LEFT JOIN clauses l ON l.id = e.clause_id
		     LEFT JOIN (clauses p JOIN drafts d ON d.id = p.draft_id AND d.published_at IS NOT NULL) ON p.id = e.next_clause_id
		   WHERE e.consultation_id = $1 AND e.official_response_id = o.id) AS clauses
		FROM official_responses o WHERE o.consultation_id = $1 AND o.id > $2 ORDER BY o.id LIMIT %d`, report.LongRows)
	return eachAfter(report.LongRows, func(after uuid.UUID) (page []frozenAnswer, err error) {
		err = t.List(ctx, &page, statement, consultation, after)
		return page, err
	}, func(a frozenAnswer) uuid.UUID { return a.Key }, func(a frozenAnswer) error {
		numbers[a.Key] = p.Count() + 1
		row := a.row(consultation, p.Count()+1)
		if err := json.Unmarshal(a.Clauses, &row.Clauses); err != nil {
			return err
		}
		for i := range row.Clauses {
			for _, clause := range []*string{row.Clauses[i].Clause, row.Clauses[i].NextClause} {
				if clause != nil {
					*clause = clauseID(uuid.MustParse(*clause))
				}
			}
		}
		return p.Add(row, a.Key)
	})
}

// clauseID is the id of a clause as the API gives it.
func clauseID(key uuid.UUID) string { return civic.IDOf(legaltext.ClauseIDKind, key).String() }

// frozenComment is a comment of a report.
type frozenComment struct {
	Key uuid.UUID `db:"id"`
	report.CommentRow
	ClauseKey *uuid.UUID `db:"clause_id"`
	AnswerKey *uuid.UUID `db:"official_response_id"`
}

// addComments adds the comments of a report, the hidden ones too. The comments are chosen before anything is joined to them.
func addComments(ctx context.Context, t *pg.Tx, consultation uuid.UUID, p *report.Pager, answers map[uuid.UUID]int) error {
	statement := fmt.Sprintf(`SELECT m.id, m.clause_id, m.stance, m.day, m.state = 'HIDDEN' AS hidden, r.leaf, a.official_response_id, o.outcome,
		  (SELECT count(*) FROM endorsements e WHERE e.consultation_id = $1 AND e.comment_id = m.id) AS endorsements
		FROM (
		  SELECT m.consultation_id, m.id, m.clause_id, m.stance, m.day, m.state, m.revision FROM comments m
		  WHERE m.consultation_id = $1 AND m.id > $2 AND m.withdrawn_at IS NULL AND m.state <> 'PENDING' ORDER BY m.id LIMIT %d
		) m
		LEFT JOIN receipts r ON r.consultation_id = m.consultation_id AND r.subject_id = m.id AND r.revision = m.revision
		LEFT JOIN answered_comments a ON a.consultation_id = $1 AND a.comment_id = m.id
		LEFT JOIN official_responses o ON o.consultation_id = $1 AND o.id = a.official_response_id
		ORDER BY m.id`, report.ShortRows)
	return eachAfter(report.ShortRows, func(after uuid.UUID) (page []frozenComment, err error) {
		err = t.List(ctx, &page, statement, consultation, after)
		return page, err
	}, func(m frozenComment) uuid.UUID { return m.Key }, func(m frozenComment) error {
		m.Number = p.Count() + 1
		if m.ClauseKey != nil {
			m.ClauseRef = new(clauseID(*m.ClauseKey))
		}
		if m.AnswerKey != nil {
			m.Answer = new(answers[*m.AnswerKey])
		}
		return p.Add(m.CommentRow, m.Key)
	})
}

// addQuestionnaires adds all versions of the surveys.
func addQuestionnaires(ctx context.Context, t *pg.Tx, consultation uuid.UUID, p *report.Pager) error {
	rows, err := surveydb.Questionnaires(ctx, t, consultation)
	for _, row := range rows {
		if err := p.Add(row, uuid.Nil); err != nil {
			return err
		}
	}
	return err
}
