package pg

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"minyi/domain/civic"
	"minyi/domain/trust"
)

const AuditColumns = `a.seq, a.id, a.at, a.account, a.actor, a.roles, a.action, a.department, a.subject, a.summary, a.previous_hash, a.hash`

// Write runs what a staff member does in one transaction and adds its entry to the audit log before the commit. The function
// must have asked t.allow, which decides whether the actor may and says what the entry is about: what nobody allowed is not committed.
func (db *DB) Write(ctx context.Context, by civic.Actor, in any, write func(*Tx) error) error {
	return db.Tx(ctx, func(t *Tx) error {
		t.entry = &trust.AuditEntry{Account: by.Account, Actor: by.Name, Action: trust.ActionOf(in), Summary: trust.SummaryOf(in)}
		t.by = by
		if err := write(t); err != nil {
			return err
		}
		return t.audit(ctx)
	})
}

// operatorName is the actor of what whoever runs the program does by a command.
const operatorName = "operator"

// Operate runs what whoever runs the program does by a command, and adds its entry to the audit log, as Write does. They hold the secret and the
// database, and have no account and no role; so the entry names none. do returns what was done, named as the input of a mutation.
func (db *DB) Operate(ctx context.Context, do func(*Tx) (did any, err error)) error {
	return db.Tx(ctx, func(t *Tx) error {
		did, err := do(t)
		if err != nil {
			return err
		}
		t.entry = &trust.AuditEntry{Key: civic.NewKey(), Actor: operatorName, Grants: civic.RoleGrants{}, Action: trust.ActionOf(did), Summary: trust.SummaryOf(did)}
		return t.addEntry(ctx)
	})
}

// Allow refuses as UNAUTHENTICATED or FORBIDDEN what the actor may not do in the department with that code, which is empty for
// what concerns the platform, and notes the thing that is acted on; the zero ID where it has none.
func (t *Tx) Allow(do civic.Action, department string, subject civic.ID) error {
	if err := t.by.Require(do, department); err != nil {
		return err
	}
	t.entry.Key, t.entry.Grants = civic.NewKey(), t.by.RolesFor(do, department)
	if department != "" {
		t.entry.Department = &department
	}
	if name := subject.String(); subject.Kind != "" {
		t.entry.Subject = &name
	}
	return nil
}

// Remark adds to the entry's summary that something holds which the input does not say.
func (t *Tx) Remark(what string) {
	t.entry.Summary = strings.TrimSuffix(t.entry.Summary, "}") + `,"` + what + `":true}`
}

// audit adds the entry of a staff member to the log.
func (t *Tx) audit(ctx context.Context) error {
	if len(t.entry.Grants) == 0 {
		return errors.New("a staff action asked for no right: " + t.entry.Action)
	}
	return t.addEntry(ctx)
}

// addEntry adds the transaction's entry to the log. The head is the last lock that a transaction takes: whoever holds it waits
// for nothing any more, so that no two wait for each other. Entries bear the transaction's instant, which begins before the
// lock is had, so that neighbours in the log may be some milliseconds out of order.
func (t *Tx) addEntry(ctx context.Context) error {
	now, err := t.Now(ctx)
	if err != nil {
		return err
	}
	var head AuditHead
	if err := t.Get(ctx, &head, `SELECT seq, hash FROM audit_head FOR UPDATE`); err != nil {
		return err
	}
	t.entry.CreatedAt = now
	e := t.entry.Chained(head.Seq+1, head.Hash)
	if _, err := t.Exec(ctx, `INSERT INTO audit_log (seq, id, at, account, actor, roles, action, department, subject, summary, previous_hash, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		e.Seq, e.Key, e.CreatedAt, e.Account, e.Actor, e.Grants, e.Action, e.Department, e.Subject, e.Summary, e.PreviousHash, e.Hash); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `UPDATE audit_head SET seq = $1, hash = $2, seal = $3`, e.Seq, e.Hash, t.DB.SealOf(e.Seq, e.Hash))
	return err
}

// AuditHead is where the log ends.
type AuditHead struct {
	Seq  int    `db:"seq"`
	Hash string `db:"hash"`
	Seal []byte `db:"seal"`
}

// SealOf returns the seal of a log that ends with this entry.
func (db *DB) SealOf(seq int, hash string) []byte {
	return db.Hash("audit head", strconv.Itoa(seq), hash)
}

// AuditEntries lists the entries that the filter lets through, newest first. An AUDITOR may.
func (db *DB) AuditEntries(ctx context.Context, by civic.Actor, page civic.PageArgs, filter *trust.AuditFilter) (civic.Page[trust.AuditEntry], error) {
	if err := by.Require(trust.ReadAudit, ""); err != nil {
		return civic.Page[trust.AuditEntry]{}, err
	}
	if filter == nil {
		filter = &trust.AuditFilter{}
	}
	if err := Under("filter", filter.Check()); err != nil {
		return civic.Page[trust.AuditEntry]{}, err
	}
	return PageOf(ctx, db, page, Listing[trust.AuditEntry]{
		Name: "auditLog", Columns: AuditColumns, Key: "a.id", Rank: "a.seq", RankValue: ByNumber, Descending: true,
		From: `audit_log a`, Where: `($1::timestamptz IS NULL OR a.at >= $1) AND ($2::timestamptz IS NULL OR a.at < $2) AND ($3::text IS NULL OR a.action = $3)
			AND ($4::uuid IS NULL OR a.department = (SELECT code FROM departments WHERE id = $4)) AND ($5::text IS NULL OR a.actor = $5)
			AND ($6::text IS NULL OR a.subject = $6)`,
		Args:  []any{filter.From, filter.To, filter.Action, KeyOf(filter.DepartmentID), filter.Actor, textOf(filter.SubjectID)},
		Place: func(e trust.AuditEntry) civic.Place { return civic.Place{Rank: int64(e.Seq), Key: e.Key} },
	})
}

// textOf is an id's text; nil where there is no id.
func textOf(id *civic.ID) *string {
	if id == nil {
		return nil
	}
	text := id.String()
	return &text
}
