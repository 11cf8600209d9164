package disclosedb

import (
	"cmp"
	"context"

	"github.com/google/uuid"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/disclose"
	"minyi/domain/trust"
)

// newRequest is a request that is to be written.
type newRequest struct {
	by         civic.Actor
	applicant  disclose.DisclosureApplicantInput
	channel    disclose.EventKind
	on         civic.Date // empty for the day of the transaction
	same       pg.Request
	made       disclose.DisclosureRequest
	department *civic.Department
}

// SubmitDisclosureRequest makes a request of the actor, whose identity must be verified (art. 29). The words of the request and the
// applicant are encrypted before they are written.
func SubmitDisclosureRequest(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.SubmitDisclosureRequestInput) (*disclose.DisclosureRequest, error) {
	if err := cmp.Or(by.Require(disclose.ApplyForInformation, ""), in.Check()); err != nil {
		return nil, err
	}
	if !by.Assurance.Reaches(civic.Verified) {
		return nil, civic.Refuse(consult.IdentityRequired, "", civic.Expected(civic.Verified))
	}
	n, err := prepare(ctx, db, by, in.DepartmentID, in.Applicant, in.Text, in.IdempotencyKey, in)
	if err != nil {
		return nil, err
	}
	n.channel = disclose.SubmittedOnline
	n.made.Applicant, n.made.ApplicantKind, n.made.Topic, n.made.WantedForm = &by.Account, in.ApplicantKind, in.Topic, in.WantedForm
	return n.write(ctx, db, func(write func(*pg.Tx) error) error { return db.Tx(ctx, write) })
}

// EnterDisclosureRequest enters a request that came on paper or by mouth. An EDITOR of the department may.
func EnterDisclosureRequest(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.EnterDisclosureRequestInput) (*disclose.DisclosureRequest, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	n, err := prepare(ctx, db, by, in.DepartmentID, in.Applicant, in.Text, in.IdempotencyKey, in)
	if err != nil {
		return nil, err
	}
	n.channel, n.on = in.Channel, in.On
	n.made.ApplicantKind, n.made.Topic, n.made.WantedForm = in.ApplicantKind, in.Topic, in.WantedForm
	return n.write(ctx, db, func(write func(*pg.Tx) error) error {
		return db.Write(ctx, by, in, func(t *pg.Tx) error {
			if err := t.Allow(disclose.HandleDisclosure, n.department.Code, n.made.ID()); err != nil {
				return err
			}
			return write(t)
		})
	})
}

// prepare finds the department. What recognizes the same request again knows the applicant and the text only as a keyed hash.
func prepare(ctx context.Context, db *pg.DB, by civic.Actor, department civic.ID, who disclose.DisclosureApplicantInput, text string, key *string, in any) (*newRequest, error) {
	found, err := pg.One(ctx, db, by, civicdb.DepartmentsByID, department, "departmentId")
	if err != nil {
		return nil, err
	}
	if err := found.AcceptWork("departmentId"); err != nil {
		return nil, err
	}
	n := newRequest{by: by, applicant: who, department: found, made: disclose.DisclosureRequest{Key: civic.NewKey(), DepartmentKey: found.Key, DepartmentCode: found.Code,
		Texts: map[int]disclose.Text{1: {Text: text}}}}
	n.same = pg.RequestOf(key, struct {
		In      any
		Private []byte
	}{in, db.Hash("disclosure request", who.Name, who.Proof, who.Contact, text)})
	return &n, nil
}

// write writes the request in a transaction, or finds the one that the same input has made before.
func (n *newRequest) write(ctx context.Context, db *pg.DB, run func(func(*pg.Tx) error) error) (*disclose.DisclosureRequest, error) {
	read := func(key uuid.UUID) (*disclose.DisclosureRequest, error) {
		r, err := pg.One(ctx, db, n.by, RequestsByID, civic.IDOf(disclose.RequestKind, key), "")
		if err != nil {
			return nil, err
		}
		r.Receipt, err = trustdb.ReceiptAgain(ctx, db, db, r.ID(), 1, r.Accepted(trust.ActSubmit))
		return r, err
	}
	return pg.Idempotent(ctx, db, n.same, func() (*disclose.DisclosureRequest, error) {
		if err := run(func(t *pg.Tx) error { return n.insert(ctx, t) }); err != nil {
			return nil, err
		}
		return read(n.made.Key)
	}, read, `SELECT id, request_hash FROM disclosure_requests WHERE created_by = $1 AND idempotency_key = $2`, n.by.Account)
}

// insert writes the request with its first event, its text, its applicant and its receipt.
func (n *newRequest) insert(ctx context.Context, t *pg.Tx) error {
	today, err := t.Today(ctx)
	if err != nil {
		return err
	}
	n.on = cmp.Or(n.on, today)
	if n.on > today {
		return civic.Refuse(disclose.FutureDay, "on")
	}
	if _, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, "disclosure "+n.department.Code); err != nil {
		return err
	}
	if err := t.Get(ctx, &n.made, `INSERT INTO disclosure_requests AS q (id, department_id, year, serial, number, applicant, applicant_kind, topic, wanted_form, created_by, idempotency_key, request_hash)
		SELECT $1::uuid, $2::uuid, $3::int, b.serial, concat_ws('-', $11::text, $3::int, b.serial), $4::uuid, $5::text, $6::text, $7::text, $8::uuid, $9::text, $10::bytea
		FROM (SELECT COALESCE(max(b.serial), 0) + 1 AS serial FROM disclosure_requests b WHERE b.department_id = $2 AND b.year = $3) b
		RETURNING q.number, q.created_at`, n.made.Key, n.made.DepartmentKey, string(n.on[:4]), n.made.Applicant, n.made.ApplicantKind, n.made.Topic, n.made.WantedForm,
		n.by.Account, n.same.Key, n.same.Hash, n.department.Code); err != nil {
		return err
	}
	if err := n.insertApplicant(ctx, t); err != nil {
		return err
	}
	text := n.made.Texts[1]
	return addEvent(ctx, t, &n.made, disclose.Event{Kind: n.channel, On: n.on, By: n.by.Account}, &text)
}

// insertApplicant writes who applies, encrypted, and the receipt.
func (n *newRequest) insertApplicant(ctx context.Context, t *pg.Tx) error {
	sealed, err := t.DB.Seal(applicantOf(n.made.Key), disclose.DisclosureApplicant(n.applicant))
	if err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `INSERT INTO disclosure_applicants (request_id, key_id, box) VALUES ($1, $2, $3)`, n.made.Key, sealed.KeyID, sealed.Box); err != nil {
		return err
	}
	receipt := trustdb.NewPendingReceipt(n.made.Accepted(trust.ActSubmit))
	_, err = t.Exec(ctx, `INSERT INTO `+trustdb.ReceiptColumns+` VALUES ($1, $2, 1, $3, $4, sha256($5::bytea || `+trustdb.MicrosNow+`), now())`,
		uuid.UUID{}, n.made.Key, string(disclose.RequestKind), receipt.Salt, receipt.Commitment)
	return err
}
