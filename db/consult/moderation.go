package consultdb

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// ModerateComment publishes, hides or restores a comment. A MODERATOR of the department may, at any time. Doing it twice
// changes nothing more.
func ModerateComment(ctx context.Context, db *pg.DB, by civic.Actor, in consult.ModerateCommentInput) (*consult.Comment, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return pg.Single(moderate(ctx, db, by, []civic.ID{in.CommentID}, in, in.Verdict(), func(int) string { return "commentId" }))
}

// ModerateComments is ModerateComment for comments of one consultation, all of them or none. They come back in the order of
// the input.
func ModerateComments(ctx context.Context, db *pg.DB, by civic.Actor, in consult.ModerateCommentsInput) ([]consult.Comment, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return moderate(ctx, db, by, in.CommentIDs, in, in.Verdict(), func(i int) string { return fmt.Sprintf("commentIds.%d", i) })
}

func moderate(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID, in any, v consult.Verdict, field func(int) string) ([]consult.Comment, error) {
	var decided []consult.Comment
	err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		if err := mayModerate(ctx, t, ids, field(0)); err != nil {
			return err
		}
		locked, err := lockComments(ctx, t, ids)
		if err != nil {
			return err
		}
		decided, err = decide(ctx, t, ids, locked, v, field)
		return err
	})
	return decided, err
}

// mayModerate refuses who does not moderate the consultation, and keeps its report from being published until the transaction
// ends.
func mayModerate(ctx context.Context, t *pg.Tx, ids []civic.ID, field string) error {
	key, subject := ids[0].Consultation, ids[0]
	if len(ids) > 1 {
		subject = civic.IDOf(civic.ConsultationKind, key)
	}
	c, err := lockedShared(ctx, t, key, field)
	if err != nil {
		return err
	}
	return t.Allow(consult.Moderate, c.DepartmentCode, subject)
}

// lockComments reads comments that were not taken back, by their keys, once nobody else is changing or endorsing them. They are
// locked in their order, so that two moderators never wait for each other in a ring.
func lockComments(ctx context.Context, t *pg.Tx, ids []civic.ID) (map[uuid.UUID]consult.Comment, error) {
	var found []consult.Comment
	err := t.List(ctx, &found, `SELECT `+CommentColumns+` FROM comments m WHERE m.consultation_id = $1 AND m.id = ANY($2) AND m.withdrawn_at IS NULL
		ORDER BY m.id FOR UPDATE`, ids[0].Consultation, pg.KeysOf(ids))
	return byKey(found), err
}

// decide asks the rule for each comment, gathers what it refuses, and writes down what changes.
func decide(ctx context.Context, t *pg.Tx, ids []civic.ID, locked map[uuid.UUID]consult.Comment, v consult.Verdict, field func(int) string) ([]consult.Comment, error) {
	var problems civic.Problems
	var changing []civic.ID
	verdicts := map[uuid.UUID]consult.Comment{}
	for i, id := range ids {
		c, there := locked[id.Key]
		if !there {
			problems.Add(civic.NotFound, field(i))
			continue
		}
		moderated, differs, err := c.Moderated(v)
		if err != nil {
			problems.Join(pg.Under(field(i), err))
		}
		if differs {
			changing = append(changing, id)
			verdicts[id.Key] = moderated
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	if err := writeVerdicts(ctx, t, changing, locked, verdicts); err != nil {
		return nil, err
	}
	decided := make([]consult.Comment, len(ids))
	for i, id := range ids {
		decided[i] = locked[id.Key]
	}
	return decided, nil
}

// writeVerdicts writes what one verdict makes of the comments that it changes, which is the same for all, moves the counts, and
// puts the comments as they are now among those that were locked.
func writeVerdicts(ctx context.Context, t *pg.Tx, changing []civic.ID, locked, verdicts map[uuid.UUID]consult.Comment) error {
	if len(changing) == 0 {
		return nil
	}
	endorsements, err := endorsementsOf(ctx, t, changing)
	if err != nil {
		return err
	}
	same := verdicts[changing[0].Key]
	var written []consult.Comment
	if err := t.List(ctx, &written, `UPDATE comments AS m SET state = $3, hidden_reason = $4, hidden_note = $5, moderated_at = now(),
		awaits_decision = false, open_reports = 0 WHERE m.consultation_id = $1 AND m.id = ANY($2) RETURNING `+CommentColumns,
		changing[0].Consultation, pg.KeysOf(changing), same.State, same.HiddenReason, same.HiddenNote); err != nil {
		return err
	}
	var d pg.Delta
	for _, is := range written {
		recountComment(&d, locked[is.Key], is, endorsements[is.Key])
		locked[is.Key] = is
	}
	if err := noteChanged(ctx, t, changing[0].Consultation, pg.KeysOf(changing)...); err != nil {
		return err
	}
	return withoutDuplicates(d).Append(ctx, t, changing[0].Consultation)
}

func byKey(comments []consult.Comment) map[uuid.UUID]consult.Comment {
	keyed := make(map[uuid.UUID]consult.Comment, len(comments))
	for _, c := range comments {
		keyed[c.Key] = c
	}
	return keyed
}
