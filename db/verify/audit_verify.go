package verifydb

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"fmt"

	"minyi/db/pg"
	"minyi/domain/trust"
)

// AuditReport is what a walk over the audit log found.
type AuditReport struct {
	Entries int      // how many entries the log holds
	Hash    string   // the hash of the last one; kept elsewhere it proves later that the log up to there is the same
	Faults  []string // what is wrong, in the log's order, at most mostFaults of them
}

// mostFaults is how many faults a walk names: one changed entry is a fault, a log written anew has as many as entries.
const mostFaults = 20

// VerifyAudit walks the whole audit log as of one moment and finds entries that were changed, removed or inserted, and an end
// that was cut off. It may be run while the server is. It tells of each entry that it has checked.
func VerifyAudit(ctx context.Context, db *pg.DB, checked func(int)) (AuditReport, error) {
	snapshot, err := db.Pool.BeginTxx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return AuditReport{}, err
	}
	defer func() { _ = snapshot.Rollback() }()
	var heads []pg.AuditHead
	if err := snapshot.SelectContext(ctx, &heads, `SELECT seq, hash, seal FROM audit_head`); err != nil {
		return AuditReport{}, err
	}
	rows, err := snapshot.QueryxContext(ctx, `SELECT `+pg.AuditColumns+` FROM audit_log a ORDER BY a.seq`)
	if err != nil {
		return AuditReport{}, err
	}
	defer rows.Close()
	var w auditWalk
	for rows.Next() {
		var e trust.AuditEntry
		if err := rows.StructScan(&e); err != nil {
			return AuditReport{}, err
		}
		w.step(e)
		checked(1)
	}
	w.end(db, heads)
	return w.AuditReport, rows.Err()
}

// auditWalk is a walk over the log under way.
type auditWalk struct {
	AuditReport
	last trust.AuditEntry
}

// fault notes what is wrong.
func (w *auditWalk) fault(pattern string, args ...any) {
	if len(w.Faults) < mostFaults {
		w.Faults = append(w.Faults, fmt.Sprintf(pattern, args...))
	}
}

// step holds an entry against itself and the one before it.
func (w *auditWalk) step(e trust.AuditEntry) {
	switch next := w.last.Seq + 1; {
	case e.Seq < next:
		w.fault("entry %d was inserted", e.Seq)
	case e.Seq > next+1:
		w.fault("entries %d to %d were removed", next, e.Seq-1)
	case e.Seq > next:
		w.fault("entry %d was removed", next)
	case e.PreviousHash != w.last.Hash:
		w.fault("entry %d does not follow entry %d: one of them was changed or inserted", e.Seq, w.last.Seq)
	}
	if e.Rehash() != e.Hash {
		w.fault("entry %d was changed", e.Seq)
	}
	w.Entries, w.Hash, w.last = w.Entries+1, e.Hash, e
}

// end holds the last entry against the sealed head.
func (w *auditWalk) end(db *pg.DB, heads []pg.AuditHead) {
	if len(heads) != 1 {
		w.fault("the sealed end of the log was removed")
		return
	}
	head := heads[0]
	sealed := hmac.Equal(head.Seal, db.SealOf(head.Seq, head.Hash)) || (head.Seq == 0 && len(head.Seal) == 0)
	switch {
	case !sealed:
		w.fault("the sealed end of the log was changed, or SECRET is another")
	case w.last.Seq < head.Seq:
		w.fault("the log was cut off after entry %d; it ended with entry %d", w.last.Seq, head.Seq)
	case w.last.Seq > head.Seq:
		w.fault("entry %d and what follows was inserted: the log ends with entry %d", head.Seq+1, head.Seq)
	case w.last.Hash != head.Hash:
		w.fault("entry %d is not the one that was sealed: the log was written anew", w.last.Seq)
	}
}
