package analysedb

import (
	"context"
	_ "embed"
	"encoding/binary"
	"time"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
)

//go:embed opinion.sql
var opinionSQL string

// opinionLock is the advisory lock that lets one process choose a consultation at a time.
const opinionLock = pg.FoldLock + 5

// mostStatements is how many statements people are grouped by, which bounds the memory.
const mostStatements = 2000

// OpinionGroupsOf finds the opinion groups of consultations, by the ids of the consultations. Everybody may see them once the comment period is over.
func OpinionGroupsOf(ctx context.Context, db *pg.DB, _ civic.Actor, consultations []civic.ID) (map[civic.ID]analyse.OpinionGroups, error) {
	found, err := pg.Rows[opinionRow](ctx, db, `SELECT o.consultation_id, o.result, o.computed_at FROM opinion_groups o JOIN consultations c ON c.id = o.consultation_id
		WHERE o.consultation_id = ANY($1) AND o.result IS NOT NULL AND o.computed_at >= c.closes_at AND c.withdrawn_at IS NULL`, pg.KeysOf(consultations))
	of := map[civic.ID]analyse.OpinionGroups{}
	for _, row := range found {
		groups := row.Groups
		groups.ComputedAt = row.ComputedAt
		of[civic.IDOf(civic.ConsultationKind, row.ConsultationKey)] = groups
	}
	return of, err
}

// FindOpinions computes the opinion groups of one consultation whose period is over and whose comments are all decided, and gives how many it computed. They
// stay as they are, unless the period is extended.
func FindOpinions(ctx context.Context, db *pg.DB) (int, error) {
	of, err := claimOpinions(ctx, db)
	if err != nil || of == nil {
		return 0, err
	}
	votes, subjects, err := votesOf(ctx, db, *of)
	if err != nil {
		return 0, err
	}
	groups := analyse.FindOpinionGroups(votes, seedOf(*of))
	groups.Name(subjects)
	_, err = db.Exec(ctx, `UPDATE opinion_groups SET result = $2 WHERE consultation_id = $1`, *of, groups)
	return 1, err
}

// claimOpinions chooses a consultation and keeps other processes from it for ten minutes, which is more than it takes.
func claimOpinions(ctx context.Context, db *pg.DB) (of *uuid.UUID, err error) {
	err = db.WithLeaderLock(ctx, opinionLock, func(t *pg.Tx) error {
		if of, err = dueOpinions(ctx, t); err != nil || of == nil {
			return err
		}
		_, err := t.Exec(ctx, `INSERT INTO opinion_groups (consultation_id, computed_at) VALUES ($1, now())
			ON CONFLICT (consultation_id) DO UPDATE SET computed_at = EXCLUDED.computed_at, result = NULL`, *of)
		return err
	})
	return of, err
}

// dueOpinions finds a consultation whose period is over and that has no groups, if all its comments are decided and in their campaigns.
func dueOpinions(ctx context.Context, t *pg.Tx) (*uuid.UUID, error) {
	var due []uuid.UUID
	if err := t.List(ctx, &due, `SELECT c.id FROM consultations c WHERE c.closes_at <= now() AND c.withdrawn_at IS NULL
		AND NOT EXISTS (SELECT FROM opinion_groups o WHERE o.consultation_id = c.id AND o.computed_at >= c.closes_at AND (o.result IS NOT NULL OR o.computed_at > now() - interval '10 minutes'))
		ORDER BY c.closes_at, c.id`); err != nil {
		return nil, err
	}
	for _, consultation := range due {
		var ready bool
		if err := t.Get(ctx, &ready, `SELECT NOT EXISTS (SELECT FROM changed_comments WHERE consultation_id = $1)
			AND NOT EXISTS (SELECT FROM comments WHERE consultation_id = $1 AND state = 'PENDING' AND withdrawn_at IS NULL)`, consultation); err != nil {
			return nil, err
		}
		if ready {
			return &consultation, nil
		}
	}
	return nil, nil
}

// seedOf makes the same groups from the same votes. It follows from the consultation.
func seedOf(consultation uuid.UUID) uint64 { return binary.BigEndian.Uint64(consultation[8:]) }

// opinionRow is the result of a consultation.
type opinionRow struct {
	ConsultationKey uuid.UUID             `db:"consultation_id"`
	Groups          analyse.OpinionGroups `db:"result"`
	ComputedAt      time.Time             `db:"computed_at"`
}

// opinionVoteRow is what a person thinks of a statement.
type opinionVoteRow struct {
	Kind      civic.Kind   `db:"kind"`
	Statement uuid.UUID    `db:"statement_id"`
	Person    uuid.UUID    `db:"person"`
	Vote      analyse.Vote `db:"vote"`
}

func (r opinionVoteRow) subject(consultation uuid.UUID) civic.ID {
	if r.Kind == legaltext.ClauseIDKind {
		return civic.IDOf(r.Kind, r.Statement)
	}
	return civic.IDWithin(r.Kind, consultation, r.Statement)
}

// votesOf reads the votes of a consultation, and what the statements are.
func votesOf(ctx context.Context, db *pg.DB, consultation uuid.UUID) (v analyse.Votes, subjects []civic.ID, err error) {
	rows, err := pg.Rows[opinionVoteRow](ctx, db, opinionSQL, consultation, mostStatements, analyse.LeastVotes)
	places, last := map[civic.ID]int{}, uuid.Nil
	for _, row := range rows {
		id := row.subject(consultation)
		place, known := places[id]
		if !known {
			place = len(subjects)
			places[id], subjects = place, append(subjects, id)
			v.Endorsable = append(v.Endorsable, row.Kind == consult.CommentKind || row.Kind == analyse.CampaignKind)
		}
		if row.Person != last {
			v.People++
			last = row.Person
		}
		v.Opinions = append(v.Opinions, analyse.Opinion{Person: v.People - 1, Statement: place, Vote: row.Vote})
	}
	v.Statements = len(subjects)
	return v, subjects, err
}
