package consultdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

const officialResponseColumns = `o.consultation_id, o.id, o.outcome, o.reason, o.created_at, o.revised_at`

// OfficialResponsesByID finds official responses; everybody may.
func OfficialResponsesByID(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) ([]consult.OfficialResponse, error) {
	return pg.Rows[consult.OfficialResponse](ctx, db, `SELECT `+officialResponseColumns+` FROM official_responses o WHERE o.consultation_id = ANY($1) AND o.id = ANY($2)`,
		pg.ScopesOf(ids), pg.KeysOf(ids))
}

// OfficialResponses lists a consultation's official responses, newest first. Everybody may.
func OfficialResponses(ctx context.Context, db *pg.DB, c consult.Consultation, args civic.PageArgs) (civic.Page[consult.OfficialResponse], error) {
	return pg.PageOf(ctx, db, args, pg.Listing[consult.OfficialResponse]{
		Name: "consultation/officialResponses/" + c.Key.String(), Columns: officialResponseColumns, Key: "o.id", Descending: true,
		From: `official_responses o`, Where: `o.consultation_id = $1`, Args: []any{c.Key},
		Place: func(r consult.OfficialResponse) civic.Place { return civic.Place{Key: r.Key} },
	})
}

// ResponsesToComments finds the official responses to comments, by the ids of the comments. Everybody may.
func ResponsesToComments(ctx context.Context, db *pg.DB, _ civic.Actor, comments []civic.ID) (map[civic.ID]consult.OfficialResponse, error) {
	var found []struct {
		CommentKey uuid.UUID `db:"comment_id"`
		consult.OfficialResponse
	}
	err := db.List(ctx, &found, `SELECT a.comment_id, `+officialResponseColumns+`
		FROM answered_comments a JOIN official_responses o ON o.consultation_id = a.consultation_id AND o.id = a.official_response_id
		WHERE a.consultation_id = ANY($1) AND a.comment_id = ANY($2)`, pg.ScopesOf(comments), pg.KeysOf(comments))
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
