package consult

import (
	"reflect"
	"slices"
	"testing"

	"minyi/domain/civic"
)

func TestLevelsReached(t *testing.T) {
	t.Parallel()
	for level, want := range map[civic.IdentityLevel][]civic.IdentityLevel{
		"": {}, "KING": {}, civic.Anonymous: {civic.Anonymous}, civic.Pseudonymous: {civic.Anonymous, civic.Pseudonymous}, civic.Verified: {civic.Anonymous, civic.Pseudonymous, civic.Verified},
	} {
		if got := level.Reached(); !slices.Equal(got, want) {
			t.Errorf("%q reaches %v, want %v", level, got, want)
		}
	}
}

func TestCommentTallyOf(t *testing.T) {
	t.Parallel()
	none := []StanceCount{{Support, 0}, {SupportWithChanges, 0}, {Oppose, 0}, {Neutral, 0}}
	for name, c := range map[string]struct {
		counts Counts
		want   CommentTally
	}{
		"nothing": {nil, CommentTally{ByStance: none, ByDay: []civic.DayCount{}}},
		"days in order": {Counts{"comments/day/2026-02-01": 2, "comments/day/2025-12-31": 1, "comments": 3},
			CommentTally{Total: 3, Distinct: 3, ByStance: none, ByDay: []civic.DayCount{{Day: "2025-12-31", Count: 1}, {Day: "2026-02-01", Count: 2}}}},
		"all kinds": {Counts{"comments": 4, "comments/OPPOSE": 1, "comments/SUPPORT_WITH_CHANGES": 3, "endorsements": 7, "answered": 2, "outcome/ADOPTED": 2, "hidden": 1, "pending": 5},
			CommentTally{Total: 4, Endorsements: 7, Answered: 2, Hidden: 1, Undecided: 5, Distinct: 4, ByStance: []StanceCount{{Support, 0}, {SupportWithChanges, 3}, {Oppose, 1}, {Neutral, 0}}, ByDay: []civic.DayCount{}}},
	} {
		if got := CommentTallyOf(c.counts, nil); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

func TestCommentIsEdited(t *testing.T) {
	t.Parallel()
	was := Comment{Stance: Support, Body: "赞成", State: CommentPublished}
	for name, c := range map[string]struct {
		in      EditCommentInput
		want    Comment
		differs bool
	}{
		"nothing":     {EditCommentInput{}, was, false},
		"the same":    {EditCommentInput{Stance: new(Support), Body: new("赞成")}, was, false},
		"its stance":  {EditCommentInput{Stance: new(Oppose)}, Comment{Stance: Oppose, Body: "赞成", State: CommentPublished}, true},
		"its words":   {EditCommentInput{Body: new("反对")}, Comment{Stance: Support, Body: "反对", State: CommentPublished}, true},
		"one of both": {EditCommentInput{Stance: new(Support), Body: new("赞成。")}, Comment{Stance: Support, Body: "赞成。", State: CommentPublished}, true},
	} {
		if got, differs := was.Edited(c.in, AfterPublishing); got != c.want || differs != c.differs {
			t.Errorf("%s: got %+v, %v", name, got, differs)
		}
	}
}
