package trust

import (
	"fmt"

	"minyi/domain/civic"
)

// LogDamage is one kind of contradiction between the database and its log. Its text is part of a sentence about the place.
type LogDamage string

// The kinds of contradiction.
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

// LogFinding is one contradiction. It concerns a thing, or a place in the log, or both.
type LogFinding struct {
	Damage   LogDamage
	Subject  *civic.ID
	Position int64 // the index of the leaf, from 0; for a checkpoint, its size
}

// String describes the finding in one line.
func (f LogFinding) String() string {
	place := fmt.Sprintf("leaf %d", f.Position)
	switch {
	case f.Damage == CheckpointWrong, f.Damage == CheckpointLost:
		place = fmt.Sprintf("the log of %d leaves", f.Position)
	case f.Subject != nil && f.Damage == LeafRewritten:
		place = fmt.Sprintf("leaf %d, of %s", f.Position, describe(*f.Subject))
	case f.Subject != nil:
		place = describe(*f.Subject)
	}
	return place + " " + string(f.Damage)
}

// describe describes the thing with an id. The text contains the keys as they are in the database.
func describe(id civic.ID) string {
	return fmt.Sprintf("%s %s (id %s, consultation %s)", receiptKinds[id.Kind], id, id.Key, id.Consultation)
}

// LogAudit is the result of a comparison of the whole database with its log.
type LogAudit struct {
	Leaves, Checkpoints int
	Held                int // comments and survey responses whose content matches their receipt
	Pending             int // receipts that are not in the log yet
	Forgotten           int // comments and survey responses whose salt was erased, so that they cannot be checked
	Findings            []LogFinding
}

// Find adds a contradiction about a thing.
func (a *LogAudit) Find(damage LogDamage, subject civic.ID) {
	a.Findings = append(a.Findings, LogFinding{Damage: damage, Subject: &subject})
}

// FindAt adds a contradiction at a place in the log. The subject may be nil.
func (a *LogAudit) FindAt(damage LogDamage, position int64, subject *civic.ID) {
	a.Findings = append(a.Findings, LogFinding{Damage: damage, Subject: subject, Position: position})
}
