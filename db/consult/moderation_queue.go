package consultdb

import (
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// ModerationQueue lists the comments of a consultation that wait for a moderator: those that nobody has published, those that
// were reported or whose authorship was disputed since the last decision, and hidden ones whose words are new. MODERATORs of the
// department and AUDITORs may; others are refused.
func ModerationQueue(ctx context.Context, db *pg.DB, by civic.Actor, of consult.Consultation, page civic.PageArgs, filter *consult.ModerationFilter, order consult.ModerationOrder) (civic.Page[consult.Comment], error) {
	if err := by.Require(consult.ReadModeration, of.DepartmentCode); err != nil {
		return civic.Page[consult.Comment]{}, err
	}
	return pg.PageOf(ctx, db, page, moderationListing(of.Key.String(), filter, order, `comments m`, `m.consultation_id = $3`, of.Key))
}

// ModerationQueueOf lists the same of all consultations of a department, or of all departments in which the actor may: MODERATORs of
// theirs, AUDITORs of all. A department in which the actor may not is refused.
func ModerationQueueOf(ctx context.Context, db *pg.DB, by civic.Actor, department *civic.ID, page civic.PageArgs, filter *consult.ModerationFilter, order consult.ModerationOrder) (civic.Page[consult.Comment], error) {
	if err := requireIn(ctx, db, by, consult.ReadModeration, department); err != nil {
		return civic.Page[consult.Comment]{}, err
	}
	departments, all := by.Reach(consult.ReadModeration)
	return pg.PageOf(ctx, db, page, moderationListing(listOf(department), filter, order,
		`comments m JOIN consultations c ON c.id = m.consultation_id JOIN departments dep ON dep.id = c.department_id`,
		`($3::uuid IS NULL OR c.department_id = $3) AND ($4::bool OR dep.code = ANY($5))`, pg.KeyOf(department), all, pq.Array(departments)))
}

// requireIn refuses an actor who may not do this in the department, or anywhere if none is named. NOT_FOUND at departmentId.
func requireIn(ctx context.Context, db *pg.DB, by civic.Actor, do civic.Action, id *civic.ID) error {
	if id == nil {
		if !by.Holds(do) {
			return civic.Refuse(civic.Forbidden, "")
		}
		return nil
	}
	if _, err := id.Of(civic.DepartmentKind, "departmentId"); err != nil {
		return err
	}
	department, err := pg.Single(civicdb.DepartmentsByID(ctx, db, by, []civic.ID{*id}))
	if err != nil {
		return pg.Under("departmentId", err)
	}
	return by.Require(do, department.Code)
}

// listOf names the list of a department, or of all, in cursors.
func listOf(department *civic.ID) string {
	if department == nil {
		return "all"
	}
	return department.Key.String()
}

// moderationListing is a list of comments that wait for a moderator. The condition's parameters begin with $3.
func moderationListing(name string, filter *consult.ModerationFilter, order consult.ModerationOrder, from, condition string, args ...any) pg.Listing[consult.Comment] {
	if filter == nil {
		filter = &consult.ModerationFilter{}
	}
	l := pg.Listing[consult.Comment]{
		Name: "moderationQueue/" + name + "/" + string(order), Columns: CommentColumns, Key: "m.id",
		From: from, Where: condition + ` AND m.awaits_decision AND m.withdrawn_at IS NULL
			AND ($1::text IS NULL OR m.state = $1) AND ($2::bool IS NULL OR (m.disputed_at IS NOT NULL) = $2)`,
		Args:  append([]any{filter.State, filter.Disputed}, args...),
		Place: func(c consult.Comment) civic.Place { return civic.Place{Key: c.Key} },
	}
	if order == consult.MostReportedFirst {
		l.Rank, l.RankValue, l.Descending = "m.open_reports", pg.ByNumber, true
		l.Place = func(c consult.Comment) civic.Place {
			return civic.Place{Rank: int64(c.OpenReports), Key: c.Key}
		}
	}
	return l
}

// CommentReports finds what was reported about comments, newest first and at most 100 of each, by the ids of the comments.
// MODERATORs of the department and AUDITORs may; for others there is nothing.
func CommentReports(ctx context.Context, db *pg.DB, by civic.Actor, comments []civic.ID) (map[civic.ID][]consult.CommentReport, error) {
	departments, all := by.Reach(consult.ReadModeration)
	var found []struct {
		ConsultationKey uuid.UUID `db:"consultation_id"`
		CommentKey      uuid.UUID `db:"comment_id"`
		Account         uuid.UUID `db:"account"`
		consult.CommentReport
	}
	err := db.List(ctx, &found, `SELECT r.consultation_id, r.comment_id, r.account, r.reason, r.note, r.created_at FROM (
		  SELECT consultation_id, comment_id, account, reason, note, created_at,
		    row_number() OVER (PARTITION BY consultation_id, comment_id ORDER BY created_at DESC, account) AS place
		  FROM comment_reports WHERE consultation_id = ANY($1) AND comment_id = ANY($2)
		) r JOIN consultations c ON c.id = r.consultation_id JOIN departments dep ON dep.id = c.department_id
		WHERE r.place <= 100 AND ($3::bool OR dep.code = ANY($4)) ORDER BY r.place`,
		pg.ScopesOf(comments), pg.KeysOf(comments), all, pq.Array(departments))
	reports := map[civic.ID][]consult.CommentReport{}
	for _, f := range found {
		comment := civic.IDWithin(consult.CommentKind, f.ConsultationKey, f.CommentKey)
		f.Key = uuid.UUID(db.Hash("report", f.CommentKey.String(), f.Account.String())[:16])
		reports[comment] = append(reports[comment], f.CommentReport)
	}
	return reports, err
}
