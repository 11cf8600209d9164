package report

import (
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// CommentsUndecided refuses a report while comments wait for a moderator: they would be missing in it for ever.
var CommentsUndecided = civic.NewCode("COMMENTS_UNDECIDED", "还有 %v 条意见等待审核。", "%v comments wait for a moderator's decision.")

// OutcomeCounter names the counter of comments with an outcome.
func OutcomeCounter(o consult.AdoptionOutcome) string { return "outcome/" + string(o) }

// ReportSaidOf tells what a consultation heard, from its counters. What was heard on clauses and in surveys is left to be
// filled in.
func ReportSaidOf(counts consult.Counts) ReportSaid {
	tally := consult.CommentTallyOf(counts, nil)
	return ReportSaid{
		Comments: tally.Total, Hidden: tally.Hidden, Endorsements: tally.Endorsements, ByStance: tally.ByStance, ByDay: tally.ByDay,
		ByClause: []ReportClauseCount{}, Surveys: []ReportSurvey{},
	}
}

// ReportDoneOf tells what a department did with comments, from their consultation's counters. It refuses COMMENTS_UNDECIDED
// where some were neither published nor hidden, and COMMENTS_UNANSWERED where some have no official response and nothing says why; a reason that nothing needs is left out.
func ReportDoneOf(counts consult.Counts, unansweredReason *string) (ReportDone, error) {
	done := ReportDone{Outcomes: make([]OutcomeCount, len(consult.AdoptionOutcomes)), Unanswered: counts[consult.CommentsCounter] - counts[consult.AnsweredCounter]}
	for i, outcome := range consult.AdoptionOutcomes {
		done.Outcomes[i] = OutcomeCount{Outcome: outcome, Count: counts[OutcomeCounter(outcome)]}
	}
	if undecided := counts[consult.PendingCounter]; undecided > 0 {
		return done, civic.Refuse(CommentsUndecided, "", undecided)
	}
	if done.Unanswered == 0 {
		return done, nil
	}
	if !consult.Given(unansweredReason) {
		return done, civic.Refuse(CommentsUnanswered, "unansweredReason", done.Unanswered)
	}
	done.UnansweredReason = unansweredReason
	return done, nil
}
