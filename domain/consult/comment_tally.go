package consult

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// The counters of comments. A withdrawn comment and its endorsements are not counted. A pending comment is counted only as
// pending. A hidden comment is counted like any other, and also as hidden. Each thing has these counters:
//
//	consultation  comments  comments/STANCE  comments/day/2026-01-31  endorsements  hidden  pending  answered  outcome/OUTCOME  campaigns  copies  people
//	clause        comments  comments/STANCE
//	comment       endorsements
//
// The day is the day of the comment in the profile's time zone. The counters answered and outcome/OUTCOME count comments with
// an official response.
const (
	CommentsCounter     = "comments"
	CommentsOnDay       = "comments/day/" // followed by the day
	EndorsementsCounter = "endorsements"
	AnsweredCounter     = "answered"
	HiddenCounter       = "hidden"
	PendingCounter      = "pending"
	CampaignsCounter    = "campaigns" // groups of comments that are nearly the same
	CopiesCounter       = "copies"    // comments in such groups
	PeopleCounter       = "people"    // authors of comments that everybody reads
)

// CommentsWith returns the name of the counter of comments with a stance.
func CommentsWith(s Stance) string { return CommentsCounter + "/" + string(s) }

// OutcomeCounter returns the name of the counter of comments with an outcome.
func OutcomeCounter(o AdoptionOutcome) string { return "outcome/" + string(o) }

// BriefCounters lists the names of a consultation's counters, except those by day and by outcome.
func BriefCounters() []string {
	names := []string{CommentsCounter, EndorsementsCounter, AnsweredCounter, HiddenCounter, PendingCounter, CampaignsCounter, CopiesCounter, PeopleCounter}
	for _, stance := range Stances {
		names = append(names, CommentsWith(stance))
	}
	return names
}

// Counts holds the counters of one thing by name. A missing counter is 0.
type Counts map[string]int

// CommentTally counts the comments of one consultation.
type CommentTally struct {
	Total        int
	Endorsements int
	Answered     int
	Hidden       int // included in Total
	Undecided    int // not included in Total
	Distinct     int // a campaign counts once
	Campaigns    int
	People       int // who wrote the comments that everybody reads
	ByStance     []StanceCount
	ByDay        []civic.DayCount
	ByClause     []ClauseCount // in the text's order

	DepartmentCode string     // its moderators may read Undecided
	DraftKey       *uuid.UUID // the draft with the clauses; nil in a consultation with only surveys
}

// Pending returns the number of comments that wait for publication. It returns nil if the reader may not read moderation.
func (t CommentTally) Pending(ctx context.Context) *int {
	if !civic.ActorOf(ctx).Can(ReadModeration, t.DepartmentCode) {
		return nil
	}
	return &t.Undecided
}

// StanceCount counts the comments with one stance.
type StanceCount struct {
	Stance Stance `json:"stance"`
	Count  int    `json:"count"`
}

// ClauseCount counts the comments on one clause.
type ClauseCount struct {
	ClauseKey uuid.UUID
	Count     int
	ByStance  []StanceCount
}

// CommentTallyOf makes a tally from the counters of a consultation.
func CommentTallyOf(counts Counts, clauses []ClauseCount) CommentTally {
	return CommentTally{
		Total: counts[CommentsCounter], Endorsements: counts[EndorsementsCounter], Answered: counts[AnsweredCounter],
		Hidden: counts[HiddenCounter], Undecided: counts[PendingCounter],
		Distinct: counts[CommentsCounter] - counts[CopiesCounter] + counts[CampaignsCounter], Campaigns: counts[CampaignsCounter], People: counts[PeopleCounter],
		ByStance: byStance(counts), ByDay: byDay(counts), ByClause: clauses,
	}
}

// ClauseCountOf makes a count from the counters of a clause.
func ClauseCountOf(clause uuid.UUID, counts Counts) ClauseCount {
	return ClauseCount{ClauseKey: clause, Count: counts[CommentsCounter], ByStance: byStance(counts)}
}

// byStance lists every stance with its count, including 0.
func byStance(counts Counts) []StanceCount {
	listed := make([]StanceCount, len(Stances))
	for i, stance := range Stances {
		listed[i] = StanceCount{Stance: stance, Count: counts[CommentsWith(stance)]}
	}
	return listed
}

// byDay lists the days that have comments, in order.
func byDay(counts Counts) []civic.DayCount {
	listed := []civic.DayCount{}
	for name, count := range counts {
		if day, isDay := strings.CutPrefix(name, CommentsOnDay); isDay {
			listed = append(listed, civic.DayCount{Day: day, Count: count})
		}
	}
	slices.SortFunc(listed, func(a, b civic.DayCount) int { return strings.Compare(a.Day, b.Day) })
	return listed
}
