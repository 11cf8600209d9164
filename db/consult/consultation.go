package consultdb

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/db/singleflight"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
)

// StatusNow is where a consultation stands by the database's clock: the one place where it is worked out.
const StatusNow = `CASE
	  WHEN c.withdrawn_at IS NOT NULL THEN 'WITHDRAWN'
	  WHEN c.reported_at IS NOT NULL THEN 'REPORTED'
	  WHEN now() < c.opens_at THEN 'UPCOMING'
	  WHEN now() < c.closes_at THEN 'OPEN'
	  ELSE 'CLOSED'
	END`

// Each consultation has a transaction-level advisory lock. Public writes take it shared, by the SQL function enter. Staff who change the
// consultation's status take it exclusively: they wait for the public writes under way, and later public writes wait for them, so that no
// crowd keeps staff out. enter reads the consultation as staff left it last, even if the transaction's now() is earlier and the calling
// statement sees all other rows as they were when it began. The lock names no table: Citus would lock a whole table for a row, but
// takes an advisory lock on the coordinator alone.
const lockAlone = `SELECT pg_advisory_xact_lock(door($1))`

const ConsultationColumns = `c.id, c.policy_record_id, c.department_id, dep.code AS department_code, c.draft_id, c.title, c.notice, c.profile_code,
	c.timezone, c.identity_level, c.moderation, c.opens_at, c.closes_at, c.closes_on, c.shortening_reason, c.extensions, ` + StatusNow + ` AS status,
	c.feedback_due_on, c.withdrawn_at, c.withdrawal_reason, c.reported_at, c.created_at`

const ConsultationTables = `consultations c JOIN departments dep ON dep.id = c.department_id`

// Consultations lists the consultations that the filter lets through. Everybody may.
func Consultations(ctx context.Context, db *pg.DB, args civic.PageArgs, filter *consult.ConsultationFilter, order consult.ConsultationOrder) (civic.Page[consult.Consultation], error) {
	if filter == nil {
		filter = &consult.ConsultationFilter{}
	}
	if err := pg.CheckFilter(filter); err != nil {
		return civic.Page[consult.Consultation]{}, err
	}
	return pg.PageOf(ctx, db, args, consultationListing(order, "consultations", `(CASE WHEN $1::text[] IS NULL THEN c.withdrawn_at IS NULL ELSE `+StatusNow+` = ANY($1) END)
			AND ($2::uuid IS NULL OR c.department_id = $2)
			AND ($3::text IS NULL OR EXISTS (SELECT FROM policy_records r WHERE r.id = c.policy_record_id AND r.kind = $3))
			AND ($4::text IS NULL OR `+pg.Holds("c.folded", "c.title", "$4")+`)`,
		pq.Array(filter.Status), pg.KeyOf(filter.DepartmentID), filter.Kind, pg.Folded(filter.Title)))
}

// ConsultationsOn lists the consultations held on a record, newest first. Everybody may.
func ConsultationsOn(ctx context.Context, db *pg.DB, record policy.PolicyRecord, args civic.PageArgs) (civic.Page[consult.Consultation], error) {
	return pg.PageOf(ctx, db, args, consultationListing(consult.NewestConsultations, "policyRecord/consultations/"+record.Key.String(), `c.policy_record_id = $1`, record.Key))
}

// OverdueFeedback lists the consultations whose feedback report is due and not published, the longest overdue first: the
// public may see who owes it an answer.
func OverdueFeedback(ctx context.Context, db *pg.DB, args civic.PageArgs) (civic.Page[consult.Consultation], error) {
	l := consultationListing(consult.ClosingSoonest, "overdueFeedback", `c.withdrawn_at IS NULL AND c.reported_at IS NULL
		AND c.feedback_due_on < CAST(now() AT TIME ZONE c.timezone AS date)`)
	l.Rank, l.RankValue = "c.feedback_due_on", pg.ByDay
	l.Place = func(c consult.Consultation) civic.Place {
		return civic.Place{Rank: c.FeedbackDueOn.Number(), Key: c.Key}
	}
	return pg.PageOf(ctx, db, args, l)
}

