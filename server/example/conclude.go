package example

import (
	"strings"

	consultdb "minyi/db/consult"
	policydb "minyi/db/policy"
	reportdb "minyi/db/report"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
	"minyi/domain/report"
)

// response is one official response to some of the policy's comments.
type response struct {
	comments []int // indexes of the policy's comments
	outcome  consult.AdoptionOutcome
	zh, en   string
	article  int // the article that it changes or keeps; 0 for none
	effect   consult.ClauseEffect
}

// conclude closes a consultation, answers its comments, publishes the report, and adopts the changed text.
func (c *city) conclude(p examplePolicy, l launched) {
	c.keepError(consultdb.EndPeriod(c.ctx, c.db, l.consultation.ID()))
	editor, publisher := c.person("editor", civic.Editor, p.code), c.person("publisher", civic.Publisher, p.code)
	changed := strings.NewReplacer(p.changes...).Replace(p.text)
	next := must(c, func() (*policy.Draft, error) {
		return policydb.ReviseDraft(c.ctx, c.db, editor, policy.ReviseDraftInput{DraftID: l.draft.ID(), Text: &changed})
	})
	for _, r := range p.responses {
		in := consult.RespondToCommentsInput{Outcome: r.outcome, Reason: inBoth(r.zh, r.en)}
		for _, i := range r.comments {
			in.CommentIDs = append(in.CommentIDs, l.comments[i])
		}
		if of := c.article(l.draft, r.article); of != nil {
			in.Clauses = []consult.AffectedClauseInput{{ClauseID: of, Effect: r.effect, NextClauseID: c.article(*next, r.article)}}
		}
		must(c, func() (*consult.OfficialResponse, error) { return consultdb.RespondToComments(c.ctx, c.db, editor, in) })
	}
	must(c, func() (*report.FeedbackReport, error) {
		return reportdb.PublishFeedbackReport(c.ctx, c.db, publisher, report.PublishFeedbackReportInput{ConsultationID: l.consultation.ID(), Summary: p.summary})
	})
	c.review(next, p.code)
	must(c, func() (*policy.Draft, error) {
		return consultdb.AdoptDraft(c.ctx, c.db, publisher, consult.AdoptDraftInput{DraftID: next.ID(), EffectiveOn: c.today})
	})
}
