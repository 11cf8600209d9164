package consult

import (
	"slices"
	"strings"
)

// ReportCounts are a consultation's counters by name, as they were counted again for its report: comments, comments/STANCE,
// comments/day/DAY, endorsements, answered and outcome/OUTCOME. A counter at zero may be missing.
type ReportCounts map[string]int

// Said tells what a consultation heard. What was heard on clauses and in surveys is left to be filled in.
func (c ReportCounts) Said() ReportSaid {
	said := ReportSaid{
		Comments: c["comments"], Endorsements: c["endorsements"],
		ByStance: make([]StanceCount, len(Stances)), ByDay: []DayCount{}, ByClause: []ReportClauseCount{}, Surveys: []ReportSurvey{},
	}
	for i, stance := range Stances {
		said.ByStance[i] = StanceCount{Stance: stance, Count: c["comments/"+string(stance)]}
	}
	for counter, count := range c {
		if day, is := strings.CutPrefix(counter, "comments/day/"); is {
			said.ByDay = append(said.ByDay, DayCount{Day: day, Count: count})
		}
	}
	slices.SortFunc(said.ByDay, func(a, b DayCount) int { return strings.Compare(a.Day, b.Day) })
	return said
}

// Done tells what a department did with comments. It refuses COMMENTS_UNANSWERED where some have no official response and
// nothing says why; a reason that nothing needs is left out.
func (c ReportCounts) Done(unansweredReason *string) (ReportDone, error) {
	done := ReportDone{Outcomes: make([]OutcomeCount, len(AdoptionOutcomes)), Unanswered: c["comments"] - c["answered"]}
	for i, outcome := range AdoptionOutcomes {
		done.Outcomes[i] = OutcomeCount{Outcome: outcome, Count: c["outcome/"+string(outcome)]}
	}
	if done.Unanswered == 0 {
		return done, nil
	}
	if !given(unansweredReason) {
		return done, Refuse(CommentsUnanswered, "unansweredReason", done.Unanswered)
	}
	done.UnansweredReason = unansweredReason
	return done, nil
}
