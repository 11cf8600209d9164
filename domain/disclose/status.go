package disclose

import "minyi/domain/civic"

// State is where a request stands.
type State string

// The states. SUBMITTED is not yet received. ABANDONED follows from the law when a correction or a fee is overdue.
const (
	StateSubmitted          State = "SUBMITTED"
	StateReceived           State = "RECEIVED"
	StateAwaitingCorrection State = "AWAITING_CORRECTION"
	StateAwaitingOpinion    State = "AWAITING_OPINION"
	StateAwaitingPayment    State = "AWAITING_PAYMENT"
	StateDecided            State = "DECIDED"
	StateReplied            State = "REPLIED"
	StateAbandoned          State = "ABANDONED"
	StateWithdrawn          State = "WITHDRAWN"
)

// running reports whether the agency works on the request.
func (s State) running() bool { return s == StateReceived || s == StateAwaitingOpinion }

// closed reports whether nothing more can happen to the request.
func (s State) closed() bool { return s == StateReplied || s == StateAbandoned || s == StateWithdrawn }

// Status is everything that follows from the events of a request and a calendar on one day. A nil deadline does not apply.
type Status struct {
	State          State
	ReceivedOn     civic.Date      // empty before the request is received
	CorrectionDue  *civic.Deadline // until when the agency may ask for a correction
	FirstDue       *civic.Deadline // when the reply was due by what was known on the day of receipt
	RestartedOn    civic.Date      // the day after which the reply's time began anew; empty if it did not
	Due            *civic.Deadline // when the reply is due; nil while the applicant must act, and after the request was given up
	CorrectBy      civic.Date      // the last day for the correction; empty if none was asked for
	PayBy          *civic.Deadline // the last day to pay; nil if no fee was asked for
	Opinions       []Opinion       // who was asked
	ExtendedBy     int             // working days in all
	Outcome        Outcome         // empty before the decision
	DecidedOn      civic.Date
	Reply          *Reply
	CorrectionSent bool
	Drafted        *Event // the draft of the reply
	Checked        *Event // its legal check; nil if a newer draft waits for one
}

// Opinion is an opinion that a third party or another agency was asked for.
type Opinion struct {
	Party   string
	Agency  bool
	AskedOn civic.Date
	Limit   civic.Deadline
	GivenOn civic.Date // empty if nothing came
}

// Reply is the reply to the applicant.
type Reply struct {
	On              civic.Date
	InTime          bool
	WorkingDaysLate int
}

// Clock computes the state of requests.
type Clock struct {
	Rules    Rules
	Calendar civic.CalendarHistory
}

// At returns the state at the end of a day. It looks only at events up to that day, and at the calendar that was known then. A request
// that has ended stays as it was on its last day.
func (c Clock) At(events Events, day civic.Date) Status {
	now := c.on(events, day)
	if now.Due != nil {
		now.Due.History = c.history(events, day)
	}
	return now
}

// on is At without the history.
func (c Clock) on(events Events, day civic.Date) Status {
	f := factsOf(events.until(day))
	calendar := c.Calendar.KnownOn(min(day, f.closedOn(day)))
	s := Status{State: StateSubmitted, Opinions: []Opinion{}, ReceivedOn: f.received, CorrectBy: f.correctBy, CorrectionSent: f.correctBy != "", ExtendedBy: f.extendedInAll, Drafted: f.drafted, Checked: f.checked}
	if f.received == "" {
		s.close(f)
		return s
	}
	s.State, s.RestartedOn = StateReceived, f.restarted
	s.CorrectionDue = new(calendar.Due(c.Rules.Correction, f.received))
	s.FirstDue = new(c.Calendar.KnownOn(f.received).Due(c.Rules.Reply, f.received))
	pauses := s.ask(c, calendar, f, day)
	if f.feeOn != "" {
		s.PayBy = new(calendar.Due(c.Rules.Payment, f.feeOn))
	}
	rule := c.Rules.Reply
	rule.Days += f.extended
	s.Due = new(calendar.Due(rule, max(f.received, f.restarted), pauses...))
	s.wait(f, day)
	s.close(f)
	return s
}

