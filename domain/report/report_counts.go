package report

import (
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// CommentsUndecided refuses a report while comments wait for a moderator. The report would never contain them.
var CommentsUndecided = civic.NewCode("COMMENTS_UNDECIDED", "还有 {count} 条意见等待审核。", "{count} comments wait for a moderator's decision.")

// ReportSaidOf makes a ReportSaid from the counters of a consultation. The caller adds the counts of clauses and the results of
// surveys.
func ReportSaidOf(counts consult.Counts) ReportSaid {
	tally := consult.CommentTallyOf(counts, nil)
	return ReportSaid{
		Comments: tally.Total, Hidden: tally.Hidden, Endorsements: tally.Endorsements, ByStance: tally.ByStance, ByDay: tally.ByDay,
		ByClause: []ReportClauseCount{}, Surveys: []ReportSurvey{},
	}
}

// ReportDoneOf makes a ReportDone from the counters of a consultation. It refuses as COMMENTS_UNDECIDED if comments still wait for
// a moderator, and as COMMENTS_UNANSWERED if comments have no official response and no reason is given. It drops a reason that
// is not necessary.
func ReportDoneOf(counts consult.Counts, unansweredReason *string) (ReportDone, error) {
	done := ReportDone{Outcomes: make([]OutcomeCount, len(consult.AdoptionOutcomes)), Unanswered: counts[consult.CommentsCounter] - counts[consult.AnsweredCounter]}
	for i, outcome := range consult.AdoptionOutcomes {
		done.Outcomes[i] = OutcomeCount{Outcome: outcome, Count: counts[consult.OutcomeCounter(outcome)]}
	}
	if undecided := counts[consult.PendingCounter]; undecided > 0 {
		return done, civic.Refuse(CommentsUndecided, "", civic.Count(undecided))
	}
	if done.Unanswered == 0 {
		return done, nil
	}
	if !consult.Given(unansweredReason) {
		return done, civic.Refuse(CommentsUnanswered, "unansweredReason", civic.Count(done.Unanswered))
	}
	done.UnansweredReason = unansweredReason
	return done, nil
}
