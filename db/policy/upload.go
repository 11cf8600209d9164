package policydb

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/policy"
)

// RequestDraftUpload gives a signed path to which the actor's browser may post a file. An EDITOR of the record's department may.
func RequestDraftUpload(ctx context.Context, db *pg.DB, by civic.Actor, in policy.RequestDraftUploadInput) (*policy.DraftUpload, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	record, err := pg.One(ctx, db, by, PolicyRecordsByID, in.PolicyRecordID, "policyRecordId")
	if err != nil {
		return nil, err
	}
	var now time.Time
	if err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		if err := t.Allow(policy.WriteDraft, record.DepartmentCode, in.PolicyRecordID); err != nil {
			return err
		}
		return t.Get(ctx, &now, `SELECT now()`)
	}); err != nil {
		return nil, err
	}
	expires := now.Add(policy.UploadLifetime).Truncate(time.Second)
	grant := policy.UploadGrant{Account: by.Account, Record: record.Key, Expires: expires}
	return &policy.DraftUpload{Path: "/upload/" + signUpload(db, grant), ExpiresAt: expires, MaxBytes: policy.LargestUpload}, nil
}

// signUpload writes a grant with its signature.
func signUpload(db *pg.DB, g policy.UploadGrant) string {
	raw := binary.BigEndian.AppendUint64(append(g.Account[:], g.Record[:]...), uint64(g.Expires.Unix()))
	return base64.RawURLEncoding.EncodeToString(append(raw, db.Hash("upload", string(raw))...))
}

// ReadUploadGrant checks a signature by the database's clock. It refuses UPLOAD_EXPIRED.
func ReadUploadGrant(ctx context.Context, db *pg.DB, token string) (g policy.UploadGrant, err error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	const signed = 16 + 16 + 8
	if err != nil || len(raw) <= signed || !hmac.Equal(raw[signed:], db.Hash("upload", string(raw[:signed]))) {
		return g, civic.Refuse(policy.UploadExpired, "")
	}
	g = policy.UploadGrant{Account: uuid.UUID(raw[:16]), Record: uuid.UUID(raw[16:32]), Expires: time.Unix(int64(binary.BigEndian.Uint64(raw[32:signed])), 0)}
	clock, err := db.Clock(ctx)
	if err == nil && clock.Now.After(g.Expires) {
		err = civic.Refuse(policy.UploadExpired, "")
	}
	return g, err
}

// KeepUpload keeps the text of a file, and forgets those of before yesterday.
func KeepUpload(ctx context.Context, db *pg.DB, g policy.UploadGrant, f policy.UploadedFile) (id uuid.UUID, err error) {
	id = civic.NewKey()
	if _, err := db.Exec(ctx, `DELETE FROM uploads WHERE created_at < now() - CAST($1 AS interval)`, policy.UploadKept.String()); err != nil {
		return id, err
	}
	_, err = db.Exec(ctx, `INSERT INTO uploads (id, account, policy_record_id, text, warnings) VALUES ($1, $2, $3, $4, $5)`,
		id, g.Account, g.Record, f.Text, append(policy.ImportWarnings{}, f.Warnings...))
	return id, err
}

// uploadedFile finds what the actor uploaded for a record. It refuses NOT_FOUND.
func uploadedFile(ctx context.Context, db *pg.DB, by civic.Actor, record uuid.UUID, id string) (*policy.UploadedFile, error) {
	key, err := uuid.Parse(id)
	if err != nil {
		return nil, civic.Refuse(civic.NotFound, "uploadId")
	}
	file, err := pg.Single(pg.Rows[policy.UploadedFile](ctx, db, `SELECT u.text, u.warnings FROM uploads u WHERE u.id = $1 AND u.account = $2 AND u.policy_record_id = $3`,
		key, by.Account, record))
	return file, pg.Under("uploadId", err)
}

// checkedUpload finds an uploaded file and checks its text by the rules of an import.
func checkedUpload(ctx context.Context, db *pg.DB, by civic.Actor, record uuid.UUID, id string) (*policy.UploadedFile, error) {
	file, err := uploadedFile(ctx, db, by, record, id)
	if err != nil {
		return nil, err
	}
	return file, policy.CheckUploaded(file.Text)
}
