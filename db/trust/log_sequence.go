package trustdb

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/tlog"

	"minyi/db/pg"
	"minyi/domain/report"
)

// logLock is the advisory lock that lets one transaction write to the log at a time.
const logLock = pg.FoldLock + 1

// sequenceAtOnce is how many receipts one step takes into the log.
const sequenceAtOnce = 2000

// SequenceReceipts gives waiting receipts their places in the log, the oldest first, and signs a new checkpoint. It tells how
// many it took; 0 too while another process does it. Nobody who writes waits for it.
func SequenceReceipts(ctx context.Context, db *pg.DB) (int, error) {
	var taken int
	err := db.WithLeaderLock(ctx, logLock, func(t *pg.Tx) (err error) {
		taken, err = sequence(ctx, t, nil)
		return err
	})
	return taken, err
}

// SequenceAll gives every waiting receipt of a consultation its place and returns the log that now holds them. The log is
// this transaction's alone until its end.
func SequenceAll(ctx context.Context, t *pg.Tx, consultation uuid.UUID) (report.ReportLog, error) {
	if _, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, logLock); err != nil {
		return report.ReportLog{}, err
	}
	for {
		taken, err := sequence(ctx, t, &consultation)
		if err != nil {
			return report.ReportLog{}, err
		}
		if taken == 0 {
			size, root, err := logNow(ctx, t, map[int64]tlog.Hash{})
			return report.ReportLog{TreeSize: int(size), RootHash: root.String()}, err
		}
	}
}

// waitingReceipt is a receipt without a place.
type waitingReceipt struct {
	ConsultationKey uuid.UUID `db:"consultation_id"`
	SubjectKey      uuid.UUID `db:"subject_id"`
	Revision        int       `db:"revision"`
	Leaf            []byte    `db:"leaf"`
}

// sequence takes some waiting receipts, of one consultation or of all, into the log. The caller holds the lock.
func sequence(ctx context.Context, t *pg.Tx, consultation *uuid.UUID) (int, error) {
	var waiting []waitingReceipt
	if err := t.List(ctx, &waiting, `SELECT r.consultation_id, r.subject_id, r.revision, r.leaf FROM receipts r
		WHERE r.position IS NULL AND ($1::uuid IS NULL OR r.consultation_id = $1) ORDER BY r.at LIMIT $2`, consultation, sequenceAtOnce); err != nil || len(waiting) == 0 {
		return 0, err
	}
	known := map[int64]tlog.Hash{}
	size, _, err := logNow(ctx, t, known)
	if err != nil {
		return 0, err
	}
	if err := appendLeaves(ctx, t, size, waiting, known); err != nil {
		return 0, err
	}
	if err := place(ctx, t, size, waiting); err != nil {
		return 0, err
	}
	return len(waiting), sign(ctx, t, size+int64(len(waiting)), known)
}

// logNow is the size and root of the log. It sees to it that the hashes still give the root that was signed last: on a
// log that was tampered with nothing is built. The hashes that it read are known from then on.
func logNow(ctx context.Context, t *pg.Tx, known map[int64]tlog.Hash) (int64, tlog.Hash, error) {
	var size int64
	last, err := checkpoint(ctx, t, nil)
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	if last != nil {
		size = int64(last.TreeSize)
	}
	root, err := tlog.TreeHash(size, hashes(ctx, t, known))
	if err == nil && last != nil && root != last.Root {
		err = fmt.Errorf("the log's hashes do not give the root of its checkpoint of %d leaves", size)
	}
	return size, root, err
}

// appendLeaves writes the hashes of the leaves, and of the trees that they complete, after those of the log.
func appendLeaves(ctx context.Context, t *pg.Tx, size int64, waiting []waitingReceipt, known map[int64]tlog.Hash) error {
	next := tlog.StoredHashIndex(0, size)
	var raw []byte
	reader := hashes(ctx, t, known)
	for i, r := range waiting {
		fresh, err := tlog.StoredHashes(size+int64(i), r.Leaf, reader)
		if err != nil {
			return err
		}
		for _, h := range fresh {
			known[next+int64(len(raw)/tlog.HashSize)] = h
			raw = append(raw, h[:]...)
		}
	}
	var positions pg.CountArray
	var rows pg.BytesArray
	for row := range slices.Chunk(raw, HashesInRow*tlog.HashSize) {
		positions, rows = append(positions, next), append(rows, row)
		next += HashesInRow
	}
	_, err := t.Exec(ctx, `INSERT INTO log_hashes (position, hashes) SELECT position, hashes FROM unnest($1::bigint[], $2::bytea[]) AS fresh (position, hashes)`, positions, rows)
	return err
}

// place tells the receipts where they stand.
func place(ctx context.Context, t *pg.Tx, size int64, waiting []waitingReceipt) error {
	consultations, subjects := make(pg.KeyArray, len(waiting)), make(pg.KeyArray, len(waiting))
	revisions, positions := make(pg.NumberArray, len(waiting)), make(pg.CountArray, len(waiting))
	for i, r := range waiting {
		consultations[i], subjects[i], revisions[i], positions[i] = r.ConsultationKey, r.SubjectKey, int32(r.Revision), size+int64(i)
	}
	placed, err := t.Exec(ctx, `
		WITH places AS MATERIALIZED (
		  SELECT consultation_id, subject_id, revision, position FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::bigint[]) AS p (consultation_id, subject_id, revision, position)
		)
		UPDATE receipts r SET position = p.position FROM places p
		WHERE r.consultation_id = p.consultation_id AND r.subject_id = p.subject_id AND r.revision = p.revision AND r.position IS NULL`,
		consultations, subjects, revisions, positions)
	if err == nil && placed != int64(len(waiting)) {
		err = fmt.Errorf("%d of %d receipts took their places in the log", placed, len(waiting))
	}
	return err
}

// sign keeps the checkpoint of the log as it is now.
func sign(ctx context.Context, t *pg.Tx, size int64, known map[int64]tlog.Hash) error {
	root, err := tlog.TreeHash(size, hashes(ctx, t, known))
	if err != nil {
		return err
	}
	c, err := t.DB.LogKey.SignCheckpoint(size, root)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO log_checkpoints (tree_size, root, note) VALUES ($1, $2, $3)`, c.TreeSize, c.Root[:], c.Note)
	return err
}
