package consult

import (
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/domain/policy"
)

// TestDefaultProfiles compares the profiles of a new database with the rules of their sources.
func TestDefaultProfiles(t *testing.T) {
	t.Parallel()
	type rule struct {
		days       int // 0 if there is no minimum
		unit       civic.DayUnit
		shortening ShorteningRule
		feedback   int // 0 if no day is fixed
		zone       string
	}
	want := map[string]rule{
		"CN_MAJOR_DECISION":     {30, civic.CalendarDays, ShorterReason, 0, "Asia/Shanghai"},
		"CN_GOVERNMENT_RULE":    {30, civic.CalendarDays, NeverShorter, 0, "Asia/Shanghai"},
		"CN_ADMIN_REGULATION":   {30, civic.CalendarDays, NeverShorter, 0, "Asia/Shanghai"},
		"CN_STATUTE":            {30, civic.CalendarDays, ShorterReason, 0, "Asia/Shanghai"},
		"CN_NORMATIVE":          {7, civic.WorkingDays, FreelyShorter, 0, "Asia/Shanghai"},
		"CN_NORMATIVE_BUSINESS": {30, civic.CalendarDays, NeverShorter, 0, "Asia/Shanghai"},
		"US_RULEMAKING":         {0, civic.CalendarDays, FreelyShorter, 0, "America/New_York"},
		"EU_INITIATIVE":         {84, civic.CalendarDays, ShorterReason, 56, "Europe/Brussels"},
		"EU_PROPOSAL":           {56, civic.CalendarDays, ShorterReason, 56, "Europe/Brussels"},
		"EU_DELEGATED_ACT":      {28, civic.CalendarDays, ShorterReason, 56, "Europe/Brussels"},
		"GENERAL":               {0, civic.CalendarDays, FreelyShorter, 0, "UTC"},
		"UK":                    {0, civic.CalendarDays, FreelyShorter, 84, "Europe/London"},
	}
	orNone := func(days *int) int {
		if days == nil {
			return 0
		}
		return *days
	}
	for _, p := range DefaultProfiles() {
		got := rule{orNone(p.MinimumDays), p.Unit, p.Shortening, orNone(p.FeedbackDueDays), p.Timezone}
		if got != want[p.Code] {
			t.Errorf("%s asks for %+v, want %+v", p.Code, got, want[p.Code])
		}
		delete(want, p.Code)
	}
	for code := range want {
		t.Errorf("%s is missing", code)
	}
}

// TestDefaultProfilesAreComplete checks that each profile has all that display and calculation need.
func TestDefaultProfilesAreComplete(t *testing.T) {
	t.Parallel()
	for _, p := range DefaultProfiles() {
		if err := p.CheckTimes(); err != nil {
			t.Error(err)
		}
		for _, locale := range []civic.Locale{civic.Chinese, civic.English} {
			if p.Titles[locale] == "" || p.SourceArticles[locale] == "" {
				t.Errorf("%s lacks its title or source in %s", p.Code, locale)
			}
		}
		if _, err := civic.ParseDate(string(p.EffectiveFrom)); err != nil {
			t.Errorf("%s takes effect on %q", p.Code, p.EffectiveFrom)
		}
		if p.Country == "" || p.SourceMark == "" || p.FeedbackDueUnit == "" {
			t.Errorf("%s is not complete: %+v", p.Code, p)
		}
	}
}

func TestKindsHaveProfiles(t *testing.T) {
	t.Parallel()
	for kind, want := range map[policy.PolicyKind]string{
		policy.MajorDecision: "CN_MAJOR_DECISION", policy.GovernmentRule: "CN_GOVERNMENT_RULE", policy.AdministrativeRegulation: "CN_ADMIN_REGULATION",
		policy.Statute: "CN_STATUTE", policy.NormativeDocument: "CN_NORMATIVE", policy.OtherPolicy: "GENERAL",
	} {
		if got := profileOf(t, DefaultProfile(kind)); got.Code != want {
			t.Errorf("%s follows %s, want %s", kind, got.Code, want)
		}
	}
}

func TestCheckTimes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone, closes string
		valid        bool
	}{
		{"Asia/Shanghai", "24:00", true}, {"Asia/Shanghai", "17:30", true}, {"UTC", "00:00", true},
		{"Asia/Beijing", "24:00", false}, {"", "24:00", false}, {"Local", "24:00", false},
		{"Asia/Shanghai", "24:01", false}, {"Asia/Shanghai", "17:60", false}, {"Asia/Shanghai", "5 pm", false}, {"Asia/Shanghai", "", false},
	} {
		p := profileOf(t, "CN_MAJOR_DECISION")
		p.Timezone, p.CloseTime = c.zone, c.closes
		if err := p.CheckTimes(); (err == nil) != c.valid {
			t.Errorf("%q in %q: %v", c.closes, c.zone, err)
		}
		_, err := p.Plan(LaunchConsultationInput{ClosesOn: "2026-12-31"}, civic.WorkingCalendar{}, instant(t, "2026-11-02T03:00:00Z"))
		if (err == nil) != c.valid || len(civic.CodesOf(err)) > 0 {
			t.Errorf("a plan with the closing time %q in %q: %v", c.closes, c.zone, err)
		}
	}
}

func TestClosingTime(t *testing.T) {
	t.Parallel()
	p := profileOf(t, "CN_MAJOR_DECISION")
	for closes, want := range map[string]string{"24:00": "2026-11-02T00:00:00+08:00", "17:30": "2026-11-01T17:30:00+08:00", "09:05": "2026-11-01T09:05:00+08:00"} {
		p.CloseTime = closes
		if got := p.EndOf("2026-11-01", nil).Format(time.RFC3339); got != want {
			t.Errorf("a day that closes at %s ends at %s, want %s", closes, got, want)
		}
	}
}

// TestDefaultProfileGovernsItsKind checks that each kind may use its own default profile.
func TestDefaultProfileGovernsItsKind(t *testing.T) {
	t.Parallel()
	for _, kind := range []policy.PolicyKind{policy.MajorDecision, policy.GovernmentRule, policy.AdministrativeRegulation, policy.Statute, policy.NormativeDocument, policy.OtherPolicy} {
		if err := profileOf(t, DefaultProfile(kind)).Governs(kind); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if err := profileOf(t, "UK").Governs(policy.MajorDecision); err == nil {
		t.Error("a major decision may follow the rules of the UK")
	}
}
