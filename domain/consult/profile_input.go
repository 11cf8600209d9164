package consult

import (
	"slices"
	"time"

	"minyi/domain/civic"
	"minyi/domain/policy"
)

// ManageProfiles is the right to create and revise profiles.
var ManageProfiles = civic.NewAction("MANAGE_PROFILES", civic.Admin)

// ProfileExists refuses a code that another profile already has.
var ProfileExists = civic.NewCode("PROFILE_EXISTS", "该代码的规则已存在。", "There are rules with this code already.")

// CreateJurisdictionProfileInput is a new profile.
type CreateJurisdictionProfileInput struct {
	Code              string                     `validate:"min=2,max=64,departmentcode"`
	Title             []civic.LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=200"`
	Country           string                     `validate:"min=1,max=32,departmentcode"`
	Kinds             []policy.PolicyKind        `validate:"min=1,max=10,unique"`
	UsualFor          []policy.PolicyKind        `validate:"max=10,unique"`
	MinimumDays       *int                       `validate:"omitempty,min=1,max=3660"`
	Unit              civic.DayUnit
	WarnBelow         *int `validate:"omitempty,min=1,max=3660"`
	Shortening        ShorteningRule
	FeedbackDueDays   *int `validate:"omitempty,min=1,max=3660"`
	FeedbackDueUnit   civic.DayUnit
	CloseTime         string                     `validate:"timeofday"`
	Timezone          string                     `validate:"timezone"`
	Calendar          *string                    `validate:"omitempty,min=2,max=32,departmentcode"`
	HearingNoticeDays *int                       `validate:"omitempty,min=1,max=3660"`
	SourceArticle     []civic.LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=500"`
	SourceMark        SourceMark
	EffectiveFrom     civic.Date
}

// ReviseJurisdictionProfileInput is what a profile says from now on: every field replaces what it said.
type ReviseJurisdictionProfileInput CreateJurisdictionProfileInput

// Check returns all problems of the input. A profile can be the usual one only for kinds that may use it.
func (in CreateJurisdictionProfileInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	for i, kind := range in.UsualFor {
		if !slices.Contains(in.Kinds, kind) {
			problems.Add(civic.Invalid, civic.Indexed("usualFor", i))
		}
	}
	if _, err := time.LoadLocation(in.Timezone); err == nil && in.Timezone == "Local" {
		problems.Add(civic.Invalid, "timezone")
	}
	return problems.Err()
}

// Profile returns the profile that the input describes.
func (in CreateJurisdictionProfileInput) Profile() JurisdictionProfile {
	return JurisdictionProfile{Code: in.Code, Titles: civic.Localize(in.Title), Country: in.Country, For: in.Kinds, Usual: append(PolicyKinds{}, in.UsualFor...), MinimumDays: in.MinimumDays, Unit: in.Unit,
		WarnBelow: in.WarnBelow, Shortening: in.Shortening, FeedbackDueDays: in.FeedbackDueDays, FeedbackDueUnit: in.FeedbackDueUnit, CloseTime: in.CloseTime, Timezone: in.Timezone,
		Calendar: in.Calendar, HearingNoticeDays: in.HearingNoticeDays, SourceArticles: civic.Localize(in.SourceArticle), SourceMark: in.SourceMark, EffectiveFrom: in.EffectiveFrom}
}