// ask fills in the opinions and returns the time that the reply's limit leaves out: from asking to the opinion, and at most to the end of the
// opinion's own limit (art. 33(3)).
func (s *Status) ask(c Clock, calendar civic.WorkingCalendar, f facts, day civic.Date) (pauses []civic.Pause) {
	for _, asked := range f.asked {
		served := max(asked.On, asked.ServedOn)
		o := Opinion{Party: asked.Party, Agency: asked.Kind == AgencyAsked, AskedOn: asked.On, Limit: calendar.Due(c.Rules.Opinion, served), GivenOn: f.given[asked.Party]}
		pause := civic.Pause{After: asked.On, To: o.Limit.DueOn, Name: asked.Party}
		if c.Rules.FromService {
			pause.After = served
		}
		if o.GivenOn != "" {
			pause.To = min(pause.To, o.GivenOn)
		} else if day <= pause.To {
			s.State = StateAwaitingOpinion
		}
		s.Opinions, pauses = append(s.Opinions, o), append(pauses, pause)
	}
	return pauses
}

// wait finds out whether the applicant must correct or pay, and gives the request up on the day after the last day for it (art. 30; order on
// fees of 2020). While the applicant must act, no reply is due.
func (s *Status) wait(f facts, day civic.Date) {
	for _, duty := range []struct {
		open    bool
		last    civic.Date
		waiting State
		overdue Outcome
	}{
		{f.correctBy != "" && !f.corrected, f.correctBy, StateAwaitingCorrection, CorrectionOverdue},
		{f.feeOn != "" && !f.paid, s.payBy(), StateAwaitingPayment, FeeOverdue},
	} {
		switch {
		case !duty.open || f.ended != nil:
		case day <= duty.last:
			s.State, s.Due = duty.waiting, nil
		default:
			s.State, s.Due, s.Outcome, s.DecidedOn = StateAbandoned, nil, duty.overdue, duty.last.Add(1)
		}
	}
}

// payBy returns the last day to pay.
func (s *Status) payBy() civic.Date {
	if s.PayBy == nil {
		return ""
	}
	return s.PayBy.DueOn
}

// close fills in the decision, the reply and the withdrawal.
func (s *Status) close(f facts) {
	if f.decided != nil {
		s.State, s.Outcome, s.DecidedOn = StateDecided, f.decided.Outcome, f.decided.On
	}
	switch {
	case f.ended == nil:
	case f.ended.Kind == RequestWithdrawn:
		s.State, s.Due, s.Outcome, s.DecidedOn = StateWithdrawn, nil, OtherHandling, f.ended.On
	default:
		late := s.Due.OverdueOn(f.ended.On)
		s.State, s.Reply = StateReplied, &Reply{On: f.ended.On, InTime: late == 0, WorkingDaysLate: late}
	}
}

// Ending returns how and on which day the request was decided, given up or withdrawn. While the applicant must act, it returns how and when the request ends without
// that. Both are empty while the agency must act.
func (s Status) Ending() (Outcome, civic.Date) {
	switch s.State {
	case StateAwaitingCorrection:
		return CorrectionOverdue, s.CorrectBy.Add(1)
	case StateAwaitingPayment:
		return FeeOverdue, s.PayBy.DueOn.Add(1)
	}
	return s.Outcome, s.DecidedOn
}

// Days returns what lists need to know: the day on which the agency must look at the request again, the day on which the request is given
// up by itself, and the day from which its applicant is erased. A day is empty where it does not apply.
func (s Status) Days(rules Rules, events Events) (remind, lapses, erase civic.Date) {
	switch {
	case s.State == StateReplied:
		return "", "", s.Reply.On.Add(rules.ApplicantKept)
	case s.State.closed():
		return "", "", s.DecidedOn.Add(rules.ApplicantKept)
	case s.State == StateSubmitted:
		return events[0].On, "", ""
	case s.State == StateAwaitingCorrection:
		remind = s.CorrectBy
	case s.State == StateAwaitingPayment:
		remind = s.PayBy.DueOn
	default:
		return s.Due.DueOn, "", ""
	}
	return remind, remind.Add(1), remind.Add(1 + rules.ApplicantKept)
}
