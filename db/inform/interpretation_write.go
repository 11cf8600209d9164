package informdb

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/inform"
	"minyi/domain/policy"
)

// CreateInterpretation writes a new interpretation of a policy. An EDITOR of the policy's department may.
func CreateInterpretation(ctx context.Context, db *pg.DB, by civic.Actor, in inform.CreateInterpretationInput) (*inform.PolicyInterpretation, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	record, err := pg.One(ctx, db, by, policydb.PolicyRecordsByID, in.PolicyRecordID, "policyRecordId")
	if err != nil {
		return nil, err
	}
	id, same := civic.IDOf(inform.InterpretationKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[inform.PolicyInterpretation]{By: by, Input: in, Request: same, ID: id, Table: "contents", Find: InterpretationsByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		if err := t.Allow(policy.WriteContent, record.DepartmentCode, id); err != nil {
			return err
		}
		c := policy.ContentVersion{Key: id.Key, Kind: id.Kind, DepartmentKey: record.DepartmentKey, PolicyRecordKey: &record.Key}
		words, err := wordsOf(ctx, t, &c, in.Interpretation)
		if err != nil {
			return err
		}
		if err := policydb.InsertContent(ctx, t, by, c, words, same); err != nil {
			return err
		}
		return setClauses(ctx, t, c.Key, in.Interpretation.ClauseIDs)
	})
}

// ReviseInterpretation changes an interpretation, or begins its next version if it is released. An EDITOR of the department may.
func ReviseInterpretation(ctx context.Context, db *pg.DB, by civic.Actor, in inform.ReviseInterpretationInput) (*inform.PolicyInterpretation, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	var key uuid.UUID
	if err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		c, err := policydb.LockContent(ctx, t, by, policy.WriteContent, in.ContentID)
		if err != nil {
			return err
		}
		words, err := wordsOf(ctx, t, c, in.Interpretation)
		if err != nil {
			return err
		}
		if key, err = policydb.ReviseContent(ctx, t, by, *c, words); err != nil {
			return err
		}
		return setClauses(ctx, t, key, in.Interpretation.ClauseIDs)
	}); err != nil {
		return nil, err
	}
	return pg.One(ctx, db, by, InterpretationsByID, civic.IDOf(inform.InterpretationKind, key), "")
}

// ConfirmInterpretation says that an interpretation holds for the newest adopted version too. An EDITOR of the department may. It refuses
// WRONG_CONTENT_STATE for one that is not released.
func ConfirmInterpretation(ctx context.Context, db *pg.DB, by civic.Actor, in inform.ConfirmInterpretationInput) (*inform.PolicyInterpretation, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.ContentID, InterpretationsByID, func(t *pg.Tx) error {
		c, err := policydb.LockContent(ctx, t, by, policy.WriteContent, in.ContentID)
		if err != nil {
			return err
		}
		if c.State != policy.StatePublished {
			return civic.Refuse(policy.WrongContentState, "contentId", civic.Found(c.State))
		}
		_, err = t.Exec(ctx, `UPDATE contents SET confirmed_at = now() WHERE id = $1`, c.Key)
		return err
	})
}

// wordsOf finds the text that is explained, and returns the words with what follows from them. It refuses as OTHER_RECORD a draft or a clause of
// another policy.
func wordsOf(ctx context.Context, t *pg.Tx, c *policy.ContentVersion, in inform.InterpretationInput) (policydb.Words, error) {
	if err := explained(ctx, t, c, in); err != nil {
		return policydb.Words{}, err
	}
	var text string
	if err := t.Get(ctx, &text, `SELECT COALESCE(string_agg(l.heading || ' ' || l.text, E'\n' ORDER BY l.position), '') FROM clauses l WHERE l.draft_id = $1`, c.DraftKey); err != nil {
		return policydb.Words{}, err
	}
	words := in.Words(c.DraftKey)
	return policydb.Words{Words: words, Derived: words.DeriveFrom(text)}, nil
}

// explained sets the version of the text that an interpretation explains: the named one, or the one adopted last, or the newest.
func explained(ctx context.Context, t *pg.Tx, c *policy.ContentVersion, in inform.InterpretationInput) error {
	var problems civic.Problems
	var draft uuid.UUID
	err := t.Get(ctx, &draft, `SELECT d.id FROM drafts d WHERE d.policy_record_id = $1 AND ($2::uuid IS NULL OR d.id = $2)
		ORDER BY d.adopted_at IS NULL, d.adopted_at DESC, d.version DESC LIMIT 1`, c.PolicyRecordKey, pg.KeyOf(in.DraftID))
	switch {
	case err == nil:
		c.DraftKey = &draft
	case !errors.Is(err, sql.ErrNoRows):
		return err
	case in.DraftID != nil:
		problems.Add(consult.OtherRecord, "interpretation.draftId")
	}
	own, err := pg.Rows[uuid.UUID](ctx, t, `SELECT l.id FROM clauses l JOIN drafts d ON d.id = l.draft_id WHERE l.id = ANY($1) AND d.policy_record_id = $2`, pg.KeysOf(in.ClauseIDs), c.PolicyRecordKey)
	if err != nil {
		return err
	}
	of := map[uuid.UUID]bool{}
	for _, key := range own {
		of[key] = true
	}
	for i, id := range in.ClauseIDs {
		if !of[id.Key] {
			problems.Add(consult.OtherRecord, civic.Indexed("interpretation.clauseIds", i))
		}
	}
	return problems.Err()
}

// setClauses writes which clauses an interpretation explains.
func setClauses(ctx context.Context, t *pg.Tx, content uuid.UUID, clauses []civic.ID) error {
	if _, err := t.Exec(ctx, `DELETE FROM content_clauses WHERE content_id = $1`, content); err != nil {
		return err
	}
	_, err := t.Exec(ctx, `INSERT INTO content_clauses (content_id, clause_id, position) SELECT $1::uuid, u.clause, u.position FROM unnest($2::uuid[]) WITH ORDINALITY AS u (clause, position)`,
		content, pg.KeysOf(clauses))
	return err
}
