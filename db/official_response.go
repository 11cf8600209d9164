package db

import (
	"context"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

const officialResponseColumns = `o.consultation_id, o.id, o.outcome, o.reason, o.created_at, o.revised_at`

// OfficialResponsesByID finds official responses; everybody may.
func (db *DB) OfficialResponsesByID(ctx context.Context, _ civic.Actor, ids []civic.ID) ([]consult.OfficialResponse, error) {
	var found []consult.OfficialResponse
	err := db.list(ctx, &found, `SELECT `+officialResponseColumns+` FROM official_responses o WHERE o.consultation_id = ANY($1) AND o.id = ANY($2)`,
		scopesOf(ids), keysOf(ids))
	return found, err
}

// OfficialResponses lists a consultation's official responses, newest first. Everybody may.
func (db *DB) OfficialResponses(ctx context.Context, c consult.Consultation, args civic.PageArgs) (civic.Page[consult.OfficialResponse], error) {
	return pageOf(ctx, db, args, listing[consult.OfficialResponse]{
		name: "consultation/officialResponses/" + c.Key.String(), columns: officialResponseColumns, key: "o.id", descending: true,
		from: `official_responses o`, where: `o.consultation_id = $1`, args: []any{c.Key},
		place: func(r consult.OfficialResponse) civic.Place { return civic.Place{Key: r.Key} },
	})
}

// ResponsesToComments finds the official responses to comments, by the ids of the comments. Everybody may.
func (db *DB) ResponsesToComments(ctx context.Context, _ civic.Actor, comments []civic.ID) (map[civic.ID]consult.OfficialResponse, error) {
	var found []struct {
		CommentKey uuid.UUID `db:"comment_id"`
		consult.OfficialResponse
	}
	err := db.list(ctx, &found, `SELECT a.comment_id, `+officialResponseColumns+`
		FROM answered_comments a JOIN official_responses o ON o.consultation_id = a.consultation_id AND o.id = a.official_response_id
		WHERE a.consultation_id = ANY($1) AND a.comment_id = ANY($2)`, scopesOf(comments), keysOf(comments))
	responses := make(map[civic.ID]consult.OfficialResponse, len(found))
	for _, f := range found {
		responses[civic.IDWithin(consult.CommentKind, f.ConsultationKey, f.CommentKey)] = f.OfficialResponse
	}
	return responses, err
}

// AnsweredComments lists the comments that an official response answers, newest first. Everybody may: a comment that waits for
// a moderator cannot be answered, and one that is answered can wait no more, for its author can no longer edit it.
func (db *DB) AnsweredComments(ctx context.Context, r consult.OfficialResponse, args civic.PageArgs) (civic.Page[consult.Comment], error) {
	return pageOf(ctx, db, args, listing[consult.Comment]{
		name: "officialResponse/comments/" + r.Key.String(), columns: commentColumns, key: "m.id", descending: true,
		from:  `answered_comments a JOIN comments m ON m.consultation_id = a.consultation_id AND m.id = a.comment_id`,
		where: `a.consultation_id = $1 AND a.official_response_id = $2`, args: []any{r.ConsultationKey, r.Key},
		place: func(m consult.Comment) civic.Place { return civic.Place{Key: m.Key} },
	})
}
