package db

import (
	"context"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/personal"
)

// ViewerComments lists the actor's own comments, newest first, with those taken back or erased.
func (db *DB) ViewerComments(ctx context.Context, by civic.Actor, args civic.PageArgs) (civic.Page[consult.Comment], error) {
	return pageOf(ctx, db, args, listing[consult.Comment]{
		name: "viewer/comments", columns: commentColumns, key: "m.id", descending: true,
		from: `comments m`, where: `m.author = $1`, args: []any{by.Account},
		place: func(c consult.Comment) civic.Place { return civic.Place{Key: c.Key} },
	})
}

// PersonalData gathers all that is kept of the actor.
func (db *DB) PersonalData(ctx context.Context, by civic.Actor) (personal.PersonalData, error) {
	data := personal.PersonalData{Comments: []personal.PersonalComment{}, SurveyResponses: []personal.PersonalResponse{}}
	err := db.get(ctx, &data.Account, `SELECT issuer, created_at FROM accounts WHERE id = $1`, by.Account)
	if err != nil {
		return data, found(err, "")
	}
	comments, err := db.commentsOf(ctx, by)
	for _, c := range comments {
		data.Comments = append(data.Comments, personal.PersonalCommentOf(c))
	}
	if err != nil {
		return data, err
	}
	if data.Reports, err = db.reportsOf(ctx, by); err != nil {
		return data, err
	}
	if data.Endorsements, err = db.endorsementsOf(ctx, by); err != nil {
		return data, err
	}
	surveys, err := db.carriedSurveys(ctx)
	if err != nil {
		return data, err
	}
	responses, err := db.responsesOf(ctx, by, surveys)
	for _, r := range responses {
		data.SurveyResponses = append(data.SurveyResponses, personal.PersonalResponseOf(r))
	}
	return data, err
}
