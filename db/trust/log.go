package trustdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/trust"
)

// Checkpoint is the newest checkpoint, or that of a size; nil where there is none. Everybody may ask.
func Checkpoint(ctx context.Context, db *pg.DB, size *int) (*trust.Checkpoint, error) {
	c, err := checkpoint(ctx, db, size)
	if c == nil || err != nil {
		return c, err
	}
	c.VerifierKey = db.LogKey.Text
	if signed, err := db.LogKey.ReadCheckpoint(c.Note); err == nil { // another note is shown as it is, so that whoever checks it finds out
		c.VerifierKey = signed.VerifierKey
	}
	return c, nil
}

func checkpoint(ctx context.Context, a pg.Querier, size *int) (*trust.Checkpoint, error) {
	var row struct {
		Size int    `db:"tree_size"`
		Root []byte `db:"root"`
		Note string `db:"note"`
		Key  string `db:"key"`
	}
	err := a.Get(ctx, &row, `SELECT c.tree_size, c.root, c.note FROM log_checkpoints c WHERE $1::bigint IS NULL OR c.tree_size = $1 ORDER BY c.tree_size DESC LIMIT 1`, size)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	root, err := HashOf(row.Root)
	return &trust.Checkpoint{TreeSize: row.Size, Root: root, Note: row.Note}, err
}

// ConsistencyProof proves that the log of the later size begins with the whole log of the earlier one, both at least 1 and at
// most the newest checkpoint's. Everybody may ask.
func ConsistencyProof(ctx context.Context, db *pg.DB, from, to int) ([]string, error) {
	newest, err := Checkpoint(ctx, db, nil)
	if err != nil {
		return nil, err
	}
	var problems civic.Problems
	if from < 1 || from > to {
		problems.Add(civic.Invalid, "from")
	}
	if newest == nil || to > newest.TreeSize {
		problems.Add(civic.Invalid, "to")
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	proof, err := tlog.ProveTree(int64(to), int64(from), hashes(ctx, db, nil))
	return trust.HashTexts(proof), err
}

// proveLeaf proves that a leaf stands in the log of a checkpoint.
func proveLeaf(ctx context.Context, a pg.Querier, c *trust.Checkpoint, position int64) ([]string, error) {
	if c == nil {
		return nil, fmt.Errorf("leaf %d has a place but the log has no checkpoint", position)
	}
	proof, err := tlog.ProveRecord(int64(c.TreeSize), position, hashes(ctx, a, nil))
	return trust.HashTexts(proof), err
}

// hashes reads the log's hashes, first from those that are known already and then from the database, which become known.
func hashes(ctx context.Context, a pg.Querier, known map[int64]tlog.Hash) tlog.HashReaderFunc {
	if known == nil {
		known = map[int64]tlog.Hash{}
	}
	return func(wanted []int64) ([]tlog.Hash, error) {
		if err := learn(ctx, a, known, wanted); err != nil {
			return nil, err
		}
		found := make([]tlog.Hash, len(wanted))
		for i, position := range wanted {
			h, has := known[position]
			if !has {
				return nil, fmt.Errorf("the log lacks hash %d", position)
			}
			found[i] = h
		}
		return found, nil
	}
}

// learn reads those hashes that are not known.
func learn(ctx context.Context, a pg.Querier, known map[int64]tlog.Hash, wanted []int64) error {
	var missing []int64
	for _, position := range wanted {
		if _, has := known[position]; !has {
			missing = append(missing, position)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	var rows []logHash
	if err := a.List(ctx, &rows, `
		SELECT wanted.position, substr(h.hashes, (wanted.position - h.position)::int * $2 + 1, $2) AS hash FROM unnest($1::bigint[]) AS wanted (position)
		CROSS JOIN LATERAL (SELECT position, hashes FROM log_hashes WHERE position > wanted.position - $3 AND position <= wanted.position ORDER BY position DESC LIMIT 1) h`,
		pg.CountArray(missing), tlog.HashSize, HashesInRow); err != nil {
		return err
	}
	for _, row := range rows {
		h, err := HashOf(row.Hash)
		if err != nil {
			return err
		}
		known[row.Position] = h
	}
	return nil
}

// HashesInRow is how many hashes, one place after the other, a row keeps at most: as many as lie beside its other columns.
const HashesInRow = 60

// logHash is one hash of the log, of a leaf or of a complete tree.
type logHash struct {
	Position int64  `db:"position"`
	Hash     []byte `db:"hash"`
}

func HashOf(raw []byte) (tlog.Hash, error) {
	if len(raw) != tlog.HashSize {
		return tlog.Hash{}, fmt.Errorf("a hash of the log has %d bytes", len(raw))
	}
	return tlog.Hash(raw), nil
}