// consultationListing is a list of consultations under a condition.
func consultationListing(order consult.ConsultationOrder, name, condition string, args ...any) pg.Listing[consult.Consultation] {
	l := pg.Listing[consult.Consultation]{
		Name: name + "/" + string(order), Columns: ConsultationColumns, From: ConsultationTables, Where: condition, Args: args, Key: "c.id", Descending: true,
		Place: func(c consult.Consultation) civic.Place { return civic.Place{Key: c.Key} },
	}
	if order == consult.ClosingSoonest {
		l.Rank, l.RankValue, l.Descending = "c.closes_at", pg.ByTime, false
		l.Place = func(c consult.Consultation) civic.Place {
			return civic.Place{Rank: c.ClosesAt.UnixMicro(), Key: c.Key}
		}
	}
	return l
}

// publicConsultations are the calls that read consultations. Everybody may see them, and after each change all subscribers read them.
var publicConsultations = pg.NewSlot(func(*pg.DB) *singleflight.Group[civic.ID, []consult.Consultation] {
	return new(singleflight.Group[civic.ID, []consult.Consultation])
})

// ConsultationsByID finds consultations. Everybody may. Callers share the rows and must not change them.
func ConsultationsByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]consult.Consultation, error) {
	return pg.ShareOne(ctx, publicConsultations.Of(db), ids, func(ctx context.Context, ids []civic.ID) ([]consult.Consultation, error) {
		return readConsultations(ctx, db, by, ids)
	})
}

// readConsultations finds consultations as ConsultationsByID does, but shares no call that may have begun before a change.
func readConsultations(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) ([]consult.Consultation, error) {
	return consultationsByID(ctx, db, ids)
}

func consultationsByID(ctx context.Context, a pg.Querier, ids []civic.ID) ([]consult.Consultation, error) {
	return pg.Rows[consult.Consultation](ctx, a, `SELECT `+ConsultationColumns+` FROM `+ConsultationTables+` WHERE c.id = ANY($1)`, pg.KeysOf(ids))
}

// lockedShared reads a consultation, and keeps its report from being published and its period from being changed until the
// transaction ends. Others may lock it shared at the same time. It refuses NOT_FOUND at the field.
func lockedShared(ctx context.Context, t *pg.Tx, key uuid.UUID, field string) (*consult.Consultation, error) {
	if err := LockShared(ctx, t, key); err != nil {
		return nil, err
	}
	return Consultation(ctx, t, civic.IDOf(civic.ConsultationKind, key), field)
}

// LockShared keeps a consultation as it is until the transaction ends.
func LockShared(ctx context.Context, t *pg.Tx, key uuid.UUID) error {
	_, err := t.Exec(ctx, `SELECT FROM enter($1, true)`, pg.KeyArray{key})
	return err
}

// WithSharedLock runs a write in a consultation under the shared lock. It waits for staff who hold the lock exclusively.
func WithSharedLock(ctx context.Context, db *pg.DB, key uuid.UUID, write func(*pg.Tx) error) error {
	return db.Tx(ctx, func(t *pg.Tx) error {
		if err := LockShared(ctx, t, key); err != nil {
			return err
		}
		return write(t)
	})
}

// Levels names the identity levels at which somebody may take part, in one text.
func Levels(by civic.Actor) string {
	var all []string
	for _, level := range by.Assurance.Reached() {
		all = append(all, string(level))
	}
	return strings.Join(all, " ")
}

// LockConsultation locks a consultation exclusively until the transaction ends, and reads it.
func LockConsultation(ctx context.Context, t *pg.Tx, id civic.ID) (*consult.Consultation, error) {
	if _, err := t.Exec(ctx, lockAlone, id.Key); err != nil {
		return nil, err
	}
	return Consultation(ctx, t, id, "consultationId")
}

// Consultation reads one consultation as it is now, or NOT_FOUND at the field.
func Consultation(ctx context.Context, a pg.Querier, id civic.ID, field string) (*consult.Consultation, error) {
	c, err := pg.Single(consultationsByID(ctx, a, []civic.ID{id}))
	return c, pg.Under(field, err)
}
