package analysedb

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// taskRow is a task as a row holds it.
type taskRow struct {
	analyse.CodingTask
	Coders   pg.KeyArray `db:"coders"`
	Comments pg.KeyArray `db:"comments"`
	Coded    []byte      `db:"coded"`
}

const taskColumns = `y.consultation_id, y.id, y.coders, y.comments, y.created_at,
	(SELECT COALESCE(jsonb_agg(jsonb_build_object('comment', d.comment_id, 'coder', d.coder, 'themes', d.themes) ORDER BY d.comment_id, d.coder), '[]')
	 FROM task_codes d WHERE d.consultation_id = y.consultation_id AND d.task_id = y.id) AS coded`

func (r taskRow) task() (analyse.CodingTask, error) {
	t := r.CodingTask
	t.Coders, t.Comments = r.Coders, r.Comments
	return t, json.Unmarshal(r.Coded, &t.Coded)
}

// CodingTasksByID finds tasks. Staff with READ_CODING may.
func CodingTasksByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]analyse.CodingTask, error) {
	all, codes := reach(by)
	rows, err := pg.Rows[taskRow](ctx, db, `SELECT `+taskColumns+` FROM coding_tasks y JOIN consultations c ON c.id = y.consultation_id JOIN departments dep ON dep.id = c.department_id
		WHERE y.consultation_id = ANY($1) AND y.id = ANY($2) AND ($3::bool OR dep.code = ANY($4))`, pg.ScopesOf(ids), pg.KeysOf(ids), all, codes)
	tasks := make([]analyse.CodingTask, len(rows))
	for i, row := range rows {
		if err == nil {
			tasks[i], err = row.task()
		}
	}
	return tasks, err
}

// CodingTasks lists the tasks of a consultation, newest first. Staff with READ_CODING may.
func CodingTasks(ctx context.Context, db *pg.DB, by civic.Actor, of consult.Consultation, page civic.PageArgs) (civic.Page[analyse.CodingTask], error) {
	if err := by.Require(analyse.ReadCoding, of.DepartmentCode); err != nil {
		return civic.Page[analyse.CodingTask]{}, err
	}
	found, err := pg.PageOf(ctx, db, page, pg.Listing[taskRow]{
		Name: "consultation/codingTasks/" + of.Key.String(), Columns: taskColumns, From: `coding_tasks y`, Where: `y.consultation_id = $1`, Args: []any{of.Key}, Key: "y.id", Descending: true,
		Place: func(r taskRow) civic.Place { return civic.Place{Key: r.Key} },
	})
	tasks := civic.Page[analyse.CodingTask]{Places: found.Places, Window: found.Window, MoreAfter: found.MoreAfter, MoreBefore: found.MoreBefore, CountListing: found.CountListing}
	for _, row := range found.Rows {
		t, taskErr := row.task()
		if err == nil {
			err = taskErr
		}
		tasks.Rows = append(tasks.Rows, t)
	}
	return tasks, err
}

// TaskComments lists the comments of a task, oldest first. Who sees the task may.
func TaskComments(ctx context.Context, db *pg.DB, of analyse.CodingTask, page civic.PageArgs) (civic.Page[consult.Comment], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[consult.Comment]{
		Name: "codingTask/comments/" + of.Key.String(), Columns: consultdb.CommentColumns, Key: "m.id",
		From: `comments m`, Where: `m.consultation_id = $1 AND m.id = ANY($2) AND m.withdrawn_at IS NULL`, Args: []any{of.ConsultationKey, pg.KeyArray(of.Comments)},
		Place: func(m consult.Comment) civic.Place { return civic.Place{Key: m.Key} },
	})
}

