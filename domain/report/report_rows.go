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

// maxRowBytes is the maximum size in bytes of the rows of one kind in a report. About ten thousand comments fit.
const maxRowBytes = 2 << 20

// ReportRows lists single comments or official responses, while the rest of a report only counts them. The report contains the
// rows if there are few. If there are many, it contains only their hash. Whoever has the rows can check them with the hash.
type ReportRows[T any] struct {
	Count int    `json:"count"`
	Hash  string `json:"hash"` // SHA-256 in hexadecimal over the canonical JSON of every row, a line break after each
	Rows  []T    `json:"rows,omitempty"`

	sum    hash.Hash
	length int // the number of hashed bytes
}

// NewReportRows returns an empty list. Add adds rows, and Close calculates the hash.
func NewReportRows[T any]() *ReportRows[T] { return &ReportRows[T]{sum: sha256.New()} }

// Add adds the next rows. The hash depends on their order.
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
	if r.Rows = append(r.Rows, rows...); r.length > maxRowBytes {
		r.Rows = nil // the length only grows, so later rows are dropped too
	}
	return nil
}

// Close calculates the hash after the last Add.
func (r *ReportRows[T]) Close() {
	r.Hash = hex.EncodeToString(r.sum.Sum(nil))
	r.sum, r.length = nil, 0
}

// ReportedComment is a comment in a report. It does not contain the words, because the author may erase them at any time. It
// contains the leaf, which is also in the log. The leaf proves the words until they are erased. After that it proves nothing.
type ReportedComment struct {
	Key       uuid.UUID      `db:"id" json:"id"`
	ClauseKey *uuid.UUID     `db:"clause_id" json:"clause,omitempty"`
	Stance    consult.Stance `db:"stance" json:"stance"`
	Day       civic.Date     `db:"day" json:"day"`
	Hidden    bool           `db:"hidden" json:"hidden"`
	Leaf      *string        `db:"leaf" json:"leaf,omitempty"` // the leaf of its last receipt, in hexadecimal; nil for a comment from before receipts existed
}

// ReportedResponse is an official response in a report.
type ReportedResponse struct {
	Key      uuid.UUID               `json:"id"`
	Outcome  consult.AdoptionOutcome `json:"outcome"`
	Reasons  civic.Localized         `json:"reason"`
	Clauses  []ReportedEffect        `json:"clauses"`
	Comments []string                `json:"comments"` // the keys of the comments that it answers, in their order
}

// ReportedEffect is the effect of a response on a clause, in a report.
type ReportedEffect struct {
	ClauseKey     *uuid.UUID           `json:"clause,omitempty"`
	Label         *string              `json:"label,omitempty"` // the clause's number as it is written in the text
	Effect        consult.ClauseEffect `json:"effect"`
	NextClauseKey *uuid.UUID           `json:"nextClause,omitempty"` // only if its version was public when the report was
}
