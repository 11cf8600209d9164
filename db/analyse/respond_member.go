package analysedb

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/consult"
)

// AnswerMembers lets the responses to the themes and campaigns of a consultation answer all that has come under them. The report is published after it,
// and nothing comes under them any more.
func AnswerMembers(ctx context.Context, t *pg.Tx, scope uuid.UUID) error {
	if err := lockGroups(ctx, t, scope); err != nil {
		return err
	}
	return answerMembers(ctx, t, scope, nil)
}

// answerMembers lets the responses to themes and campaigns answer the comments under them that have no response: those that are named, or all if
// none is. A comment under several gets the response that was given first. The caller has locked the groups. A comment that its author or a moderator changes at this
// moment waits for the next time: its author holds the comment and wants the groups.
func answerMembers(ctx context.Context, t *pg.Tx, scope uuid.UUID, comments pg.KeyArray) error {
	there, err := lockResponses(ctx, t, scope)
	if err != nil || !there {
		return err
	}
	return changeAnswered(ctx, t, scope, 1, `INSERT INTO answered_comments (consultation_id, comment_id, official_response_id)
		SELECT $1, w.comment_id, w.official_response_id FROM (
		  SELECT DISTINCT ON (u.comment_id) u.comment_id, u.official_response_id FROM (`+underResponses+`) u
		  WHERE ($2::bool OR u.comment_id = ANY($3)) AND NOT EXISTS (SELECT FROM answered_comments a WHERE a.consultation_id = $1 AND a.comment_id = u.comment_id)
		  ORDER BY u.comment_id, u.official_response_id
		) w JOIN comments m ON m.consultation_id = $1 AND m.id = w.comment_id WHERE m.withdrawn_at IS NULL AND m.state <> 'PENDING' FOR KEY SHARE OF m SKIP LOCKED
		ON CONFLICT DO NOTHING RETURNING comment_id, official_response_id`, comments == nil, comments)
}

// underResponses are the comments under a theme or campaign that has a response, except those that were taken out of it.
const underResponses = `SELECT i.comment_id, o.id AS official_response_id FROM official_responses o JOIN (
	  SELECT k.consultation_id, k.theme_id AS group_id, k.comment_id FROM comment_codes k WHERE k.consultation_id = $1
	  UNION ALL SELECT g.consultation_id, g.campaign_id, g.comment_id FROM grouped_comments g WHERE g.consultation_id = $1 AND g.campaign_id IS NOT NULL
	) i ON i.consultation_id = o.consultation_id AND i.group_id = o.group_id
	WHERE o.consultation_id = $1 AND o.group_id IS NOT NULL
	  AND NOT EXISTS (SELECT FROM excluded_comments x WHERE x.consultation_id = $1 AND x.official_response_id = o.id AND x.comment_id = i.comment_id)`

// lockResponses keeps the responses to themes and campaigns from being published or changed until the transaction ends, and tells whether there are any
// that can still answer more. All who lock several take them in their order.
func lockResponses(ctx context.Context, t *pg.Tx, scope uuid.UUID) (there bool, err error) {
	var locked []uuid.UUID
	if err := t.List(ctx, &locked, `SELECT id FROM official_responses WHERE consultation_id = $1 AND group_id IS NOT NULL ORDER BY id FOR UPDATE`, scope); err != nil || len(locked) == 0 {
		return false, err
	}
	return there, t.Get(ctx, &there, `SELECT reported_at IS NULL FROM consultations WHERE id = $1`, scope)
}

// changeAnswered writes which comments are answered, by a statement that returns the comments and the responses, and adds to the counts what concerns published ones. The
// statement's first parameter is the consultation. Comments that an older response answers from now on, or no longer, are noted for exports of changes; one that somebody
// else has locked is changing anyway.
func changeAnswered(ctx context.Context, t *pg.Tx, scope uuid.UUID, times int64, change string, args ...any) error {
	var changed []struct {
		Outcome  consult.AdoptionOutcome `db:"outcome"`
		Comments int64                   `db:"comments"`
	}
	if err := t.List(ctx, &changed, fmt.Sprintf(`WITH changed AS (%s), noted AS (
		  UPDATE comments SET unanswered_at = now() WHERE consultation_id = $1 AND id IN (
		    SELECT m.id FROM changed w JOIN official_responses o ON o.consultation_id = $1 AND o.id = w.official_response_id AND o.created_at < now()
		    JOIN comments m ON m.consultation_id = $1 AND m.id = w.comment_id FOR NO KEY UPDATE OF m SKIP LOCKED)
		) SELECT o.outcome, count(*) AS comments FROM changed w
		JOIN official_responses o ON o.consultation_id = $1 AND o.id = w.official_response_id WHERE o.published_at IS NOT NULL GROUP BY o.outcome`, change), append([]any{scope}, args...)...); err != nil {
		return err
	}
	var d pg.Delta
	for _, c := range changed {
		d.Add(scope, consult.AnsweredCounter, times*c.Comments)
		d.Add(scope, consult.OutcomeCounter(c.Outcome), times*c.Comments)
	}
	return d.Append(ctx, t, scope)
}

// leaveGroup takes comments that are no longer under a theme or campaign out of the draft of its response. A published response keeps them until staff
// give a reason.
func leaveGroup(ctx context.Context, t *pg.Tx, scope uuid.UUID, groups, comments pg.KeyArray) error {
	there, err := lockResponses(ctx, t, scope)
	if err != nil || !there {
		return err
	}
	if err := changeAnswered(ctx, t, scope, -1, `DELETE FROM answered_comments a USING official_responses o WHERE o.consultation_id = $1 AND o.group_id = ANY($2) AND o.published_at IS NULL
		AND a.consultation_id = $1 AND a.official_response_id = o.id AND a.comment_id = ANY($3) RETURNING a.comment_id, a.official_response_id`, groups, comments); err != nil {
		return err
	}
	return answerMembers(ctx, t, scope, comments)
}

// inherit gives the response of a theme or campaign to the one that it was merged into.
func inherit(ctx context.Context, t *pg.Tx, scope, from, into uuid.UUID) error {
	there, err := lockResponses(ctx, t, scope)
	if err != nil || !there {
		return err
	}
	if _, err := t.Exec(ctx, `UPDATE official_responses SET group_id = $3 WHERE consultation_id = $1 AND group_id = $2`, scope, from, into); err != nil {
		return err
	}
	return answerMembers(ctx, t, scope, nil)
}
