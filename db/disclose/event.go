package disclosedb

import (
	"cmp"
	"context"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/disclose"
)

// next makes an event of a request that is locked.
type next func(disclose.DisclosureRequest) (disclose.Event, *disclose.Text)

// record adds an event that a member of the staff causes.
func record(ctx context.Context, db *pg.DB, by civic.Actor, do civic.Action, in any, id civic.ID, make next) (*disclose.DisclosureRequest, error) {
	return pg.Change(ctx, db, by, in, id, RequestsByID, func(t *pg.Tx) error {
		r, err := lock(ctx, t, by, id)
		if err != nil {
			return err
		}
		if err := t.Allow(do, r.DepartmentCode, id); err != nil {
			return err
		}
		return add(ctx, t, by, r, make)
	})
}

// act adds an event that the applicant causes.
func act(ctx context.Context, db *pg.DB, by civic.Actor, id civic.ID, make next) (*disclose.DisclosureRequest, error) {
	if err := db.Tx(ctx, func(t *pg.Tx) error {
		r, err := lock(ctx, t, by, id)
		if err == nil {
			err = r.RequireApplicant(by)
		}
		if err != nil {
			return err
		}
		return add(ctx, t, by, r, make)
	}); err != nil {
		return nil, err
	}
	return pg.One(ctx, db, by, RequestsByID, id, "disclosureRequestId")
}

// lock reads a request and keeps others from adding events until the transaction ends.
func lock(ctx context.Context, t *pg.Tx, by civic.Actor, id civic.ID) (*disclose.DisclosureRequest, error) {
	if _, err := t.Exec(ctx, `SELECT FROM disclosure_requests WHERE id = $1 FOR UPDATE`, id.Key); err != nil {
		return nil, err
	}
	found, err := read(ctx, t.DB, t, readableBy(by), `q.id = $1`, id.Key)
	r, err := pg.Single(found, err)
	return r, pg.Under("disclosureRequestId", err)
}

// add makes an event, asks the clock whether it may be added, and adds it.
func add(ctx context.Context, t *pg.Tx, by civic.Actor, r *disclose.DisclosureRequest, make next) error {
	e, text := make(*r)
	e.By = by.Account
	if e.On > r.Today {
		return civic.Refuse(disclose.FutureDay, "on")
	}
	clock, _, err := clockOf(ctx, t.DB, t)
	if err != nil {
		return err
	}
	if err := clock.Refusal(r.Events, e); err != nil {
		return err
	}
	return addEvent(ctx, t, r, e, text)
}

// addEvent writes an event with its text, and what lists and table 3 need to know.
func addEvent(ctx context.Context, t *pg.Tx, r *disclose.DisclosureRequest, e disclose.Event, text *disclose.Text) error {
	r.Events = append(r.Events, e)
	seq := len(r.Events)
	if _, err := t.Exec(ctx, `INSERT INTO disclosure_events (request_id, seq, kind, on_day, answer_by, served_on, party, days, amount_yuan, outcome, recorded_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULLIF($10, ''), $11)`, r.Key, seq, e.Kind, e.On, e.AnswerBy, e.ServedOn, e.Party, e.Days, e.AmountYuan, e.Outcome, e.By); err != nil {
		return err
	}
	if text != nil {
		sealed, err := t.DB.Seal(textOf(r.Key, seq), text)
		if err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `INSERT INTO disclosure_texts (request_id, seq, key_id, box) VALUES ($1, $2, $3, $4)`, r.Key, seq, sealed.KeyID, sealed.Box); err != nil {
			return err
		}
	}
	return updateLists(ctx, t, r)
}

// updateLists computes again what lists and table 3 need to know of a request, and when its applicant is erased.
func updateLists(ctx context.Context, t *pg.Tx, r *disclose.DisclosureRequest) error {
	clock, today, err := clockOf(ctx, t.DB, t)
	if err != nil {
		return err
	}
	status := clock.At(r.Events, today)
	remind, lapses, erase := status.Days(clock.Rules, r.Events)
	outcome, decided := status.Ending()
	if _, err := t.Exec(ctx, `UPDATE disclosure_requests SET remind_on = $2, lapses_on = $3, calendar = $4, received_on = $5, decided_on = $6, outcome = NULLIF($7, '') WHERE id = $1`,
		r.Key, remind, lapses, clock.Calendar.KnownOn(today).Versions(), status.ReceivedOn, decided, outcome); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `UPDATE disclosure_applicants SET erase_on = $2 WHERE request_id = $1`, r.Key, erase)
	return err
}

