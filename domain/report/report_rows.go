package report

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/trust"
)

// longestRows is how many bytes of rows of one kind a report holds in full: those of some ten thousand comments.
const longestRows = 2 << 20

// ReportRows is what a report is about one by one, where the rest of it only counts. While the rows are few they stand in the
// report; of many it holds the hash alone, against which whoever has the rows can check them.
type ReportRows[T any] struct {
	Count int    `json:"count"`
	Hash  string `json:"hash"` // SHA-256 in hexadecimal over the canonical JSON of every row, a line break after each
	Rows  []T    `json:"rows,omitempty"`

	sum    hash.Hash
	length int // in bytes, of what was hashed
}

// NewReportRows begins rows; Add takes them in.
func NewReportRows[T any]() *ReportRows[T] { return &ReportRows[T]{sum: sha256.New()} }

// Add takes the next rows in. Their order counts.
func (r *ReportRows[T]) Add(rows []T) error {
	for _, row := range rows {
		text, err := trust.Canonical(row)
		if err != nil {
			return err
		}
		n, _ := r.sum.Write([]byte(text + "\n")) // never fails
		r.length += n
	}
	r.Count += len(rows)
	if r.Rows = append(r.Rows, rows...); r.length > longestRows {
		r.Rows = nil // the length only grows, so none comes back
	}
	return nil
}

// Close works the hash out, once all rows are in.
func (r *ReportRows[T]) Close() {
	r.Hash = hex.EncodeToString(r.sum.Sum(nil))
	r.sum, r.length = nil, 0
}

// ReportedComment is a comment in a report. Its words are not in it, for their author may erase them at any time: the leaf, which
// stands in the log too, is bound to them for as long as they are there, and then to nothing.
type ReportedComment struct {
	Key       uuid.UUID      `db:"id" json:"id"`
	ClauseKey *uuid.UUID     `db:"clause_id" json:"clause,omitempty"`
	Stance    consult.Stance `db:"stance" json:"stance"`
	Day       civic.Date     `db:"day" json:"day"`
	Hidden    bool           `db:"hidden" json:"hidden"`
	Leaf      *string        `db:"leaf" json:"leaf,omitempty"` // of its last receipt, in hexadecimal; none from before there were receipts
}

// ReportedResponse is an official response in a report.
type ReportedResponse struct {
	Key      uuid.UUID               `json:"id"`
	Outcome  consult.AdoptionOutcome `json:"outcome"`
	Reasons  civic.Localized         `json:"reason"`
	Clauses  []ReportedEffect        `json:"clauses"`
	Comments []string                `json:"comments"` // the keys of those that it answers, in their order
}

// ReportedEffect is what became of a clause, in a report.
type ReportedEffect struct {
	ClauseKey     *uuid.UUID           `json:"clause,omitempty"`
	Label         *string              `json:"label,omitempty"` // the clause's number as written
	Effect        consult.ClauseEffect `json:"effect"`
	NextClauseKey *uuid.UUID           `json:"nextClause,omitempty"`
}
