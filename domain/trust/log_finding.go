package trust

import (
	"fmt"

	"minyi/domain/civic"
)

// LogDamage is a way in which the database and its log contradict each other.
type LogDamage string

// The ways, each worded for who looks for them.
const (
	WasDeleted      LogDamage = "was deleted: the log has its receipt, and the row is gone"
	WasChanged      LogDamage = "was changed by hand: its content is not the one that its receipt commits to"
	WasPutBack      LogDamage = "was put back by hand: the log has a later revision"
	WasAdded        LogDamage = "has no receipt: it was not accepted by the server, or before there were receipts"
	LeafGone        LogDamage = "has lost its receipt; what it stood for cannot be told any more"
	LeafRewritten   LogDamage = "is not what the receipt now says"
	LeafBeyond      LogDamage = "claims a place in the log that is not its own"
	HashRewritten   LogDamage = "has other hashes than its leaves give"
	CheckpointWrong LogDamage = "has a checkpoint that its leaves do not give, or that is not signed with the key"
	CheckpointLost  LogDamage = "was signed and given out, and the database does not give its checkpoint any more"
)

// LogFinding is one contradiction: about a thing, or about a place in the log.
type LogFinding struct {
	Damage   LogDamage
	Subject  *civic.ID
	Position int64 // from 0; of a checkpoint, its size
}

// String words the finding in one line.
func (f LogFinding) String() string {
	place := fmt.Sprintf("leaf %d", f.Position)
	switch {
	case f.Damage == CheckpointWrong, f.Damage == CheckpointLost:
		place = fmt.Sprintf("the log of %d leaves", f.Position)
	case f.Subject != nil && f.Damage == LeafRewritten:
		place = fmt.Sprintf("leaf %d, of %s", f.Position, ofSubject(*f.Subject))
	case f.Subject != nil:
		place = ofSubject(*f.Subject)
	}
	return place + " " + string(f.Damage)
}

// ofSubject says what an id names, with the keys as the database has them.
func ofSubject(id civic.ID) string {
	return fmt.Sprintf("%s %s (id %s, consultation %s)", receipted[id.Kind], id, id.Key, id.Consultation)
}

// LogAudit is what came of holding the whole database against its log.
type LogAudit struct {
	Leaves, Checkpoints int
	Held                int // comments and responses whose content agrees
	Pending             int // receipts that have no place yet
	Forgotten           int // things whose salt was erased, so that nothing can be said of them
	Findings            []LogFinding
}

// Find notes a contradiction about a thing.
func (a *LogAudit) Find(damage LogDamage, subject civic.ID) {
	a.Findings = append(a.Findings, LogFinding{Damage: damage, Subject: &subject})
}

// FindAt notes a contradiction at a place in the log.
func (a *LogAudit) FindAt(damage LogDamage, position int64, subject *civic.ID) {
	a.Findings = append(a.Findings, LogFinding{Damage: damage, Subject: subject, Position: position})
}
