package report

import (
	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
)

// Reports of the first format contain their rows themselves, or only their hash if there are many. Their content is not in the form of RFC 8785. It stays as it
// is, because its hash was published.

// RowsBefore are the rows of one kind in such a report.
type RowsBefore[T any] struct {
	Count int `json:"count"`
	Rows  []T `json:"rows,omitempty"`
}

// CommentBefore is a comment in such a report.
type CommentBefore struct {
	Key       uuid.UUID      `json:"id"`
	ClauseKey *uuid.UUID     `json:"clause,omitempty"`
	Stance    consult.Stance `json:"stance"`
	Day       civic.Date     `json:"day"`
	Hidden    bool           `json:"hidden"`
}

// ResponseBefore is an official response in such a report.
type ResponseBefore struct {
	Outcome  consult.AdoptionOutcome `json:"outcome"`
	Reasons  civic.Localized         `json:"reason"`
	Comments []uuid.UUID             `json:"comments"` // that it answers
}

// RowsBefore returns rows of a report of the first format, or nil if it does not contain its rows.
func (r FeedbackReport) RowsBefore() []ReportRow {
	said, done := r.Frozen.Said.Each, r.Frozen.Done.Each
	if said == nil || done == nil || len(said.Rows) < said.Count || len(done.Rows) < done.Count {
		return nil
	}
	answers := map[uuid.UUID]*ResponseBefore{}
	for i := range done.Rows {
		for _, key := range done.Rows[i].Comments {
			answers[key] = &done.Rows[i]
		}
	}
	rows := make([]ReportRow, len(said.Rows))
	for i, c := range said.Rows {
		rows[i] = ReportRow{CommentRow: CommentRow{Number: i + 1, Stance: c.Stance, Day: c.Day, Hidden: c.Hidden}, ConsultationKey: r.ConsultationKey, Key: c.Key}
		if c.ClauseKey != nil {
			rows[i].ClauseRef = new(civic.IDOf(legaltext.ClauseIDKind, *c.ClauseKey).String())
		}
		if answer := answers[c.Key]; answer != nil {
			rows[i].Outcome, rows[i].Reasons = &answer.Outcome, answer.Reasons
		}
	}
	return rows
}
