package consult

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// The counters of comments. A withdrawn comment and its endorsements count nowhere, a pending one counts as pending and
// nowhere else, and a hidden one counts as others do and as hidden. Of each thing there are:
//
//	consultation  comments  comments/STANCE  comments/day/2026-01-31  endorsements  hidden  pending  answered  outcome/OUTCOME
//	clause        comments  comments/STANCE
//	comment       endorsements
//
// The day is that of the comment in the profile's time zone. answered and outcome/OUTCOME are those of official responses.
const (
	CommentsCounter     = "comments"
	CommentsOnDay       = "comments/day/" // and the day
	EndorsementsCounter = "endorsements"
	AnsweredCounter     = "answered"
	HiddenCounter       = "hidden"
	PendingCounter      = "pending"
)

// CommentsWith names the counter of comments with a stance.
func CommentsWith(s Stance) string { return CommentsCounter + "/" + string(s) }

// BriefCounters names the counters of a consultation that count neither by day nor by clause.
func BriefCounters() []string {
	names := []string{CommentsCounter, EndorsementsCounter, AnsweredCounter, HiddenCounter, PendingCounter}
	for _, stance := range Stances {
		names = append(names, CommentsWith(stance))
	}
	return names
}

// Counts are the counters of one thing by name; what is missing counts 0.
type Counts map[string]int

// CommentTally counts the comments of one consultation.
type CommentTally struct {
	Total        int
	Endorsements int
	Answered     int
	Hidden       int // among the total
	Undecided    int // besides the total
	ByStance     []StanceCount
	ByDay        []civic.DayCount
	ByClause     []ClauseCount // in the text's order

	DepartmentCode string     // whose moderators read how many are undecided
	DraftKey       *uuid.UUID // the draft with the clauses; nil where only surveys are put to the public
}

// Pending tells those who read moderation how many comments wait to be published; nil for everybody else.
func (t CommentTally) Pending(ctx context.Context) *int {
	if !civic.ActorOf(ctx).Can(civic.ReadModeration, t.DepartmentCode) {
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

// CommentTallyOf reads the tally from the counters of a consultation.
func CommentTallyOf(counts Counts, clauses []ClauseCount) CommentTally {
	return CommentTally{
		Total: counts[CommentsCounter], Endorsements: counts[EndorsementsCounter], Answered: counts[AnsweredCounter],
		Hidden: counts[HiddenCounter], Undecided: counts[PendingCounter],
		ByStance: byStance(counts), ByDay: byDay(counts), ByClause: clauses,
	}
}

// ClauseCountOf reads the count from the counters of a clause.
func ClauseCountOf(clause uuid.UUID, counts Counts) ClauseCount {
	return ClauseCount{ClauseKey: clause, Count: counts[CommentsCounter], ByStance: byStance(counts)}
}

// byStance lists every stance, those that nobody took too.
func byStance(counts Counts) []StanceCount {
	listed := make([]StanceCount, len(Stances))
	for i, stance := range Stances {
		listed[i] = StanceCount{Stance: stance, Count: counts[CommentsWith(stance)]}
	}
	return listed
}

// byDay lists the days on which somebody commented, in order.
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
