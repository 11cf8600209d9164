package consultdb

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// RespondToComments answers comments of one closed consultation, all of them or none. The answer is a draft until it is published. An EDITOR of
// the department may. It refuses comments that are unknown, taken back, or answered already, clauses of other drafts, and a consultation that is open or reported.
func RespondToComments(ctx context.Context, db *pg.DB, by civic.Actor, in consult.RespondToCommentsInput) (*consult.OfficialResponse, error) {
	if err := consult.CheckRespond(in); err != nil {
		return nil, err
	}
	id, same := civic.IDWithin(consult.OfficialResponseKind, in.CommentIDs[0].Consultation, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[consult.OfficialResponse]{By: by, Input: in, Request: same, ID: id, Table: "official_responses", Find: OfficialResponsesByID}
	n := NewResponse{ID: id, By: by, Same: same, Outcome: in.Outcome, Reason: in.Reason, Clauses: in.Clauses}
	write := func(t *pg.Tx) error {
		if err := n.Write(ctx, t, "commentIds.0", func() error { return checkAnswerable(ctx, t, id, in.CommentIDs) }); err != nil {
			return err
		}
		return insertAnswered(ctx, t, id, in.CommentIDs)
	}
	made, err := create.Run(ctx, db, write)
	if pg.Violates(err, "answered_comments_pkey") { // somebody else answered meanwhile: a second try says which comments
		return create.Run(ctx, db, write)
	}
	return made, err
}

// checkAnswerable refuses, all at once, comments that are not there, which those that wait for a moderator are not, and comments
// that have another answer. Hidden ones are answered as others are. It waits for comments that are being taken back or moderated at this moment.
func checkAnswerable(ctx context.Context, t *pg.Tx, response civic.ID, comments []civic.ID) error {
	var found []struct {
		Key      uuid.UUID `db:"id"`
		Answered bool      `db:"answered"`
	}
	if err := t.List(ctx, &found, `SELECT m.id, a.official_response_id IS DISTINCT FROM $3 AND a.comment_id IS NOT NULL AS answered
		FROM comments m LEFT JOIN answered_comments a ON a.consultation_id = m.consultation_id AND a.comment_id = m.id
		WHERE m.consultation_id = $1 AND m.id = ANY($2) AND m.withdrawn_at IS NULL AND m.state <> 'PENDING' ORDER BY m.id FOR KEY SHARE OF m`, response.Consultation, pg.KeysOf(comments), response.Key); err != nil {
		return err
	}
	answered := make(map[uuid.UUID]bool, len(found))
	for _, f := range found {
		answered[f.Key] = f.Answered
	}
	var problems civic.Problems
	for i, id := range comments {
		switch already, there := answered[id.Key]; {
		case !there:
			problems.Add(civic.NotFound, fmt.Sprintf("commentIds.%d", i))
		case already:
			problems.Add(consult.AlreadyAnswered, fmt.Sprintf("commentIds.%d", i))
		}
	}
	return problems.Err()
}

// insertAnswered notes which comments a response answers. They are written in their order, so that two answers at once never wait for each
// other in a ring.
func insertAnswered(ctx context.Context, t *pg.Tx, response civic.ID, comments []civic.ID) error {
	_, err := t.Exec(ctx, `INSERT INTO answered_comments (consultation_id, comment_id, official_response_id)
		SELECT $1, comment_id, $2 FROM unnest($3::uuid[]) AS answered (comment_id) ORDER BY comment_id`, response.Consultation, response.Key, pg.KeysOf(comments))
	return err
}
