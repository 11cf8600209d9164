package disclose

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// datedCase is a case of testdata/clock.json: what happened, and what follows from it by the law.
type datedCase struct {
	ID       string
	AsOf     civic.Date
	Events   Events
	Expected expected
}

// expected are the facts of a case; those that do not apply are empty.
type expected struct {
	ReceivedOn, CorrectionNoticeBy, FirstDueOn, RestartedOn, PayBy, DueOn civic.Date
	Outcome                                                               Outcome
	ExcludedWorkingDays                                                   int
	OpinionLimits                                                         []struct{ Who, LimitOn string }
	Refused                                                               []struct {
		Event EventKind
		On    civic.Date
		Code  civic.Code
	}
	Reply *Reply
}

// china is a clock by the calendar of China.
var china = Clock{Rules: DefaultRules(), Calendar: civic.NewCalendarHistory(civic.DefaultCalendars())}

// TestDatedCases counts real and made-up requests over the calendars of 2022, 2024 and 2025.
func TestDatedCases(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/clock.json")
	var cases []datedCase
	if err == nil {
		err = json.Unmarshal(raw, &cases)
	}
	if err != nil || len(cases) != 14 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			events, got := c.play(t)
			now := china.At(events, max(c.AsOf, events[len(events)-1].On))
			got.read(now)
			if got.PayBy == "" && now.PayBy != nil {
				got.PayBy = now.PayBy.DueOn
			}
			if !reflect.DeepEqual(got, c.Expected) {
				t.Errorf("got  %+v\nwant %+v", got, c.Expected)
			}
			if now.Due != nil && now.Due.Steps[len(now.Due.Steps)-1].Day != now.Due.DueOn {
				t.Errorf("the steps end with %v", now.Due.Steps)
			}
		})
	}
}

// play adds the events of the case one by one, with a decision before each reply. It notes what is refused.
func (c datedCase) play(t *testing.T) (events Events, got expected) {
	for _, next := range c.Events {
		if next.Kind.replied() {
			events = append(events, signed(next.On, Granted)...)
		}
		if err := china.Refusal(events, next); err != nil {
			got.Refused = append(got.Refused, c.Expected.Refused[len(got.Refused)])
			if r := got.Refused[len(got.Refused)-1]; r.Event != next.Kind || r.On != next.On || r.Code != civic.CodesOf(err)[0] {
				t.Errorf("%s on %s is refused: %v", next.Kind, next.On, err)
			}
			continue
		}
		events = append(events, next)
	}
	return events, got
}

// signed are the steps of a reply that three people make on one day.
func signed(on civic.Date, outcome Outcome) Events {
	return Events{{Kind: ReplyDrafted, On: on, Outcome: outcome, By: uuid.UUID{1}}, {Kind: ReplyChecked, On: on, By: uuid.UUID{2}}, {Kind: Decided, On: on, Outcome: outcome, By: uuid.UUID{3}}}
}

// read notes a state in the form of the cases.
func (got *expected) read(s Status) {
	got.ReceivedOn, got.RestartedOn, got.Reply = s.ReceivedOn, s.RestartedOn, s.Reply
	got.CorrectionNoticeBy, got.FirstDueOn = s.CorrectionDue.DueOn, s.FirstDue.DueOn
	if s.State == StateAbandoned {
		got.Outcome = s.Outcome
	}
	if s.Due != nil {
		got.DueOn, got.ExcludedWorkingDays = s.Due.DueOn, s.Due.Excluded()
	}
	for _, o := range s.Opinions {
		got.OpinionLimits = append(got.OpinionLimits, struct{ Who, LimitOn string }{o.Party, string(o.Limit.DueOn)})
	}
}

// TestSilenceAndOverlap asks two parties who do not answer: the days that both take are left out once.
func TestSilenceAndOverlap(t *testing.T) {
	t.Parallel()
	events := Events{{Kind: SubmittedInPerson, On: "2025-07-01"}, {Kind: ThirdPartyAsked, On: "2025-07-07", ServedOn: "2025-07-09", Party: "A"}}
	alone := china.At(events, "2025-07-20")
	if alone.State != StateAwaitingOpinion || alone.Due.DueOn != "2025-08-21" || alone.Due.Excluded() != 17 {
		t.Errorf("one: %s, due on %s with %d days left out", alone.State, alone.Due.DueOn, alone.Due.Excluded())
	}
	events = append(events, Event{Kind: AgencyAsked, On: "2025-07-10", Party: "B"})
	both := china.At(events, "2025-08-01")
	if both.State != StateReceived || both.Opinions[1].Limit.DueOn != "2025-07-31" || both.Due.DueOn != "2025-08-22" || both.Due.Excluded() != 18 {
		t.Errorf("both: %s, due on %s with %d days left out", both.State, both.Due.DueOn, both.Due.Excluded())
	}
	served := china
	served.Rules.FromService = true
	if due := served.At(events[:2], "2025-07-20").Due; due.Excluded() != 15 || due.DueOn != "2025-08-19" {
		t.Errorf("from service: due on %s with %d days left out", due.DueOn, due.Excluded())
	}
}

// TestALongerHolidayMovesRunningClocks tells of a request of January 2020: the spring holiday became longer on the 26th.
func TestALongerHolidayMovesRunningClocks(t *testing.T) {
	t.Parallel()
	final := civic.DefaultCalendars()[0]
	final.KnownFrom = "2020-01-26"
	first := final
	first.Version, first.KnownFrom, first.Differing = 1, "2019-11-21", nil
	for _, d := range final.Differing {
		switch d.Day {
		case "2020-02-01":
			d.Working = true
		case "2020-01-31", "2020-02-02":
			continue
		}
		first.Differing = append(first.Differing, d)
	}
	clock := Clock{Rules: DefaultRules(), Calendar: civic.NewCalendarHistory([]civic.WorkingCalendar{first, final})}
	events := Events{{Kind: SubmittedInPerson, On: "2020-01-06"}}
	early, late := clock.At(events, "2020-01-25"), clock.At(events, "2020-02-05")
	if early.Due.DueOn != "2020-02-06" || late.FirstDue.DueOn != "2020-02-06" || late.Due.DueOn != "2020-02-10" || late.Due.CalendarVersion != "CN/2" {
		t.Errorf("due on %s, then on %s by %s", early.Due.DueOn, late.Due.DueOn, late.Due.CalendarVersion)
	}
	want := []civic.DeadlineChange{{On: "2020-01-06", Because: "SUBMITTED_IN_PERSON", To: "2020-02-06"}, {On: "2020-01-26", Because: "CALENDAR", From: "2020-02-06", To: "2020-02-10"}}
	if !slices.Equal(late.Due.History, want) {
		t.Errorf("the history is %v", late.Due.History)
	}
	events = append(events, Event{Kind: Decided, On: "2020-01-20", Outcome: Granted}, Event{Kind: ReplySent, On: "2020-01-20"})
	if ended := clock.At(events, "2020-03-01"); ended.Due.DueOn != "2020-02-06" || !ended.Reply.InTime {
		t.Errorf("a request that had ended is now due on %s", ended.Due.DueOn)
	}
}