// CreateCodingTask gives comments to staff. ANALYSTs and EDITORs of the department may, until the report.
func CreateCodingTask(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.CreateCodingTaskInput) (*analyse.CodingTask, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	id, same := civic.IDWithin(analyse.CodingTaskKind, in.ConsultationID.Key, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[analyse.CodingTask]{By: by, Input: in, Request: same, ID: id, Table: "coding_tasks", Find: CodingTasksByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		if err := lockCoding(ctx, t, id); err != nil {
			return err
		}
		if err := checkCodable(ctx, t, in.CommentIDs); err != nil {
			return err
		}
		comments := pg.KeysOf(in.CommentIDs)
		if in.Sample != nil {
			if err := t.List(ctx, (*[]uuid.UUID)(&comments), `SELECT m.id FROM comments m WHERE m.consultation_id = $1 AND `+standing+` ORDER BY md5(m.id::text || $3) LIMIT $2`, id.Consultation, *in.Sample, id.Key.String()); err != nil {
				return err
			}
		}
		if len(comments) == 0 {
			return civic.Refuse(civic.NotFound, "sample")
		}
		_, err := t.Exec(ctx, `INSERT INTO coding_tasks (consultation_id, id, coders, comments, created_by, idempotency_key, request_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id.Consultation, id.Key, pg.KeysOf(in.AccountCodes), pg.Distinct(comments), by.Account, same.Key, same.Hash)
		return err
	})
}

// RecordCodes keeps which themes a coder chooses for a comment of their task. Those to whom the task was given may, until the report.
func RecordCodes(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.RecordCodesInput) (*analyse.CodingTask, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.CodingTaskID, CodingTasksByID, func(t *pg.Tx) error {
		id := in.CodingTaskID
		if err := lockCoding(ctx, t, id); err != nil {
			return err
		}
		var given, known bool
		if err := t.Get(ctx, &given, `SELECT $3 = ANY(coders) AND $4 = ANY(comments) FROM coding_tasks WHERE consultation_id = $1 AND id = $2`, id.Consultation, id.Key, by.Account, in.CommentID.Key); err != nil {
			return pg.NotFoundAt(err, "codingTaskId")
		}
		if !given {
			return civic.Refuse(analyse.NotYourTask, "commentId")
		}
		if err := t.Get(ctx, &known, `SELECT count(*) = $3::int FROM themes WHERE consultation_id = $1 AND id = ANY($2) AND merged_into IS NULL`, id.Consultation, pg.KeysOf(in.ThemeIDs), len(in.ThemeIDs)); err != nil {
			return err
		}
		if !known {
			return civic.Refuse(civic.NotFound, "themeIds")
		}
		if _, err := t.Exec(ctx, `INSERT INTO task_codes (consultation_id, task_id, comment_id, coder, themes) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (consultation_id, task_id, comment_id, coder) DO UPDATE SET themes = EXCLUDED.themes, coded_at = EXCLUDED.coded_at`,
			id.Consultation, id.Key, in.CommentID.Key, by.Account, pg.KeysOf(in.ThemeIDs)); err != nil {
			return err
		}
		return adoptCodes(ctx, t, by, id)
	})
}

// adoptCodes codes the comments of a task that all have finished with the themes that all of them chose.
func adoptCodes(ctx context.Context, t *pg.Tx, by civic.Actor, id civic.ID) error {
	var themes []uuid.UUID
	if err := t.List(ctx, &themes, `INSERT INTO comment_codes (consultation_id, theme_id, comment_id, source, coder)
		SELECT y.consultation_id, w.theme_id, d.comment_id, 'PERSON', $3 FROM coding_tasks y JOIN task_codes d ON d.consultation_id = y.consultation_id AND d.task_id = y.id
		CROSS JOIN unnest(d.themes) AS w (theme_id) JOIN themes h ON h.consultation_id = y.consultation_id AND h.id = w.theme_id AND h.merged_into IS NULL
		JOIN comments m ON m.consultation_id = d.consultation_id AND m.id = d.comment_id AND m.withdrawn_at IS NULL
		WHERE y.consultation_id = $1 AND y.id = $2 AND (SELECT count(*) FROM task_codes o WHERE o.consultation_id = $1 AND o.task_id = $2) = cardinality(y.coders) * cardinality(y.comments)
		GROUP BY y.consultation_id, w.theme_id, d.comment_id, y.coders HAVING count(*) = cardinality(y.coders)
		ON CONFLICT DO NOTHING RETURNING theme_id`, id.Consultation, id.Key, by.Name); err != nil || len(themes) == 0 {
		return err
	}
	if err := answerMembers(ctx, t, id.Consultation, nil); err != nil {
		return err
	}
	return resizeThemes(ctx, t, id.Consultation, themes)
}
