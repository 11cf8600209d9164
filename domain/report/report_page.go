package report

import (
	"context"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

// ReportRow is a comment in a report together with the official response that it got.
type ReportRow struct {
	CommentRow
	ConsultationKey uuid.UUID
	Key             uuid.UUID       // of the comment
	Reasons         civic.Localized // of the response
}

// CommentID names the comment.
func (r ReportRow) CommentID() civic.ID {
	return civic.IDWithin(consult.CommentKind, r.ConsultationKey, r.Key)
}

// ClauseID names the clause. It is the zero ID if the comment is about the whole.
func (r ReportRow) ClauseID() civic.ID {
	if r.ClauseRef == nil {
		return civic.ID{}
	}
	id, _ := civic.ParseID(*r.ClauseRef) // the server wrote it
	return id
}

// Reason returns the response's reason in the wanted language, or nil if there is no response.
func (r ReportRow) Reason(ctx context.Context, locale *civic.WantedLocale) *string {
	if r.Outcome == nil {
		return nil
	}
	return new(r.Reasons.Read(ctx, locale))
}
