package analysedb

import (
	"context"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// RespondToGroup answers a theme or a campaign of a closed consultation as one: every comment under it that has no response, also those that come
// under it later, until the report. The answer is a draft until it is published. An EDITOR of the department may.
func RespondToGroup(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.RespondToGroupInput) (*consult.OfficialResponse, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	id, same := civic.IDWithin(consult.OfficialResponseKind, in.GroupID.Consultation, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	n := consultdb.NewResponse{ID: id, By: by, Same: same, Group: &in.GroupID.Key, Outcome: in.Outcome, Reason: in.Reason, Clauses: in.Clauses}
	create := pg.Create[consult.OfficialResponse]{By: by, Input: in, Request: same, ID: id, Table: "official_responses", Find: consultdb.OfficialResponsesByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		if err := n.Write(ctx, t, "groupId", func() error { return checkUnanswered(ctx, t, in.GroupID) }); err != nil {
			return err
		}
		return answerMembers(ctx, t, id.Consultation, nil)
	})
}

// checkUnanswered refuses a theme or campaign that there is not, that was merged into another one, or that has a response. It locks the groups.
func checkUnanswered(ctx context.Context, t *pg.Tx, group civic.ID) error {
	if err := lockGroups(ctx, t, group.Consultation); err != nil {
		return err
	}
	if err := checkGroup(ctx, t, group); err != nil {
		return err
	}
	var answered bool
	if err := t.Get(ctx, &answered, `SELECT EXISTS (SELECT FROM official_responses WHERE consultation_id = $1 AND group_id = $2)`, group.Consultation, group.Key); err != nil || !answered {
		return err
	}
	return civic.Refuse(consult.AlreadyAnswered, "groupId")
}

func checkGroup(ctx context.Context, t *pg.Tx, group civic.ID) error {
	if group.Kind == analyse.CampaignKind {
		return present(ctx, t, group, "groupId")
	}
	_, err := openTheme(ctx, t, group.Consultation, group, "groupId")
	return err
}

// ExcludeComments takes comments out of the response to their theme or campaign, for good. They have no response any more and can get another one.
// An EDITOR of the department may, until the report.
func ExcludeComments(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.ExcludeCommentsInput) (*consult.OfficialResponse, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	id := in.OfficialResponseID
	return pg.Change(ctx, db, by, in, id, consultdb.OfficialResponsesByID, func(t *pg.Tx) error {
		if _, err := consultdb.LockAnswers(ctx, t, id, "officialResponseId"); err != nil {
			return err
		}
		if err := lockGroups(ctx, t, id.Consultation); err != nil {
			return err
		}
		var names bool
		if err := t.Get(ctx, &names, `SELECT group_id IS NULL FROM official_responses WHERE consultation_id = $1 AND id = $2 FOR UPDATE`, id.Consultation, id.Key); err != nil {
			return pg.NotFoundAt(err, "officialResponseId")
		}
		if names {
			return civic.Refuse(analyse.AnswersNoGroup, "officialResponseId")
		}
		return exclude(ctx, t, id, in.CommentIDs)
	})
}

// exclude takes comments out of a response, all of which it must answer, and gives them to the response of another theme or campaign if they have one.
func exclude(ctx context.Context, t *pg.Tx, response civic.ID, comments []civic.ID) error {
	if err := checkAnsweredBy(ctx, t, response, comments); err != nil {
		return err
	}
	keys := pg.KeysOf(comments)
	if _, err := t.Exec(ctx, `INSERT INTO excluded_comments (consultation_id, official_response_id, comment_id) SELECT $1, $2, comment_id FROM unnest($3::uuid[]) AS w (comment_id) ORDER BY 3`,
		response.Consultation, response.Key, keys); err != nil {
		return err
	}
	if err := changeAnswered(ctx, t, response.Consultation, -1, `DELETE FROM answered_comments WHERE consultation_id = $1 AND official_response_id = $2 AND comment_id = ANY($3)
		RETURNING comment_id, official_response_id`, response.Key, keys); err != nil {
		return err
	}
	return answerMembers(ctx, t, response.Consultation, keys)
}

// checkAnsweredBy refuses, all at once, comments that a response does not answer.
func checkAnsweredBy(ctx context.Context, t *pg.Tx, response civic.ID, comments []civic.ID) error {
	found, err := pg.Rows[uuid.UUID](ctx, t, `SELECT comment_id FROM answered_comments WHERE consultation_id = $1 AND official_response_id = $2 AND comment_id = ANY($3)`,
		response.Consultation, response.Key, pg.KeysOf(comments))
	if err != nil {
		return err
	}
	return pg.Missing(found, comments, "commentIds").Err()
}
