package policy

import (
	"slices"
	"testing"

	"minyi/domain/civic"
)

// staffOf returns an actor with roles in one department.
func staffOf(department string, roles ...civic.Role) civic.Actor {
	a := civic.Actor{Account: civic.NewKey(), Name: "somebody"}
	for _, role := range roles {
		a.Roles = append(a.Roles, civic.RoleGrant{Role: role, Department: &department})
	}
	return a
}

func TestNextReviewFollowsTheStages(t *testing.T) {
	t.Parallel()
	all := staffOf("PARKS", civic.Editor, civic.Reviewer, civic.Publisher)
	leads := map[DraftState]map[ReviewStage]DraftState{
		StateSubmitted: {StageEdit: StateEdited}, StateEdited: {StageReview: StateReviewed}, StateReviewed: {StagePublish: StateApproved},
	}
	var passed GateVerdicts
	for _, g := range ReviewGates {
		passed = append(passed, GateVerdict{Gate: g, Passed: true})
	}
	for _, state := range []DraftState{StateDraft, StateSubmitted, StateEdited, StateReviewed, StateApproved, StatePublished, StateAdopted} {
		for _, stage := range []ReviewStage{StageEdit, StageReview, StagePublish} {
			for _, decision := range []ReviewDecision{Approve, Return} {
				d := Draft{DepartmentCode: "PARKS", State: state, ContentHash: "h"}
				next, err := d.Reviewed().NextReview(all, ReviewStepInput{Stage: stage, Decision: decision, Verdicts: passed, Reason: "因", ContentHash: "h"}, nil)
				want, waits := leads[state][stage]
				if waits && decision == Return {
					want = StateDraft
				}
				if waits != (err == nil) || (waits && next != want) {
					t.Errorf("%s %s %s: got %s, %v, want %s", state, stage, decision, next, err, want)
				}
			}
		}
	}
}

func TestReviewRoles(t *testing.T) {
	t.Parallel()
	roles := map[ReviewStage]civic.Role{StageEdit: civic.Editor, StageReview: civic.Reviewer, StagePublish: civic.Publisher}
	for stage, its := range roles {
		for _, role := range []civic.Role{civic.Editor, civic.Reviewer, civic.Publisher, civic.Moderator, civic.Analyst, civic.Admin, civic.Auditor} {
			if mayMake(staffOf("PARKS", role), stage) != (role == its) {
				t.Errorf("%s with the role %s: want %v", stage, role, role == its)
			}
		}
		if mayMake(staffOf("HOUSING", its), stage) || mayMake(civic.Actor{Roles: []civic.RoleGrant{{Role: its}}}, stage) {
			t.Errorf("%s is made from outside the department", stage)
		}
	}
}

func mayMake(a civic.Actor, stage ReviewStage) bool { return stage.allowedFor(a, "PARKS") }

func TestMissingGates(t *testing.T) {
	t.Parallel()
	review := func(valid bool, verdicts ...GateVerdict) EditorialReview {
		return EditorialReview{Valid: valid, GateVerdicts: verdicts}
	}
	yes := func(g ReviewGate) GateVerdict { return GateVerdict{Gate: g, Passed: true} }
	no := func(g ReviewGate) GateVerdict { return GateVerdict{Gate: g} }
	for name, c := range map[string]struct {
		reviews []EditorialReview
		want    []ReviewGate
	}{
		"nothing":            {nil, ReviewGates},
		"some":               {[]EditorialReview{review(true, yes(GateText), yes(GateLegal))}, []ReviewGate{GatePolitical, GatePolicy, GateSecrecy}},
		"over several steps": {[]EditorialReview{review(true, yes(GateText), yes(GateLegal)), review(true, yes(GatePolitical), yes(GatePolicy), yes(GateSecrecy))}, []ReviewGate{}},
		"void":               {[]EditorialReview{review(false, yes(GateText), yes(GateLegal), yes(GatePolitical), yes(GatePolicy), yes(GateSecrecy))}, ReviewGates},
		"returned later": {[]EditorialReview{review(true, yes(GateText), yes(GateLegal)), {Valid: true, Decision: Return, GateVerdicts: GateVerdicts{yes(GatePolicy)}}, review(true, yes(GateLegal))},
			[]ReviewGate{GatePolitical, GatePolicy, GateSecrecy, GateText}},
		"returned, and changed since": {[]EditorialReview{review(true, yes(GateText)), {Decision: Return}}, ReviewGates},
		"failed later":                {[]EditorialReview{review(true, yes(GateText), yes(GateLegal), yes(GatePolitical), yes(GatePolicy), yes(GateSecrecy)), review(true, no(GateLegal))}, []ReviewGate{GateLegal}},
		"passed later":                {[]EditorialReview{review(true, yes(GateText), no(GateLegal), yes(GatePolitical), yes(GatePolicy), yes(GateSecrecy)), review(true, yes(GateLegal))}, []ReviewGate{}},
	} {
		if got := MissingGates(c.reviews); !slices.Equal(got, c.want) {
			t.Errorf("%s: missing %v, want %v", name, got, c.want)
		}
	}
}

func TestSamePersonLooksAtTheLastRound(t *testing.T) {
	t.Parallel()
	wang, li := civic.NewKey(), civic.NewKey()
	made := func(stage ReviewStage, decision ReviewDecision, by [16]byte) EditorialReview {
		return EditorialReview{Stage: stage, Decision: decision, Actor: by}
	}
	round := []EditorialReview{made(StageEdit, Approve, wang), made(StageReview, Return, li), made(StageEdit, Approve, li)}
	if approvedEarlierStep(civic.Actor{Account: wang}, StageReview, round) {
		t.Error("who edited before the text was returned may review it now")
	}
	if !approvedEarlierStep(civic.Actor{Account: li}, StageReview, round) || !approvedEarlierStep(civic.Actor{Account: li}, StagePublish, round) {
		t.Error("who edited it last may not review or publish it")
	}
}

func TestReviewHashCoversEveryField(t *testing.T) {
	t.Parallel()
	hash := EditorialReview{Stage: StageEdit, Decision: Approve}.calculateHash()
	for name, other := range map[string]EditorialReview{
		"draft": {Stage: StageEdit, Decision: Approve, ContentKey: civic.NewKey()}, "stage": {Stage: StageReview, Decision: Approve},
		"decision": {Stage: StageEdit, Decision: Return}, "reason": {Stage: StageEdit, Decision: Approve, Reason: "因"},
		"verdicts": {Stage: StageEdit, Decision: Approve, GateVerdicts: GateVerdicts{{Gate: GateText}}},
		"actor":    {Stage: StageEdit, Decision: Approve, Actor: civic.NewKey()}, "name": {Stage: StageEdit, Decision: Approve, ActorName: "王"},
		"content": {Stage: StageEdit, Decision: Approve, ContentHash: "h"}, "revision": {Stage: StageEdit, Decision: Approve, Revision: 1}, "previous": {Stage: StageEdit, Decision: Approve, PreviousHash: "h"},
		"time": {Stage: StageEdit, Decision: Approve, CreatedAt: EditorialReview{}.CreatedAt.Add(1)},
	} {
		if other.calculateHash() == hash {
			t.Errorf("the hash does not cover the %s", name)
		}
	}
}