// CorrectDisclosureRequest adds the applicant's correction. The applicant may.
func CorrectDisclosureRequest(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.CorrectDisclosureRequestInput) (*disclose.DisclosureRequest, error) {
	if err := cmp.Or(by.Require(disclose.ApplyForInformation, ""), civic.Check(in)); err != nil {
		return nil, err
	}
	return act(ctx, db, by, in.DisclosureRequestID, func(r disclose.DisclosureRequest) (disclose.Event, *disclose.Text) {
		return disclose.Event{Kind: disclose.Corrected, On: r.Today}, &disclose.Text{Text: in.Text}
	})
}

// WithdrawDisclosureRequest ends a request. The applicant may.
func WithdrawDisclosureRequest(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.WithdrawDisclosureRequestInput) (*disclose.DisclosureRequest, error) {
	if err := cmp.Or(by.Require(disclose.ApplyForInformation, ""), civic.Check(in)); err != nil {
		return nil, err
	}
	return act(ctx, db, by, in.DisclosureRequestID, func(r disclose.DisclosureRequest) (disclose.Event, *disclose.Text) {
		return disclose.Event{Kind: disclose.RequestWithdrawn, On: r.Today}, nil
	})
}

// RecordDisclosureEvent adds what happened to a request. An EDITOR of the department may.
func RecordDisclosureEvent(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.RecordDisclosureEventInput) (*disclose.DisclosureRequest, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return record(ctx, db, by, disclose.HandleDisclosure, in, in.DisclosureRequestID, func(r disclose.DisclosureRequest) (disclose.Event, *disclose.Text) {
		return in.Event(r.Events, r.Today), optional(in.Text)
	})
}

// optional is a text that may be missing.
func optional(text *string) *disclose.Text {
	if text == nil {
		return nil
	}
	return &disclose.Text{Text: *text}
}

// ExtendDisclosureDeadline makes the time for the reply longer, from today's day on. A PUBLISHER of the department may.
func ExtendDisclosureDeadline(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.ExtendDisclosureDeadlineInput) (*disclose.DisclosureRequest, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return record(ctx, db, by, disclose.SignDisclosure, in, in.DisclosureRequestID, func(r disclose.DisclosureRequest) (disclose.Event, *disclose.Text) {
		return disclose.Event{Kind: disclose.Extended, On: r.Today, Days: in.Days}, &disclose.Text{Text: in.Reason}
	})
}

// DraftDisclosureReply adds a draft of the reply. An EDITOR of the department may.
func DraftDisclosureReply(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.DraftDisclosureReplyInput) (*disclose.DisclosureRequest, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return record(ctx, db, by, disclose.HandleDisclosure, in, in.DisclosureRequestID, func(r disclose.DisclosureRequest) (disclose.Event, *disclose.Text) {
		return disclose.Event{Kind: disclose.ReplyDrafted, On: r.Today, Outcome: in.Outcome}, &disclose.Text{Text: in.Text, LegalBasis: in.LegalBasis, WithheldParts: in.WithheldParts}
	})
}

// CheckDisclosureReply adds the legal check of the newest draft. A REVIEWER of the department may who did not write it.
func CheckDisclosureReply(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.CheckDisclosureReplyInput) (*disclose.DisclosureRequest, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return record(ctx, db, by, disclose.CheckDisclosure, in, in.DisclosureRequestID, func(r disclose.DisclosureRequest) (disclose.Event, *disclose.Text) {
		return disclose.Event{Kind: disclose.ReplyChecked, On: r.Today}, optional(in.Text)
	})
}

// SignDisclosureReply decides the request by the draft that was checked. A PUBLISHER of the department may who took no step before.
func SignDisclosureReply(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.SignDisclosureReplyInput) (*disclose.DisclosureRequest, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return record(ctx, db, by, disclose.SignDisclosure, in, in.DisclosureRequestID, disclose.DisclosureRequest.Signature)
}

// ReadDisclosureApplicant opens the record of who applies. An EDITOR or a PUBLISHER of the department may; the audit log keeps who did, and
// why. It refuses as ERASED a record that is not there any more.
func ReadDisclosureApplicant(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.ReadDisclosureApplicantInput) (*disclose.DisclosureApplicant, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	var who disclose.DisclosureApplicant
	err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		r, err := lock(ctx, t, by, in.DisclosureRequestID)
		if err != nil {
			return err
		}
		if err := t.Allow(disclose.ReadApplicant, r.DepartmentCode, in.DisclosureRequestID); err != nil {
			return err
		}
		sealed, err := pg.Rows[pg.Sealed](ctx, t, `SELECT a.key_id, a.box FROM disclosure_applicants a WHERE a.request_id = $1`, r.Key)
		switch {
		case err != nil:
			return err
		case len(sealed) == 0:
			return civic.Refuse(consult.Erased, "disclosureRequestId")
		}
		return t.DB.Open(applicantOf(r.Key), sealed[0], &who)
	})
	if err != nil {
		return nil, err
	}
	return &who, nil
}
