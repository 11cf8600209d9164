package report

import (
	"context"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
)

// ReportRow is a comment in a report together with the official response that it got.
type ReportRow struct {
	ReportedComment
	ConsultationKey uuid.UUID
	Number          int // from 1 on
	response        *ReportedResponse
}

// CommentID names the comment.
func (r ReportRow) CommentID() civic.ID {
	return civic.IDWithin(consult.CommentKind, r.ConsultationKey, r.Key)
}

// ClauseID names the clause. It is the zero ID if the comment is about the whole.
func (r ReportRow) ClauseID() civic.ID {
	if r.ClauseKey == nil {
		return civic.ID{}
	}
	return civic.IDOf(legaltext.ClauseIDKind, *r.ClauseKey)
}

// Outcome returns the outcome of the response, or nil if there is none.
func (r ReportRow) Outcome() *consult.AdoptionOutcome {
	if r.response == nil {
		return nil
	}
	return &r.response.Outcome
}

// Reason returns the response's reason in the wanted language, or nil if there is no response.
func (r ReportRow) Reason(ctx context.Context, locale *civic.WantedLocale) *string {
	if r.response == nil {
		return nil
	}
	reason := r.response.Reasons.Read(ctx, locale)
	return &reason
}

// PageOfRows returns one page of the report's comments, or nil if the report does not contain its rows.
func (r FeedbackReport) PageOfRows(args civic.PageArgs) (*civic.Page[ReportRow], error) {
	w, err := args.Window("feedbackReport/rows/" + r.Key.String())
	said, done := r.Frozen.Said.Each, r.Frozen.Done.Each
	if err != nil || said == nil || done == nil || len(said.Rows) < said.Count || len(done.Rows) < done.Count {
		return nil, err
	}
	begin, end := w.Range(said.Count)
	page := &civic.Page[ReportRow]{Window: w, MoreBefore: begin > 0, MoreAfter: end < said.Count,
		CountListing: func(context.Context) (int, error) { return said.Count, nil }}
	responses := byComment(done.Rows)
	for i, c := range said.Rows[begin:end] {
		row := ReportRow{c, r.ConsultationKey, begin + i + 1, responses[c.Key.String()]}
		page.Rows, page.Places = append(page.Rows, row), append(page.Places, civic.Place{Rank: int64(row.Number), Key: row.Key})
	}
	return page, nil
}

// byComment finds the response to each comment by the comment's key.
func byComment(rows []ReportedResponse) map[string]*ReportedResponse {
	responses := map[string]*ReportedResponse{}
	for i, r := range rows {
		for _, key := range r.Comments {
			responses[key] = &rows[i]
		}
	}
	return responses
}
