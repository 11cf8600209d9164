package consult

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/domain/policy"
)

// profileOf returns a default profile.
func profileOf(t *testing.T, code string) JurisdictionProfile {
	t.Helper()
	for _, p := range DefaultProfiles() {
		if p.Code == code {
			return p
		}
	}
	t.Fatalf("no profile %s", code)
	return JurisdictionProfile{}
}

// instant parses an RFC 3339 time.
func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestWorkingDays(t *testing.T) {
	t.Parallel()
	china := civic.DefaultCalendars()[0]
	for name, c := range map[string]struct {
		calendar civic.WorkingCalendar
		event    civic.Date
		days     int
		unit     civic.DayUnit
		want     civic.Date
	}{
		"over the golden week with its worked weekends":   {china, "2020-09-25", 7, civic.WorkingDays, "2020-10-12"},
		"without the calendar the holidays count":         {civic.WorkingCalendar{}, "2020-09-25", 7, civic.WorkingDays, "2020-10-06"},
		"an end on a holiday moves on":                    {china, "2026-09-01", 30, civic.CalendarDays, "2026-10-08"},
		"an end on a worked Saturday stays":               {china, "2026-09-10", 30, civic.CalendarDays, "2026-10-10"},
		"an end on a Saturday moves to Monday":            {china, "2026-10-15", 30, civic.CalendarDays, "2026-11-16"},
		"without a calendar an end on a Saturday stays":   {civic.WorkingCalendar{}, "2026-10-15", 30, civic.CalendarDays, "2026-11-14"},
		"the day of the event does not count":             {china, "2026-11-02", 1, civic.WorkingDays, "2026-11-03"},
		"beyond the calendar Monday to Friday are worked": {china, "2030-01-03", 5, civic.WorkingDays, "2030-01-10"},
	} {
		if got := c.calendar.After(c.event, c.days, c.unit); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestDefaultCalendarIsPlausible finds typing errors: only weekend days can become working days.
func TestDefaultCalendarIsPlausible(t *testing.T) {
	t.Parallel()
	for _, calendar := range civic.DefaultCalendars() {
		for i, day := range calendar.Days() {
			if day.Working != day.Day.Weekend() && day.Working {
				t.Errorf("%s is a working day anyway", day.Day)
			}
			if i > 0 && calendar.Days()[i-1].Day >= day.Day {
				t.Errorf("%s stands twice or out of order", day.Day)
			}
		}
	}
}

func TestPlan(t *testing.T) {
	t.Parallel()
	china := civic.DefaultCalendars()[0]
	now := instant(t, "2026-11-02T03:00:00Z") // a Monday morning in China
	for name, c := range map[string]struct {
		profile  string
		opens    string
		closes   civic.Date
		reason   string
		want     []civic.Code
		warnings []PeriodWarningKind
	}{
		"thirty days":                        {"CN_MAJOR_DECISION", "", "2026-12-02", "", nil, nil},
		"a day too few":                      {"CN_MAJOR_DECISION", "", "2026-12-01", "", []civic.Code{ShorteningReasonRequired}, nil},
		"a day too few with a blank reason":  {"CN_MAJOR_DECISION", "", "2026-12-01", " 　", []civic.Code{ShorteningReasonRequired}, nil},
		"a reason with no visible character": {"CN_MAJOR_DECISION", "", "2026-12-01", "\u200b", []civic.Code{ShorteningReasonRequired}, nil},
		"opening this very instant":          {"UK", "2026-11-02T03:00:00Z", "2026-11-02", "", nil, nil},
		"opening as it closes":               {"UK", "2026-11-04T00:00:00Z", "2026-11-03", "", []civic.Code{PeriodEndsBeforeItOpens}, nil},
		"a day too few with a reason":        {"CN_MAJOR_DECISION", "", "2026-12-01", "情况紧急", nil, nil},
		"a rule cannot be shortened":         {"CN_GOVERNMENT_RULE", "", "2026-12-01", "情况紧急", []civic.Code{PeriodTooShort}, nil},
		"seven working days":                 {"CN_NORMATIVE", "", "2026-11-11", "", nil, nil},
		"six working days are warned about":  {"CN_NORMATIVE", "", "2026-11-10", "", nil, []PeriodWarningKind{ShorterThanUsual}},
		"under sixty days in the US":         {"US_RULEMAKING", "", "2026-12-01", "", nil, []PeriodWarningKind{ShorterThanUsual}},
		"any length in the UK":               {"UK", "", "2026-11-03", "", nil, nil},
		"opening in the past":                {"UK", "2026-11-02T02:59:59Z", "2026-11-03", "", []civic.Code{PeriodInThePast}, nil},
		"closing before opening":             {"UK", "2026-11-05T00:00:00Z", "2026-11-03", "", []civic.Code{PeriodEndsBeforeItOpens}, nil},
		"opening counts in China's day":      {"CN_MAJOR_DECISION", "2026-11-02T16:00:00Z", "2026-12-02", "", []civic.Code{ShorteningReasonRequired}, nil},
		"a wrong year":                       {"UK", "", "2926-11-03", "", []civic.Code{PeriodTooLong}, nil},
		"opening in a far year":              {"UK", "9999-12-31T10:00:00Z", "9999-12-31", "", []civic.Code{civic.Invalid}, nil},
		"beyond the calendar":                {"CN_MAJOR_DECISION", "", "2027-02-02", "", nil, []PeriodWarningKind{CalendarNotCovering}},
	} {
		in := LaunchConsultationInput{ClosesOn: c.closes}
		if c.opens != "" {
			in.OpensAt = new(instant(t, c.opens))
		}
		if c.reason != "" {
			in.ShorteningReason = &c.reason
		}
		calendar := civic.WorkingCalendar{}
		if profileOf(t, c.profile).Calendar != nil {
			calendar = china
		}
		plan, err := profileOf(t, c.profile).Plan(in, calendar, now)
		var warned []PeriodWarningKind
		for _, w := range plan.Warnings {
			warned = append(warned, w.Kind)
		}
		if got := civic.CodesOf(err); !slices.Equal(got, c.want) || (err == nil && !slices.Equal(warned, c.warnings)) {
			t.Errorf("%s: %v %v, want %v %v", name, got, warned, c.want, c.warnings)
		}
	}
}

func TestClosingDayCountsToItsEnd(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"CN_MAJOR_DECISION": "2026-11-01T16:00:00Z",
		"US_RULEMAKING":     "2026-11-02T05:00:00Z", // clocks go back on that very day
		"EU_INITIATIVE":     "2026-11-01T23:00:00Z",
	} {
		if got := profileOf(t, code).EndOf("2026-11-01", nil).UTC(); got != instant(t, want) {
			t.Errorf("%s closes at %s, want %s", code, got, want)
		}
	}
}

func TestExtend(t *testing.T) {
	t.Parallel()
	c := Consultation{Status: StatusOpen, CommentPeriod: CommentPeriod{OpensAt: instant(t, "2026-11-02T00:00:00Z"), ClosesAt: instant(t, "2026-12-02T16:00:00Z"), ClosesOn: "2026-12-02"}}
	china, now := profileOf(t, "CN_MAJOR_DECISION"), instant(t, "2026-12-02T17:00:00Z")
	for name, k := range map[string]struct {
		status ConsultationStatus
		closes civic.Date
		reason string
		want   []civic.Code
	}{
		"later, with a reason":       {StatusOpen, "2026-12-03", "应居民要求", nil},
		"before it opens":            {StatusUpcoming, "2026-12-03", "应居民要求", nil},
		"not later, no reason":       {StatusOpen, "2026-12-02", " ", []civic.Code{ExtensionNotLater, civic.ReasonRequired}},
		"when it has closed":         {StatusClosed, "2026-12-03", "应居民要求", nil},
		"when it was withdrawn":      {StatusWithdrawn, "2026-12-03", "应居民要求", []civic.Code{Withdrawn}},
		"a reason that is blank":     {StatusOpen, "2026-12-03", "\u200b\u3164", []civic.Code{civic.ReasonRequired}},
		"a reason that is falsified": {StatusOpen, "2026-12-03", "应\u202e求", []civic.Code{civic.ControlCharacters}},
		"a reason with a NUL":        {StatusOpen, "2026-12-03", "应\x00求", []civic.Code{civic.ControlCharacters}},
		"a reason that is too long":  {StatusOpen, "2026-12-03", strings.Repeat("因", 1001), []civic.Code{civic.TooLong}},
		"when it was reported":       {StatusReported, "2026-12-03", "应居民要求", []civic.Code{Reported}},
		"to a day that is over":      {StatusClosed, "2026-12-02", "应居民要求", []civic.Code{ExtensionNotLater}},
		"for a thousand years":       {StatusOpen, "3026-12-03", "应居民要求", []civic.Code{PeriodTooLong}},
	} {
		c.Status = k.status
		_, err := c.Extend(ExtendCommentPeriodInput{ClosesOn: k.closes, Reason: k.reason}, china, false, now)
		if got := civic.CodesOf(err); !slices.Equal(got, k.want) {
			t.Errorf("%s: %v, want %v", name, got, k.want)
		}
	}
}

func TestWithdrawable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status ConsultationStatus
		reason string
		want   []civic.Code
	}{
		"before it opens":   {StatusUpcoming, "草案有误", nil},
		"while it is open":  {StatusOpen, "草案有误", nil},
		"after it closed":   {StatusClosed, "草案有误", nil},
		"after its report":  {StatusReported, "草案有误", []civic.Code{Reported}},
		"twice":             {StatusWithdrawn, "草案有误", []civic.Code{Withdrawn}},
		"without a reason":  {StatusOpen, "\u3000", []civic.Code{civic.ReasonRequired}},
		"with a bell in it": {StatusOpen, "草案\a有误", []civic.Code{civic.ControlCharacters}},
	} {
		if got := civic.CodesOf(Consultation{Status: c.status}.Withdrawable(c.reason)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestCheckLaunch(t *testing.T) {
	t.Parallel()
	draft := civic.ID{Kind: policy.DraftKind}
	for name, c := range map[string]struct {
		draft  *civic.ID
		reason string
		want   []civic.Code
	}{
		"a draft":                    {&draft, "", nil},
		"a draft and a reason":       {&draft, "情况紧急", nil},
		"a blank reason is none":     {&draft, " ", nil},
		"a reason that is falsified": {&draft, "\u202e急", []civic.Code{civic.ControlCharacters}},
		"everything at once":         {nil, "急\x00", []civic.Code{NothingToAsk, civic.ControlCharacters}},
	} {
		in := LaunchConsultationInput{PolicyRecordID: civic.ID{Kind: policy.PolicyRecordKind}, DraftID: c.draft, ShorteningReason: &c.reason}
		if got := civic.CodesOf(CheckLaunch(in)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestFeedbackDue(t *testing.T) {
	t.Parallel()
	china := civic.DefaultCalendars()[0]
	for code, want := range map[string]civic.Date{"EU_INITIATIVE": "2026-12-27", "UK": "2027-01-24"} {
		if got := profileOf(t, code).FeedbackDue("2026-11-01", civic.WorkingCalendar{}); got == nil || *got != want {
			t.Errorf("%s asks for feedback by %v, want %s", code, got, want)
		}
	}
	working := profileOf(t, "CN_MAJOR_DECISION")
	if got := working.FeedbackDue("2026-09-30", china); got != nil {
		t.Errorf("Decree 713 fixes no day, but %s", *got)
	}
	working.FeedbackDueDays, working.FeedbackDueUnit = new(5), civic.WorkingDays
	if got := working.FeedbackDue("2026-09-30", china); *got != "2026-10-13" {
		t.Errorf("five working days over the golden week end on %s", *got)
	}
}

// TestPeriodWarningMessages checks that each message in both languages contains its day.
func TestPeriodWarningMessages(t *testing.T) {
	t.Parallel()
	for kind := range periodMessages {
		for _, locale := range []civic.Locale{civic.Chinese, civic.English} {
			said := PeriodWarning{kind, civic.OnDay("2026-11-11", time.UTC)}.Message(civic.WithLocale(context.Background(), locale))
			if !strings.Contains(said, PeriodWarning{kind, civic.OnDay("2026-11-11", time.UTC)}.Day.Tell(locale)) || strings.Contains(said, "%") {
				t.Errorf("%s in %s: %s", kind, locale, said)
			}
		}
	}
}
