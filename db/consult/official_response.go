package consultdb

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
)

const officialResponseColumns = `o.consultation_id, o.id, o.group_id, o.outcome, o.reason, o.created_at, o.published_at, o.revised_at`

// responseSeen is the condition that an actor may see an official response: everybody once it is published, before that the department's staff,
// whose reach the two parameters after the first so many are.
func responseSeen(parameters int) string {
	return fmt.Sprintf(`(o.published_at IS NOT NULL OR $%d::bool OR EXISTS (SELECT FROM consultations c JOIN departments dep ON dep.id = c.department_id
		WHERE c.id = o.consultation_id AND dep.code = ANY($%d)))`, parameters+1, parameters+2)
}

// OfficialResponsesByID finds official responses. Everybody may see those that are published, the department's staff drafts too.
func OfficialResponsesByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]consult.OfficialResponse, error) {
	all, codes := policydb.ReachOf(by)
	return pg.Rows[consult.OfficialResponse](ctx, db, `SELECT `+officialResponseColumns+` FROM official_responses o WHERE o.consultation_id = ANY($1) AND o.id = ANY($2)
		AND `+responseSeen(2), pg.ScopesOf(ids), pg.KeysOf(ids), all, codes)
}

// ResponsesToGroups finds the official responses to themes and campaigns, the oldest first. Everybody may see those that are published, the department's
// staff drafts too.
func ResponsesToGroups(ctx context.Context, db *pg.DB, by civic.Actor, groups []civic.ID) ([]consult.OfficialResponse, error) {
	all, codes := policydb.ReachOf(by)
	return pg.Rows[consult.OfficialResponse](ctx, db, `SELECT `+officialResponseColumns+` FROM official_responses o WHERE o.consultation_id = ANY($1) AND o.group_id = ANY($2)
		AND `+responseSeen(2)+` ORDER BY o.id`, pg.ScopesOf(groups), pg.KeysOf(groups), all, codes)
}

// OfficialResponses lists a consultation's official responses, newest first. Everybody may see those that are published, the department's staff
// drafts too.
func OfficialResponses(ctx context.Context, db *pg.DB, by civic.Actor, c consult.Consultation, args civic.PageArgs) (civic.Page[consult.OfficialResponse], error) {
	return pg.PageOf(ctx, db, args, pg.Listing[consult.OfficialResponse]{
		Name: "consultation/officialResponses/" + c.Key.String(), Columns: officialResponseColumns, Key: "o.id", Descending: true,
		From: `official_responses o`, Where: `o.consultation_id = $1 AND (o.published_at IS NOT NULL OR $2::bool)`, Args: []any{c.Key, by.Can(policy.ReadInternal, c.DepartmentCode)},
		Place: func(r consult.OfficialResponse) civic.Place { return civic.Place{Key: r.Key} },
	})
}

// ResponsesToComments finds the official responses to comments that the actor may see, by the ids of the comments.
func ResponsesToComments(ctx context.Context, db *pg.DB, by civic.Actor, comments []civic.ID) (map[civic.ID]consult.OfficialResponse, error) {
	var found []struct {
		CommentKey uuid.UUID `db:"comment_id"`
		consult.OfficialResponse
	}
	all, codes := policydb.ReachOf(by)
	err := db.List(ctx, &found, `SELECT a.comment_id, `+officialResponseColumns+`
		FROM answered_comments a JOIN official_responses o ON o.consultation_id = a.consultation_id AND o.id = a.official_response_id
		WHERE a.consultation_id = ANY($1) AND a.comment_id = ANY($2) AND `+responseSeen(2), pg.ScopesOf(comments), pg.KeysOf(comments), all, codes)
	responses := make(map[civic.ID]consult.OfficialResponse, len(found))
	for _, f := range found {
		responses[civic.IDWithin(consult.CommentKind, f.ConsultationKey, f.CommentKey)] = f.OfficialResponse
	}
	return responses, err
}

// AnsweredComments lists the comments that an official response answers, newest first. Everybody may: a comment that waits for
// a moderator cannot be answered, and one that is answered can wait no more, for its author can no longer edit it.
func AnsweredComments(ctx context.Context, db *pg.DB, r consult.OfficialResponse, args civic.PageArgs) (civic.Page[consult.Comment], error) {
	return pg.PageOf(ctx, db, args, pg.Listing[consult.Comment]{
		Name: "officialResponse/comments/" + r.Key.String(), Columns: CommentColumns, Key: "m.id", Descending: true,
		From:  `answered_comments a JOIN comments m ON m.consultation_id = a.consultation_id AND m.id = a.comment_id`,
		Where: `a.consultation_id = $1 AND a.official_response_id = $2`, Args: []any{r.ConsultationKey, r.Key},
		Place: func(m consult.Comment) civic.Place { return civic.Place{Key: m.Key} },
	})
}
