package personaldb

import (
	"context"

	consultdb "minyi/db/consult"
	disclosedb "minyi/db/disclose"
	"minyi/db/pg"
	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/personal"
	"minyi/domain/survey"
)

// ViewerComments lists the actor's own comments, newest first, with those taken back or erased.
func ViewerComments(ctx context.Context, db *pg.DB, by civic.Actor, args civic.PageArgs) (civic.Page[consult.Comment], error) {
	return pg.PageOf(ctx, db, args, pg.Listing[consult.Comment]{
		Name: "viewer/comments", Columns: consultdb.CommentColumns, Key: "m.id", Descending: true,
		From: `comments m`, Where: `m.author = $1`, Args: []any{by.Account},
		Place: func(c consult.Comment) civic.Place { return civic.Place{Key: c.Key} },
	})
}

// ViewerEndorsements lists the actor's own endorsements, newest first.
func ViewerEndorsements(ctx context.Context, db *pg.DB, by civic.Actor, args civic.PageArgs) (civic.Page[consult.Endorsement], error) {
	return pg.PageOf(ctx, db, args, pg.Listing[consult.Endorsement]{
		Name: "viewer/endorsements", Columns: `e.consultation_id, e.comment_id, e.created_at`, Key: "e.comment_id", Rank: "e.created_at", RankValue: pg.ByTime, Descending: true,
		From: `endorsements e`, Where: `e.account = $1`, Args: []any{by.Account},
		Place: func(e consult.Endorsement) civic.Place {
			return civic.Place{Rank: e.CreatedAt.UnixMicro(), Key: e.CommentKey}
		},
	})
}

// PersonalData gathers all that is kept of the actor.
func PersonalData(ctx context.Context, db *pg.DB, by civic.Actor) (personal.PersonalData, error) {
	data := personal.PersonalData{Comments: []personal.PersonalComment{}, SurveyResponses: []personal.PersonalResponse{}, SavedForms: []survey.SavedForm{}, DisclosureRequests: []personal.PersonalDisclosureRequest{}}
	err := db.Get(ctx, &data.Account, `SELECT issuer, created_at FROM accounts WHERE id = $1`, by.Account)
	if err != nil {
		return data, pg.NotFoundAt(err, "")
	}
	comments, err := commentsOf(ctx, db, by)
	for _, c := range comments {
		data.Comments = append(data.Comments, personal.PersonalCommentOf(c))
	}
	if err != nil {
		return data, err
	}
	if data.Reports, err = reportsOf(ctx, db, by); err != nil {
		return data, err
	}
	requests, applicants, err := disclosedb.OwnRequests(ctx, db, by)
	if err != nil {
		return data, err
	}
	for i, r := range requests {
		data.DisclosureRequests = append(data.DisclosureRequests, personal.PersonalDisclosureRequestOf(r, applicants[i]))
	}
	if data.Endorsements, err = endorsementsOf(ctx, db, by); err != nil {
		return data, err
	}
	surveys, err := carriedSurveys(ctx, db)
	if err != nil {
		return data, err
	}
	forms, err := surveydb.ViewerSavedForms(ctx, db, by, surveys)
	if err != nil {
		return data, err
	}
	for _, id := range surveys {
		if form, saved := forms[id]; saved {
			data.SavedForms = append(data.SavedForms, form)
		}
	}
	responses, err := surveydb.ResponsesOf(ctx, db, by, surveys)
	for _, r := range responses {
		data.SurveyResponses = append(data.SurveyResponses, personal.PersonalResponseOf(r))
	}
	return data, err
}
