package disclose

import (
	"slices"

	"minyi/domain/civic"
)

// facts are what events say, before anything is counted.
type facts struct {
	received, restarted     civic.Date
	correctBy               civic.Date
	corrected, paid         bool
	feeOn                   civic.Date
	asked                   []Event
	given                   map[string]civic.Date
	extended, extendedInAll int // since the time began anew, and in all
	drafted, checked        *Event
	decided, ended          *Event
}

// factsOf reads the events of a request.
func factsOf(events Events) facts {
	f := facts{given: map[string]civic.Date{}}
	for _, e := range events {
		f.add(e)
	}
	return f
}

// add reads one event. A correction and a payment let the time begin anew; an extension of the old time ends with it.
func (f *facts) add(e Event) {
	if _, received := e.Kind.submitted(); received || e.Kind == Confirmed {
		f.received = e.On
	}
	switch e.Kind {
	case CorrectionNotice:
		f.correctBy = e.AnswerBy
	case Corrected:
		f.corrected, f.restarted, f.extended = true, e.On, 0
	case FeeNoticeReceived:
		f.feeOn = e.On
	case FeePaid:
		f.paid, f.restarted, f.extended = true, e.On, 0
	case ThirdPartyAsked, AgencyAsked:
		f.asked = append(f.asked, e)
	case OpinionReceived:
		f.given[e.Party] = e.On
	case Extended:
		f.extended, f.extendedInAll = f.extended+e.Days, f.extendedInAll+e.Days
	case ReplyDrafted:
		f.drafted, f.checked = &e, nil
	case ReplyChecked:
		f.checked = &e
	case Decided:
		f.decided = &e
	}
	if e.Kind.replied() || e.Kind == RequestWithdrawn {
		f.ended = &e
	}
}

// closedOn returns the day on which the request ended by an event, and otherwise the day itself.
func (f facts) closedOn(day civic.Date) civic.Date {
	if f.ended != nil {
		return f.ended.On
	}
	return day
}

// history lists when the reply's due day moved, and why: by an event, or because another calendar was known.
func (c Clock) history(events Events, day civic.Date) (changes []civic.DeadlineChange) {
	because := map[civic.Date]string{}
	for _, known := range c.Calendar[1:] {
		because[known.KnownFrom] = "CALENDAR"
	}
	for _, e := range events {
		because[e.On] = string(e.Kind)
	}
	days := make([]civic.Date, 0, len(because))
	for on := range because {
		if on <= day {
			days = append(days, on)
		}
	}
	slices.Sort(days)
	before := civic.Date("")
	for _, on := range days {
		after := civic.Date("")
		if due := c.on(events, on).Due; due != nil {
			after = due.DueOn
		}
		if after != before {
			changes = append(changes, civic.DeadlineChange{On: on, Because: because[on], From: before, To: after})
		}
		before = after
	}
	return changes
}
